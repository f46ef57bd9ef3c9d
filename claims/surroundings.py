"""Cut out the text around a quote, which shows whether two outlets print the same passage."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import Final, NamedTuple

_NEAR: Final = 400
"""Characters to read on either side of a quote."""
_ENOUGH_WORDS: Final = 20
"""Words a passage needs: shorter ones may be stock phrases, so it is extended by sentences."""
_END: Final = re.compile(r"[.!?][\"'”’»)\]]*\s+|\s*\n\s*")


class Surroundings(NamedTuple):
    """The text around one quote."""

    passage: str
    """The sentences of the quote, with those after and before them until there are words enough."""
    near: str
    """The passage with the text on either side of it, since another outlet may have cut it elsewhere."""
    text: str = ""
    """SHA-256 of the whole article's text; empty if unknown."""


def read_surroundings(text: str, start: int, end: int, digest: str = "") -> Surroundings:
    """Return the text around a span of an article.

    >>> read_surroundings("Rain fell. Nine died at sea. Boats stayed in port.", 11, 20).passage
    'Rain fell. Nine died at sea. Boats stayed in port.'
    """
    low, high = _whole_words(text, max(0, start - _NEAR), min(len(text), end + _NEAR))
    ends = _find_ends(text)
    before = [low, *ends[bisect_right(ends, low) : bisect_right(ends, start)]]
    after = [*ends[bisect_left(ends, end) : bisect_right(ends, high)], high]
    first, last = before.pop(), after.pop(0)
    while len(text[first:last].split()) < _ENOUGH_WORDS and (before or after):
        first, last = (first, after.pop(0)) if after else (before.pop(), last)
    return Surroundings(text[first:last].strip(), text[low:high].strip(), digest)


@lru_cache(maxsize=8)
def _find_ends(text: str) -> list[int]:
    """Return where the sentences and lines of a text end: once for all that is quoted from it."""
    return [match.end() for match in _END.finditer(text)]


@lru_cache(maxsize=4096)
def sentence_around(text: str, quote: str) -> str:
    """Return the sentences of `text` that `quote` stands in; the quote itself where it does not stand there.

    >>> sentence_around("Rain fell. Nine died at sea. Boats stayed in port.", "Nine died")
    'Nine died at sea.'
    """
    start = text.find(quote)
    if start < 0:
        return quote
    ends = [match.end() for match in _END.finditer(text)]
    first = max((at for at in ends if at <= start), default=0)
    last = min((at for at in ends if at >= start + len(quote)), default=len(text))
    return text[first:last].strip()


def _whole_words(text: str, low: int, high: int) -> tuple[int, int]:
    """Return the span without partial words at its ends."""
    while 0 < low < high and not text[low - 1].isspace():
        low += 1
    while low < high < len(text) and not text[high].isspace():
        high -= 1
    return low, high
