"""A review without a screen: the queue, the item in hand, decisions and their undoing.

The Textual app binds keys to it, the command line calls it. A decision is on disk when its method returns.
"""

import calendar
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final, overload

from claims.assertions import articles_of
from claims.decisions import effective
from claims.models import Article, Decision, EventDecision
from claims.store.addresses import DossierError
from claims.store.dossier import HeadMovedError
from claims.store.tables.queue import ItemFilter, ItemRow
from reconcile.evidence.lens import instant
from reconcile.items.item import Item
from reconcile.items.standing import settles
from tui.services.acts import Act, DecisionError, Reasons, check_reviewer, check_words, complete_act
from tui.services.agreement import Concord, compare_all
from tui.services.confirmations import with_confirmations
from tui.services.decided_dates import amendments_beside
from tui.services.event_mending import (
    Mending,
    MendingPlan,
    current_subjects,
    find_mendings,
    plan_mending,
    record_mending,
    undo_mending,
)
from tui.services.lookback import MOST_COMPUTED, past_row, publication_days
from tui.services.numbering import HeldNumbers
from tui.services.query import UNSETTLED, blind_query, describe_position, name_row, row_with_tags
from tui.services.session import RecordedAct, RecordedError, Session, make_id, utc_now
from tui.services.sight import BlindSight, Sight
from tui.services.workspace import Workspace

_A_FEW_MINUTES_S: Final = 600
"""How long ago the same act may be one tried again, because nobody saw that it was recorded."""

_TRIES: Final = 20
"""How often a blind decision is put on top of what others have recorded since."""


@dataclass(frozen=True, slots=True)
class QueueAct(RecordedAct):
    """Decisions made from the queue, with the place in it to return to."""

    position: int
    view: ItemFilter


@dataclass(frozen=True, slots=True)
class MendingAct(QueueAct):
    """The mending of an event, with the item that it was begun on."""

    events: tuple[EventDecision, ...]
    words: str
    key: tuple[str, str]


class ReviewSession(Session[QueueAct]):
    """One reviewer's work on one dossier."""

    def __init__(
        self,
        workspace: Workspace,
        reviewer: str,
        *,
        reasons: Reasons = "required",
        blind: bool = False,
        clock: Callable[[], str] = utc_now,
        new_id: Callable[[], str] = make_id,
    ) -> None:
        """Begin with an empty queue; `load_queue` fills it."""
        super().__init__(workspace, reviewer, clock=clock, new_id=new_id)
        self.reasons = reasons
        self.blind = blind
        """Whether the decisions of others on an item are hidden until this reviewer has decided it too."""
        self.numbers = HeldNumbers()
        """Of the statements of the item that is open."""
        self.view: ItemFilter = UNSETTLED
        self.queue: list[int] = []
        self.position = 0
        self.known_at: str | None = None
        """The day whose published articles alone are in view; None where all are."""
        self.recorded_at: str | None = None
        """The day whose dossier is in view; None where today's is."""
        self._sight = Sight(workspace, reviewer)

    @property
    def sight(self) -> Sight:
        """What the reviewer sees, as they work now."""
        if (self._sight.is_blind, self._sight.reviewer) != (self.blind, self.reviewer):
            self._sight = (BlindSight if self.blind else Sight)(self.workspace, self.reviewer)
        return self._sight

    # ------------------------------------------------------------------ looking back

    @property
    def past(self) -> str | None:
        """The day in view, by either clock; None is now."""
        return self.recorded_at or self.known_at

    @property
    def past_words(self) -> str:
        """That day as a person types it."""
        return f"recorded {self.recorded_at}" if self.recorded_at else self.known_at or ""

    @property
    def past_label(self) -> str:
        """That day as the header has it."""
        if self.recorded_at is not None:
            return f"as the dossier stood on {self.recorded_at}"
        return f"as known on {self.known_at}" if self.known_at else ""

    def look_at(self, day: str | None, *, recorded: bool = False) -> None:
        """See every item by what had been published, or `recorded`, by the end of `day` (EDTF), or as it is now.

        Raises:
            ValueProblem: it is no date.
        """
        until = instant(day)
        known_at, recorded_at = (None, until) if recorded else (until, None)
        self.workspace.lens = replace(self.workspace.lens, known_at=known_at, recorded_at=recorded_at)
        self.known_at, self.recorded_at = (at[:10] if at else None for at in (known_at, recorded_at))

    def days(self, key: tuple[str, str] | None = None) -> list[str]:
        """Return the days on which an article was published, or, where a past dossier is in view, anything recorded.

        Only what bears on the item `key` counts, where one is given.
        """
        dossier = self.workspace.dossier
        if self.recorded_at is not None:
            return self.sight.recorded_days(key)
        if key is None:
            return publication_days(row.published for row in dossier.article_rows())
        ids = articles_of(dossier.evidence(key))
        return publication_days(info.published for info in self.workspace.article_info(ids).values())

    def check_present(self) -> None:
        """Check that nothing is recorded while looking back: a decision says that it saw all the evidence there is.

        Raises:
            DecisionError: a past day is in view.
        """
        if self.past is not None:
            view = "what was known" if self.known_at else "what the dossier held"
            raise DecisionError(
                f"you see {view} on {self.past}, and a decision is made on all there is: go back to now first; nothing "
                "was recorded"
            )

    # ------------------------------------------------------------------ the queue

    def load_queue(self, view: ItemFilter | None = None) -> int:
        """Read the queue under the given filter (or the one in force); return its length.

        The item in hand stays in hand where it is still in the queue.
        """
        if view is not None:
            self.view = view
        queue = self.sight.lines.queue(blind_query(self.reviewer, self.view) if self.blind else self.view)
        # Only now: the reviewer may have moved on while this was read.
        current = self.queue[self.position] if self.position < len(self.queue) else None
        self.queue = queue
        self.position = queue.index(current) if current in queue else min(self.position, max(0, len(queue) - 1))
        return len(self.queue)

    def page(self, start: int, count: int) -> list[ItemRow]:
        """Return the queue's lines from `start` on."""
        sight = self.sight
        rows: list[ItemRow] = sight.lines.item_page(self.queue[start : start + count])
        names = self.workspace.names.of_rows(rows)
        rows = [name_row(row, names[row.subject]) for row in rows]
        if self.past is not None:
            return [past_row(row, sight.outcome(row.key) if row.members <= MOST_COMPUTED else None) for row in rows]
        tags = sight.lines.tags([row.item for row in rows])
        return [row_with_tags(row, tags.get(row.item, ())) for row in rows]

    def facet_counts(self, field: str) -> list[tuple[str, int]]:
        """Return the values of a field with how many items of the filter have each, most frequent first."""
        return self.sight.lines.facet_counts(self.view, field)

    def item(self, key: tuple[str, str]) -> Item:
        """Return an item as this reviewer is to see it, computed now."""
        return self.sight.item(key)

    def consequences(self, item: Item, act: Act) -> Item:
        """Return the item as it would be after `act`; nothing is recorded, and no reason is needed."""
        decisions = self.prepare(item, replace(act, policy=act.policy or "preview"))
        return self.sight.item_if((item.subject, item.attribute), decisions)

    def place(self) -> str:
        """Return what the queue shows and which of it is in hand, in a few words."""
        return describe_position(self.position, len(self.queue), self.view, past=self.past_label, blind=self.blind)

    def progress(self) -> dict[str, int]:
        """Return how many items are in each state."""
        return self.sight.lines.state_counts()

    def waiting_proposals(self) -> int:
        """Return how many proposals wait in the inbox; none to a blind reviewer, whom it would tell what others did."""
        return 0 if self.blind else sum(row.waiting for row in self.workspace.dossier.waiting_counts())

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
        attribute = self.workspace.dossier.vocabulary().attribute(item.attribute)
        evidence = self._evidence_in(item)
        complete = complete_act(act, item, attribute, self.reasons, evidence)
        check_words(self.reviewer, act.rationale)
        check_reviewer(self.reviewer, DecisionError)
        return Decision(
            **asdict(complete),
            id=self.new_id(),
            subject=item.subject,
            attribute=item.attribute,
            reviewer=self.reviewer,
            decided_at=self.clock(),
            based_on=item.head,
            seen=evidence,
            blind=self.sight.is_unaware((item.subject, item.attribute)),
        )

    def _evidence_in(self, item: Item) -> tuple[str, ...]:
        """Return the ids of the evidence in an item that a decision has before it, in order.

        What only others set aside is evidence to a blind reviewer, whose lists know nothing of it.
        """
        views = (item, self.sight.outcome((item.subject, item.attribute))) if self.blind else (item,)
        return tuple(sorted({m.assertion.id for view in views for m in view.evidence}))

    def verdicts(self, item: Item) -> list[Decision]:
        """Return each reviewer's latest answer in force, where two or more gave one; adjudications are left out."""
        if len(item.reviewers) < 2:
            return []
        latest = {
            decision.reviewer: decision
            for decision in effective(self.sight.decisions((item.subject, item.attribute)))
            if settles(decision, item.attribute) and not decision.adjudicates
        }
        return [latest[reviewer] for reviewer in sorted(latest)] if len(latest) > 1 else []

    def check_verdicts(self, item: Item, verdicts: Sequence[Decision]) -> None:
        """Check that there is something to settle between on an item of which these are the `verdicts`.

        Raises:
            DecisionError: this reviewer works blind and has not judged the item, or fewer than two have.
        """
        if self.blind and self.reviewer not in item.reviewers:
            raise DecisionError("you review blind: judge this item yourself first, then what others say is shown")
        if not verdicts:
            raise DecisionError("fewer than two reviewers have settled this item; there is nothing between them")

    def verdicts_on(self, key: tuple[str, str]) -> list[Decision]:
        """Return `verdicts` of the item of this key, read now."""
        return self.verdicts(self.item(key))

    def compare_reviewers(self, progress: Callable[[int, int], None] = lambda done, total: None) -> Concord:
        """Return how far reviewers agree, over the items that several have settled.

        Raises:
            DecisionError: this reviewer works blind.
        """
        self.sight.check_open("how far reviewers agree")
        return compare_all(self.workspace, progress)

    def prepare(self, item: Item, act: Act) -> tuple[Decision, ...]:
        """Return the decision `act` would be, then the confirmations of the proposals it rests on: one act, one undo.

        Raises:
            DecisionError: as for `draft`.
        """
        return with_confirmations(self.draft(item, act), item)

    def decide(self, item: Item, act: Act) -> Item:
        """Record `act` on `item` and return the item as it is now; durable when this returns.

        Raises:
            DecisionError: the act is incomplete.
            HeadMovedError: somebody else decided the item meanwhile; a blind reviewer's act is recorded all the same.
        """
        return self.record(*self.prepare(item, act))

    def record(self, *decisions: Decision) -> Item:
        """Record one act as `prepare` gave it, once however often it is tried, and return the item as it is now.

        Raises:
            RecordedError: it is recorded, and the item cannot be read.
        """
        self.check_present()
        self.append(decisions)
        if all(decisions[0].id != earlier.id for act in self._history for earlier in act.decisions):
            self.remember(decisions)
        else:
            self.follow(decisions)
        try:
            return self.sight.outcome(self.workspace.dossier.item_decided(decisions[0].id))
        except DossierError as error:
            raise RecordedError(decisions, error) from error

    def earlier_try(self, decision: Decision) -> Decision | None:
        """Return the latest decision on an item where it is this reviewer's of a few minutes ago and says the same."""
        latest = self.latest_of_mine(decision.item)
        circumstances = {"id", "decided_at", "based_on", "batch", "blind"}
        if latest and latest.model_dump(exclude=circumstances) == decision.model_dump(exclude=circumstances):
            return latest
        return None

    def latest_of_mine(self, key: tuple[str, str]) -> Decision | None:
        """Return the latest decision on an item where it is this reviewer's of a few minutes ago.

        What it confirmed at the same stroke is left out.
        """
        decisions = self.sight.decisions(key, opened=False)
        if not decisions or decisions[-1].reviewer != self.reviewer:
            return None
        latest = decisions[-1]
        if latest.action == "confirm" and latest.batch:
            latest = next(each for each in decisions if each.batch == latest.batch)
        age = _seconds(self.clock()) - _seconds(latest.decided_at)
        return latest if 0 <= age <= _A_FEW_MINUTES_S else None

    def append(self, decisions: Sequence[Decision]) -> None:
        """Add decisions, with what they amend, to the dossier as one act.

        A blind reviewer's follow whatever others have recorded since.

        Raises:
            HeadMovedError: somebody else decided one of the items meanwhile, and this reviewer is to look again.
        """
        amendments = amendments_beside(self.workspace, decisions, self.new_id)
        for tries_left in reversed(range(_TRIES)):
            try:
                self.workspace.dossier.record(decisions, amendments=amendments)
                return
            except HeadMovedError:
                if not self.blind or not tries_left:
                    raise
            decisions = self._on_top(decisions)

    def _on_top(self, decisions: Sequence[Decision]) -> list[Decision]:
        """Return decisions so that the first on each item follows the latest there is."""
        heads: dict[tuple[str, str], str] = {}
        moved = []
        for decision in decisions:
            before = heads.get(decision.item)
            if before is None:
                recorded = self.workspace.dossier.decisions(decision.item)
                before = recorded[-1].id if recorded else None
            moved.append(decision.changed(based_on=before))
            heads[decision.item] = decision.id
        return moved

    def remember(self, decisions: Sequence[Decision]) -> None:
        """Make decisions that were recorded at one stroke what is undone first."""
        if decisions:
            self._history.append(QueueAct(tuple(decisions), self.position, self.view))
        self.follow(decisions)

    @property
    def last(self) -> tuple[Decision, ...]:
        """The decisions that an undo would undo: those of this session's last act, what it confirmed last."""
        return self._history[-1].decisions if self._history else ()

    def last_items(self) -> list[tuple[str, str]]:
        """Return the data items that those decisions are on, as they are called now."""
        return list(dict.fromkeys(self.workspace.dossier.item_decided(decision.id) for decision in self.last))

    # ------------------------------------------------------------------ mending events

    def mendings(self, item: Item) -> list[Mending]:
        """Return the ways to mend the event of an item, beside splitting off what some of its statements are in."""
        return find_mendings(self.workspace, item.subject)

    def plan_mending(self, mending: Mending) -> MendingPlan:
        """Return what a mending would record and what would follow; nothing is recorded.

        Raises:
            EventError: there is no reviewer.
        """
        return plan_mending(self.workspace, mending, self.reviewer.strip(), self.sight.known)

    def mend(self, item: Item, plan: MendingPlan, because: str) -> list[tuple[str, str]]:
        """Record what was planned on `item`; return the items that its statements are in now, its own subject's first.

        Raises:
            DecisionError: there is no reason, or a past day is in view.
            EventMovedError: somebody decided on one of the events meanwhile.
        """
        self.check_present()
        check_words(self.reviewer, because)
        if self.reasons == "required" and not because.strip():
            raise DecisionError("say in a sentence why the event is mended so; nothing was recorded")
        key = (item.subject, item.attribute)
        events = record_mending(self.workspace, plan, because)
        self._history.append(MendingAct((), self.position, self.view, events, plan.words, key))
        return self.current_keys(item)

    def current_keys(self, item: Item) -> list[tuple[str, str]]:
        """Return the items that the statements of an item are in now; the one to go on with comes first."""
        return [(subject, item.attribute) for subject in current_subjects(self.workspace, item)]

    def go_to(self, keys: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
        """Take the first of these items in hand that is in the queue; return it, or None where none is."""
        for key in keys:
            row = self.workspace.dossier.item_row(key)
            if row.item in self.queue:
                self.position = self.queue.index(row.item)
                return key
        return None

    @overload
    def undo(self, *, rationale: str = "") -> Decision | MendingAct: ...
    @overload
    def undo(self, item: Item, rationale: str = "") -> Decision: ...
    def undo(self, item: Item | None = None, rationale: str = "") -> Decision | MendingAct:
        """Undo the last act of this session, or the latest act that holds on `item`; return what was undone.

        The queue returns to where it was. Undoing is a decision of its own. What was confirmed with a decision is
        undone with it. Of several decisions made at one stroke the first is returned, under the subject it has now.

        Raises:
            DecisionError: there is nothing to undo.
        """
        self.check_present()
        if item is None:
            return self._undo_last(rationale)
        seen = effective(self.sight.decisions((item.subject, item.attribute)))
        in_force = list(filter(self.sight.can_undo, seen))
        if not in_force:
            raise DecisionError(f"{item.id} has no decision to undo")
        undone = self._start_act().made_with(in_force[-1])
        self.take_back(undone, rationale)
        ids = {decision.id for decision in undone}
        self._history = [act for act in self._history if all(decision.id not in ids for decision in act.decisions)]
        self.load_queue()
        return self._as_now(undone[0])

    def _undo_last(self, rationale: str) -> Decision | MendingAct:
        if not self._history:
            raise DecisionError("nothing to undo in this session; open an item and undo its decision there")
        act = self._history[-1]
        if isinstance(act, MendingAct):
            undo_mending(self.workspace, act.events, self.reviewer, rationale)
        else:
            self.take_back(act.decisions, rationale)
        self._history.pop()
        self.load_queue(act.view)
        self.move_to(act.position)
        return act if isinstance(act, MendingAct) else self._as_now(act.decisions[0])

    def take_back(self, decisions: Sequence[Decision], rationale: str) -> None:
        """Undo decisions, all of them or none; what somebody has undone already is left as it is."""
        pending = self._start_act()
        for decision in reversed(decisions):
            if pending.holds(decision):
                pending.undo(decision, rationale)
        if pending:
            self.append(pending.decisions)
        self.follow(decisions)

    def _known(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Return those of a subject's decisions that this reviewer may undo."""
        return list(filter(self.sight.can_undo, decisions))

    def _as_now(self, decision: Decision) -> Decision:
        """Return a decision under the subject that merges and splits of events have put it under since."""
        return decision.changed(subject=self.workspace.dossier.item_decided(decision.id)[0])


def _seconds(stamp: str) -> int:
    """Return when a decision was made, in seconds since 1970."""
    return calendar.timegm(time.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ"))
