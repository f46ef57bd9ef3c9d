"""Finds the events that mentions are of: `blocking` pairs them, `scoring` compares them, `clustering` groups them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from itertools import product, starmap
from operator import attrgetter

from claims.vocabulary.model import Vocabulary
from reconcile.events.blocking import Blocks, Counts, count_mentions
from reconcile.events.clustering import Pair, cluster
from reconcile.events.mentions import Event, Mention, build_event
from reconcile.events.scoring import find_exclusion, score_passing, score_traced
from reconcile.events.signatures import join_strays

MentionId = tuple[str, str]


def find_events(
    mentions: Iterable[Mention],
    vocabulary: Vocabulary,
    apart: Collection[frozenset[MentionId]] = (),
    counts: Counts | None = None,
) -> tuple[Event, ...]:
    """Return the events that `mentions` are of: the same ones for the same mentions in any order.

    `apart` are pairs that a person kept apart, `counts` those of the whole dossier where `mentions` are a part of it.
    """
    ordered = sorted(mentions, key=attrgetter("id"))
    counts = counts or count_mentions(ordered, vocabulary)
    blocks, weights = Blocks(counts), counts.weights()
    points: dict[Pair, int] = {}
    passing: set[Pair] = set()
    for number, mention in enumerate(ordered):
        for other in blocks.file(mention, weights):
            if mention.traced and ordered[other].traced:
                points[other, number] = score_traced(ordered[other], mention, weights, vocabulary)
            else:
                passing.add((other, number))

    excluded = partial(_are_excluded, ordered, vocabulary, apart)
    groups = cluster(len(ordered), points, excluded)
    groups = join_strays(groups, ordered, weights, vocabulary, excluded)
    if passing:
        groups = _join_passing(groups, passing, ordered, excluded, vocabulary)
    return tuple(sorted((build_event([ordered[n] for n in group]) for group in groups), key=attrgetter("mentions")))


def _are_excluded(
    mentions: Sequence[Mention], vocabulary: Vocabulary, apart: Collection[frozenset[MentionId]], one: int, two: int
) -> bool:
    a, b = mentions[one], mentions[two]
    return bool(find_exclusion(a, b, vocabulary)) or (bool(apart) and frozenset((a.id, b.id)) in apart)


def _join_passing(
    groups: Sequence[Sequence[int]],
    candidates: Iterable[Pair],
    mentions: Sequence[Mention],
    excluded: Callable[[int, int], bool],
    vocabulary: Vocabulary,
) -> list[list[int]]:
    """Return `groups` with the mentions in passing joined to them and to each other.

    The groups of what articles mainly report stay as they are: no mention in passing brings two of them together.
    """
    group_of = {n: g for g, group in enumerate(groups) for n in group}
    traced = [any(mentions[n].traced for n in group) for group in groups]

    apart = partial(_are_apart, groups, traced, excluded)
    points: dict[Pair, int] = {}
    for i, j in candidates:
        one, two = sorted((group_of[i], group_of[j]))
        if (one, two) not in points and not apart(one, two):
            pairs = list(_dated_pairs(mentions, groups[one], groups[two]))
            scores = [score_passing(a, b, vocabulary) for a, b in pairs]
            points[one, two] = sum(scores) // len(scores)
    joined = cluster(len(groups), points, apart)
    return [sorted(n for g in group for n in groups[g]) for group in joined]


def _dated_pairs(
    mentions: Sequence[Mention], one: Sequence[int], two: Sequence[int]
) -> Iterable[tuple[Mention, Mention]]:
    """Return the pairs between two groups of which both are dated, or all where none is: one dated report dates all."""
    pairs = [(mentions[a], mentions[b]) for a in one for b in two]
    return [(a, b) for a, b in pairs if a.is_dated and b.is_dated] or pairs


def _are_apart(
    groups: Sequence[Sequence[int]],
    traced: Sequence[bool],
    excluded: Callable[[int, int], bool],
    one: int,
    two: int,
) -> bool:
    return (traced[one] and traced[two]) or any(starmap(excluded, product(groups[one], groups[two])))
