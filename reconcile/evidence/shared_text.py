"""Finds the words that two passages share, by which wire copies are known though no credit line says so.

Passages are compared by shingles: runs of three words, in the sentences around each quote. Of many passages the likely
pairs are known by a sketch, the few shingles with the smallest hashes (Broder 1997, min-wise sampling).
"""

import re
import zlib
from functools import lru_cache
from typing import Final

from claims.models import Passage
from claims.surroundings import Surroundings

_WORD: Final = re.compile(r"\w[\w'’-]*")
_RUN: Final = 3
_ENOUGH_WORDS: Final = 12
_ALIKE: Final = 0.75
"""Of the shingles of the shorter passage, how many must be near the other: one word in twenty may differ."""
_SKETCH: Final = 4
_SHOWN: Final = 160


def surroundings_of(passage: Passage) -> Surroundings:
    """Return the surroundings that a passage's own prefix and suffix give, without the words that they cut."""
    before, after = passage.prefix.partition(" ")[2], passage.suffix.rpartition(" ")[0]
    text = f"{before}{passage.exact}{after}"
    return Surroundings(text, text)


@lru_cache(maxsize=4096)
def find_shared_text(a: Surroundings, b: Surroundings) -> str:
    """Return the longest run of words that two nearly identical passages share; empty where they are not.

    Of two quotes from one and the same text that is a whole passage, wherever in that text each is.
    """
    if a.text and a.text == b.text:
        return _shortened(" ".join(_words(min(a.passage, b.passage))))
    short, other = sorted((a, b), key=lambda each: (len(_shingles(each.passage)), each.passage))
    wanted = _shingles(short.passage)
    shared = len(wanted & _shingles(other.near))
    if shared + _RUN - 1 < _ENOUGH_WORDS or shared < _ALIKE * len(wanted):
        return ""
    return _shortened(" ".join(_find_longest_run(short.passage, other.near)))


def _find_longest_run(text: str, other: str) -> tuple[str, ...]:
    """Return the words of the longest run that two texts share, of several the first in `text`; three words or more."""
    places = _places(other)
    start = longest = 0
    lengths: dict[int, int] = {}
    for n, shingle in enumerate(_runs(text)):
        lengths = {at: lengths.get(at - 1, _RUN - 1) + 1 for at in places.get(shingle, ())}
        length = max(lengths.values(), default=0)
        if length > longest:
            start, longest = n + _RUN - length, length
    return _words(text)[start : start + longest]


def sketch(around: Surroundings) -> tuple[str, ...]:
    """Return a few shingles that nearly identical passages are likely to share, and the text where it is known."""
    shingles = _shingles(around.passage)
    whole = (around.text,) if around.text else ()
    if len(shingles) + _RUN - 1 < _ENOUGH_WORDS:
        return whole
    smallest = sorted(shingles, key=lambda shingle: (zlib.crc32(shingle.encode()), shingle))[:_SKETCH]
    return (*whole, *smallest)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


@lru_cache(maxsize=4096)
def _shingles(text: str) -> frozenset[str]:
    return frozenset(_runs(text))


@lru_cache(maxsize=4096)
def _places(text: str) -> dict[str, list[int]]:
    """Return where each shingle of a text stands."""
    places: dict[str, list[int]] = {}
    for at, shingle in enumerate(_runs(text)):
        places.setdefault(shingle, []).append(at)
    return places


@lru_cache(maxsize=4096)
def _runs(text: str) -> tuple[str, ...]:
    """Return the shingles of a text, in its order."""
    words = _words(text)
    return tuple(map(" ".join, zip(*(words[n:] for n in range(_RUN)), strict=False)))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
