"""Tables as files: CSV that a spreadsheet cannot be made to run, and Parquet where pyarrow is installed.

Every CSV cell is quoted, and a text cell that a spreadsheet would take for a formula is written with
an apostrophe in front; Parquet keeps text as it is, since nothing runs it. Written a batch of rows at a time.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any, BinaryIO, Final, Protocol

from claims.errors import VariorumError
from claims.intake.csvclaims import safe_cell
from reconcile.reports.tables import Table
from reconcile.reports.tables.model import Cell, Row

_BATCH: Final = 2_000
"""Rows written at once."""


class ParquetError(VariorumError):
    """The library for Parquet is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "--format parquet needs pyarrow, which is not installed; run "
            "`pip install -r requirements/parquet.txt` in the folder Variorum came in, or use --format csv"
        )


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else safe_cell(value)


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
        self._names = [column.name for column in table.columns]
        self._file = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        self._writer = csv.writer(self._file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        self._writer.writerow(self._names)

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows."""
        for row in rows:
            self._writer.writerow([_cell(row[name]) for name in self._names])

    def close(self) -> None:
        """Write what is left; the file stays open."""
        self._file.detach()


class ParquetWriter:
    """Writes rows of one table to an open file, a row group at a time."""

    def __init__(self, table: Table, file: BinaryIO) -> None:
        self._arrow, parquet = _import_arrow()
        types = {"text": self._arrow.string(), "integer": self._arrow.int64(), "boolean": self._arrow.bool_()}
        self._schema = self._arrow.schema([(column.name, types[column.type]) for column in table.columns])
        self._writer = parquet.ParquetWriter(file, self._schema)
        self._waiting: list[Row] = []

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows, once there are enough of them."""
        for row in rows:
            self._waiting.append(row)
            if len(self._waiting) >= _BATCH:
                self._flush()

    def close(self) -> None:
        """Write what is left and the footer; the file stays open."""
        if self._waiting:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(self._arrow.Table.from_pylist(self._waiting, schema=self._schema))
        self._waiting = []


def check_parquet() -> None:
    """Check that Parquet can be written.

    Raises:
        ParquetError: it cannot.
    """
    _import_arrow()


def _import_arrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ParquetError from error
    return pyarrow, parquet
