"""`variorum report` and `schema`, declared."""

from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import AcceptedOnly, KnownAt, RecordedAt, dossier_path, open_lens

app = typer.Typer()


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
    format_: Annotated[str, typer.Option("--format", metavar="terminal|md|html|json|csv|parquet")] = "terminal",
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
    from tui.cli.commands.report import run_report
    from tui.services.reporting import Selection

    lens = open_lens(accepted_only, known_at, recorded_at)
    selection = Selection(tuple(item or ()), tuple(state or ()), tuple(attribute or ()))
    if diff is not None:
        from tui.cli.commands.changes import run_changes

        run_changes(dossier_path(), lens, selection, diff, output, format_)
        return
    if tables is None and format_ not in {"csv", "parquet"}:
        run_report(dossier_path(), lens, output, selection, format_)
        return
    from tui.cli.commands.tables import run_table, run_tables

    if tables is None:
        run_table(dossier_path(), lens, selection, table, output, format_)
    elif format_ in {"terminal", "csv", "parquet"}:
        run_tables(dossier_path(), lens, selection, tables, "parquet" if format_ == "parquet" else "csv")
    else:
        raise typer.BadParameter(f"tables are csv or parquet, not {format_}", param_hint="--format")


@app.command(short_help="The JSON Schema of what --format json prints.")
def schema(
    name: Annotated[str, typer.Argument(help="report, conflicts, items, claims, events or changes; all if none")] = "",
) -> None:
    """Print the JSON Schema (draft 2020-12) of what `--format json` prints, and of a line of a claims file."""
    from tui.cli.commands.schema import run_schema

    run_schema(name)
