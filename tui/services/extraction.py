"""Proposals from the articles of a dossier, each under the event that it is about."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, product, starmap
from operator import attrgetter

from claims.assertions import identify
from claims.errors import VariorumError
from claims.extract import Extracted, Proposer, propose_assertions
from claims.findings import Finding
from claims.grouping import group_by
from claims.language import name_language
from claims.models import ROW_TYPE, Article, Assertion, MentionRecord, Stance
from claims.store.dossier import Dossier
from claims.subjects import SubjectMap
from claims.values.model import Value
from claims.vocabulary.model import Vocabulary
from reconcile.events import Event, Mention, find_events
from reconcile.events.context import date_by_context
from tui.output import progress
from tui.services.alignment import Placed, keep_aligned, read_earlier
from tui.services.event_review import apart_events
from tui.services.figures import align_figures
from tui.services.mentions import MAIN, build_mentions, event_key
from tui.services.neighbours import Neighbours, load_neighbours
from tui.services.oppositions import read_oppositions

ReadArticle = tuple[Article, list[Extracted]]
"""An article with what was proposed from it."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was proposed from which articles."""

    articles: tuple[tuple[str, int], ...]
    """Names of the articles that were read to the end, each with the number of its proposals."""
    assertions: tuple[Assertion, ...]
    new: int
    already_there: int
    refused: int
    """By the verifier."""
    proposers: tuple[str, ...]
    failures: tuple[Finding, ...]
    """Articles on which a proposer broke off; they give nothing and count as not read."""
    silent: tuple[Finding, ...]
    """Articles in a language that none of the proposers reads."""
    stopped: VariorumError | None
    """What kept a proposer from any further article."""


def unread_articles(store: Dossier, names: Sequence[str], *, again: bool) -> list[str]:
    """Return the ids of the articles named, or of all there are, that were not read before; `again` asks for all."""
    if names:
        wanted = list(map(store.find_article, names))
    else:
        wanted = [row.id for row in store.article_rows()] if again else store.unread_articles()
    read = {mention.article for mention in store.mentions_of(wanted)}
    return [article for article in wanted if again or article not in read]


def propose(store: Dossier, articles: Sequence[str], proposers: Sequence[Proposer]) -> Extraction:
    """Read articles and add what is proposed from them.

    An article that was read before gives only what nobody has proposed or entered from the same words, rejected or not.
    """
    vocabulary = store.vocabulary()
    reads = read_articles(store, articles, vocabulary, proposers)
    _drop_repeats(store, reads.articles)
    records, placed, earlier = assign_subjects(store, reads.articles, vocabulary)
    placed += read_earlier(store, placed, earlier, vocabulary, proposers)
    subjects = earlier | {(record.article, record.key): record.subject for record in records}
    fresh = {id_: article for id_, (article, _) in reads.articles.items()}
    placed += read_oppositions(store, fresh, subjects, vocabulary, proposers)
    figures = [one for one in placed if one.extracted.proposal.around]
    others = [one for one in placed if not one.extracted.proposal.around]
    kept = (*keep_aligned(store, others), *align_figures(store, figures, vocabulary))
    assertions = sorted((_under(one.extracted, one.subject) for one in kept), key=attrgetter("id"))
    with progress("saving proposals", len(assertions)) as step:
        new, already_there = store.add_assertions(assertions, progress=step)
    # Last, since they mark the articles as read: what is cut off here is read again, and found to be there.
    store.add_mentions(records)
    return Extraction(
        articles=tuple(starmap(_count_proposals, reads.articles.values())),
        assertions=tuple(assertions),
        new=new,
        already_there=already_there,
        refused=reads.refused,
        proposers=tuple(proposer.name for proposer in proposers),
        failures=tuple(reads.failures),
        silent=tuple(reads.silent),
        stopped=reads.stopped,
    )


def _drop_repeats(store: Dossier, articles: dict[str, ReadArticle]) -> None:
    """Leave out, of articles that were read before, what is there already."""
    for id_ in {mention.article for mention in store.mentions_of(list(articles))}:
        article, extracted = articles[id_]
        articles[id_] = (article, without_repeats(extracted, store.assertions_of(id_)))


def _count_proposals(article: Article, extracted: Iterable[Extracted]) -> tuple[str, int]:
    """Return the name of an article with how much was proposed from it, open figures left out."""
    return article.name, sum(not one.proposal.around for one in extracted)


@dataclass(slots=True)
class ArticleReads:
    """What became of the articles that were to be read."""

    articles: dict[str, ReadArticle] = field(default_factory=dict)
    refused: int = 0
    failures: list[Finding] = field(default_factory=list)
    silent: list[Finding] = field(default_factory=list)
    stopped: VariorumError | None = None
    """What kept a proposer from any further article."""


def read_articles(
    store: Dossier, ids: Sequence[str], vocabulary: Vocabulary, proposers: Sequence[Proposer]
) -> ArticleReads:
    """Return what the proposers read in these articles; an article on which one of them fails is left out."""
    reads = ArticleReads()
    with progress("reading articles", len(ids)) as step:
        for number, id_ in enumerate(ids, start=1):
            article = store.article(id_)
            if article.media_type == ROW_TYPE:
                continue  # what a row says was read when it was added
            try:
                result = propose_assertions(article, vocabulary, proposers)
            except VariorumError as error:
                reads.stopped = error  # what was read so far is kept
                break
            reads.failures += result.failures
            if result.unread_language:
                reads.silent.append(find_silence(article, result.unread_language))
            if not result.failures:
                reads.articles[id_] = (article, [*result.found, *result.figures])
                reads.refused += len(result.refusals)
            step(number)
    return reads


def find_silence(article: Article, language: str) -> Finding:
    """Return the finding that nothing is proposed from an article because of its language."""
    message = (
        f"is in {name_language(language)}, which no proposer here reads: nothing is proposed from it. Claims entered "
        "by hand are taken in any language; `variorum proposers` lists what reads"
    )
    return Finding(where=article.name, message=message, about="language-not-read", severity="warning")


def without_repeats(extracted: Iterable[Extracted], there: Iterable[Assertion]) -> list[Extracted]:
    """Return what says nothing that one of `there` says already in overlapping words."""
    spans: dict[tuple[str, Stance, Value], list[tuple[int, int]]] = {}
    for one in there:
        spans.setdefault((one.attribute, one.stance, one.value), []).append((one.passage.start, one.passage.end))
    return [
        new
        for new in extracted
        if new.proposal.around
        or not any(
            start < new.assertion.passage.end and new.assertion.passage.start < end
            for start, end in spans.get((new.assertion.attribute, new.assertion.stance, new.assertion.value), ())
        )
    ]


def assign_subjects(
    store: Dossier, articles: Mapping[str, ReadArticle], vocabulary: Vocabulary
) -> tuple[list[MentionRecord], list[Placed], dict[tuple[str, str], str]]:
    """Return the mentions of newly read articles with their subjects, what was read under those subjects, and the
    subjects of earlier mentions near them.

    A mention joins the subject that earlier mentions of its event have; a new event is named for what, when and where.
    Only mentions that share a block with a new one, and those of the same events, are read.
    """
    map_ = store.subject_map()
    fresh = _new_mentions(store, articles)
    near, events = _group(store, fresh, articles, map_, vocabulary)
    main_events = {article: event for event in events for article, key in event.mentions if key == MAIN}
    if dated := date_by_context(fresh.values(), main_events):
        near, events = _group(store, fresh | dated, articles, map_, vocabulary)
    known = {id_: map_.current(subject, id_[0]) for id_, subject in _dated_since(store, fresh, articles).items()}
    subjects = _name_events(store, events, {**near.subjects, **known}, articles)
    # An event is named for its first mention, which should be dated and of an article that mainly reports it.
    ordered = sorted(fresh, key=lambda id_: (not fresh[id_].main, not fresh[id_].is_dated, id_))
    records = [_record_mention(fresh[id_], subjects[id_]) for id_ in ordered]
    earlier = {mention: subject for mention, subject in near.subjects.items() if mention[0] not in articles}
    return records, _place(articles, subjects), earlier


def _new_mentions(store: Dossier, articles: Mapping[str, ReadArticle]) -> dict[tuple[str, str], Mention]:
    """Return the mentions of articles that are not recorded yet, by id."""
    there = {(m.article, m.key) for m in store.mentions_of(articles)}
    return {id_: mention for id_, mention in _all_mentions(articles).items() if id_ not in there}


def _all_mentions(articles: Mapping[str, ReadArticle]) -> dict[tuple[str, str], Mention]:
    every = chain.from_iterable(build_mentions(article, extracted) for article, extracted in articles.values())
    return {mention.id: mention for mention in every}


def _dated_since(
    store: Dossier, fresh: Mapping[tuple[str, str], Mention], articles: Mapping[str, ReadArticle]
) -> dict[tuple[str, str], str]:
    """Return the subjects of mentions that were recorded before their article had a date, and have a day now.

    An article that is read again for its date must not tell of each of its events twice.
    """
    read = _all_mentions(articles)
    undated = [m for m in store.mentions_of(articles) if not m.low and (m.article, m.key) not in read]
    before = group_by(undated, _event_words)
    now = group_by((mention for mention in fresh.values() if mention.low), _event_words)
    pairs = ((mentions, before.get(words, ())) for words, mentions in now.items())
    return {one[0].id: other[0].subject for one, other in pairs if len(one) == len(other) == 1}


def _event_words(mention: Mention | MentionRecord) -> tuple[str, str, tuple[str, ...]]:
    """Return what an article says of an event but for its day."""
    return mention.article, mention.kind, mention.places


def _place(articles: Mapping[str, ReadArticle], subjects: Mapping[tuple[str, str], str]) -> list[Placed]:
    """Return what was read in the articles, each under the subject of its event."""
    return [
        Placed(id_, extracted, subjects[id_, event_key(extracted)])
        for id_, (_, every) in articles.items()
        for extracted in every
    ]


def _name_events(
    store: Dossier, events: Iterable[Event], earlier: Mapping[tuple[str, str], str], articles: Mapping[str, ReadArticle]
) -> dict[tuple[str, str], str]:
    """Return the subject of each mention; those that `earlier` names keep theirs."""
    subjects = dict(earlier)
    names = set(subjects.values())
    for event in events:
        named = Counter(subjects[mention] for mention in event.mentions if mention in subjects)
        if named:  # one report that was moved among those of another event does not name it
            subject = min(named, key=lambda name: (-named[name], name))
        else:
            subject = _free_name(event.id if event.low else _local_name(event.mentions[0], articles), names, store)
        names.add(subject)
        for mention in event.mentions:
            subjects.setdefault(mention, subject)
    return subjects


def _record_mention(mention: Mention, subject: str) -> MentionRecord:
    return MentionRecord(
        article=mention.article,
        key=mention.key,
        subject=subject,
        kind=mention.kind,
        low=mention.low,
        high=mention.high,
        places=mention.places,
        figures=tuple(sorted(mention.figures)),
        main=mention.main,
    )


def _group(
    store: Dossier,
    fresh: Mapping[tuple[str, str], Mention],
    articles: Collection[str],
    map_: SubjectMap,
    vocabulary: Vocabulary,
) -> tuple[Neighbours, tuple[Event, ...]]:
    """Return the neighbours of new mentions, and the events that all of them are of."""
    near = load_neighbours(store, list(fresh.values()), articles, vocabulary)
    under = group_by(near.subjects, near.subjects.__getitem__)
    apart = {
        frozenset(pair)
        for one, two in (sorted(parted) for parted in apart_events(map_) if len(parted) == 2)
        for pair in product(under.get(one, ()), under.get(two, ()))
    }
    return near, find_events((*near.mentions, *fresh.values()), vocabulary, apart, near.counts)


def _local_name(mention: tuple[str, str], articles: Mapping[str, ReadArticle]) -> str:
    """Return a subject for an event that no date ties to other articles."""
    article, key = mention
    name = articles[article][0].name if article in articles else article[:8]
    return f"{name} {key}"


def _free_name(name: str, names: set[str], store: Dossier) -> str:
    """Return `name`, or with a number where it is another event's, or was before a merge or a split."""
    subjects = store.subject_map()

    def is_free(one: str) -> bool:
        return one not in names and len(subjects.linked(one)) == 1 and not store.mentions_under([one])

    return next(one for n in range(1, 1_000_000) if is_free(one := name if n == 1 else f"{name}-{n}"))


def _under(extracted: Extracted, subject: str) -> Assertion:
    """Return the assertion under its event's subject; one about an organisation keeps its own."""
    if extracted.proposal.subject:
        return extracted.assertion
    return identify(extracted.assertion.changed(subject=subject))
