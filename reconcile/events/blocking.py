"""Finds the pairs of mentions that are worth comparing: those that share something few others have.

A block is a rare name, or a month together with a place, a figure or a kind (`claims.mentions.terms`). A block that has
grown past `CROWDED` says nothing and is left alone, so the cost of one more mention does not grow with the dossier.
Where all articles together are no more than that, what they share is their topic and no name is rare: each is compared
with every other.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from claims.mentions.terms import CROWDED, block_keys
from claims.vocabulary.model import Vocabulary
from reconcile.events.mentions import Mention
from reconcile.events.points import TraceWeights
from reconcile.events.rarity import Rarity

_SOON: Final = 10
"""Days between two articles within which little needs to be shared."""
_ENOUGH_SOON: Final = 600
_ENOUGH: Final = 1_500
"""Shared weight of rare names that makes a candidate, within those days and beyond."""


class Counts:
    """How many mentions have each name, word and key: all are counted before the first is filed, so that no order of
    filing makes a difference.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.names = Rarity(vocabulary.name_words)
        self.words = Rarity()
        self.keys: Counter[str] = Counter()
        self.vocabulary = vocabulary

    def add(self, mention: Mention) -> None:
        """Count what a mention has."""
        if mention.traced:
            self.names.add(mention.trace.names)
            self.words.add(mention.trace.words)
        self.keys.update(block_keys(mention, self.vocabulary))

    @property
    def is_small(self) -> bool:
        """Whether there are so few articles that each is compared with every other."""
        return self.names.articles <= CROWDED

    def weights(self) -> TraceWeights:
        """Return what shared names and words say after all that was counted so far."""
        return TraceWeights(self.names.weights(), self.words.weights(), self.keys, self.names.articles)


def count_mentions(mentions: Iterable[Mention], vocabulary: Vocabulary) -> Counts:
    """Return what a number of mentions have."""
    counts = Counts(vocabulary)
    for mention in mentions:
        counts.add(mention)
    return counts


class Blocks:
    """Mentions by what they share, numbered in the order of filing."""

    def __init__(self, counts: Counts) -> None:
        """Begin to file; `counts` are complete."""
        self.mentions: list[Mention] = []
        self._counts = counts
        self._linking = frozenset(name for name, count in counts.names.counts.items() if 2 <= count <= CROWDED)
        """The names that link an article to another one, and to few."""
        self._published: list[int] = []
        """By number: the day of publication; one that is unknown is near no other."""
        self._named: dict[str, list[int]] = defaultdict(list)
        self._dated: dict[str, list[int]] = defaultdict(list)

    def file(self, mention: Mention, weights: TraceWeights) -> list[int]:
        """File a counted mention; return the numbers of those filed before that it is worth comparing with."""
        number = len(self.mentions)
        near = self._by_names(mention, weights, number) if mention.traced else set()
        near.update(self._by_keys(mention, number))
        if mention.traced and self._counts.is_small:
            near.update(n for n, other in enumerate(self.mentions) if other.traced)
        self.mentions.append(mention)
        self._published.append(mention.trace.published or 0)
        return sorted(n for n in near if self.mentions[n].article != mention.article)

    def _by_keys(self, mention: Mention, number: int) -> Iterator[int]:
        for key in block_keys(mention, self._counts.vocabulary):
            if self._counts.keys[key] <= CROWDED:
                block = self._dated[key]
                yield from (n for n in block if mention.scanty or self.mentions[n].scanty)
                block.append(number)

    def _by_names(self, mention: Mention, weights: TraceWeights, number: int) -> set[int]:
        blocks = {name: self._named[name] for name in mention.trace.names & self._linking}
        shared = share_names(blocks, weights)
        for block in blocks.values():
            block.append(number)
        return find_near(shared, mention, lambda near: {n: self._published[n] for n in near})


def share_names(blocks: Mapping[str, Iterable[int]], weights: TraceWeights) -> dict[int, int]:
    """Return the weight of the names that each member of their blocks shares."""
    shared: dict[int, int] = {}
    get = shared.get
    for name, block in blocks.items():
        weight = weights.names[name]
        for other in block:
            shared[other] = get(other, 0) + weight
    return shared


def find_near(
    shared: Mapping[int, int], mention: Mention, published: Callable[[list[int]], Mapping[int, int]]
) -> set[int]:
    """Return those that share enough with `mention`; `published` gives the days on which some appeared."""
    near = {n for n, weight in shared.items() if weight >= _ENOUGH}
    here = mention.trace.published
    if here is not None:
        perhaps = [n for n, weight in shared.items() if _ENOUGH_SOON <= weight < _ENOUGH]
        near.update(n for n, day in published(perhaps).items() if -_SOON <= day - here <= _SOON)
    return near
