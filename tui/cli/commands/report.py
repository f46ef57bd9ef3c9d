"""`variorum report`: the conflict report, what changed in it, and its tables."""

import contextlib
import io
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

from claims.errors import VariorumError
from reconcile.evidence.lens import Lens
from reconcile.reports.changes import Changes
from reconcile.reports.tables import TABLES, Table
from tui.cli.options import AcceptedOnly, KnownAt, RecordedAt, build_lens, dossier_path
from tui.output import OutputError, console, deliver, replacing, say, write
from tui.services.report_changes import make_changes
from tui.services.reporting import FORMATS, READ_ONCE_KB, Selection, choose_format, make_report
from tui.services.table_rows import build_rows
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.formats import draw
from tui.writers.json_views import shapes
from tui.writers.json_views.shapes import Shape
from tui.writers.tables import CsvWriter, ParquetWriter, Writer, check_parquet

app = typer.Typer()

_BY_NAME: Final = {table.name: table for table in TABLES}

_WRITERS: Final[dict[str, Callable[[Table, BinaryIO], Writer]]] = {"csv": CsvWriter, "parquet": ParquetWriter}


SHAPES: Final[dict[str, Shape]] = {
    "report": (shapes.Report, "variorum report --format json"),
    "changes": (Changes, "variorum report --diff OLD --format json"),
}


class TableError(VariorumError):
    """No such table, or no place that it can go to."""


@app.command(short_help="Print the conflict report.")
def report(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")] = None,
    item: Annotated[list[str] | None, typer.Option(help="only this data item or event; may be given again")] = None,
    state: Annotated[list[str] | None, typer.Option(help="only items in this state; may be given again")] = None,
    attribute: Annotated[list[str] | None, typer.Option(help="only this attribute; may be given again")] = None,
    diff: Annotated[
        str | None, typer.Option(help="what changed since an earlier report in JSON, or a date", metavar="FILE|DATE")
    ] = None,
    tables: Annotated[
        Path | None, typer.Option(help="write every table into this folder instead", metavar="DIR")
    ] = None,
    table: Annotated[str, typer.Option(help="which table csv or parquet gives", metavar="NAME")] = "items",
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="else what the file's ending names, else terminal",
            metavar="terminal|md|html|json|csv|parquet",
        ),
    ] = None,
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Print the conflict report: every conflict with its evidence, every resolution with its reason, what is open.

    html is one file to hand on: it needs no network and no script, prints well, and every figure links to the words it
    rests on. csv and parquet are tables: assertions, items, decisions, and one row for an event and a policy in the
    columns of ucdp_ged, gtd and acled; `--tables DIR` writes all of them with a dictionary of their columns. The same
    dossier gives the same bytes on every machine.
    """
    lens = build_lens(accepted_only, known_at, recorded_at)
    selection = Selection(tuple(item or ()), tuple(state or ()), tuple(attribute or ()))
    if tables is not None and diff is None:
        _write_tables(lens, selection, tables, choose_format(format_, None, tuple(_WRITERS), default="csv"))
        return
    chosen = choose_format(format_, output, FORMATS)
    if diff is not None:
        _write_changes(lens, selection, diff, output, chosen)
    elif chosen in _WRITERS:
        _write_table(lens, selection, table, output, chosen)
    else:
        _write_report(lens, selection, output, chosen)


def _write_report(lens: Lens, selection: Selection, output: Path | None, format_: str) -> None:
    """Print the report over a selection."""
    with Workspace(dossier_path(), lens=lens, cache_kb=READ_ONCE_KB) as workspace:
        report = make_report(workspace, selection)
        deliver(draw(workspace, report, format_, to_file=output is not None), output)


def _write_changes(lens: Lens, selection: Selection, old: str, output: Path | None, format_: str) -> None:
    """Print what changed over a selection since `old`: a report in JSON, or a date."""
    with Workspace(dossier_path(), lens=lens) as workspace:
        changes = make_changes(workspace, selection, old)
    if format_ == "parquet":
        _deliver_parquet(changes, output)
    else:
        deliver(_render(changes, format_), output)


def _render(changes: Changes, format_: str) -> Iterable[str]:
    from tui.writers import changes as writer

    if format_ == "json":
        return [writer.changes_json(changes)]
    if format_ == "md":
        return writer.changes_markdown(changes)
    if format_ == "html":
        return writer.changes_html(changes)
    if format_ == "csv":
        buffer = io.BytesIO()
        table = CsvWriter(writer.CHANGES, buffer)
        table.write(writer.change_rows(changes))
        table.close()
        return [buffer.getvalue().decode("utf-8")]
    target = io.StringIO()
    page = console(width=console().width, file=target)
    for part in writer.render_changes(changes):
        page.print(part)
    return [target.getvalue()]


def _deliver_parquet(changes: Changes, output: Path | None) -> None:
    from tui.writers.changes import CHANGES, change_rows

    check_parquet()
    if output is None:
        raise TableError("Parquet is not for a terminal: name a file with -o FILE")
    with replacing(output) as file:
        table = ParquetWriter(CHANGES, file)
        table.write(change_rows(changes))
        table.close()
    say(f"wrote {output}")


def _write_table(lens: Lens, selection: Selection, name: str, output: Path | None, format_: str) -> None:
    """Write one table to a file or, as CSV, to standard output."""
    table = _BY_NAME.get(name)
    if table is None:
        raise TableError(f"--table {name!r} is none of {', '.join(_BY_NAME)}")
    if format_ == "parquet":
        check_parquet()
        if output is None:
            raise TableError("Parquet is not for a terminal: name a file with -o FILE, or a folder with --tables DIR")
    with Workspace(dossier_path(), lens=lens) as workspace, contextlib.ExitStack() as stack:
        buffer = io.BytesIO()
        file = buffer if output is None else stack.enter_context(replacing(output))
        writer = _WRITERS[format_](table, file)
        for rows in build_rows(workspace, selection, [table]):
            writer.write(rows[table.name])
            if output is None:
                _flush_rows(buffer)
        writer.close()
        if output is None:
            _flush_rows(buffer)
    if output is not None:
        say(f"wrote {output}")


def _flush_rows(buffer: io.BytesIO) -> None:
    text = buffer.getvalue().decode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    if text:
        write(visible(text, keep="\n\t") if sys.stdout.isatty() else text)


def _write_tables(lens: Lens, selection: Selection, folder: Path, format_: str) -> None:
    """Write every table into a folder; create it if there is none."""
    if format_ == "parquet":
        check_parquet()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(folder, error.strerror or str(error)) from error
    with Workspace(dossier_path(), lens=lens) as workspace, contextlib.ExitStack() as stack:
        writers = {
            table.name: _WRITERS[format_](table, stack.enter_context(replacing(folder / f"{table.name}.{format_}")))
            for table in TABLES
        }
        for rows in build_rows(workspace, selection, TABLES):
            for name, batch in rows.items():
                writers[name].write(batch)
        for writer in writers.values():
            writer.close()
    say(f"wrote {len(TABLES)} tables to {folder}; dictionary.{format_} says what their columns mean")
