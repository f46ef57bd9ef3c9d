"""Finds the words that two passages share, by which wire copies are known though no credit line says so.

Passages are compared by shingles: runs of three words, in the sentences around each quote. Of many passages the likely
pairs are known by a sketch, the few shingles with the smallest hashes (Broder 1997, min-wise sampling).
"""

import re
import zlib
from collections.abc import Sequence
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
_TEXTS: Final = 512
"""Texts whose words are kept: more than one data item has, and few enough to hold for as long as a dossier is read."""


def surroundings_of(passage: Passage) -> Surroundings:
    """Return the surroundings that a passage's own prefix and suffix give, without the words that they cut."""
    before, after = passage.prefix.partition(" ")[2], passage.suffix.rpartition(" ")[0]
    text = f"{before}{passage.exact}{after}"
    return Surroundings(text, text)


@lru_cache(maxsize=1024)
def has_shared_text(a: Surroundings, b: Surroundings) -> bool:
    """Return whether two passages are nearly identical: quoted from one text, or alike in three quarters of a text."""
    if a.text and a.text == b.text:
        return bool(_words(min(a.passage, b.passage)))
    short, other = _by_length(a, b)
    wanted = _shingles(short.passage)
    shared = len(wanted & _shingles(other.near))
    return shared + _RUN > _ENOUGH_WORDS and shared >= _ALIKE * len(wanted)


def find_shared_text(a: Surroundings, b: Surroundings) -> str:
    """Return the longest run of words that two nearly identical passages share; empty where they are not.

    Of two quotes from one and the same text that is a whole passage, wherever in that text each is.
    """
    if not has_shared_text(a, b):
        return ""
    if a.text and a.text == b.text:
        return _shortened(" ".join(_words(min(a.passage, b.passage))))
    short, other = _by_length(a, b)
    return _shortened(" ".join(_find_longest_run(_words(short.passage), _words(other.near))))


def _by_length(a: Surroundings, b: Surroundings) -> tuple[Surroundings, Surroundings]:
    """Return first the one whose passage has fewer shingles."""
    one, two = (len(_shingles(each.passage)) for each in (a, b))
    return (a, b) if (one, a.passage) <= (two, b.passage) else (b, a)


def _find_longest_run(words: Sequence[str], printed: Sequence[str]) -> Sequence[str]:
    """Return the longest run of words that stands in what is printed, of several the first; three words or more."""
    text = _joined(printed)
    longest: Sequence[str] = ()
    for start in range(len(words)):
        while len(run := words[start : start + max(len(longest) + 1, _RUN)]) > len(longest) and _joined(run) in text:
            longest = run
    return longest


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def sketch(around: Surroundings) -> tuple[str, ...]:
    """Return a few shingles that nearly identical passages are likely to share, and the text where it is known."""
    shingles = _shingles(around.passage)
    whole = (around.text,) if around.text else ()
    if len(shingles) + _RUN - 1 < _ENOUGH_WORDS:
        return whole
    smallest = sorted(map(" ".join, shingles), key=lambda shingle: (zlib.crc32(shingle.encode()), shingle))[:_SKETCH]
    return (*whole, *smallest)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


@lru_cache(maxsize=_TEXTS)
def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False))


@lru_cache(maxsize=_TEXTS)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))
