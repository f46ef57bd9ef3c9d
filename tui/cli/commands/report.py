"""`variorum report`: the conflict report, what changed in it, and its tables."""

import contextlib
import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

from claims.errors import VariorumError, reason_of
from claims.saving import OutputError, check_target, replacing
from claims.store.addresses import place_name
from reconcile.bulk.parquet import check_parquet
from reconcile.evidence.lens import Lens
from reconcile.reports.changes import Changes
from reconcile.reports.report import Report
from reconcile.reports.tables import GED, TABLES, Table
from reconcile.reports.tables.model import Row
from tui.cli.options import AcceptedOnly, Force, KnownAt, Output, RecordedAt, build_lens, dossier_path
from tui.output import console, deliver, say, to_json
from tui.services.project import load_project
from tui.services.report_changes import make_changes
from tui.services.reporting import FORMATS, READ_ONCE_KB, Selection, choose_format, make_report
from tui.services.table_rows import build_rows
from tui.services.workspace import Workspace
from tui.writers.datapackage import DATAPACKAGE, GEOJSON, GeoJsonWriter, describe_tables
from tui.writers.formats import draw
from tui.writers.json_views import shapes
from tui.writers.json_views.shapes import Shape
from tui.writers.tables import CsvWriter, ParquetWriter, Writer

app = typer.Typer()

DIFF_FORMATS: Final = tuple(format_ for format_ in FORMATS if format_ != "docx")
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
    output: Output = None,
    force: Force = False,
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
            metavar="terminal|md|html|docx|json|csv|parquet",
        ),
    ] = None,
    appendix: Annotated[
        bool, typer.Option("--appendix", help="the full evidence in md and docx, and on paper in html")
    ] = False,
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Print the conflict report: every conflict with its evidence, every resolution with its reason, what is open.

    md, html and docx are for an editor: a table of the events, what is in dispute with the words and the decisions,
    the articles, and how it was made. html is one file to hand on: it needs no network and no script, prints well,
    and every figure links to the words it rests on, folded in its appendix. csv and parquet are tables: assertions,
    items, decisions, and one row for an event and a policy in the columns of ucdp_ged, gtd and acled; `--tables
    DIR` writes all of them with a dictionary of their columns. The same dossier gives the same bytes on every
    machine.
    """
    lens = build_lens(accepted_only, known_at, recorded_at)
    selection = Selection(tuple(item or ()), tuple(state or ()), tuple(attribute or ()))
    if tables is not None and diff is None:
        chosen = choose_format(format_, None, tuple(_WRITERS), default="csv")
        _write_tables(lens, selection, tables, chosen, force=force)
        return
    chosen = choose_format(format_, output, FORMATS if diff is None else DIFF_FORMATS)
    if output is not None:
        check_target(output, force=force)
    if diff is not None:
        _write_changes(lens, selection, diff, output, chosen, force=force)
    elif chosen in _WRITERS:
        _write_table(lens, selection, table, output, chosen, force=force)
    else:
        _write_report(lens, selection, output, chosen, force=force, appendix=appendix)


def _write_report(
    lens: Lens, selection: Selection, output: Path | None, format_: str, *, force: bool, appendix: bool
) -> None:
    """Print the report over a selection."""
    with Workspace(dossier_path(), lens=lens, cache_kb=READ_ONCE_KB) as workspace:
        report = make_report(workspace, selection)
        if format_ == "docx":
            _write_docx(workspace, report, output, force=force, appendix=appendix)
            return
        parts = draw(workspace, report, format_, to_file=output is not None, appendix=appendix)
        deliver(parts, output, force=force, styled=format_ == "terminal")


def _write_docx(workspace: Workspace, report: Report, output: Path | None, *, force: bool, appendix: bool) -> None:
    from tui.writers.docx import write_docx

    if output is None:
        raise TableError("a Word file is not for a terminal: name a file with -o FILE")
    with replacing(output, force=force) as file:
        write_docx(report, workspace, file, appendix=appendix)
    say(f"wrote {output}")


def _write_changes(
    lens: Lens, selection: Selection, old: str, output: Path | None, format_: str, *, force: bool
) -> None:
    """Print what changed over a selection since `old`: a report in JSON, or a date."""
    from tui.writers.changes import CHANGES, change_rows

    with Workspace(dossier_path(), lens=lens) as workspace:
        changes = make_changes(workspace, selection, old)
    if format_ in _WRITERS:
        _write_rows(CHANGES, [change_rows(changes)], output, format_, force=force)
    else:
        deliver(_render(changes, format_), output, force=force, styled=format_ == "terminal")


def _render(changes: Changes, format_: str) -> Iterable[str]:
    from tui.writers import changes as writer

    if format_ == "json":
        return [writer.changes_json(changes)]
    if format_ == "md":
        return writer.changes_markdown(changes)
    if format_ == "html":
        return writer.changes_html(changes)
    target = io.StringIO()
    page = console(width=console().width, file=target)
    for part in writer.render_changes(changes):
        page.print(part)
    return [target.getvalue()]


def _write_table(
    lens: Lens, selection: Selection, name: str, output: Path | None, format_: str, *, force: bool
) -> None:
    """Write one table to a file or, as CSV, to standard output."""
    table = _BY_NAME.get(name)
    if table is None:
        raise TableError(f"--table {name!r} is none of {', '.join(_BY_NAME)}")
    with Workspace(dossier_path(), lens=lens) as workspace:
        batches = (rows[table.name] for rows in build_rows(workspace, selection, [table]))
        _write_rows(table, batches, output, format_, force=force)


def _write_rows(
    table: Table, batches: Iterable[Iterable[Row]], output: Path | None, format_: str, *, force: bool
) -> None:
    """Write rows of a table to a file or, as CSV, to standard output."""
    if format_ == "parquet":
        check_parquet()
    if output is None:
        if format_ != "csv":
            raise TableError("Parquet is not for a terminal: name a file with -o FILE, or a folder with --tables DIR")
        deliver(_csv_parts(table, batches), None)
        return
    with replacing(output, force=force) as file:
        writer = _WRITERS[format_](table, file)
        for rows in batches:
            writer.write(rows)
        writer.close()
    say(f"wrote {output}")


def _csv_parts(table: Table, batches: Iterable[Iterable[Row]]) -> Iterator[str]:
    """Yield a table as CSV, a batch of rows at a time."""
    buffer = io.BytesIO()
    writer = CsvWriter(table, buffer)
    for rows in batches:
        writer.write(rows)
        yield buffer.getvalue().decode("utf-8")
        buffer.seek(0)
        buffer.truncate()
    writer.close()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(folder, reason_of(error)) from error


def _write_tables(lens: Lens, selection: Selection, folder: Path, format_: str, *, force: bool) -> None:
    """Write every table into a folder, as CSV with what describes them to programs; create it if there is none."""
    if format_ == "parquet":
        check_parquet()
    _make_folder(folder)
    with Workspace(dossier_path(), lens=lens) as workspace, contextlib.ExitStack() as stack:

        def create(name: str) -> BinaryIO:
            return stack.enter_context(replacing(folder / name, force=force))

        writers: list[tuple[str, Writer]] = []  # outlast a file that may not be written: closed in order
        for table in TABLES:
            writers.append((table.name, _WRITERS[format_](table, create(f"{table.name}.{format_}"))))
        if format_ == "csv":
            writers.append((GED.table.name, GeoJsonWriter(create(GEOJSON))))
            create(DATAPACKAGE).write(_describe_tables(workspace))
        for rows in build_rows(workspace, selection, TABLES):
            for name, writer in writers:
                writer.write(rows.get(name, ()))
        for _, writer in writers:
            writer.close()
    say(f"wrote {len(TABLES)} tables to {folder}; dictionary.{format_} says what their columns mean")


def _describe_tables(workspace: Workspace) -> bytes:
    project = load_project(workspace.dossier.path)
    title = project.title or place_name(workspace.dossier.path)
    described = describe_tables(TABLES, title=title, publisher=project.publisher, terms=project.license)
    return (to_json(described) + "\n").encode()
