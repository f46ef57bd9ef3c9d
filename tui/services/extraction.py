"""Proposals from the articles of a dossier, each under the event that it speaks of."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from claims.errors import VariorumError
from claims.extract import EventMention, Extracted, Proposer, propose_assertions
from claims.findings import Finding
from claims.mentions.fingerprints import read_trace
from claims.models import Article, Assertion, MentionRecord, Stance, identify
from claims.store.dossier import Dossier
from claims.subjects import SubjectMap
from claims.values.dates import end_of, start_of
from claims.values.model import CountValue, Value
from claims.vocabulary.model import Vocabulary
from reconcile.events import NO_TRACE, Event, Mention, find_events
from reconcile.events.context import date_by_context
from tui.output import progress
from tui.services.event_review import apart_events
from tui.services.neighbours import Neighbours, load_neighbours

MAIN = "main"


@dataclass(slots=True)
class ArticleReads:
    """What became of the articles that were to be read."""

    found: dict[str, tuple[Article, list[Extracted]]] = field(default_factory=dict)
    refused: int = 0
    failures: list[Finding] = field(default_factory=list)
    stopped: VariorumError | None = None
    """What kept a proposer from going on with any article."""


def read_articles(
    store: Dossier, waiting: Sequence[str], vocabulary: Vocabulary, chosen: Sequence[Proposer]
) -> ArticleReads:
    reads = ArticleReads()
    with progress("reading articles", len(waiting)) as step:
        for number, id_ in enumerate(waiting, start=1):
            article = store.article(id_)
            try:
                result = propose_assertions(article, vocabulary, chosen)
            except VariorumError as error:
                reads.stopped = error  # what was read so far is kept
                break
            reads.failures += result.failures
            if not result.failures:
                reads.found[id_] = (article, list(result.found))
                reads.refused += len(result.refusals)
            step(number)
    return reads


def without_repeats(extracted: Iterable[Extracted], there: Iterable[Assertion]) -> list[Extracted]:
    """Return what says nothing that one of `there` says already in overlapping words."""
    spans: dict[tuple[str, Stance, Value], list[tuple[int, int]]] = {}
    for one in there:
        spans.setdefault((one.attribute, one.stance, one.value), []).append((one.passage.start, one.passage.end))
    return [
        new
        for new in extracted
        if not any(
            start < new.assertion.passage.end and new.assertion.passage.start < end
            for start, end in spans.get((new.assertion.attribute, new.assertion.stance, new.assertion.value), ())
        )
    ]


def assign_subjects(
    store: Dossier, found: Mapping[str, tuple[Article, list[Extracted]]], vocabulary: Vocabulary
) -> tuple[list[MentionRecord], list[Assertion]]:
    """Return the mentions of newly read articles with their subjects, and the assertions under those subjects.

    A mention joins the subject that earlier mentions of its event have; a new event is named for what, when and where.
    Only mentions that share a block with a new one, and those of the same events, are read.
    """
    map_ = store.subject_map()
    there = {(m.article, m.key) for m in store.mentions_of(found)}
    fresh: dict[tuple[str, str], Mention] = {}
    for article, extracted in found.values():
        fresh |= {mention.id: mention for mention in _mentions(article, extracted) if mention.id not in there}
    near, events = _group(store, fresh, found, map_, vocabulary)
    main_events = {article: event for event in events for article, key in event.mentions if key == MAIN}
    if dated := date_by_context(fresh.values(), main_events):
        near, events = _group(store, fresh | dated, found, map_, vocabulary)
    subjects = dict(near.subjects)
    taken = set(subjects.values())
    for event in events:
        named = sorted({subjects[m] for m in event.mentions if m in subjects})
        subject = (
            named[0] if named else _free(event.id if event.low else _local_name(event.mentions[0], found), taken, store)
        )
        taken.add(subject)
        for key in event.mentions:
            subjects.setdefault(key, subject)
    records = [
        MentionRecord(
            article=mention.article,
            key=mention.key,
            subject=subjects[mention.id],
            kind=mention.kind,
            low=mention.low,
            high=mention.high,
            places=mention.places,
            figures=tuple(sorted(mention.figures)),
            main=mention.main,
        )
        for mention in sorted(fresh.values(), key=lambda m: m.id)
    ]
    assertions = [
        _under(extracted, subjects[id_, _event_key(extracted)])
        for id_, (_, every) in found.items()
        for extracted in every
    ]
    return records, sorted(assertions, key=lambda assertion: assertion.id)


def _group(
    store: Dossier,
    fresh: Mapping[tuple[str, str], Mention],
    articles: Collection[str],
    map_: SubjectMap,
    vocabulary: Vocabulary,
) -> tuple[Neighbours, tuple[Event, ...]]:
    """Return the neighbours of new mentions, and the events that all of them are of."""
    near = load_neighbours(store, list(fresh.values()), articles, vocabulary)
    under: dict[str, list[tuple[str, str]]] = {}
    for key, subject in near.subjects.items():
        under.setdefault(subject, []).append(key)
    apart = {
        frozenset(pair)
        for one, two in (sorted(parted) for parted in apart_events(map_) if len(parted) == 2)
        for pair in product(under.get(one, ()), under.get(two, ()))
    }
    return near, find_events((*near.mentions, *fresh.values()), vocabulary, apart, near.counts)


def _event_key(extracted: Extracted) -> str:
    event = extracted.proposal.event
    return event.key if event is not None else MAIN


def _mentions(article: Article, extracted: Iterable[Extracted]) -> list[Mention]:
    """Return the event mentions of an article, its main one always among them."""
    events: dict[str, EventMention] = {MAIN: EventMention(MAIN)}
    trace = read_trace(article)
    figures: dict[str, set[tuple[str, str, int]]] = {}
    for one in extracted:
        if one.proposal.event is not None:
            events[one.proposal.event.key] = one.proposal.event
        value = one.assertion.value
        if isinstance(value, CountValue) and value.low == value.high and not one.proposal.subject:
            told = (one.assertion.attribute, one.assertion.scope or "", value.low)
            figures.setdefault(_event_key(one), set()).add(told)
    return [
        Mention(
            article=article.id,
            key=key,
            kind=event.kind,
            low=start_of(event.date) if event.date else None,
            high=end_of(event.date) if event.date else None,
            places=tuple(dict.fromkeys((event.place, *event.border))) if event.place else event.border,
            figures=frozenset(figures.get(key, ())),
            main=key == MAIN,
            trace=trace if key == MAIN else NO_TRACE,
        )
        for key, event in sorted(events.items())
    ]


def _local_name(mention: tuple[str, str], found: Mapping[str, tuple[Article, list[Extracted]]]) -> str:
    """Return a subject for an event that no date ties to other articles."""
    article, key = mention
    name = found[article][0].name if article in found else article[:8]
    return f"{name} {key}"


def _free(name: str, taken: set[str], store: Dossier) -> str:
    """Return `name`, or with a number where it is another event's, or was before a merge or a split."""
    tied = store.subject_map()

    def is_free(one: str) -> bool:
        return one not in taken and len(tied.linked(one)) == 1 and not store.mentions_under([one])

    return next(one for n in range(1, 1_000_000) if is_free(one := name if n == 1 else f"{name}-{n}"))


def _under(extracted: Extracted, subject: str) -> Assertion:
    """Return the assertion under its event's subject; one about an organisation keeps its own."""
    if extracted.proposal.subject:
        return extracted.assertion
    moved = extracted.assertion.changed(subject=subject)
    return moved.changed(id=identify(moved))
