"""Find the tables on a page of a PDF, so that each row is read with its cells beside each other.

A layout puts the cells of a column together, as it does with prose in columns. Lines that stand on one height in
several rows, most of them figures alone, are a table.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Final, Protocol, TypeVar

_LEVEL: Final = 2.5
"""Points by which the lines of one row differ in height."""
_LONGEST: Final = 40
"""Characters of a cell."""
_FEWEST: Final = 2
"""Rows with a figure, and cells of a row."""
_FIGURE: Final = re.compile(r"[~<>+-]?\d[\d.,'’   ]*%?|[-–—]|n/a", re.IGNORECASE)


class Line(Protocol):
    """A line of text on a page."""

    @property
    def x0(self) -> float:
        """The left end."""

    @property
    def y0(self) -> float:
        """The lower end."""


_L = TypeVar("_L", bound=Line)


def find_tables(lines: Sequence[tuple[_L, str]]) -> list[list[list[_L]]]:
    """Return the tables among the lines of a page with their texts: rows of lines, from the top and the left."""
    texts = {id(line): text for line, text in lines}
    tables: list[list[list[_L]]] = []
    run: list[list[_L]] = []
    for row in [*_rows([line for line, text in lines if text]), []]:
        if len(row) >= _FEWEST and all(len(texts[id(cell)]) <= _LONGEST for cell in row):
            run.append(row)
            continue
        if _is_table([[texts[id(cell)] for cell in each] for each in run]):
            tables.append(run)
        run = []
    return tables


def join_heads(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the rows of a table with heads of several lines as one row.

    >>> join_heads([["District", "People"], ["or town", "killed"], ["Orsa", "12"]])
    [['District or town', 'People killed'], ['Orsa', '12']]
    """
    heads = list(takewhile(lambda row: not any(_FIGURE.fullmatch(cell.strip()) for cell in row), rows))
    is_one = len({len(row) for row in heads}) == 1
    joined = [[" ".join(column) for column in zip(*heads, strict=True)]] if is_one else heads
    return [list(row) for row in (*joined, *rows[len(heads) :])]


def _rows(lines: Sequence[_L]) -> Iterator[list[_L]]:
    """Yield the lines that stand on one height, from the top of the page."""
    row: list[_L] = []
    for line in sorted(lines, key=lambda each: -each.y0):
        if row and row[0].y0 - line.y0 > _LEVEL:
            yield sorted(row, key=lambda each: each.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda each: each.x0)


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether most cells beside the first of each row are figures, in two rows or more."""
    beside = [[bool(_FIGURE.fullmatch(cell.strip())) for cell in row[1:]] for row in rows]
    figured = [row for row in beside if any(row)]
    return len(figured) >= _FEWEST and all(2 * sum(row) > len(row) for row in figured)
