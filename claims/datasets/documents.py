"""Write the row of a table as a document: a line for each cell that says something, with its column before it."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple

from claims.identity import digest_ordered
from claims.models import ROW_TYPE

_GOES_ON: Final = "\n\t"
"""Begins what a cell says in a further line, so that no cell can pass for a column."""


class Cell(NamedTuple):
    """Where a cell stands in its document, half-open, in characters."""

    line: int
    """Where its column is named."""
    start: int
    end: int


class RowText(NamedTuple):
    """The text of a row, and where its cells stand."""

    text: str
    cells: dict[str, Cell]


def write_row(columns: Sequence[str], cells: Sequence[str]) -> RowText:
    r"""Return the document of a row; empty cells are left out.

    >>> write_row(["id", "town", "notes"], ["7", "", "one\ntwo"]).text
    'id: 7\nnotes: one\n\ttwo'
    """
    parts: list[str] = []
    places: dict[str, Cell] = {}
    at = 0
    for column, cell in zip(columns, cells, strict=True):
        if cell:
            written = cell if cell.isprintable() else _GOES_ON.join(cell.splitlines())
            start = at + len(column) + 2
            places[column] = Cell(at, start, start + len(written))
            parts.append(f"{column}: {written}")
            at = start + len(written) + 1
    return RowText("\n".join(parts), places)


def read_row(text: str) -> dict[str, Cell]:
    r"""Return where the cells of a document stand, from its text alone.

    >>> read_row("id: 7\nnotes: one\n\ttwo")["notes"]
    Cell(line=6, start=13, end=21)
    """
    cells: dict[str, Cell] = {}
    column, at = "", 0
    for line in text.split("\n"):
        end = at + len(line)
        if line.startswith("\t") and column:
            cells[column] = cells[column]._replace(end=end)
        else:
            column = line.partition(": ")[0]
            cells[column] = Cell(at, at + len(column) + 2, end)
        at = end + 1
    return cells


def article_content(
    text: str, *, name: str, title: str, publisher: str, published: str | None, note: str
) -> dict[str, Any]:
    """Return the plain content of the article that a row becomes, with its keys in order."""
    text_sha256 = sha256(text.encode("utf-8")).hexdigest()
    about = {"published": published, "publisher": publisher, "text": text_sha256, "title": title, "url": None}
    return {
        "complete": True,
        "encoding": "utf-8",
        "id": digest_ordered(about),
        "media_type": ROW_TYPE,
        "name": name,
        "notes": [note],
        "original_sha256": text_sha256,
        "published": published,
        "publisher": publisher,
        "revises": None,
        "text": text,
        "text_sha256": text_sha256,
        "title": title,
        "url": None,
    }
