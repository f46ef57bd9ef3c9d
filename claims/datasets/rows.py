"""Read the rows of a table, CSV, XLSX or Parquet, one after another; the file ending chooses the reader."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from claims.errors import VariorumError, reason_of
from claims.findings import Finding
from claims.intake.csvclaims import CsvLines, read_csv_rows

Row = tuple[int, list[str]]
"""The number of a row, in a CSV file of its first line, and its cells."""
_AT_ONCE: Final = 1_000
_LONGEST_COLUMN: Final = 100
_LARGEST_SHEET: Final = 2 << 30
"""Bytes that a workbook may have when it is unpacked; its rows are read one after another."""


class TableError(VariorumError):
    """A table cannot be read at all."""

    def __init__(self, where: object, problem: str) -> None:
        self.where = where
        self.problem = problem
        super().__init__(f"{where}: {problem}")


def read_rows(path: Path) -> Iterator[Row | Finding]:
    """Yield the rows of a table, its heads first; a row that cannot be read is a finding.

    Raises:
        TableError: the table cannot be read, or not any further.
    """
    read = _READERS.get(path.suffix.casefold())
    if read is None:
        raise TableError(path, f"is no table that is read here ({', '.join(_READERS)}); save it as CSV in UTF-8")
    try:
        yield from read(path)
    except OSError as error:
        raise TableError(path, reason_of(error)) from error


def check_columns(columns: Sequence[str], wanted: Iterator[str], where: object) -> None:
    """Check that a table has the columns that are wanted, each once.

    Raises:
        TableError: one is missing, stands twice, or has a name that nothing can be cited by.
    """
    for column in columns:
        if columns.count(column) > 1:
            raise TableError(where, f"has two columns {column[:60]!r}; rename one of them")
        if not column.isprintable() or ": " in column or not 0 < len(column) <= _LONGEST_COLUMN:
            raise TableError(where, f"has a column {column[:60]!r}; give it a short plain name without a colon")
    if missing := sorted(set(wanted) - set(columns)):
        shown = ", ".join(missing[:5])
        raise TableError(where, f"has no column {shown}; its first row has {', '.join(columns)[:300]}")


def _read_csv(path: Path) -> Iterator[Row | Finding]:
    header: list[str] = []
    with path.open("rb") as stream:
        is_wide = stream.read(2) in (b"\xff\xfe", b"\xfe\xff")
    encoding = "utf-16" if is_wide else "utf-8-sig"
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as lines:
        for number, row in read_csv_rows(CsvLines(lines), header, str(path)):
            if isinstance(row, Finding):
                yield row
            elif any(row):
                header += [] if header else row
                yield number, row


def _read_sheet(path: Path) -> Iterator[Row]:
    from claims.intake.answers import NoTextError
    from claims.intake.table import read_sheet

    try:
        yield from _even(read_sheet(path.read_bytes(), _LARGEST_SHEET))
    except (NoTextError, MemoryError) as error:
        raise TableError(path, str(error) or "needs more memory than it may have; save its sheet as CSV") from error


def _even(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield rows with as many cells as the first has: a sheet leaves out empty ones at the end, and adds some."""
    width = 0
    for number, cells in rows:
        width = width or len(cells)
        if any(cells):
            yield number, (cells + [""] * width)[:width]


def _read_parquet(path: Path) -> Iterator[Row]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise TableError(path, "needs pyarrow, which is not installed: pip install 'variorum[parquet]'") from error
    from claims.intake.table import write_cell

    number = 1
    try:
        with parquet.ParquetFile(path) as table:
            names: list[str] = table.schema_arrow.names
            yield number, names
            for batch in table.iter_batches(batch_size=_AT_ONCE):
                columns: list[list[Any]] = [column.to_pylist() for column in batch.columns]
                for cells in zip(*columns, strict=True):
                    number += 1
                    yield number, list(map(write_cell, cells))
    except ArrowException as error:
        raise TableError(path, f"cannot be read as Parquet: {str(error)[:200]}") from error


_READERS: Final[dict[str, Callable[[Path], Iterator[Row | Finding]]]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".xlsx": _read_sheet,
    ".parquet": _read_parquet,
}
