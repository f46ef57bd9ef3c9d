"""The tables of a dossier as Parquet in a folder, with a note of which dossier they are of."""

import json
from collections.abc import Callable, Collection
from importlib.metadata import version
from pathlib import Path
from typing import Final

from claims.errors import VariorumError, reason_of
from claims.saving import OutputError, replacing, save_text
from claims.store.operations.whole_tables import TABLES, Columns
from reconcile.bulk.parquet import RowGroups, check_parquet
from tui.output import to_json
from tui.services.workspace import Workspace

NOTE: Final = "dossier.json"
Progress = Callable[[int], None]
"""Called with the number of rows of a table that are written."""


class ExportError(VariorumError):
    """The dossier changed in a way that its tables do not fit together."""


def export_parquet(
    workspace: Workspace,
    folder: Path,
    *,
    force: bool,
    only: Collection[str] = (),
    progress: Progress = lambda done: None,
) -> dict[str, int]:
    """Write the tables of a dossier into a folder, a row group at a time; return how many rows each has.

    The note is written last: without it the tables are not complete. What others add meanwhile may be in some tables
    and not in others; the queue is read first, so that its marks are never newer than the evidence.

    Args:
        only: names of the tables to write; else all.

    Raises:
        ExportError: somebody merged or split events meanwhile.
        OutputError: there is something already and `force` is not given, or it cannot be written.
    """
    check_parquet()
    _make_folder(folder)
    store = workspace.dossier
    entries, head = store.head()
    events, rows = store.newest_event_decision(), {}
    for table in TABLES:
        if not only or table.name in only:
            rows[table.name] = _write_table(workspace, table, folder, force=force, progress=progress)
    if store.newest_event_decision() != events:
        raise ExportError(f"{folder}: somebody merged, split or renamed events meanwhile; run it again")
    note = {"variorum": version("variorum"), "entries": entries, "head": head, "rows": rows}
    save_text(folder / NOTE, [to_json(note), "\n"], force=force)
    return rows


def is_export_of(workspace: Workspace, folder: Path) -> bool:
    """Return whether a folder has the tables of the dossier as it is, but for the marks of the queue."""
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    entries, head = workspace.dossier.head()
    known = isinstance(note, dict) and (note.get("entries"), note.get("head")) == (entries, head)
    return known and all((folder / f"{table.name}.parquet").is_file() for table in TABLES)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(folder, reason_of(error)) from error


def _write_table(workspace: Workspace, table: Columns, folder: Path, *, force: bool, progress: Progress) -> int:
    count = 0
    with replacing(folder / f"{table.name}.parquet", force=force) as file, RowGroups(file, table.types) as groups:
        for page in workspace.dossier.table_pages(table):
            groups.write(page)
            count += len(page)
            progress(count)
    return count
