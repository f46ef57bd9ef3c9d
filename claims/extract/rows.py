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


def _cell(found: re.Match[str]) -> Cell:
    return Cell(event_words()[found["head"]][0].attribute, found.start(), found.end(), found.start("figure"))
