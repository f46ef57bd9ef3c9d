"""The recorded mentions that new ones are compared with, and how often their terms occur in the dossier.

No others are read, so that one more article costs the same in a large dossier.
"""

import itertools
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from claims.mentions.fingerprints import Fingerprint, read_fingerprint, with_day
from claims.mentions.terms import CROWDED, FINGERPRINTED, block_keys, name_term, word_term
from claims.models import MentionRecord
from claims.store.dossier import Dossier
from claims.vocabulary.model import Vocabulary
from reconcile.events import NO_FINGERPRINT, Counts, Mention
from reconcile.events.blocking import find_near, share_names


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Recorded mentions that may be of the events of new ones."""

    mentions: list[Mention]
    subjects: Mapping[tuple[str, str], str]
    """The event that each is under now."""
    counts: Counts
    """How many articles have each term, the new mentions included."""


def rebuild_mention(record: MentionRecord, trace: Fingerprint) -> Mention:
    """Return a recorded mention in the form that is compared."""
    return Mention(
        article=record.article,
        key=record.key,
        kind=record.kind,
        low=record.low,
        high=record.high,
        places=record.places,
        figures=frozenset(record.figures),
        main=record.main,
        trace=with_day(trace, record.low, record.high) if record.main else NO_FINGERPRINT,
    )


def load_neighbours(
    store: Dossier, fresh: Sequence[Mention], articles: Collection[str], vocabulary: Vocabulary
) -> Neighbours:
    """Return what `fresh`, mentions not recorded yet, are to be compared with; what is recorded of `articles` too."""
    numbers = _find_candidates(store, fresh, vocabulary)
    map_ = store.subject_map()
    near = (*store.mention_page(numbers), *store.mentions_of(articles), *_find_all_of_few(store, fresh))
    records = {(m.article, m.key): m for m in near}
    events = {map_.current(m.subject, m.article) for m in records.values()}
    tied = {subject for event in events for subject in map_.linked(event)}
    others = store.mention_page({listed.mention for listed in store.mentions_under(tied)})
    records |= {(m.article, m.key): m for m in others if map_.current(m.subject, m.article) in events}
    mentions = _rebuild_mentions(store, records)
    subjects = {id_: map_.current(m.subject, m.article) for id_, m in records.items()}
    return Neighbours(mentions, subjects, _count_shared(store, mentions, fresh, vocabulary))


def _find_all_of_few(store: Dossier, fresh: Sequence[Mention]) -> list[MentionRecord]:
    """Return what every recorded article mainly reports, in a dossier so small that all are compared."""
    recorded = store.count_terms({FINGERPRINTED}).get(FINGERPRINTED, 0)
    is_small = recorded + sum(mention.traced for mention in fresh) <= CROWDED
    return [record for record in store.mentions() if record.main] if is_small else []


def _rebuild_mentions(store: Dossier, records: Mapping[tuple[str, str], MentionRecord]) -> list[Mention]:
    main = sorted({m.article for m in records.values() if m.main})
    traces = {id_: read_fingerprint(store.article(id_)) for id_ in main}
    return [rebuild_mention(records[id_], traces.get(id_[0], NO_FINGERPRINT)) for id_ in sorted(records)]


def _count_shared(store: Dossier, mentions: Sequence[Mention], fresh: Sequence[Mention], words: Vocabulary) -> Counts:
    """Return how many articles have each term that mentions may share."""
    every = (*mentions, *fresh)
    names = Counter(name for m in every for name in m.trace.names | m.trace.headline)
    others = Counter(word for m in every for word in m.trace.words)
    keys = {key for m in every for key in block_keys(m, words)}
    return _load_counts(store, fresh, _twice(names), _twice(others), keys, words)


def _twice(counts: Counter[str]) -> list[str]:
    """Return the terms that two or more mentions have; no others can be shared."""
    return [word for word, count in counts.items() if count > 1]


def _find_candidates(store: Dossier, fresh: Sequence[Mention], vocabulary: Vocabulary) -> set[int]:
    """Return the entry numbers of the mentions that share a block with one of `fresh`."""
    keys = {mention.id: block_keys(mention, vocabulary) for mention in fresh}
    names = set[str]().union(*(mention.trace.names for mention in fresh))
    every = set[str]().union(*keys.values())
    counts = _load_counts(store, fresh, names, (), every, vocabulary)
    weights = counts.weights()
    listed = list(store.find_mentions(_uncrowded(counts, names, every)))
    with_term: dict[str, list[int]] = defaultdict(list)
    for one in listed:
        with_term[one.term].append(one.mention)
    days = {one.mention: one.day for one in listed}
    scanty = {one.mention for one in listed if one.scanty}
    candidates: set[int] = set()
    for mention in fresh:
        blocks = {name: with_term[name_term(name)] for name in sorted(mention.trace.names)}
        candidates |= find_near(share_names(blocks, weights), mention, partial(_known_days, days))
        sharing = itertools.chain.from_iterable(with_term[key] for key in keys[mention.id])
        candidates |= set(sharing) if mention.scanty else scanty.intersection(sharing)
    return candidates


def _uncrowded(counts: Counts, names: Iterable[str], keys: Iterable[str]) -> list[str]:
    """Return the terms that are not so common that they say nothing."""
    terms = [name_term(name) for name in names if counts.names.counts[name] <= CROWDED]
    return terms + [key for key in keys if counts.keys[key] <= CROWDED]


def _known_days(days: Mapping[int, int | None], near: Collection[int]) -> dict[int, int]:
    return {n: day for n in near if (day := days[n]) is not None}


def _load_counts(
    store: Dossier,
    fresh: Sequence[Mention],
    names: Collection[str],
    words: Collection[str],
    keys: Collection[str],
    vocabulary: Vocabulary,
) -> Counts:
    terms = store.count_terms({FINGERPRINTED, *map(name_term, names), *map(word_term, words), *keys})
    counts = Counts(vocabulary)
    counts.names.articles = counts.words.articles = terms.get(FINGERPRINTED, 0)
    for name in names:
        counts.names.counts[name] = terms.get(name_term(name), 0)
    for word in words:
        counts.words.counts[word] = terms.get(word_term(word), 0)
    for key in keys:
        counts.keys[key] = terms.get(key, 0)
    for mention in fresh:
        counts.add(mention)
    return counts
