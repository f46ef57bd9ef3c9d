"""Laws of reviewing together, whatever two to four reviewers do, in which order, blind or not."""

import itertools
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from claims.decisions import effective
from claims.errors import VariorumError
from claims.models import Decision
from claims.store.dossier import Dossier
from claims.store.tables.queue import ItemFilter
from claims.values import format_value
from reconcile.items.item import Item
from reconcile.items.states import SETTLED_STATES
from tests.support.profiles import few_examples
from tests.support.review_builders import make_article, make_assertion
from tests.support.templates import write_built
from tui.services.acts import Act
from tui.services.bulk import make_plan, record_plan
from tui.services.event_review import merge_events, undo_event
from tui.services.query import UNSETTLED
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

EVENTS = ("quay fire", "ferry fire")
VALUES = ("15", "17", "19")
NAMES = ("Ada", "Ben", "Cyd", "Dee")
BLIND = ("Ada", "Ben")
"""Who codes blind; the others work in the open."""

Step = tuple[str, int, int]
"""What is done, on which event and with which value."""


def _articles() -> Iterator[tuple[str, str, Any]]:
    """Yield (event, value, article) of all that may be said, the first two values of each event from the start."""
    for event, value in itertools.product(EVENTS, VALUES):
        yield event, value, make_article(f"It killed {value} people.", name=f"{event} {value}", publisher=event + value)


def _say(dossier: Dossier, event: str, value: str, article: Any) -> None:
    dossier.add_articles([article])
    dossier.add_assertions([make_assertion(article, f"killed {value} people", value, subject=event)])


def _build(path: Path, reviews: int) -> None:
    with Dossier(path, create=True) as dossier:
        for event, value, article in _articles():
            if value != VALUES[-1]:
                _say(dossier, event, value, article)
        if reviews > 1:
            setting = {"reviews": reviews, "by": "Ada", "at": "2031-03-01T00:00:00Z"}
            dossier.extend_vocabulary({"protocol": {"default": setting}})


@contextmanager
def dossier_of(reviews: int) -> Iterator[Path]:
    """A dossier of two events, each with a conflict."""
    with tempfile.TemporaryDirectory() as folder:
        yield write_built(Path(folder) / "d.variorum", _build, reviews)


@dataclass
class Desk:
    """Reviewers at work on one dossier, and what was pressed so far."""

    workspace: Workspace
    sessions: dict[str, ReviewSession] = field(default_factory=dict)
    pressed: list[tuple[Any, ...]] = field(default_factory=list)
    """(reviewer, action, subject or what it undoes) of each act that was acknowledged."""

    def session(self, name: str) -> ReviewSession:
        if name not in self.sessions:
            self.sessions[name] = ReviewSession(self.workspace, name, blind=name in BLIND)
        return self.sessions[name]

    def do(self, name: str, step: Step) -> None:
        """Do one step as one reviewer; what the program refuses changes nothing."""
        kind, event, value = step
        before = self.workspace.dossier.decision_numbers()
        try:
            pressed = STEPS[kind](self, self.session(name), EVENTS[event], VALUES[value])
        except VariorumError:
            assert self.workspace.dossier.decision_numbers() == before
            return
        self.pressed += [(name, *one) for one in pressed]


def _decide(action: str, **fields: Any) -> Callable[[Desk, ReviewSession, str, str], list[tuple[Any, ...]]]:
    def decide(desk: Desk, session: ReviewSession, event: str, value: str) -> list[tuple[Any, ...]]:
        item = session.item((desk.workspace.dossier.subject_map().current(event, ""), "killed"))
        about = dict(fields)
        if action in {"accept", "reject"}:
            wanted = [m for m in item.members if format_value(m.assertion.value) == value]
            about["assertion"] = wanted[0].assertion.id if wanted else "ffffffff"
        if action == "range":
            about |= {"low": value, "high": value}
        session.decide(item, Act(action, rationale="as they say", **about))  # type: ignore[arg-type]
        return [(action, about.get("assertion"))]

    return decide


def _undo(desk: Desk, session: ReviewSession, event: str, value: str) -> list[tuple[Any, ...]]:
    count = len(session.last)
    store = desk.workspace.dossier
    held = [d for d in session.last if all(o.undoes != d.id for o in store.decisions(store.item_decided(d.id)))]
    session.undo()
    assert count
    return [("undo", None)] * len(held)


def _bulk(desk: Desk, session: ReviewSession, event: str, value: str) -> list[tuple[Any, ...]]:
    desk.workspace.refresh()
    session.load_queue()
    chosen = make_plan(session, session.queue, "needs_evidence").chosen(with_odd=True)
    recorded, overtaken = record_plan(session, chosen, "", "all of them")
    assert not overtaken
    assert len(recorded) == len(chosen)
    return [("needs_evidence", None)] * len(chosen)


def _more(desk: Desk, session: ReviewSession, event: str, value: str) -> list[tuple[Any, ...]]:
    _say(desk.workspace.dossier, *next(one for one in _articles() if one[:2] == (event, VALUES[-1])))
    return []


def _merge(desk: Desk, session: ReviewSession, event: str, value: str) -> list[tuple[Any, ...]]:
    merge_events(desk.workspace, EVENTS[0], EVENTS[1], session.reviewer, "one fire")
    return []


def _part(desk: Desk, session: ReviewSession, event: str, value: str) -> list[tuple[Any, ...]]:
    undo_event(desk.workspace, EVENTS[0], session.reviewer, "two fires")
    return []


STEPS = {
    "accept": _decide("accept"),
    "range": _decide("range"),
    "contested": _decide("contested"),
    "not_comparable": _decide("not_comparable", relation="granularity"),
    "reject": _decide("reject"),
    "adjudicate": _decide("accept", adjudicates=True),
    "undo": _undo,
    "bulk": _bulk,
    "more": _more,
    "merge": _merge,
    "part": _part,
}

steps = st.tuples(st.sampled_from(sorted(STEPS)), st.integers(0, 1), st.integers(0, 2))
acts = st.lists(st.tuples(st.sampled_from(NAMES), steps), max_size=10)


def worked(path: Path, history: Sequence[tuple[str, Step]]) -> Desk:
    """The desk after a history of acts; its workspace is still open."""
    desk = Desk(Workspace(path))
    for name, step in history:
        desk.do(name, step)
    desk.workspace.refresh()
    return desk


def states_of(workspace: Workspace) -> dict[str, tuple[Any, ...]]:
    """State, importance and explanation of each item as the queue has them."""
    rows = workspace.dossier.item_page(workspace.dossier.item_numbers(empty=True))
    return {f"{r.subject}/{r.attribute}": (r.state, r.importance, r.members, r.explanation) for r in rows if r.members}


# ---------------------------------------------------------------------- laws


@settings(deadline=None, max_examples=few_examples(300))
@given(acts, st.sampled_from([1, 1, 2]))
def test_reviewing_together_keeps_every_act_hides_no_difference_and_can_be_replayed(
    history: list[tuple[str, Step]], reviews: int
) -> None:
    with dossier_of(reviews) as path:
        desk = worked(path, history)
        with desk.workspace as workspace:
            check_what_is_stored_is_what_was_pressed(desk)
            check_nothing_is_settled_that_nobody_settled(workspace, reviews)
            check_replaying_gives_the_same(workspace)


def check_what_is_stored_is_what_was_pressed(desk: Desk) -> None:
    dossier = desk.workspace.dossier
    stored = [(d.reviewer, d.action, d.assertion) for d in dossier.decision_page(dossier.decision_numbers()[::-1])]
    assert stored == desk.pressed


def check_nothing_is_settled_that_nobody_settled(workspace: Workspace, reviews: int) -> None:
    for row in workspace.dossier.item_page(workspace.dossier.item_numbers()):
        item = workspace.item(row.key)
        assert row.state == item.state
        in_force = [d for d in effective(workspace.dossier.decisions(row.key)) if is_answer(d)]
        if item.state in SETTLED_STATES and in_force:
            assert not disagreement(item, in_force, reviews)
        if item.state == "differ":
            assert len(item.resolution.verdicts) > 1
            assert not item.resolution.answer


def check_replaying_gives_the_same(workspace: Workspace) -> None:
    before = states_of(workspace)
    workspace.dossier.rebuild()
    workspace.refresh()
    assert states_of(workspace) == before


@settings(deadline=None, max_examples=few_examples(200))
@given(acts, st.sampled_from([1, 1, 2]))
@example([("Ada", ("reject", 1, 0)), *[("Ben", ("accept", 1, 0))] * 2], 1)
@example([("Ada", ("reject", 0, 1)), *[("Ben", ("accept", 0, 0))] * 2], 1)
@example([("Ada", ("reject", 0, 1)), ("Ben", ("accept", 0, 0)), ("Ben", ("accept", 0, 1))], 1)
def test_what_a_blind_reviewer_sees_depends_on_what_that_reviewer_may_know_alone(
    history: list[tuple[str, Step]], reviews: int
) -> None:
    known = [(name, step) for name, step in history if name == "Ben" or step[0] in FOR_ALL]
    assert seen_by_ben(history, reviews) == seen_by_ben(known, reviews)


FOR_ALL = {"more", "merge", "part"}
"""Steps that change the evidence or its events, which everybody sees."""


def seen_by_ben(history: Sequence[tuple[str, Step]], reviews: int) -> list[object]:
    """All that lists show Ben after a history, and every item as far as it has no verdict of Ben's."""
    with dossier_of(reviews) as path:
        desk = worked(path, history)
        with desk.workspace as workspace:
            ben = desk.session("Ben")
            shown: list[object] = [ben.progress()]
            for view in (UNSETTLED, ItemFilter(), ItemFilter().having("state", ("differ", "resolved", "contested"))):
                ben.load_queue(view)
                shown += [replace(row, item=0, dirty=0) for row in ben.page(0, len(ben.queue))]
                shown += [ben.facet_counts(name) for name in ("state", "reviewer", "agreement", "severity")]
            rows = workspace.dossier.item_page(workspace.dossier.item_numbers(empty=True))
            for row in sorted(rows, key=lambda row: row.key):
                alone, opened = ben.sight.outcome(row.key), ben.item(row.key)
                shown.append(_face(alone))
                if "Ben" not in alone.reviewers:
                    assert _face(opened) == _face(alone)
            return shown


def _face(item: Item) -> tuple[object, ...]:
    resolution = item.resolution
    members = [(m.assertion.id, m.scope, m.status, m.removed) for m in item.members]
    said = (item.state, item.importance, item.explanation, item.notes, item.tags, item.reviewers, resolution.answer)
    return (item.id, *said, members, item.relations, item.proposals)


def is_answer(decision: Decision) -> bool:
    return decision.action in {"accept", "range", "contested", "not_comparable", "needs_evidence", "undecided"}


def disagreement(item: Item, in_force: Sequence[Decision], reviews: int) -> bool:
    """Whether two verdicts differ that must not: both blind, one blind beside the last, any two of several asked for.

    Only those since somebody last settled between two that differed; told apart by what was pressed alone.
    """
    said = {m.assertion.id: format_value(m.assertion.value) for m in item.members}

    def says(decision: Decision) -> str:
        return said.get(decision.assertion or "", "") or decision.low or decision.action

    start = 0
    for place, decision in enumerate(in_force):
        others = [d for d in in_force[:place] if d.reviewer != decision.reviewer]
        split = len({says(d) for d in others}) > 1
        if not decision.blind and (decision.adjudicates or split):
            start = place
    latest = {decision.reviewer: decision for decision in in_force[start:]}
    last = in_force[-1]
    standing = [d for d in latest.values() if d.blind or d is last or reviews > 1]
    return len({says(d) for d in standing}) > 1


def test_the_laws_try_what_they_are_about() -> None:
    """One history by hand, so that a change of the builders does not leave the laws with nothing to say."""
    history: list[tuple[str, Step]] = [("Ada", ("accept", 0, 0)), ("Ben", ("accept", 0, 1))]
    with dossier_of(1) as path, worked(path, history).workspace as workspace:
        assert workspace.item((EVENTS[0], "killed")).state == "differ"
        assert disagreement(
            workspace.item((EVENTS[0], "killed")), workspace.dossier.decisions((EVENTS[0], "killed")), 1
        )
    with dossier_of(1) as path, worked(path, [*history, ("Cyd", ("range", 0, 1))]).workspace as workspace:
        assert workspace.item((EVENTS[0], "killed")).state == "resolved"
    with dossier_of(1) as path:
        merged = worked(path, [("Cyd", ("accept", 0, 0)), ("Dee", ("accept", 1, 1)), ("Cyd", ("merge", 0, 0))])
        with merged.workspace as workspace:
            assert workspace.item((EVENTS[0], "killed")).state == "differ"
