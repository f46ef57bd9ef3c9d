"""The inbox without a screen: the proposals of one article after another are accepted, mended or rejected.

Claims that no proposer found are added here too. One act is one transaction, on disk once the method that makes it
returns, and has one undo.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final, Literal, NamedTuple

from claims.amendments import RETRACTED, REVISES
from claims.assertions import describe_value
from claims.claimsfile import ArticleText
from claims.decisions import Act, act_of
from claims.errors import VariorumError
from claims.grouping import group_by
from claims.models import Article, Assertion, Decision
from claims.store.dossier import HeadMovedError, UnknownRecordError, Waiting
from claims.vocabulary.reasons import find_reason, reasons_in
from reconcile.items.knowledge import known_decisions
from tui.output import counted
from tui.services.acts import NO_REVIEWER, check_words
from tui.services.amending import amend_article, field_words, retract_article, supersede_article, undo_amendment
from tui.services.claim_fields import BY_REVIEWER, ClaimFields, changed_names, fields_of, mend, read_fields
from tui.services.oddities import find_oddities
from tui.services.pending_act import PendingAct
from tui.services.session import RecordedAct, Session
from tui.services.workspace import Workspace, text_of

_TRIES: Final = 5
"""How often an act is prepared again because somebody else decided on its item meanwhile."""

_FIELD_REASONS: Final = {
    "subject": "misplaced_event",
    "attribute": "misnamed_attribute",
    "scope": "misplaced_scope",
    "chain": "misattributed",
}
"""Why a proposal is set aside in which only this field was mended; any other field was misread."""

_ACT_WORDS: Final = {"confirm": "accepted", "reject": "rejected", "different_event": "put under a different event"}


class InboxError(VariorumError):
    """The act is incomplete or does not fit; nothing was recorded."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}; nothing was recorded")


Which = Literal["agreed", "all"]


class ClaimEntry(NamedTuple):
    """A line of the inbox: where in the article a claim is, and what became of it."""

    seq: int
    start: int
    stop: int
    tier: str
    """`agreed` or `single`; empty for a claim that a person entered."""
    act: Act

    @property
    def is_waiting(self) -> bool:
        """Whether it is a proposal on which nobody has acted."""
        return bool(self.tier) and not self.act

    def is_among(self, which: Which) -> bool:
        """Return whether it is one of the proposals that are accepted at once."""
        return self.is_waiting and (which == "all" or self.tier == "agreed")


@dataclass(frozen=True, slots=True)
class ArticleClaims:
    """An article with its claims, as last read."""

    article: Article
    entries: tuple[ClaimEntry, ...]
    """In the order of the text."""

    @property
    def text(self) -> ArticleText:
        """What a claim on it is checked against."""
        return text_of(self.article)

    @property
    def waiting(self) -> int:
        """How many proposals nobody has acted on."""
        return sum(entry.is_waiting for entry in self.entries)

    @property
    def proposed(self) -> int:
        """How many proposals there are."""
        return sum(bool(entry.tier) for entry in self.entries)

    def next_waiting(self, position: int) -> int | None:
        """Return the first waiting line from `position` on, else the first one before it."""
        order = (*range(position, len(self.entries)), *range(min(position, len(self.entries))))
        return next((index for index in order if self.entries[index].is_waiting), None)


@dataclass(frozen=True, slots=True)
class InboxAct(RecordedAct):
    """An act on the claims of an article."""

    article: str
    summary: str
    """What was done, in a few words."""
    assertions: tuple[Assertion, ...] = ()
    """Claims that a reviewer entered with it."""
    about: str = ""
    """The assertion to return to when it is undone."""
    amendment: str = ""
    """The correction of the article itself that it is, by id."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What accepting the waiting proposals of an article at once would confirm."""

    which: Which
    plain: tuple[Assertion, ...]
    odd: tuple[tuple[Assertion, str], ...]
    """Those to be looked at alone, each with the reason."""


class InboxSession(Session[InboxAct]):
    """One reviewer's work on the proposals of one dossier."""

    def __init__(self, workspace: Workspace, reviewer: str, **signing: Callable[[], str]) -> None:
        """Begin with no article in hand; `load` and `open` take one."""
        super().__init__(workspace, reviewer, **signing)
        self.counts: list[Waiting] = []
        self.current: ArticleClaims | None = None
        """The article in hand."""
        self.position = 0
        self.blind = False
        """Whether acts that belong to others' verdicts are left out."""

    # ------------------------------------------------------------------ reading

    def load(self) -> list[Waiting]:
        """Read how far each article is, in the order the articles were added."""
        counts = self.workspace.dossier.waiting_counts()
        touched = self._find_unknown() if self.blind else frozenset()
        self.counts = [self._recount(count) if count.article in touched else count for count in counts]
        return self.counts

    def _find_unknown(self) -> frozenset[str]:
        """Return the articles with claims on which others have acted as part of verdicts."""
        store = self.workspace.dossier
        every = {decision.id: decision for decision in reversed(store.recent_decisions(2**31))}
        by_subject = group_by(every.values(), attrgetter("subject"))
        known = {decision.id for on_one in by_subject.values() for decision in self._known(on_one)}
        unknown = [every.get(d.undoes or "", d) for d in every.values() if d.id not in known]
        claims = sorted({decision.assertion for decision in unknown if decision.assertion})
        return frozenset(store.assertion(claim).passage.article for claim in claims)

    def _recount(self, count: Waiting) -> Waiting:
        return replace(count, waiting=sum(entry.is_waiting for entry in self.entries_of(count.article)))

    def _known(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Return those of a subject's decisions that the reviewer may know."""
        return known_decisions(decisions, self.reviewer.strip()) if self.blind else decisions

    def progress(self) -> tuple[int, int]:
        """Return how many proposals are settled and how many there are, in all."""
        proposed = sum(count.proposed for count in self.counts)
        return proposed - sum(count.waiting for count in self.counts), proposed

    def neighbour(self, article: str, by: int) -> str | None:
        """Return the next article with waiting proposals, or the one before with -1; after the last comes the first."""
        ids = [count.article for count in self.counts]
        at = ids.index(article) if article in ids else -1 if by > 0 else 0
        order = [self.counts[(at + by * step) % len(ids)] for step in range(1, len(ids) + 1)]
        return next((count.article for count in order if count.waiting and count.article != article), None)

    def open(self, article: str) -> ArticleClaims:
        """Take an article in hand, at its first waiting proposal.

        Raises:
            UnknownRecordError: there is none.
        """
        self.current = ArticleClaims(self.workspace.dossier.article(article), self.entries_of(article))
        self.position = self.current.next_waiting(0) or 0
        return self.current

    def reread(self) -> ArticleClaims | None:
        """Read again how far each article is, and the claims of the article in hand."""
        self.load()
        if self.current is not None:
            self.current = ArticleClaims(self.current.article, self.entries_of(self.current.article.id))
        return self.current

    def entries_of(self, article: str) -> tuple[ClaimEntry, ...]:
        """Return the claims of an article, in the order of the text."""
        store = self.workspace.dossier
        entries = [ClaimEntry(*row) for row in store.proposals_of(article)]
        pending = self._start_act()
        if self.blind:
            claims = store.assertion_page([entry.seq for entry in entries])
            acts = (act_of(pending.decision_on(claim)) for claim in claims)
            entries = [entry._replace(act=act) for entry, act in zip(entries, acts, strict=True)]
        for seq, assertion in store.entered_of(article):
            decision = pending.decision_on(assertion)
            removed: Act = "" if decision is None or decision.action == "confirm" else "reject"
            entries.append(ClaimEntry(seq, assertion.passage.start, assertion.passage.end, "", removed))
        return tuple(sorted(entries, key=attrgetter("start", "stop", "seq")))

    def page(self, start: int, count: int) -> list[Assertion]:
        """Return the claims of the lines from `start` on."""
        entries = self.current.entries[start : start + count] if self.current else ()
        return self.workspace.dossier.assertion_page([entry.seq for entry in entries])

    def decision_on(self, assertion: Assertion) -> Decision | None:
        """Return the decision in force on a claim."""
        return self._start_act().decision_on(assertion)

    # ------------------------------------------------------------------ acting

    def confirm(self, claims: Sequence[Assertion], *, restoring: bool = False) -> InboxAct:
        """Make these proposals evidence, in one act; with `restoring` also such as were set aside.

        Raises:
            InboxError: one of them is evidence already, or was set aside.
        """

        def plan(pending: PendingAct) -> str:
            for claim in claims:
                decision = pending.decision_on(claim)
                if decision is None if not claim.tier else decision is not None and decision.action == "confirm":
                    raise InboxError(f"{_describe(claim)} is accepted already{_by(decision)}")
                if not restoring:
                    _check_not_removed(pending, claim)
                pending.confirm(claim)
            return f"accepted {_describe_all(claims)}"

        return self._act(plan, claims)

    def reject(self, claims: Sequence[Assertion], reason: str, rationale: str = "") -> InboxAct:
        """Set claims aside, in one act; `reason` is a code of the table `proposal` or its digit.

        Raises:
            InboxError: there is no such reason, or one of them is set aside already.
        """
        known_reason = find_reason(reason, reasons_in("proposal"))
        if known_reason is None:
            known = ", ".join(f"{r.digit} {r.code}" for r in reasons_in("proposal"))
            raise InboxError(f"there is no reason {reason!r}; give one of {known}")
        if known_reason.digit == 9 and not rationale.strip():
            raise InboxError("another reason needs a sentence that says which")
        check_words(self.reviewer, rationale)

        def plan(pending: PendingAct) -> str:
            for claim in claims:
                _check_not_removed(pending, claim)
                pending.reject(claim, known_reason.code, rationale.strip())
            return f"rejected {_describe_all(claims)}: {known_reason.label}"

        return self._act(plan, claims)

    def amend(self, claim: Assertion, typed: ClaimFields, rationale: str = "") -> InboxAct:
        """Put the reviewer's reading of the same words in the place of a claim; both are kept, one counts.

        Raises:
            VariorumError: the fields make no claim, or the same one.
        """
        check_words(self.reviewer, rationale)
        article = self._text(claim.passage.article)
        new = mend(claim, typed, article, self.workspace.dossier.vocabulary(), self.reviewer)
        changed = changed_names(fields_of(claim), typed)
        if new.id == claim.id or not changed:
            raise InboxError("no field is changed; accept it as it is, or leave with esc")
        reasons = [_FIELD_REASONS.get(name, "misread") for name in changed]
        reason = "misread" if "misread" in reasons else reasons[0]

        def plan(pending: PendingAct) -> str:
            _check_not_removed(pending, claim)
            self._enter(pending, new)
            pending.reject(claim, reason, rationale.strip(), replaced_by=new.id)
            return f"mended {', '.join(name.replace('_', ' ') for name in changed)} of {_describe(claim)}"

        return self._act(plan, [claim])

    def add(self, article: str, span: tuple[int, int], typed: ClaimFields, note: str = "") -> InboxAct:
        """Enter a claim that the reviewer reads in the words at `span`.

        Raises:
            VariorumError: the fields make no claim, or one that is there already.
        """
        check_words(self.reviewer, note)
        vocabulary = self.workspace.dossier.vocabulary()
        new = read_fields(typed, self._text(article), span, vocabulary, self.reviewer).changed(note=note.strip())

        def plan(pending: PendingAct) -> str:
            self._enter(pending, new)
            if not pending:
                raise InboxError(f"{_describe(new)} is there already")
            return f"added {_describe(new)}"

        return self._act(plan, [new])

    def _enter(self, pending: PendingAct, new: Assertion) -> None:
        try:
            pending.confirm(self.workspace.dossier.assertion(new.id))
        except UnknownRecordError:
            pending.add(new)

    def amend_article(self, field: str, value: str, because: str = "") -> InboxAct:
        """Correct what the article in hand is, as `variorum articles` does, and read it again.

        Args:
            field: one of `AMENDABLE`, or `REVISES`, or `RETRACTED`.
            value: its value, empty for none; the id of the earlier edition; nothing for `RETRACTED`.
            because: why.

        Raises:
            AmendmentError: nothing changes, or the value is none of its kind.
        """
        if self.current is None:
            raise InboxError("no article is open")
        id_, who = self.current.article.id, self.reviewer
        if field == RETRACTED:
            article, amendment, count = retract_article(self.workspace, id_, who, because)
            summary = f"retracted {article.name}, with {counted(count, 'statement')}"
        elif field == REVISES:
            article, amendment = supersede_article(self.workspace, value, id_, who, because)
            summary = f"{article.name} replaces {self.workspace.dossier.article(value).name}"
        else:
            article, amendment = amend_article(self.workspace, id_, {field: value}, who, because)
            summary = f"{field_words(field)} of {article.name} is {getattr(article, field) or 'not stated'}"
        self.open(id_)
        act = InboxAct(decisions=(), article=id_, summary=summary, amendment=amendment.id)
        self._history.append(act)
        return act

    def undo(self) -> InboxAct:
        """Undo the last act of this session, as one act; return what was undone.

        Raises:
            InboxError: there is none.
        """
        if not self._history:
            raise InboxError("nothing to undo in this session; `variorum claims undo ID` undoes earlier acts")
        last = self._history[-1]

        def plan(pending: PendingAct) -> str:
            for decision in reversed(last.decisions):
                pending.undo(decision)
            for assertion in last.assertions:
                pending.reject(assertion, "withdrawn")
            return f"undone: {last.summary}"

        if last.amendment:
            undo_amendment(self.workspace, last.article, self.reviewer, "", last.amendment)
        else:
            self._record(plan, ())
        self._history.pop()
        return last

    def undo_on(self, claim: Assertion) -> InboxAct:
        """Undo the latest act on one claim: what confirmed, rejected or mended it, or its own entering.

        Raises:
            InboxError: nobody has acted on it.
        """

        def plan(pending: PendingAct) -> str:
            decision = pending.decision_on(claim)
            mending = self._mending_into(claim) if decision is None else None
            if mending is not None:
                pending.undo(mending)
            if decision is not None:
                for each in reversed(pending.made_with(decision)):
                    pending.undo(each)
                self._withdraw(pending, decision.replaced_by)
            elif mending is not None or claim.rule == BY_REVIEWER:
                pending.reject(claim, "withdrawn")
            else:
                raise InboxError(f"nobody has acted on {_describe(claim)}")
            return f"undone on {_describe(claim)}"

        return self._act(plan, [claim])

    def _withdraw(self, pending: PendingAct, replacement: str | None) -> None:
        """Take back what a reviewer put in a claim's place, unless it was there before or is gone already."""
        if replacement is None:
            return
        new = self.workspace.dossier.assertion(replacement)
        if new.rule == BY_REVIEWER and pending.decision_on(new) is None:
            pending.reject(new, "withdrawn")

    def _mending_into(self, claim: Assertion) -> Decision | None:
        """Return the decision in force that put `claim` in another's place; None where there is none."""
        if claim.rule != BY_REVIEWER:
            return None
        store = self.workspace.dossier
        for decision in store.recent_decisions(2**31):
            if decision.replaced_by == claim.id and decision.assertion:
                in_force = self.decision_on(store.assertion(decision.assertion))
                if in_force is not None and in_force.id == decision.id:
                    return decision
        return None

    def _act(self, plan: Callable[[PendingAct], str], claims: Sequence[Assertion]) -> InboxAct:
        """Record an act that can be undone."""
        act = self._record(plan, claims)
        self._history.append(act)
        return act

    def _record(self, plan: Callable[[PendingAct], str], claims: Sequence[Assertion]) -> InboxAct:
        """Prepare an act on top of what the dossier holds and record it; again where another decision came between."""
        if not self.reviewer.strip():
            raise InboxError(NO_REVIEWER)
        article, about = (claims[0].passage.article, claims[0].id) if claims else ("", "")
        for attempt in range(_TRIES):
            pending = self._start_act()
            summary = plan(pending)
            try:
                self.workspace.dossier.record(pending.decisions, pending.assertions)
            except HeadMovedError:
                if attempt == _TRIES - 1:
                    raise
                continue
            break
        return InboxAct(
            article=article,
            summary=summary,
            decisions=tuple(pending.decisions),
            assertions=tuple(pending.assertions),
            about=about,
        )

    def _text(self, article: str) -> ArticleText:
        if self.current is not None and self.current.article.id == article:
            return self.current.text
        return self.workspace.article_text(article)

    # ------------------------------------------------------------------ many at once

    def oddities_of(self, claims: Sequence[Assertion]) -> dict[str, str]:
        """Return what is odd about the claims of one article, by id; claims with nothing odd are left out."""
        return find_oddities(claims, self.workspace.names.of_rows(claims))

    def standing_of(self, article: str) -> list[Assertion]:
        """Return the claims of an article that nobody has set aside, in the order of the text."""
        return self.workspace.dossier.assertion_page([entry.seq for entry in _standing(self.entries_of(article))])

    def preview(self, which: Which = "agreed") -> Preview:
        """Return what accepting the waiting proposals of the article in hand would be: all, or the agreed ones."""
        if self.current is None:
            return Preview(which, (), ())
        here = _standing(self.current.entries)
        claims = self.workspace.dossier.assertion_page([entry.seq for entry in here])
        oddities = self.oddities_of(claims)
        chosen = [claim for entry, claim in zip(here, claims, strict=True) if entry.is_among(which)]
        return Preview(
            which,
            tuple(claim for claim in chosen if claim.id not in oddities),
            tuple((claim, oddities[claim.id]) for claim in chosen if claim.id in oddities),
        )


def _standing(entries: Sequence[ClaimEntry]) -> list[ClaimEntry]:
    """Return the entries that nobody has set aside."""
    return [entry for entry in entries if entry.act not in {"reject", "different_event"}]


def _check_not_removed(pending: PendingAct, claim: Assertion) -> None:
    decision = pending.decision_on(claim)
    if decision is not None and decision.action != "confirm":
        raise InboxError(f"{_describe(claim)} is {_ACT_WORDS[decision.action]} already{_by(decision)}")


def _by(decision: Decision | None) -> str:
    return "" if decision is None else f", by {decision.reviewer} on {decision.decided_at}"


def _describe_all(claims: Sequence[Assertion]) -> str:
    return _describe(claims[0]) if len(claims) == 1 else f"{len(claims)} proposals"


def _describe(claim: Assertion) -> str:
    return f"{claim.attribute} {describe_value(claim)}"
