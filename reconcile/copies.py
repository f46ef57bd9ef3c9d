"""Wire copies: two outlets that print nearly the same words, though no credit line says so.

Owns finding the words that two passages share, by shingles: runs of three words, in the passage and what stands beside
it. Refuses to say what follows from it (reconcile.relations): a reviewer may know that the two are independent.
"""

import re
import zlib
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from claims.models import Passage

_WORD: Final = re.compile(r"\w[\w'’-]*")
_RUN: Final = 3
_ENOUGH_WORDS: Final = 12
_ALIKE: Final = 0.75
"""Of the shingles of the shorter passage, how many must be in the other: one word in twenty may differ."""
_SKETCH: Final = 4
_SHOWN: Final = 160


def find_shared_text(a: Passage, b: Passage) -> str:
    """Return the longest run of words that two nearly identical passages share; empty where they are not."""
    one, two = _shingles(a.prefix, a.exact, a.suffix), _shingles(b.prefix, b.exact, b.suffix)
    shared, shorter = len(one & two), min(len(one), len(two))
    if shared + _RUN - 1 < _ENOUGH_WORDS or shared < _ALIKE * shorter:
        return ""
    words, others = _words(a.prefix, a.exact, a.suffix), _words(b.prefix, b.exact, b.suffix)
    run = SequenceMatcher(None, words, others, autojunk=False).find_longest_match()
    text = " ".join(words[run.a : run.a + run.size])
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def sketch(passage: Passage) -> tuple[str, ...]:
    """Return a few shingles that nearly identical passages are likely to share: those with the smallest hashes."""
    shingles = _shingles(passage.prefix, passage.exact, passage.suffix)
    if len(shingles) + _RUN - 1 < _ENOUGH_WORDS:
        return ()
    return tuple(sorted(shingles, key=lambda shingle: (zlib.crc32(shingle.encode()), shingle))[:_SKETCH])


@lru_cache(maxsize=4096)
def _shingles(prefix: str, exact: str, suffix: str) -> frozenset[str]:
    words = _words(prefix, exact, suffix)
    return frozenset(" ".join(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1))


@lru_cache(maxsize=4096)
def _words(prefix: str, exact: str, suffix: str) -> tuple[str, ...]:
    """Return the words of a passage in context; the words that the context cuts are left out."""
    before, after = prefix.partition(" ")[2], suffix.rpartition(" ")[0]
    return tuple(_WORD.findall(f"{before}{exact}{after}".casefold()))
