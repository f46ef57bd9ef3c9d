"""A review without a screen: the queue, the item in hand, decisions and their undoing.

Owns what a reviewer can do and what each act records. The Textual app binds keys to it, the command line calls it, the
tests drive it. Refuses to draw, and never says a decision is made before the store has it on disk.
"""

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from claims.decisions import effective
from claims.models import Article, Decision
from claims.store.tables.queue import ItemFilter, ItemRow
from claims.values import ValueProblem
from claims.vocabulary.reasons import OTHER, find_reason, reasons_for
from reconcile.evidence.lens import instant
from reconcile.items.item import Item, Resolution
from reconcile.items.resolution import parse_range
from reconcile.items.standing import settles
from reconcile.policies import Proposal
from reconcile.reports.agreement import Agreement, compare_resolutions
from tui.services.acts import (
    NEEDS_ASSERTION,
    NOT_COMPARABLE_RELATIONS,
    Act,
    DecisionError,
    Reasons,
    check_tags,
    check_words,
)
from tui.services.lookback import MOST_COMPUTED, publication_days, row_of_then
from tui.services.query import TO_SETTLE, place_words, unseen_by, with_tags, without_others
from tui.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Made:
    """What was decided in this session at one stroke, and where the reviewer stood."""

    decisions: tuple[Decision, ...]
    position: int
    view: ItemFilter


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers of one dossier, and how far they agree."""

    one: str
    other: str
    agreement: Agreement


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class ReviewSession:
    """One reviewer's work on one dossier."""

    def __init__(
        self,
        workspace: Workspace,
        reviewer: str,
        *,
        reasons: Reasons = "required",
        policy: str = "gtd",
        blind: bool = False,
        clock: Callable[[], str] = _now,
        new_id: Callable[[], str] = lambda: uuid.uuid4().hex,
    ) -> None:
        """Begin with an empty queue; `load_queue` fills it."""
        self.workspace = workspace
        self.reviewer = reviewer
        self.reasons = reasons
        self.policy = policy
        self.blind = blind
        """What others decided on an item is not shown before this reviewer has decided it too."""
        self.view: ItemFilter = TO_SETTLE
        self.queue: list[int] = []
        self.position = 0
        self.known_at: str | None = None
        """The day whose knowledge is looked at; None where none is."""
        self.recorded_at: str | None = None
        """The day whose dossier is looked at; None where none is. With neither it is now."""
        self._clock = clock
        self.new_id = new_id
        self._made: list[Made] = []
        """What this session did and has not undone, oldest first."""

    # ------------------------------------------------------------------ looking back

    @property
    def past(self) -> str | None:
        """The day that is looked back to, by either clock."""
        return self.recorded_at or self.known_at

    @property
    def past_words(self) -> str:
        """That day as a person types it."""
        return f"recorded {self.recorded_at}" if self.recorded_at else self.known_at or ""

    @property
    def past_shown(self) -> str:
        """What is looked back to, for the header."""
        if self.recorded_at is not None:
            return f"as the dossier stood on {self.recorded_at}"
        return f"as known on {self.known_at}" if self.known_at else ""

    def look_at(self, day: str | None, *, recorded: bool = False) -> None:
        """See every item by what had been published by the end of `day`, or as it is now.

        Args:
            day: EDTF; None is now.
            recorded: see what the dossier held by then instead.

        Raises:
            ValueProblem: it is no date.
        """
        until = instant(day)
        known, held = (None, until) if recorded else (until, None)
        self.workspace.lens = replace(self.workspace.lens, known_at=known, recorded_at=held)
        self.known_at, self.recorded_at = (at[:10] if at else None for at in (known, held))

    def days(self, key: tuple[str, str] | None = None) -> list[str]:
        """Return the days to step through: on which an article was published, or, where what the dossier held is looked
        at, on which anything was recorded; of an item only what speaks to it.
        """
        dossier = self.workspace.dossier
        if self.recorded_at is not None:
            if key is None:
                return dossier.recorded_days()
            entered = dossier.recorded_at(a.id for a in dossier.evidence(key)).values()
            return sorted({at[:10] for at in (*entered, *(d.decided_at for d in dossier.decisions(key)))})
        if key is None:
            return publication_days(row.published for row in dossier.article_rows())
        ids = sorted({a.passage.article for a in dossier.evidence(key)})
        return publication_days(info.published for info in self.workspace.article_info(ids).values())

    def check_present(self) -> None:
        """Refuse to record anything while looking back: a decision says that it saw all the evidence there is.

        Raises:
            DecisionError: only what was known on a day is in sight.
        """
        if self.past is not None:
            seen = "what was known" if self.known_at else "what the dossier held"
            raise DecisionError(
                f"you see {seen} on {self.past}, and a decision is made on all there is: go back to now first; nothing "
                "was recorded"
            )

    # ------------------------------------------------------------------ the queue

    def load_queue(self, view: ItemFilter | None = None) -> int:
        """Read the queue under the given filter (or the one in force); return its length.

        The item in hand stays in hand where it is still in the queue.
        """
        if view is not None:
            self.view = view
        queue = self.workspace.dossier.queue(self._asked())
        # Only now: the reviewer may have moved on while this was read.
        held = self.queue[self.position] if self.position < len(self.queue) else None
        self.queue = queue
        self.position = (
            self.queue.index(held) if held in self.queue else min(self.position, max(0, len(self.queue) - 1))
        )
        return len(self.queue)

    def _asked(self) -> ItemFilter:
        """Return the filter as the store is asked: blind, an item is to settle until this reviewer has settled it."""
        return unseen_by(self.reviewer, self.view) if self.blind else self.view

    def page(self, start: int, count: int) -> list[ItemRow]:
        """Return the queue's lines from `start` on."""
        rows = self.workspace.dossier.item_page(self.queue[start : start + count])
        if self.past is not None:
            return [row_of_then(row, self.item(row.key) if row.members <= MOST_COMPUTED else None) for row in rows]
        if not self.blind:
            tags = self.workspace.dossier.tags([row.item for row in rows])
            return [with_tags(row, tags.get(row.item, ())) for row in rows]
        return [without_others(row) for row in rows]  # the queue then holds only what this reviewer has not settled

    def item(self, key: tuple[str, str]) -> Item:
        """Return an item as this reviewer is to see it, computed now."""
        if self.blind:
            return self.workspace.item_seen_by(key, self.reviewer)
        return self.workspace.item(key)

    def consequences(self, item: Item, act: Act) -> Item:
        """Return the item as it would be after `act`; nothing is recorded, and no reason is needed."""
        decision = self.draft(item, replace(act, policy=act.policy or "preview"))
        return self.workspace.item_if(decision.item, decision)

    def place(self) -> str:
        """Return what the queue shows and which of it is in hand, in a few words."""
        return place_words(self.position, len(self.queue), self.view, past=self.past_shown, blind=self.blind)

    def progress(self) -> dict[str, int]:
        """Return how many items are in each state."""
        return self.workspace.dossier.state_counts()

    def move_to(self, position: int) -> None:
        """Take the item at `position` in hand, or the nearest one there is."""
        self.position = max(0, min(position, len(self.queue) - 1))

    def current(self) -> Item | None:
        """Return the item in hand, computed now; None with an empty queue."""
        if not self.queue:
            return None
        rows = self.page(self.position, 1)
        return self.item(rows[0].key) if rows else None

    def article(self, article: str) -> Article:
        """Return an article with its text."""
        return self.workspace.dossier.article(article)

    # ------------------------------------------------------------------ deciding

    def draft(self, item: Item, act: Act) -> Decision:
        """Return the decision `act` would be on `item` as the reviewer sees it, checked but not recorded.

        Raises:
            DecisionError: something is missing or does not fit; the message says what.
        """
        assertion = self._member(item, act) if act.action in NEEDS_ASSERTION else None
        attribute = self.workspace.dossier.vocabulary().attribute(item.attribute)
        low, high = act.low or None, act.high or None
        if act.action == "range":
            if low is None and high is None:
                raise DecisionError("a range needs at least one bound; nothing was recorded")
            if attribute is not None and attribute.kind not in {"count", "measure", "date"}:
                raise DecisionError(f"{attribute.name} is no quantity and has no range; accept an assertion instead")
            if any(bound is not None and not bound.isascii() for bound in (low, high)):
                raise DecisionError("write the ends of a range in plain digits; nothing was recorded")
            try:
                if attribute is not None:
                    parse_range(low, high, attribute)
            except ValueProblem as error:
                raise DecisionError(f"range: {error}; nothing was recorded") from error
        if act.action == "not_comparable" and act.relation not in NOT_COMPARABLE_RELATIONS:
            raise DecisionError(
                f"say what explains the difference, one of: {', '.join(NOT_COMPARABLE_RELATIONS)}; nothing was recorded"
            )
        if act.action == "set_scope" and not (act.scope or "").strip():
            raise DecisionError("say whose number it is: give a scope of the attribute; nothing was recorded")
        if act.action == "set_scope" and attribute is not None and (act.scope or "") not in attribute.tree:
            known = ", ".join(sorted(attribute.tree.parent_of)) or "none but total"
            raise DecisionError(
                f"{act.scope!r} is no scope of {attribute.name}; known are total, {known}; nothing was recorded"
            )
        if act.action == "tag":
            check_tags(act.tags)
        if act.action == "grade" and act.grade not in {"2", "3", "4", "5", "6"}:
            raise DecisionError(
                f"{act.grade!r} is no grade of a statement; give 2 (probably true), 3, 4, 5 (improbable) or 6 (cannot "
                "be judged); 1, confirmed by others, follows from the chains; nothing was recorded"
            )
        reasons = reasons_for(act.action)
        reason = find_reason(act.reason, reasons) if act.reason else None
        if act.reason and reason is None:
            known = ", ".join(f"{r.digit} {r.code}" for r in reasons)
            raise DecisionError(f"there is no reason {act.reason!r}; give one of {known}; nothing was recorded")
        self._check_reason(act, reason.code if reason else "")
        check_words(self.reviewer, act.rationale)
        if not self.reviewer.strip():
            raise DecisionError(
                "a decision needs a reviewer: --reviewer NAME, or VARIORUM_REVIEWER; nothing was recorded"
            )
        return Decision(
            id=self.new_id(),
            subject=item.subject,
            attribute=item.attribute,
            action=act.action,
            assertion=assertion,
            low=low if act.action == "range" else None,
            high=high if act.action == "range" else None,
            relation=act.relation if act.action == "not_comparable" else None,
            scope=act.scope if act.action == "set_scope" else None,
            tags=act.tags if act.action == "tag" else "",
            grade=act.grade if act.action == "grade" else "",
            policy=act.policy,
            reason=reason.code if reason else "",
            rationale=act.rationale.strip(),
            reviewer=self.reviewer,
            decided_at=self._clock(),
            based_on=item.head,
            seen=tuple(sorted(m.assertion.id for m in item.members if not m.removed)),
            blind=self.blind and self.reviewer not in item.reviewers,
            adjudicates=act.adjudicates,
        )

    def verdicts(self, item: Item) -> list[Decision]:
        """Return each reviewer's own latest answer that still holds, where two or more have given one.

        What settled between them is no verdict.
        """
        if len(item.reviewers) < 2:
            return []
        latest = {
            decision.reviewer: decision
            for decision in effective(self.workspace.dossier.decisions((item.subject, item.attribute)))
            if settles(decision, item.attribute) and not decision.adjudicates
        }
        return [latest[reviewer] for reviewer in sorted(latest)] if len(latest) > 1 else []

    def compare_reviewers(self, progress: Callable[[int, int], None] = lambda done, total: None) -> list[Pair]:
        """Return how far each two reviewers agree, over the items that both have settled."""
        wanted = ItemFilter().having("agreement", ("unanimous", "reason_differs", "value_differs", "adjudicated"))
        numbers = self.workspace.dossier.queue(wanted)
        settled: dict[str, dict[str, Resolution]] = {}
        for done, item in enumerate(self.workspace.items(numbers), start=1):
            for reviewer, resolution in self.workspace.resolutions_of(item).items():
                settled.setdefault(reviewer, {})[item.id] = resolution
            progress(done, len(numbers))
        pairs = combinations(sorted(settled), 2)
        found = [Pair(one, other, compare_resolutions(settled[one], settled[other])) for one, other in pairs]
        return [pair for pair in found if pair.agreement.both]

    def default_proposal(self, item: Item) -> Proposal | None:
        """Return what the default policy proposes for an item; None where it gives no figure."""
        offered = (p for p in item.proposals if p.policy == self.policy)
        return next((p for p in offered if p.low is not None or p.high is not None), None)

    def decide(self, item: Item, act: Act) -> Item:
        """Record `act` on `item` and return the item as it is now; durable when this returns.

        Raises:
            DecisionError: the act is incomplete.
            HeadMovedError: somebody else decided the item meanwhile.
        """
        return self.record(self.draft(item, act))

    def record(self, decision: Decision) -> Item:
        """Record a drafted decision, once however often it is tried, and return the item as it is now."""
        self.check_present()
        self.workspace.dossier.decide(decision)
        if all(decision.id != done.id for made in self._made for done in made.decisions):
            self.remember([decision])
        else:
            self._refresh(decision.subject)
        return self.item(decision.item)

    def remember(self, decisions: Sequence[Decision]) -> None:
        """Take decisions that were recorded at one stroke as what is to be undone first."""
        if decisions:
            self._made.append(Made(tuple(decisions), self.position, self.view))
        for subject in dict.fromkeys(decision.subject for decision in decisions):
            self._refresh(subject)

    def _refresh(self, subject: str) -> None:
        """Compute afresh what a decision can have changed, and not wait for whatever else is out of date."""
        dossier = self.workspace.dossier
        rows = dossier.item_page(dossier.item_numbers(subject=subject, empty=True))
        dossier.save_summaries([self.workspace.summary(row) for row in rows if row.dirty])

    def _check_reason(self, act: Act, code: str) -> None:
        if act.rationale.strip():
            return
        if code == OTHER:
            raise DecisionError("another reason: say which, in a sentence; nothing was recorded")
        if code or act.action in {"confirm", "tag"} or act.policy or self.reasons == "optional":
            return
        raise DecisionError("a decision needs a reason: a reason code, a sentence, or both; nothing was recorded")

    def _member(self, item: Item, act: Act) -> str:
        if not act.assertion:
            raise DecisionError(f"{act.action.replace('_', ' ')} needs an assertion of the item; nothing was recorded")
        found = [m.assertion.id for m in item.members if m.assertion.id.startswith(act.assertion.lower())]
        if len(found) != 1:
            problem = "no assertion" if not found else f"{len(found)} assertions"
            raise DecisionError(f"{item.id} has {problem} {act.assertion!r}; `variorum explain {item.id}` lists them")
        return found[0]

    @property
    def last(self) -> tuple[Decision, ...]:
        """What an undo would undo: the decisions of this session's last stroke that still stands."""
        return self._made[-1].decisions if self._made else ()

    def undo(self, item: Item | None = None, rationale: str = "") -> Decision:
        """Undo what this session did last, or the latest standing decision on `item`; return what was undone.

        The queue goes back to the very place where that was done. Undoing is a decision of its own. Of several
        decisions made at one stroke the first is returned.

        Raises:
            DecisionError: there is nothing to undo.
        """
        self.check_present()
        if item is None:
            if not self._made:
                raise DecisionError("nothing to undo in this session; open an item and undo its decision there")
            made = self._made[-1]
            self._undo(made.decisions, rationale)
            self._made.pop()
            self.load_queue(made.view)
            self.move_to(made.position)
            return made.decisions[0]
        standing = effective(self.workspace.dossier.decisions((item.subject, item.attribute)))
        if not standing:
            raise DecisionError(f"{item.id} has no decision to undo")
        undone = standing[-1]
        self._undo((undone,), rationale)
        self._made = [made for made in self._made if all(decision.id != undone.id for decision in made.decisions)]
        self.load_queue()
        return undone

    def _undo(self, decisions: Sequence[Decision], rationale: str) -> None:
        """Undo decisions, all of them or none; what somebody has undone already is left as it is."""
        acts = []
        for undone in decisions:
            chain = self.workspace.dossier.decisions(undone.item)
            if not any(decision.undoes == undone.id for decision in chain):
                acts.append(
                    Decision(
                        id=self.new_id(),
                        subject=undone.subject,
                        attribute=undone.attribute,
                        action="undo",
                        undoes=undone.id,
                        rationale=rationale,
                        reviewer=self.reviewer,
                        decided_at=self._clock(),
                        based_on=chain[-1].id,
                        batch=undone.batch,
                    )
                )
        if acts:
            self.workspace.dossier.record(acts)
        for subject in dict.fromkeys(decision.subject for decision in decisions):
            self._refresh(subject)
