"""Rows of heads and figures, "Killed 12 Injured 40 Missing 3": each figure goes with the head before it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from claims.extract.lexicon import event_words

_BETWEEN: Final = r"[\s|:=\x00-]{1,4}"
_FIGURE: Final = r"\d{1,3}(?:[,' ]\d{3})+|\d{1,7}"
_HEADS: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure below or beside its head, in spans of the view."""

    attribute: str
    start: int
    end: int
    figure_start: int


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of the view whose figures are no prose; `cells` is empty where nobody can tell the heads."""

    start: int
    end: int
    cells: tuple[Cell, ...]


@cache
def _rows() -> re.Pattern[str]:
    heads = "|".join(sorted((word for word in event_words() if _HEADS.fullmatch(word)), key=lambda w: (-len(w), w)))
    # The word before opens no row: "12 killed 40 injured" begins with a figure.
    pair = rf"\b(?:{heads}){_BETWEEN}(?:{_FIGURE})(?![\w%])"
    paired = rf"(?<!\d)(?<!\d )(?<!\d \| ){pair}(?:[\s|,;]{{1,4}}{pair})+(?=\s*(?:[.|,;]|$|\n))"
    apart = rf"\b(?:{heads})(?:[\s|,;]{{1,4}}(?:{heads}))+(?:{_BETWEEN}(?:{_FIGURE})(?![\w%])){{2,}}"
    return re.compile(rf"(?P<paired>{paired})|(?P<apart>{apart})")


_CELL: Final = re.compile(rf"(?P<head>[a-z]+){_BETWEEN}(?P<figure>{_FIGURE})")


def find_rows(lower: str, start: int, end: int) -> Iterator[Row]:
    """Yield the rows between `start` and `end` of the lower-case view.

    >>> [(c.attribute, c.figure_start) for row in find_rows("killed 12 injured 40", 0, 20) for c in row.cells]
    [('killed', 7), ('injured', 18)]
    """
    for found in _rows().finditer(lower, start, end):
        cells = [_cell(cell) for cell in _CELL.finditer(lower, *found.span())] if found["paired"] else []
        yield Row(found.start(), found.end(), tuple(cells))


_LINE: Final = r"[ \t]*\|([^\n]*)\|[ \t]*"
_TABLE: Final = re.compile(rf"(?:^|(?<=\n)){_LINE}\n[ \t]*\|(?:[-:\x00 ]+\|)+[ \t]*\n{_LINE}(?=\n\s*[^|\s]|\s*$)")
"""A table of two rows: heads, a rule, and what stands below them."""


def find_columns(lower: str) -> Iterator[Cell]:
    """Yield the figures of tables of one row below their heads, where every head tells what its figures count.

    >>> [(c.attribute, c.figure_start) for c in find_columns("| killed | injured |\\n|---|---|\\n| 12 | 40 |")]
    [('killed', 33), ('injured', 38)]
    """
    for table in _TABLE.finditer(lower):
        heads = [head.strip() for head in table[1].split("|")]
        cells = list(re.finditer(r"[^|]+", table[2]))
        known = all(_HEADS.fullmatch(head) and head in event_words() for head in heads)
        if not known or len(cells) != len(heads) or not all(re.fullmatch(_FIGURE, cell[0].strip()) for cell in cells):
            continue
        for head, cell in zip(heads, cells, strict=True):
            at = table.start(2) + cell.start() + len(cell[0]) - len(cell[0].lstrip())
            yield Cell(event_words()[head][0].attribute, table.start(1), at + len(cell[0].strip()), at)


def _cell(found: re.Match[str]) -> Cell:
    return Cell(event_words()[found["head"]][0].attribute, found.start(), found.end(), found.start("figure"))
