"""Which pairs of mentions are worth comparing: those that share something few others have.

Owns the blocks: a rare name; a month together with a place, a figure or a kind. A block that has grown past `CROWDED`
tells nothing and is left alone, so the cost of one more mention does not grow with the dossier. Refuses to score.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from claims.vocabulary.model import Vocabulary
from reconcile.events.mentions import Mention
from reconcile.events.rarity import Rarity
from reconcile.events.scoring import kind_family
from reconcile.events.traces import TraceWeights

Key = tuple[str, ...]

CROWDED: Final = 40
_SOON: Final = 10
"""Days between two articles within which little needs to be shared."""
_ENOUGH_SOON: Final = 600
_ENOUGH: Final = 1_500
"""Shared weight of rare names that makes a candidate, within those days and beyond."""
_MONTHS: Final = 14
"""A date vaguer than that is no block."""
_NEXT_DAY: Final = timedelta(days=1)


class Blocks:
    """Mentions by what they share, numbered in the order of filing.

    All are counted before the first is filed, so that no order of filing makes a difference.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.mentions: list[Mention] = []
        self.names = Rarity(vocabulary.name_words)
        self.words = Rarity()
        self._vocabulary = vocabulary
        self._published: list[int] = []
        """By number: the day of publication; one that is unknown is near no other."""
        self._keys: dict[tuple[str, str], tuple[Key, ...]] = {}
        self._counts: Counter[Key] = Counter()
        self._named: dict[str, list[int]] = defaultdict(list)
        self._dated: dict[Key, list[int]] = defaultdict(list)

    def count(self, mention: Mention) -> None:
        """Count what a mention has."""
        if mention.traced:
            self.names.add(mention.trace.names)
            self.words.add(mention.trace.words)
        if keys := tuple(self._months_with(mention)):
            self._keys[mention.id] = keys
            self._counts.update(keys)

    def weights(self) -> TraceWeights:
        """Return what shared names and words say after all that was counted so far."""
        return TraceWeights(self.names.weights(), self.words.weights())

    def file(self, mention: Mention, weights: TraceWeights) -> list[int]:
        """File a counted mention; return the numbers of those filed before that it is worth comparing with."""
        number = len(self.mentions)
        found = self._by_names(mention, weights, number) if mention.traced else set()
        for key in self._keys.get(mention.id, ()):
            if self._counts[key] <= CROWDED:
                block = self._dated[key]
                found.update(n for n in block if mention.scanty or self.mentions[n].scanty)
                block.append(number)
        self.mentions.append(mention)
        self._published.append(mention.trace.published or 0)
        return sorted(n for n in found if self.mentions[n].article != mention.article)

    def _by_names(self, mention: Mention, weights: TraceWeights, number: int) -> set[int]:
        shared: dict[int, int] = {}
        get = shared.get
        counts, name_weights = self.names.counts, weights.names
        for name in mention.trace.names:
            if 2 <= counts[name] <= CROWDED:
                block = self._named[name]
                weight = name_weights[name]
                for other in block:
                    shared[other] = get(other, 0) + weight
                block.append(number)
        near = {n for n, weight in shared.items() if weight >= _ENOUGH}
        here = mention.trace.published
        if here is not None:
            published = self._published
            near.update(
                n for n, weight in shared.items() if weight >= _ENOUGH_SOON and -_SOON <= published[n] - here <= _SOON
            )
        return near

    def _months_with(self, mention: Mention) -> Iterator[Key]:
        for month in _months(mention):
            for place in sorted({node for stated in mention.places for node in self._around(stated)}):
                yield ("place", month, place)
            for attribute, figure in sorted({(attribute, figure) for attribute, _, figure in mention.figures}):
                yield ("figure", month, attribute, str(figure))
            if mention.kind:
                yield ("kind", month, kind_family(mention.kind))

    def _around(self, place: str) -> frozenset[str]:
        """Return a place and all that it lies in."""
        known = self._vocabulary.place_name(place)
        return self._vocabulary.containers(known) | {known} if known else frozenset({place})


def _months(mention: Mention) -> list[str]:
    """Return the months a mention's date touches, the next day's included."""
    if mention.low is None or mention.high is None:
        return []
    first = datetime.fromisoformat(mention.low) - _NEXT_DAY
    last = datetime.fromisoformat(mention.high) + _NEXT_DAY
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count > _MONTHS:
        return []
    return [
        f"{(first.year * 12 + first.month - 1 + n) // 12:04}-{(first.month - 1 + n) % 12 + 1:02}" for n in range(count)
    ]
