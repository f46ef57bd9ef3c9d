"""Tables as files: CSV that a spreadsheet cannot be made to run, and Parquet where pyarrow is installed.

Every CSV cell of text is quoted, and one that a spreadsheet would take for a formula is written with an apostrophe in
front; cells of numbers and of yes or no are not, as readers want them that are told the types. Parquet keeps text as it
is, since nothing runs it. Written a batch of rows at a time.
"""

import io
from collections.abc import Iterable
from typing import BinaryIO, Protocol

from claims.intake.csvclaims import safe_cell
from reconcile.bulk.parquet import RowGroups
from reconcile.reports.tables import Table
from reconcile.reports.tables.model import Cell, Row


def _text(value: Cell) -> str:
    """Return a cell of text in quotes."""
    cell = safe_cell(str(value)) if value is not None else ""
    return '"' + cell.replace('"', '""') + '"'


def _bare(value: Cell) -> str:
    """Return a cell that is a number, or true or false; empty where it is neither."""
    return "" if value is None else str(value).lower()


class Writer(Protocol):
    """Writes rows of one table to an open file."""

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows."""
        ...

    def close(self) -> None:
        """Write what is left; the file stays open."""
        ...


class CsvWriter:
    """Writes rows of one table to an open file as they come."""

    def __init__(self, table: Table, file: BinaryIO) -> None:
        self._columns = [(column.name, _text if column.type == "text" else _bare) for column in table.columns]
        self._file = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self._file.write(",".join(_text(name) for name, _ in self._columns) + "\n")

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows."""
        lines = (",".join(write(row[name]) for name, write in self._columns) for row in rows)
        self._file.writelines(f"{line}\n" for line in lines)

    def close(self) -> None:
        """Write what is left; the file stays open."""
        self._file.detach()


class ParquetWriter:
    """Writes rows of one table to an open file, a row group at a time."""

    def __init__(self, table: Table, file: BinaryIO) -> None:
        self._groups = RowGroups(file, {column.name: column.type for column in table.columns})
        self._cells = [column.name for column in table.columns]

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows, once there are enough of them."""
        self._groups.write([row[name] for name in self._cells] for row in rows)

    def close(self) -> None:
        """Write what is left and the footer; the file stays open."""
        self._groups.close()
