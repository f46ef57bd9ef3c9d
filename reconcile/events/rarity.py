"""Weighs shared words: the more articles have a word, the less it says that two of them share it.

Articles are counted by word, and the counts grow as articles are added.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

FULL: Final = 1000
"""The weight of a word that only two articles have. Weights are integers: no order of adding changes their sums."""

_BACKGROUND: Final = 1000
"""Articles outside the dossier that are taken to lie behind it, so that a small dossier has rare words too."""
_TOPIC: Final = 0.0125
"""How much of its share of the dossier a word is taken to have outside: what all articles share is their topic, but a
few articles of one event share nearly all their names too.
"""

_KNOWN: Final = 30
"""Of those articles, how many are taken to have the name of a country, a large city or a well-known group."""


class Rarity:
    """Counts of articles by word."""

    def __init__(self, known: Collection[str] = ()) -> None:
        """Begin to count; `known` are words that everybody knows, so that they are never rare."""
        self.articles = 0
        self.counts: Counter[str] = Counter()
        self.known = known

    def add(self, words: Iterable[str]) -> None:
        """Count the words of one more article."""
        self.articles += 1
        self.counts.update(words)

    def weights(self) -> "Weights":
        """Return the weights that follow from the counts so far."""
        return Weights(self)


class Weights(dict[str, int]):
    """Weight by word, computed when first asked for."""

    def __init__(self, rarity: Rarity) -> None:
        super().__init__()
        self._counts = rarity.counts
        self._known = rarity.known
        self._articles = max(rarity.articles, 1)
        self._by_count: dict[int, int] = {}

    def count(self, word: str) -> int:
        """Return how many articles have a word that one has, one at least."""
        return max(self._counts[word], 1)

    def __missing__(self, word: str) -> int:
        count = max(self._counts[word], 2) + (_KNOWN if word in self._known else 0)
        if count not in self._by_count:
            self._by_count[count] = weight(count, self._articles)
        self[word] = self._by_count[count]
        return self[word]


def weight(count: int, articles: int) -> int:
    """Return the weight of a word that `count` of `articles` have: 1000 at most, 0 at least.

    >>> weight(2, 2000), weight(100, 2000), weight(1000, 2000), weight(5, 5)
    (999, 464, 149, 651)
    """
    among = articles + _BACKGROUND
    expected = count + _BACKGROUND * _TOPIC * count / articles
    return max(0, min(FULL, round(FULL * math.log(among / expected) / math.log(among / 2))))
