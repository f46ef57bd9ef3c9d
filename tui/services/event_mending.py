"""Mending the event of an item: articles split off, a merge taken back, or what was split off merged back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from claims.assertions import articles_of, describe_value
from claims.decisions import effective, fold_acts
from claims.grouping import group_by
from claims.models import Assertion, Decision, EventDecision
from claims.subjects import SubjectMap
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.item import Item, heading_of
from tui.services.event_review import EventError, name_part, record_event, signed, undo_of
from tui.services.session import utc_now
from tui.services.workspace import Workspace

_MOST_CHANGES = 8
"""Items of a preview that are named."""

_SETTING_ASIDE: Final = frozenset({"reject", "different_event"})

Known = Callable[[Sequence[Decision]], Sequence[Decision]]
"""What leaves of a subject's decisions those that the reviewer may know."""


@dataclass(frozen=True, slots=True)
class Mending:
    """One way to mend an event: exactly one of the last three says how."""

    words: str
    """As it is offered, and told of afterwards."""
    event: str
    undoes: tuple[EventDecision, ...] = ()
    merges: str = ""
    """The event that this one goes into."""
    articles: tuple[str, ...] = ()
    """Those that are split off, by id, as one event."""


@dataclass(frozen=True, slots=True)
class Half:
    """One of the events of a mending, as it would be then."""

    name: str
    lines: tuple[str, ...]
    """What each of its articles says, an article a line."""


@dataclass(frozen=True, slots=True)
class MendingPlan:
    """A mending that is worked out and not recorded: its decisions, and what would follow."""

    words: str
    decisions: tuple[EventDecision, ...]
    seen: tuple[EventDecision, ...]
    """All decisions on events before it."""
    changes: tuple[str, ...]
    """The items whose states change, each in a few words."""
    halves: tuple["Half", ...] = ()
    """The events as they would be then, those that stay first."""

    @property
    def preview(self) -> str:
        """What would follow, in a line."""
        more = len(self.changes) - _MOST_CHANGES
        words = "; ".join(self.changes[:_MOST_CHANGES]) + (f"; and {more} more" if more > 0 else "")
        return f"then {words}" if words else "no item's state changes"


def find_mendings(workspace: Workspace, event: str) -> list[Mending]:
    """Return the merges into an event that can be taken back, latest first, then the events it was once one with."""
    subjects = SubjectMap(every := workspace.dossier.event_decisions())
    name = workspace.names.of
    mendings = [
        Mending(f"take back the merge of {name(d.other)} into {name(d.subject)}", event, undoes=(d,))
        for d in reversed(subjects.holding)
        if d.action == "merge" and subjects.current(d.subject) == subjects.current(d.other) == event
    ]
    for other in sorted(subjects.linked(event) - {event}):
        if subjects.current(other) != other or not workspace.dossier.item_numbers(subject=other):
            continue
        words = f"merge {name(event)} back with {name(other)}"
        mendings += _merge_back(event, other, words, subjects, every)
    return mendings


def _merge_back(
    event: str, other: str, words: str, subjects: SubjectMap, every: Sequence[EventDecision]
) -> Iterator[Mending]:
    if parting := [d for d in subjects.holding if d.article and _parts(d, subjects) == {event, other}]:
        yield Mending(words, event, undoes=tuple(reversed(parting)))
    elif any(d.action == "merge" and _parts(d, subjects) == {event, other} for d in every):
        yield Mending(words, event, merges=other)


def _parts(decision: EventDecision, subjects: SubjectMap) -> set[str]:
    return {subjects.current(decision.subject), subjects.current(decision.other)}


def split_off(item: Item, assertions: Iterable[str]) -> Mending:
    """Return the mending that splits off the articles of these statements of an item, as one event.

    Raises:
        EventError: every statement of the item is in those articles.
    """
    wanted = set(assertions)
    names = {m.assertion.passage.article: m.article_name for m in item.members if m.assertion.id in wanted}
    if all(m.assertion.passage.article in names for m in item.members):
        raise EventError(
            "every statement of this item is in what would be split off: there is nothing to part it from; nothing "
            "was recorded"
        )
    listed = ", ".join(sorted(names.values()))
    return Mending(f"split {listed} off {item.name}", item.subject, articles=tuple(sorted(names)))


def plan_mending(workspace: Workspace, mending: Mending, reviewer: str, known: Known) -> MendingPlan:
    """Work out the decisions of a mending and what would follow for the items of its events; nothing is recorded."""
    seen = tuple(workspace.dossier.event_decisions())
    decisions: tuple[EventDecision, ...]
    if mending.articles:
        new = name_part(workspace, mending.event)
        decisions = tuple(
            EventDecision(action="split", subject=mending.event, other=new, article=article, **signed(reviewer, ""))
            for article in mending.articles
        )
    elif mending.merges:
        merge = EventDecision(action="merge", subject=mending.merges, other=mending.event, **signed(reviewer, ""))
        decisions = (merge,)
    else:
        decisions = tuple(undo_of(decision, reviewer, "") for decision in mending.undoes)
    moves = _find_moves(workspace, mending.event, seen, decisions)
    changes = tuple(_find_changes(workspace, moves, known))
    return MendingPlan(mending.words, decisions, seen, changes, tuple(_find_halves(workspace, moves, known)))


def record_mending(workspace: Workspace, plan: MendingPlan, because: str) -> tuple[EventDecision, ...]:
    """Record what was planned, and bring the queue up to date with it; return the decisions as recorded.

    Raises:
        EventMovedError: somebody decided on one of the events after the plan was made.
    """
    seen = list(plan.seen)
    for decision in plan.decisions:
        said = decision.changed(rationale=because.strip(), decided_at=utc_now())
        seen.append(record_event(workspace, said, SubjectMap(seen)))
    recorded = tuple(seen[len(plan.seen) :])
    refresh_events(workspace, recorded)
    return recorded


def undo_mending(workspace: Workspace, decisions: Sequence[EventDecision], reviewer: str, because: str) -> None:
    """Undo the decisions of a mending, last first; what somebody has undone already is left as it is."""
    for decision in reversed(decisions):
        every, undoing = workspace.dossier.event_decisions(), undo_of(decision, reviewer, because)
        if effective(every) != effective([*every, undoing]):
            record_event(workspace, undoing)
    refresh_events(workspace, decisions)


def refresh_events(workspace: Workspace, decisions: Iterable[EventDecision]) -> None:
    """Bring the queue up to date with the events that decisions are on."""
    subjects = workspace.dossier.subject_map()
    names = {name for decision in decisions for name in (decision.subject, decision.other) if name}
    workspace.refresh_subjects(sorted({tied for name in names for tied in subjects.linked(name)}))


def current_subjects(workspace: Workspace, item: Item) -> list[str]:
    """Return the events that the statements of an item are under now: its own, then those with most statements."""
    subjects = workspace.dossier.subject_map()
    counts: dict[str, int] = {}
    for assertion in workspace.dossier.recorded_assertions(m.assertion.id for m in item.members).values():
        subject = subjects.current(assertion.subject, assertion.passage.article)
        counts[subject] = counts.get(subject, 0) + 1
    ordered = sorted(counts, key=lambda subject: (subject != item.subject, -counts[subject], subject))
    return ordered or [subjects.current(item.subject)]


@dataclass(frozen=True, slots=True)
class _Moves:
    """The statements of the events of a mending, before it and after it."""

    events: frozenset[str]
    before: SubjectMap
    after: SubjectMap
    records: "_Records"
    places: Mapping[str, str]
    """The event of each statement after it, by id."""


def _find_moves(
    workspace: Workspace, event: str, seen: Sequence[EventDecision], decisions: Sequence[EventDecision]
) -> _Moves:
    before, after = SubjectMap(seen), SubjectMap([*seen, *decisions])
    events = {event} | {before.current(name) for d in decisions for name in (d.subject, d.other) if name}
    records = _read_records(workspace, sorted(events))
    places = {each.id: after.current(each.subject, each.passage.article) for each in records.assertions.values()}
    return _Moves(frozenset(events), before, after, records, places)


def _find_changes(workspace: Workspace, moves: _Moves, known: Known) -> list[str]:
    """Return the items of the events whose states a mending would change, each in a few words."""
    records, places = moves.records, moves.places
    moved = {records.assertions[id_].attribute for id_, place in places.items() if place != records.subject_of[id_]}
    vocabulary = workspace.dossier.vocabulary()
    attributes = sorted({target for name in moved for target in vocabulary.bearing_on(name)})
    subjects = sorted({*moves.events, *places.values()})
    names = workspace.names.of_all(subjects)
    changes = []
    for subject in subjects:
        for attribute in attributes:
            then, now = (
                _state(workspace, (subject, attribute), records, where, mapped, known)
                for where, mapped in ((records.subject_of, moves.before), (places, moves.after))
            )
            if then != now:
                heading = heading_of(subject, names[subject], attribute)
                changes.append(f"{heading}: {_describe_change(then, now)}")
    return changes


def _find_halves(workspace: Workspace, moves: _Moves, known: Known) -> Iterator[Half]:
    """Yield the events of a mending as they would be, each with what its articles say."""
    acts = fold_acts(known(moves.records.decisions))
    removed = {id_ for id_, act in acts.items() if act.action in _SETTING_ASIDE}
    standing = [each for each in moves.records.assertions.values() if each.id not in removed]
    infos = workspace.article_info(articles_of(standing))
    by_event = group_by(standing, lambda each: moves.places[each.id])
    for event in sorted(by_event, key=lambda event: (event not in moves.events, event)):
        articles = group_by(by_event[event], lambda each: each.passage.article)
        order = sorted(articles, key=lambda id_: (infos[id_].published or "9", infos[id_].name, id_))
        lines = [f"{describe_article(infos[id_])}: {_say_all(articles[id_])}" for id_ in order]
        yield Half(workspace.names.of(event), tuple(lines))


def describe_article(info: ArticleInfo) -> str:
    """Return an article by its outlet and date, its name where it has no outlet."""
    return f"{info.publisher or info.name}{f', {info.published}' if info.published else ''}"


def _say_all(statements: Sequence[Assertion]) -> str:
    """Return what statements of one article come to: `killed 17, 15 [attackers]; detained 4`."""
    by_attribute = group_by(sorted(statements, key=lambda each: each.attribute), lambda each: each.attribute)
    return "; ".join(
        f"{attribute} {', '.join(dict.fromkeys(map(describe_value, each)))}" for attribute, each in by_attribute.items()
    )


def _describe_change(then: str, now: str) -> str:
    return f"{then} → {now}" if then and now else now or "gone"


@dataclass(frozen=True, slots=True)
class _Records:
    assertions: Mapping[str, Assertion]
    """By id, as recorded."""
    subject_of: Mapping[str, str]
    """The current subject of each."""
    decisions: Sequence[Decision]
    """On all of them, oldest first."""


def _read_records(workspace: Workspace, events: Sequence[str]) -> _Records:
    store = workspace.dossier
    rows = [row for event in events for row in store.item_page(store.item_numbers(subject=event, empty=True))]
    subject_of = {a.id: a.subject for row in rows for a in store.evidence(row.key)}
    decisions = sorted((d for event in events for d in store.subject_decisions(event)), key=lambda d: d.decided_at)
    assertions = workspace.dated_as_amended(list(store.recorded_assertions(subject_of).values()))
    return _Records({each.id: each for each in assertions}, subject_of, decisions)


def _state(
    workspace: Workspace,
    key: tuple[str, str],
    records: _Records,
    places: Mapping[str, str],
    subjects: SubjectMap,
    known: Known,
) -> str:
    """Return the state of an item whose statements are at these places; empty where it has none."""
    here = [a.changed(subject=key[0]) for a in records.assertions.values() if places[a.id] == key[0]]
    if not any(a.attribute == key[1] for a in here):
        return ""
    by_id = {decision.id: decision for decision in records.decisions}

    def place(decision: Decision) -> str:
        while decision.undoes in by_id:
            decision = by_id[decision.undoes]
        return places.get(decision.assertion or "") or subjects.current(decision.subject)

    decisions = [decision for decision in records.decisions if place(decision) == key[0]]
    return workspace.item_of(key, here, known(decisions)).state.replace("_", " ")
