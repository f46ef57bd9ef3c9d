"""Rows of heads and figures, "Killed 12 Injured 40 Missing 3": each figure goes with the head before it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from claims.extract.lexicon import event_words, words
from claims.vocabulary.model import TOTAL

_BETWEEN: Final = r"[\s|:=\x00-]{1,4}"
_FIGURE: Final = r"\d{1,3}(?:[,' ]\d{3})+|\d{1,7}"
_TWO_FIGURES: Final = re.compile(r"\d\D+\d")
_HEADS: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure below or beside its head, in spans of the view."""

    attribute: str
    start: int
    end: int
    figure_start: int
    scope: str = TOTAL
    """Whom it counts, in the words of its row or column."""


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
    if _TWO_FIGURES.search(lower, start, end) is None:
        return
    for found in _rows().finditer(lower, start, end):
        cells = [_cell(cell) for cell in _CELL.finditer(lower, *found.span())] if found["paired"] else []
        yield Row(found.start(), found.end(), tuple(cells))


_TABLE: Final = re.compile(
    r"(?:^|(?<=\n))[ \t]*(\|[^\n]*\|)[ \t]*\n[ \t]*\|(?:[-:\x00 ]+\|)+[ \t]*((?:\n[ \t]*\|[^\n]*)+)"
)
"""A row of heads, a rule, and the rows below."""
_LINE: Final = re.compile(r"\|[^\n]*\|")
_INNER: Final = re.compile(r"(?<=\|)[^|\n]*(?=\|)")
_LONGEST: Final = 60
"""Characters of a label; a longer one is prose."""
_Words = tuple[str, int]
_EMPTY: Final = re.compile(r"[-–—\s]*")


def find_tables(lower: str) -> Iterator[Row]:
    """Yield the tables with heads: of each cell the row or the column tells what it counts, and the other of whom.

    >>> [(c.attribute, c.scope) for t in find_tables("| town | killed |\\n|---|---|\\n| orsa | 12 |") for c in t.cells]
    [('killed', 'orsa')]
    """
    for table in _TABLE.finditer(lower):
        heads = _split(lower, *table.span(1))
        rows = [_split(lower, *line.span()) for line in _LINE.finditer(lower, *table.span(2))]
        counts = any(map(_attribute, heads))
        if counts and any(_figure(head) for head, _ in heads):
            continue  # its first row has figures, and so no heads
        if not counts and not any(_attribute(row[0]) for row in rows):
            continue
        cells = (cell for row in rows if len(row) == len(heads) for cell in _read_row(heads, row, len(rows)))
        yield Row(table.start(), table.end(), tuple(replace(cell, start=table.start(1)) for cell in cells))


def _split(lower: str, start: int, end: int) -> list[_Words]:
    """Return the cells of a line: their words, and where they begin."""
    cells = _INNER.finditer(lower, start, end)
    return [(cell[0].strip(), cell.start() + len(cell[0]) - len(cell[0].lstrip())) for cell in cells]


def _attribute(cell: _Words) -> str:
    """Return what a head counts; empty where it names none, or several."""
    telling = [word for word in re.findall(r"[^\s()*:]+", cell[0]) if word not in words("plain_heads")]
    return event_words()[telling[0]][0].attribute if len(telling) == 1 and telling[0] in event_words() else ""


def _read_row(heads: Sequence[_Words], row: Sequence[_Words], rows: int) -> list[Cell]:
    """Return the figures of a row; none where one of them is no figure, or nobody can tell whose it is."""
    attributes = list(map(_attribute, heads))
    if not any(attributes):
        columns = [(_attribute(row[0]), _scope(head)) for head, _ in heads]
    elif attributes[0]:
        columns = [(attribute, TOTAL) for attribute in attributes] if rows == 1 and all(attributes) else []
    else:
        columns = [(attribute, _scope(row[0][0])) for attribute in attributes]
    first = 0 if attributes[0] else 1
    read = [(*column, *cell) for column, cell in list(zip(columns, row, strict=False))[first:] if all(column)]
    if not all(_figure(cell) or _EMPTY.fullmatch(cell) for _, _, cell, _ in read):
        return []
    return [Cell(attribute, at, at + len(cell), at, scope) for attribute, scope, cell, at in read if _figure(cell)]


def _scope(label: str) -> str:
    """Return whom a row or column counts; empty where its label is a year or other figure, or none."""
    parts = label.strip(":* ").split()
    if not parts or len(label) > _LONGEST or any(map(str.isdigit, label)):
        return ""
    return TOTAL if set(parts) <= words("plain_heads") | words("of_all") else "_".join(parts)


def _figure(cell: str) -> bool:
    return re.fullmatch(_FIGURE, cell) is not None


def _cell(found: re.Match[str]) -> Cell:
    return Cell(event_words()[found["head"]][0].attribute, found.start(), found.end(), found.start("figure"))
