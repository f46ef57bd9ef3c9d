"""Know nearly the same text again: by marks that an index finds, then by its words."""

import heapq
import re
import zlib
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import LCSseq

_LOOKED_AT: Final = 50_000
"""Characters of a text."""
_SHINGLE: Final = 5
"""Words that stand together."""
MARKS: Final = 16
SHARED: Final = 6
"""Marks that nearly the same texts have in common; of those that share nine words of ten it is about half."""
_KEPT: Final = 0.85
"""Share of the words of the shorter text that the longer one has in their order ..."""
_LENGTHS: Final = 0.5
"""... where it is at least this long beside the other."""
_WORD: Final = re.compile(r"\w+")


def text_mark(text_sha256: str) -> int:
    """Return the mark of one text to the letter, which no other kind of mark equals."""
    return int(text_sha256[:15], 16) | 1 << 61


@lru_cache(maxsize=2)
def likeness_marks(text: str) -> tuple[int, ...]:
    """Return the marks of a text: the least hashes of five words that stand together.

    >>> likeness_marks("Two died.")
    ()
    """
    words = _words(text)
    shingles = {" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1)}
    return tuple(heapq.nsmallest(MARKS, {zlib.crc32(shingle.encode("utf-8", "replace")) for shingle in shingles}))


def are_nearly_the_same(one: str, other: str) -> bool:
    """Return whether two texts have nearly the same words in nearly the same order.

    >>> are_nearly_the_same("Six men died at the quarry on Monday.", "Six men died in the river on Monday.")
    False
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if not shorter or len(shorter) < _LENGTHS * len(longer):
        return False
    return LCSseq.similarity(shorter, longer, score_cutoff=int(_KEPT * len(shorter))) >= _KEPT * len(shorter)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_LOOKED_AT].casefold())
