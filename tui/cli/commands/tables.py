"""`variorum report --format csv|parquet` and `--tables`: the dossier as tables for researchers."""

import contextlib
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from claims.errors import VariorumError
from reconcile.evidence.lens import Lens
from reconcile.reports.tables import (
    TABLES,
    Table,
)
from tui.output import OutputError, replacing, say, write
from tui.services.reporting import Selection
from tui.services.table_rows import build_rows
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.tables import CsvWriter, ParquetWriter, Writer, check_parquet

FORMATS: Final = ("csv", "parquet")
_BY_NAME: Final = {table.name: table for table in TABLES}
_WRITERS: Final[dict[str, Callable[[Table, BinaryIO], Writer]]] = {"csv": CsvWriter, "parquet": ParquetWriter}


class TableError(VariorumError):
    """No such table, or no place that it can go to."""


def run_table(dossier: Path, lens: Lens, selection: Selection, name: str, output: Path | None, format_: str) -> None:
    """Write one table to a file or, as CSV, to standard output."""
    table = _BY_NAME.get(name)
    if table is None:
        raise TableError(f"--table {name!r} is none of {', '.join(_BY_NAME)}")
    if format_ == "parquet":
        check_parquet()
        if output is None:
            raise TableError("Parquet is not for a terminal: name a file with -o FILE, or a folder with --tables DIR")
    with Workspace(dossier, lens=lens) as workspace, contextlib.ExitStack() as stack:
        buffer = io.BytesIO()
        file = buffer if output is None else stack.enter_context(replacing(output))
        writer = _WRITERS[format_](table, file)
        for rows in build_rows(workspace, selection, [table]):
            writer.write(rows[table.name])
            if output is None:
                _pass_on(buffer)
        writer.close()
        if output is None:
            _pass_on(buffer)
    if output is not None:
        say(f"wrote {output}")


def _pass_on(buffer: io.BytesIO) -> None:
    text = buffer.getvalue().decode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    if text:
        write(visible(text, keep="\n\t") if sys.stdout.isatty() else text)


def run_tables(dossier: Path, lens: Lens, selection: Selection, folder: Path, format_: str) -> None:
    """Write every table into a folder, which is made if there is none."""
    if format_ == "parquet":
        check_parquet()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(folder, error.strerror or str(error)) from error
    with Workspace(dossier, lens=lens) as workspace, contextlib.ExitStack() as stack:
        writers = {
            table.name: _WRITERS[format_](table, stack.enter_context(replacing(folder / f"{table.name}.{format_}")))
            for table in TABLES
        }
        for rows in build_rows(workspace, selection, TABLES):
            for name, some in rows.items():
                writers[name].write(some)
        for writer in writers.values():
            writer.close()
    say(f"wrote {len(TABLES)} tables to {folder}; dictionary.{format_} says what their columns mean")
