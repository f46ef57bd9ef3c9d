"""A long text as rows of a screen: where each row begins, which character is at a cell, where words begin and end.

The text itself stays as it is, so that every position is one of the article's own.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from rich.cells import cell_len

from tui.visible import visible

_NARROW: Final = "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e]*\n?"
"""Characters of one cell each that show themselves."""
_OWN = "\u3040-\u30ff\u3400-\u9fff"
"""Writing without blanks: each character is a word to step by."""
_WORD: Final = rf"[{_OWN}]|[^\W_{_OWN}](?:[^\s{_OWN}]*[^\W_{_OWN}])?|[$€£¥%]"
_FARTHEST: Final = 2_000
"""Characters looked through for the beginning of a word."""


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled when it is first needed: the queue, which needs neither, starts sooner."""
    return re.compile(pattern)


def cut_middle(text: str, width: int, least: int = 0) -> str:
    """Return `text` in at most `width` cells: its beginning and more of its end, which tells lines apart.

    Of the beginning `least` cells stay where that leaves as many of the end.

    >>> cut_middle("Attack, Tajikistan, 6 Nov 2019", 18)
    'Attac…, 6 Nov 2019'
    """
    if cell_len(text) <= width:
        return text
    head = max(0, (width - 1) // 3, min(least, (width - 1) // 2))
    first, last = "", ""
    for character in text:
        if cell_len(first + character) > head:
            break
        first += character
    for character in reversed(text):
        if cell_len(first + "…" + character + last) > width:
            break
        last = character + last
    return f"{first}…{last}"


@dataclass(frozen=True, slots=True)
class Layout:
    """A text broken into rows of at most `width` cells."""

    text: str
    width: int
    starts: "array[int]"
    """Where each row begins, ascending; the first is 0."""

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.starts)

    def row(self, index: int) -> tuple[int, int]:
        """Return the characters of a row, half-open; the newline that ends it is left out."""
        start = self.starts[index]
        stop = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return start, stop - 1 if stop > start and self.text[stop - 1] == "\n" else stop

    def row_at(self, offset: int) -> int:
        """Return the row of a character."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def offset_at(self, row: int, cell: int) -> int:
        """Return the character at a cell of a row; the last one where the row is shorter."""
        start, stop = self.row(min(max(row, 0), len(self.starts) - 1))
        used = 0
        for offset in range(start, stop):
            used += cells(self.text[offset])
            if used > cell:
                return offset
        return max(start, stop - 1)

    def cell_of(self, offset: int) -> int:
        """Return how many cells are before a character in its row."""
        return cell_len(visible(self.text[self.starts[self.row_at(offset)] : offset]))


@lru_cache(maxsize=4096)
def cells(character: str) -> int:
    """Return how many cells a character takes by itself."""
    return cell_len(visible(character))


def lay_out(text: str, width: int) -> Layout:
    """Break `text` into rows, between words where there is one that fits.

    >>> layout = lay_out("one two three\\nfour", 8)
    >>> [text_of(layout, row) for row in range(layout.height)]
    ['one two ', 'three', 'four']
    """
    width = max(8, width)
    whole = rf"[^\n]{{0,{width}}}(?:\n|\Z)"
    broken = rf"[^\n]{{1,{width}}}[ \t]+|[^\n]{{{width}}}"
    starts = array("Q")
    for row in re.finditer(f"{whole}|{broken}", text):
        start, stop = row.span()
        if start == stop and starts:
            break
        starts.append(start)
        if _compile(_NARROW).fullmatch(text, start, stop) is None:
            starts.extend(_breaks(text, start, stop, width))
    return Layout(text, width, starts or array("Q", [0]))


def _breaks(text: str, start: int, stop: int, width: int) -> Iterator[int]:
    """Yield where a row that is wider than it has characters must be broken again."""
    used = 0
    for offset in range(start, stop):
        size = cells(text[offset]) if text[offset] != "\n" else 0
        if used + size > width and used:
            yield offset
            used = 0
        used += size


def text_of(layout: Layout, row: int) -> str:
    """Return the characters of a row."""
    return layout.text[slice(*layout.row(row))]


def word_at(text: str, offset: int) -> tuple[int, int] | None:
    """Return the word at or after a character, without the punctuation around it; the last one where none follows.

    >>> word_at("said: “seven, or so”.", 7)
    (7, 12)
    """
    begin = offset
    while begin > 0 and offset - begin < _FARTHEST and not text[begin - 1].isspace():
        begin -= 1
    for word in _compile(_WORD).finditer(text, begin, min(len(text), offset + _FARTHEST)):
        if word.end() > offset:
            return word.span()
    return word_before(text, begin)


def word_after(text: str, offset: int) -> tuple[int, int] | None:
    """Return the first word that begins at `offset` or later."""
    word = _compile(_WORD).search(text, offset)
    return word.span() if word else None


def word_before(text: str, offset: int) -> tuple[int, int] | None:
    """Return the last word that ends at `offset` or earlier."""
    begin = max(0, offset - _FARTHEST)
    while begin > 0 and not text[begin - 1].isspace() and offset - begin < 2 * _FARTHEST:
        begin -= 1
    last = None
    for word in _compile(_WORD).finditer(text, begin, offset):
        last = word.span()
    return last
