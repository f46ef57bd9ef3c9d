"""`variorum report --format csv|parquet` and `--tables`: the dossier as tables for researchers."""

import contextlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from claims.errors import VariorumError
from reconcile.evidence.lens import Lens
from reconcile.items.item import Item
from reconcile.reports.report import Entry
from reconcile.reports.tables import (
    ASSERTIONS,
    DECISIONS,
    EVENT_TABLES,
    ITEMS,
    TABLES,
    Table,
    assertion_rows,
    build_facts,
    decision_rows,
    dictionary_rows,
    item_row,
)
from reconcile.reports.tables.event_facts import Source
from reconcile.reports.tables.model import Row
from tui.cli.commands.report import Selection, make_report
from tui.output import OutputError, replacing, say, write
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.tables import CsvWriter, ParquetWriter, Writer, check_parquet

FORMATS: Final = ("csv", "parquet")
_BY_NAME: Final = {table.name: table for table in TABLES}
_WRITERS: Final[dict[str, Callable[[Table, BinaryIO], Writer]]] = {"csv": CsvWriter, "parquet": ParquetWriter}


class TableError(VariorumError):
    """No such table, or no place that it can go to."""


@dataclass(frozen=True, slots=True)
class _Event:
    """One subject with its items, read once for all tables."""

    subject: str
    items: Sequence[Item]
    every: Sequence[Item]
    """Its items that a filter leaves out too: the facts of an event need them."""


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
        for rows in _rows(workspace, selection, [table]):
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
        for rows in _rows(workspace, selection, TABLES):
            for name, some in rows.items():
                writers[name].write(some)
        for writer in writers.values():
            writer.close()
    say(f"wrote {len(TABLES)} tables to {folder}; dictionary.{format_} says what their columns mean")


def _rows(workspace: Workspace, selection: Selection, tables: Iterable[Table]) -> Iterator[dict[str, list[Row]]]:
    """Yield the rows of the tables, an event at a time; the dictionary's last."""
    wanted = {table.name for table in tables}
    for event in _events(workspace, selection):
        found: dict[str, list[Row]] = {name: [] for name in wanted}
        if ASSERTIONS.name in wanted:
            ids = [m.assertion.id for item in event.items for m in item.members if not m.linked]
            recorded = workspace.dossier.recorded_at(ids)
            found[ASSERTIONS.name] = [row for item in event.items for row in assertion_rows(item, recorded)]
        if ITEMS.name in wanted:
            found[ITEMS.name] = [item_row(item) for item in event.items]
        if DECISIONS.name in wanted:
            found[DECISIONS.name] = [
                row for item in event.items for row in decision_rows(item, workspace.decisions_on(item))
            ]
        if _is_event(event.every):
            facts = None
            for each in EVENT_TABLES:
                if each.table.name in wanted:
                    facts = facts or build_facts(
                        event.subject, event.every, workspace.dossier.vocabulary(), _sources(workspace, event.every)
                    )
                    found[each.table.name] = list(each.rows(facts))
        yield found
    yield {name: list(dictionary_rows(TABLES)) if name == "dictionary" else [] for name in wanted}


def _events(workspace: Workspace, selection: Selection) -> Iterator[_Event]:
    report = make_report(workspace, selection)
    every: dict[str, tuple[Entry, ...]] = {}
    if selection.states or selection.attributes or selection.names:
        every = dict(make_report(workspace).events)
    for subject, entries in report.events:
        items = list(workspace.read(entries))
        chosen = {entry.id for entry in entries}
        rest = [entry for entry in every.get(subject, ()) if entry.id not in chosen]
        yield _Event(subject, items, [*items, *workspace.read(rest)])


def _is_event(items: Iterable[Item]) -> bool:
    return any(m.assertion.subject_kind == "event" for item in items for m in item.members)


def _sources(workspace: Workspace, items: Iterable[Item]) -> dict[str, Source]:
    ids = sorted({m.assertion.passage.article for item in items for m in item.members})
    rows = workspace.dossier.article_rows_of(ids)
    return {row.id: Source(row.name, row.publisher or f"article {row.name}", row.published, row.title) for row in rows}
