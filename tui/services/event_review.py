"""The events of a dossier: the articles that report each, the pairs that may be one, and merges and splits."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from claims.errors import VariorumError
from claims.grouping import group_by
from claims.mentions.fingerprints import read_fingerprint
from claims.models import EventDecision
from claims.subjects import SubjectMap
from reconcile.events import NO_FINGERPRINT, Event, Mention, build_event
from reconcile.events.context import date_by_context
from reconcile.events.mentions import edtf_of_span
from reconcile.events.names import LONGEST_NAME
from reconcile.events.questions import Question, find_questions
from tui.services.mentions import date_as_amended
from tui.services.neighbours import rebuild_mention
from tui.services.session import sign
from tui.services.workspace import Workspace
from tui.visible import visible


class EventError(VariorumError):
    """An event is not in the dossier, or cannot be merged or split; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as its articles and today's merges and splits make it."""

    id: str
    """The subject of what is said of it."""
    name: str
    """What people call it."""
    kind: str
    label: str
    date: str | None
    """EDTF: the narrowest that all its mentions allow."""
    place: str | None
    articles: tuple[str, ...]
    """Ids of the articles that speak of it, sorted."""
    main_of: tuple[str, ...]
    """Of those, the ones that mainly report it."""


def load_mentions(workspace: Workspace) -> list[Mention]:
    """Return every mention with its traces, which are read from its article again."""
    store = workspace.dossier
    records = date_as_amended(workspace, store.mentions())
    traces = {id_: read_fingerprint(store.article(id_)) for id_ in sorted({r.article for r in records if r.main})}
    return [rebuild_mention(record, traces.get(record.article, NO_FINGERPRINT)) for record in records]


def list_events(workspace: Workspace) -> list[EventView]:
    """Return the events of the articles that the lens lets through, by id; merges and splits are today's."""
    titles = _visible_titles(workspace)
    mentions = _mentions_by_event(workspace, titles)
    articles: dict[str, set[str]] = {event: {m.article for m in every} for event, every in mentions.items()}
    main = {m.article: event for event, every in mentions.items() for m in every if m.main}
    for event, article in sorted(workspace.dossier.event_subjects()):
        if article in titles:
            articles.setdefault(event, set()).add(article)
            main.setdefault(article, event)  # an article without mentions mainly reports what its claims are on
    views, names = [], workspace.names.of_all(sorted(articles))
    for event in sorted(articles):
        main_of = tuple(sorted(article for article in articles[event] if main.get(article) == event))
        views.append(
            _view_event(event, names[event], mentions.get(event, ()), sorted(articles[event]), main_of, titles)
        )
    return views


def _mentions_by_event(workspace: Workspace, articles: Collection[str]) -> dict[str, list[Mention]]:
    """Return the mentions in these articles by the event that each is under now."""
    subjects = workspace.dossier.subject_map()
    mentions: dict[str, list[Mention]] = {}
    here = (record for record in workspace.dossier.mentions() if record.article in articles)
    for record in date_as_amended(workspace, here):
        event = subjects.current(record.subject, record.article)
        mentions.setdefault(event, []).append(rebuild_mention(record, NO_FINGERPRINT))
    return mentions


_NO_EVENT: Final = Event("", kind="", low=None, high=None, place=None, mentions=())


def _view_event(
    id_: str,
    name: str,
    mentions: Sequence[Mention],
    articles: Sequence[str],
    main_of: tuple[str, ...],
    titles: Mapping[str, str],
) -> EventView:
    event = build_event(mentions) if mentions else _NO_EVENT
    return EventView(
        id=id_,
        name=name,
        kind=event.kind,
        label=titles[main_of[0]] if main_of else id_,
        date=edtf_of_span(event.low, event.high) if event.low and event.high else None,
        place=event.place,
        articles=tuple(articles),
        main_of=main_of,
    )


def _visible_titles(workspace: Workspace) -> dict[str, str]:
    """Return the titles of the articles that the lens lets through, by id; the name where there is no title."""
    return {row.id: row.title or row.name for row in workspace.article_rows()}


def search_events(workspace: Workspace, words: str) -> list[EventView]:
    """Return the events whose names, former names, keys or headlines have all of some words, by id; all where none."""
    wanted, views = words.casefold().split(), list_events(workspace)
    if not wanted:
        return views
    renamed = {d.subject for d in workspace.dossier.event_decisions() if d.action == "rename"}

    def has_all(view: EventView) -> bool:
        former = workspace.names.former(view.id) if view.id in renamed else ()
        called = "\n".join((view.name, view.id, view.label, *former)).casefold()
        return all(word in called for word in wanted)

    return list(filter(has_all, views))


def find_event(workspace: Workspace, written: str) -> EventView:
    """Return the event of that id.

    Raises:
        EventError: there is none.
    """
    for event in list_events(workspace):
        if event.id == written:
            return event
    current = workspace.dossier.subject_map().current(written)
    hint = f"; it was merged into {current!r}" if current != written else ""
    raise EventError(f"no event {written!r} in the dossier{hint}; `variorum events list` lists them")


def ask_questions(workspace: Workspace) -> tuple[Question, ...]:
    """Return the events that may be one: groups before pairs, the largest first, then the likeliest."""
    subjects = workspace.dossier.subject_map()
    mentions = {mention.id: mention for mention in load_mentions(workspace)}
    event_of = {(r.article, r.key): subjects.current(r.subject, r.article) for r in workspace.dossier.mentions()}
    members = group_by(map(mentions.__getitem__, event_of), lambda mention: event_of[mention.id])
    main_events = {m.article: build_event(members[event_of[m.id]]) for m in mentions.values() if m.main}
    mentions |= date_by_context(mentions.values(), main_events)
    return find_questions(mentions.values(), event_of, workspace.dossier.vocabulary(), apart_events(subjects))


def apart_events(subjects: SubjectMap) -> set[frozenset[str]]:
    """Return the pairs of events that a reviewer split."""
    splits = [decision for decision in subjects.holding if decision.action == "split"]
    return {frozenset((subjects.current(one.subject), subjects.current(one.other))) for one in splits}


def merge_events(
    workspace: Workspace, keep: str, other: str, reviewer: str, because: str, seen: SubjectMap | None = None
) -> EventDecision:
    """Record that `other` is the event `keep`; `seen` are the merges and splits the reviewer has seen, if not all.

    Raises:
        EventError: one of them is no event, or both are one.
        EventMovedError: somebody decided on one of them after what was seen.
    """
    one, two = find_event(workspace, keep).id, find_event(workspace, other).id
    if one == two:
        raise EventError(f"{one!r} is one event already; nothing was recorded")
    decision = EventDecision(action="merge", subject=one, other=two, **signed(reviewer, because))
    return record_event(workspace, decision, seen)


def split_event(workspace: Workspace, event: str, article: str, reviewer: str, because: str) -> EventDecision:
    """Record that what `article` says under `event` is of another event.

    Raises:
        EventError: it says nothing under that event, or nothing else does.
    """
    view = find_event(workspace, event)
    id_ = workspace.dossier.find_article(article)
    if id_ not in view.articles or len(view.articles) == 1:
        problem = "has nothing to part it from" if id_ in view.articles else f"is not under {event!r}"
        raise EventError(f"{article} {problem}; `variorum events show` lists what is; nothing was recorded")
    new = name_part(workspace, view.id)
    decision = EventDecision(action="split", subject=view.id, other=new, article=id_, **signed(reviewer, because))
    return record_event(workspace, decision)


def name_part(workspace: Workspace, event: str) -> str:
    """Return a name that no event has had for what is split off `event`."""
    names = {e.id for e in list_events(workspace)} | {d.other for d in workspace.dossier.event_decisions()}
    return next(name for n in range(2, 1_000_000) if (name := f"{event}-{n}") not in names)


def keep_apart(
    workspace: Workspace, one: str, two: str, reviewer: str, because: str, seen: SubjectMap | None = None
) -> EventDecision:
    """Record that two events are two: they are not proposed again, and nothing joins them.

    Raises:
        EventError: one of them is no event.
        EventMovedError: somebody decided on one of them after what was seen.
    """
    first, second = find_event(workspace, one).id, find_event(workspace, two).id
    decision = EventDecision(action="split", subject=first, other=second, **signed(reviewer, because))
    return record_event(workspace, decision, seen)


def merge_group(
    workspace: Workspace, group: Sequence[str], reviewer: str, because: str, seen: SubjectMap
) -> list[EventDecision]:
    """Record that all events of a group are the first of them, `seen` as for `merge_events`."""
    return _decide_each(
        seen, [partial(merge_events, workspace, group[0], other, reviewer, because) for other in group[1:]]
    )


def keep_one_apart(
    workspace: Workspace, event: str, group: Sequence[str], reviewer: str, because: str, seen: SubjectMap
) -> list[EventDecision]:
    """Record that an event is none of the others of a group, `seen` as for `keep_apart`."""
    others = [other for other in group if other != event]
    return _decide_each(seen, [partial(keep_apart, workspace, event, other, reviewer, because) for other in others])


def _decide_each(seen: SubjectMap, acts: Iterable[Callable[[SubjectMap], EventDecision]]) -> list[EventDecision]:
    """Record one decision after another, each on top of those before it."""
    decisions: list[EventDecision] = []
    for act in acts:
        decisions.append(act(seen.after(decisions)))
    return decisions


def rename_event(
    workspace: Workspace, event: str, name: str, reviewer: str, because: str, seen: SubjectMap | None = None
) -> EventDecision:
    """Record what people call an event from now on; its key and its former names stay.

    Raises:
        EventError: it is no event, has that name already, or the name is empty, too long or holds what cannot be seen.
        EventMovedError: somebody decided on it after what was seen.
    """
    id_, name = find_event(workspace, event).id, " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        problem = "is empty" if not name else f"has {len(name):,} characters, of at most {LONGEST_NAME}"
        raise EventError(f"the name {problem}; give another; nothing was recorded")
    if visible(name) != name:
        raise EventError(f"the name “{name}” holds characters that cannot be seen; give another; nothing was recorded")
    if workspace.names.of(id_) == name:
        raise EventError(f"{id_!r} is called “{name}” already; nothing was recorded")
    decision = EventDecision(action="rename", subject=id_, name=name, **signed(reviewer, because))
    return record_event(workspace, decision, seen)


def attach_background(
    workspace: Workspace, event: str, article: str, assertion: str, reviewer: str, because: str
) -> EventDecision:
    """Record that an article, or one statement in it, tells of the background of an event: it is no evidence on it.

    Raises:
        EventError: it is no event, or has that already.
    """
    view = find_event(workspace, event)
    there = {(d.article, d.assertion) for d in workspace.dossier.subject_map().background(view.id)}
    if (article, assertion) in there:
        raise EventError(f"that is background of {view.name} already; nothing was recorded")
    about = {"subject": view.id, "article": article, "assertion": assertion}
    decision = EventDecision(action="attach", **about, **signed(reviewer, because))
    return record_event(workspace, decision)


def statement_in(workspace: Workspace, article: str, beginning: str) -> str:
    """Return the id of the statement in an article that begins so.

    Raises:
        EventError: none does, or several do.
    """
    found = [a.id for a in workspace.dossier.assertions_of(article) if a.id.startswith(beginning.lower())]
    if len(found) != 1:
        problem = "no statement" if not found else f"{len(found)} statements"
        raise EventError(f"{problem} in that article begins with {beginning!r}; nothing was recorded")
    return found[0]


def undo_event(workspace: Workspace, event: str, reviewer: str, because: str) -> EventDecision:
    """Record that the latest merge, split or name of an event no longer holds.

    Raises:
        EventError: there is none.
    """
    subjects = workspace.dossier.subject_map()
    named = [d for d in subjects.holding if event in (d.subject, d.other, d.id)]
    if not named:
        raise EventError(
            f"nothing was merged into {event!r} or split from it, and nobody named it; nothing was recorded"
        )
    return record_event(workspace, undo_of(named[-1], reviewer, because))


def undo_of(decision: EventDecision, reviewer: str, because: str) -> EventDecision:
    """Return the decision that undoes a merge, a split or a name, not yet recorded."""
    return EventDecision(action="undo", subject=decision.subject, other=decision.other, undoes=decision.id,
                         **signed(reviewer, because))  # fmt: skip


def decisions_on(workspace: Workspace, event: str) -> Sequence[EventDecision]:
    """Return the merges, splits, names and undoings that are on an event, oldest first."""
    return [d for d in workspace.dossier.event_decisions() if event in (d.subject, d.other)]


def record_event(workspace: Workspace, decision: EventDecision, seen: SubjectMap | None = None) -> EventDecision:
    """Record a merge, a split, a name or an undoing on top of what the reviewer has `seen`, or of all there is.

    Raises:
        EventMovedError: somebody decided on one of the events after what was seen.
    """
    subjects = workspace.dossier.subject_map() if seen is None else seen
    head = subjects.head(decision.subject, decision.other)
    based = decision.changed(based_on=head.id if head else "")
    workspace.dossier.decide_event(based)
    return based


def signed(reviewer: str, because: str) -> dict[str, str]:
    """Return what every decision on events carries.

    Raises:
        EventError: there is no reviewer.
    """
    return sign(reviewer, because, EventError)
