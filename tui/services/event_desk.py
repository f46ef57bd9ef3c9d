"""Events on a desk: which there are, what each article says of one, and acts on them that one undo takes back."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final

from claims.assertions import describe_value
from claims.decisions import fold_acts
from claims.grouping import group_by
from claims.models import Assertion, Decision, EventDecision
from claims.store.dossier import EventCount, ItemRow
from reconcile.items.states import QUEUED_STATES
from tui.services.background import Background, describe_row
from tui.services.claim_fields import fields_of
from tui.services.event_mending import (
    Mending,
    MendingPlan,
    describe_article,
    plan_mending,
    record_mending,
    undo_mending,
)
from tui.services.event_review import EventError, attach_background, decisions_on, rename_event
from tui.services.inbox import InboxSession
from tui.services.review_session import ReviewSession

_DONE: Final = {
    "merge": "joined with {other}",
    "split": "parted from {other}",
    "rename": "named {name}",
    "attach": "given background",
}


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a line of the desk."""

    subject: str
    name: str
    articles: int
    statements: int
    items: int
    unsettled: int


@dataclass(frozen=True, slots=True)
class EventLine:
    """A line of one event: an article, or a statement in the article above it."""

    article: str
    """Its id."""
    words: str
    """The article by outlet and date, or what is attached; empty for a statement on the event."""
    claim: Assertion | None = None
    """None where the line is an article."""
    is_background: bool = False
    """It was attached, and is no evidence."""


@dataclass(frozen=True, slots=True)
class _Done:
    """An act of the desk: what it recorded, in words, and how it is undone."""

    words: str
    undo: Callable[[], object]


class EventDesk:
    """One reviewer's work on the events of a dossier."""

    def __init__(self, session: ReviewSession, inbox: InboxSession) -> None:
        """Begin with nothing to undo; statements are moved by mending them, as the inbox does."""
        self._session = session
        self._inbox = inbox
        self._workspace = session.workspace
        self._history: list[_Done] = []
        self._counts: list[EventCount] = []

    # ------------------------------------------------------------------ reading

    def load(self) -> int:
        """Read which events there are; return how many."""
        self._counts = self._workspace.dossier.event_counts(QUEUED_STATES)
        return len(self._counts)

    def position(self, event: str) -> int:
        """Return the place of an event in the list; the first where it is not there."""
        return next((n for n, count in enumerate(self._counts) if count.subject == event), 0)

    def search(self, words: str) -> None:
        """Leave of the list those whose names or keys have all of some words."""
        wanted = words.casefold().split()
        names = self._workspace.names.of_rows(self._counts)
        self._counts = [
            count
            for count in self._counts
            if all(word in f"{names[count.subject]} {count.subject}".casefold() for word in wanted)
        ]

    def find(self, words: str) -> list[tuple[str, str]]:
        """Return the key and name of every event with these words in either, whatever the list is narrowed to."""
        listed = self._counts
        self.load()
        self.search(words)
        found, self._counts = self._counts, listed
        names = self._workspace.names.of_rows(found)
        return [(count.subject, names[count.subject]) for count in found]

    @property
    def length(self) -> int:
        """How many events are listed."""
        return len(self._counts)

    def page(self, start: int, count: int) -> list[EventRow]:
        """Return the lines from `start` on."""
        here = self._counts[start : start + count]
        subjects = [each.subject for each in here]
        names = self._workspace.names.in_full(subjects)
        said = self._workspace.dossier.count_under(subjects)
        return [
            EventRow(each.subject, names[each.subject], *said.get(each.subject, (0, 0)), each.items, each.unsettled)
            for each in here
        ]

    def items_of(self, event: str) -> list[ItemRow]:
        """Return the data items of an event, most important first."""
        store = self._workspace.dossier
        return store.item_page(store.item_numbers(subject=event))

    def lines(self, event: str) -> list[EventLine]:
        """Return what the articles say of an event, the oldest article first, without what was set aside."""
        records = list(self._workspace.dossier.subjects_named([event]))
        if not records:
            return []
        acts = fold_acts(self._session.sight.known(records[0].decisions))
        standing = [a for a in records[0].assertions if a.id not in acts or acts[a.id].action == "confirm"]
        articles = group_by(standing, attrgetter("passage.article"))
        infos = self._workspace.article_info(sorted(articles))
        lines: list[EventLine] = []
        for id_ in sorted(articles, key=lambda id_: (infos[id_].published or "9", infos[id_].name, id_)):
            lines.append(EventLine(id_, describe_article(infos[id_])))
            claims = sorted(articles[id_], key=attrgetter("passage.start", "attribute", "id"))
            lines += [EventLine(id_, "", claim) for claim in claims]
        return [*lines, *map(_background_line, self._workspace.background([event]))]

    def history(self, event: str) -> list[tuple[EventDecision, str]]:
        """Return the decisions in force on an event, latest first, each in words."""
        holding = {decision.id for decision in self._workspace.dossier.subject_map().holding}
        decisions = [d for d in decisions_on(self._workspace, event) if d.id in holding]
        return [(decision, self._describe(decision, event)) for decision in reversed(decisions)]

    def moves(self, event: str) -> list[tuple[Assertion, str]]:
        """Return the statements that were moved to or from an event and stay so, as they were, each with what was done.

        The latest comes first.
        """
        store = self._workspace.dossier
        mended = [d for d in store.recent_decisions(2**31) if d.replaced_by and d.assertion]
        ids = {id_ for d in mended for id_ in (d.assertion, d.replaced_by) if id_}
        claims = store.recorded_assertions(ids)
        moved = ((d, claims[d.assertion or ""], claims[d.replaced_by or ""]) for d in mended)
        return [(old, self._describe_move(d, old, new)) for d, old, new in moved if self._is_move(event, d, old, new)]

    def _is_move(self, event: str, decision: Decision, old: Assertion, new: Assertion) -> bool:
        if old.subject == new.subject or event not in (old.subject, new.subject):
            return False
        in_force = self._inbox.decision_on(old)
        return in_force is not None and in_force.id == decision.id

    def _describe_move(self, decision: Decision, old: Assertion, new: Assertion) -> str:
        names = self._workspace.names.of_all([old.subject, new.subject])
        words = f"moved {old.attribute} {describe_value(old)} from {names[old.subject]} to {names[new.subject]}"
        return f"{words} by {decision.reviewer}, {decision.decided_at[:10]}"

    def _describe(self, decision: EventDecision, event: str) -> str:
        other = decision.other if decision.subject == event else decision.subject
        words = _DONE[decision.action].format(other=self._workspace.names.of(other), name=f"“{decision.name}”")
        why = f": {decision.rationale}" if decision.rationale else ""
        return f"{words} by {decision.reviewer}, {decision.decided_at[:10]}{why}"

    # ------------------------------------------------------------------ planning and acting

    def split(self, event: str, articles: Collection[str]) -> MendingPlan:
        """Work out what splitting these articles off would record and what would follow.

        Raises:
            EventError: nothing would stay.
        """
        names = self._workspace.article_info(sorted(articles))
        if not {line.article for line in self.lines(event)} - set(articles):
            raise EventError("every article of this event is marked: nothing would stay; nothing was recorded")
        listed = ", ".join(sorted(describe_article(info) for info in names.values()))
        words = f"split {listed} off {self._workspace.names.of(event)}"
        return self._plan(Mending(words, event, articles=tuple(sorted(articles))))

    def merge(self, event: str, other: str) -> MendingPlan:
        """Work out what merging another event into this one would record and what would follow."""
        names = self._workspace.names.of_all([event, other])
        words = f"merge {names[other]} into {names[event]}"
        return self._plan(Mending(words, other, merges=event))

    def take_back(self, event: str, decision: EventDecision, words: str) -> MendingPlan:
        """Work out what undoing a decision on an event would record and what would follow."""
        return self._plan(Mending(f"take back: {words}", event, undoes=(decision,)))

    def _plan(self, mending: Mending) -> MendingPlan:
        return plan_mending(self._workspace, mending, self._session.reviewer.strip(), self._session.sight.known)

    def record(self, plan: MendingPlan, because: str) -> str:
        """Record what was planned; return it in words.

        Raises:
            EventMovedError: somebody decided on one of the events meanwhile.
        """
        self._session.check_present()
        decisions = record_mending(self._workspace, plan, because)
        reviewer = self._session.reviewer
        self._history.append(_Done(plan.words, lambda: undo_mending(self._workspace, decisions, reviewer, "")))
        return plan.words

    def rename(self, event: str, name: str, because: str) -> str:
        """Give an event another name; return what was done, in words.

        Raises:
            EventError: it is none, or the event has it already.
        """
        reviewer = self._session.reviewer
        words = f"call {self._workspace.names.of(event)} “{name}”"
        decision = rename_event(self._workspace, event, name, reviewer, because)
        self._history.append(_Done(words, lambda: undo_mending(self._workspace, [decision], reviewer, "")))
        return words

    def find_articles(self, words: str) -> list[tuple[str, str]]:
        """Return the id and description of every article with all of some words in its title, outlet or name."""
        wanted = words.casefold().split()
        rows = self._workspace.article_rows()
        described = [(row.id, describe_row(row)) for row in rows]
        return [one for one in described if all(word in one[1].casefold() for word in wanted)]

    def statements_of(self, article: str) -> list[Assertion]:
        """Return what is stated in an article, in the order of its words."""
        return sorted(self._workspace.dossier.assertions_of(article), key=attrgetter("passage.start", "id"))

    def attach(self, event: str, article: str, assertion: str, because: str) -> str:
        """Attach an article, or one statement in it, as background; return that in words.

        Raises:
            EventError: it is attached already.
        """
        reviewer = self._session.reviewer
        decision = attach_background(self._workspace, event, article, assertion, reviewer, because)
        name = self._workspace.names.of(event)
        words = f"{'a statement' if assertion else 'an article'} is background of {name}"
        self._history.append(_Done(words, lambda: undo_mending(self._workspace, [decision], reviewer, "")))
        return words

    def move(self, claims: Sequence[Assertion], event: str) -> str:
        """Put statements under another event, as the reviewer reads them; return what was done, in words.

        Raises:
            VariorumError: one of them is there already, or was set aside meanwhile; those before it are moved.
        """
        moved, count = self._workspace.names.of(event), 0
        try:
            for claim in claims:
                self._inbox.amend(claim, replace(fields_of(claim), subject=event))
                count += 1
        finally:
            words = f"move {count} statement{'' if count == 1 else 's'} to {moved}"
            if count:
                self._history.append(_Done(words, lambda: [self._inbox.undo() for _ in range(count)]))
            self.refresh([event, *(claim.subject for claim in claims)])
        return words

    def move_back(self, claim: Assertion, words: str) -> str:
        """Put a statement back under the event it was moved from; return that in words."""
        self._inbox.undo_on(claim)
        self._history.append(_Done(f"take back: {words}", self._inbox.undo))
        self.refresh([claim.subject])
        return f"take back: {words}"

    def refresh(self, events: Iterable[str]) -> None:
        """Bring the queue up to date with these events."""
        self._workspace.refresh_subjects(sorted(set(events)))

    def undo(self) -> str:
        """Undo the last act of this desk; return it in words.

        Raises:
            EventError: there is none.
        """
        if not self._history:
            raise EventError("nothing was done here yet; h lists what was joined, parted and named before")
        done = self._history[-1]
        done.undo()
        self._history.pop()
        return done.words


def _background_line(attached: Background) -> EventLine:
    return EventLine(attached.row.id, f"background: {attached.words}", attached.claim, is_background=True)
