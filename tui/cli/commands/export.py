"""`variorum export`."""

from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import Force, open_workspace
from tui.output import counted, progress, say
from tui.services.parquet_export import export_parquet

app = typer.Typer()


@app.command(short_help="The dossier's tables, for other programs.")
def export(
    folder: Annotated[Path, typer.Argument(help="a folder; made where there is none", metavar="FOLDER")],
    format_: Annotated[str, typer.Option("--format", help="of the tables", metavar="parquet")] = "parquet",
    force: Force = False,
) -> None:
    """Write the tables of the dossier into a folder: items, assertions, decisions, articles and mentions.

    Each row has the columns that Variorum searches by and, in `body`, the record itself as the ledger has it; articles
    have their texts there. DuckDB, Polars and Spark read such tables as they are: `select state, count(*) from
    'FOLDER/items.parquet' group by 1`. They are written some thousand rows at a time, in memory that does not grow, and
    `dossier.json` says last which dossier they are of. Needs pyarrow (`pip install -r requirements/parquet.txt`).
    Tables for people, with codebook columns, are `variorum report --tables`.
    """
    if format_ != "parquet":
        raise typer.BadParameter(f"{format_!r} is not parquet", param_hint="--format")
    with open_workspace() as workspace, progress("writing tables") as step:
        rows = export_parquet(workspace, folder, force=force, progress=step)
    total = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    say(f"wrote {counted(len(rows), 'table')} to {folder}: {total}")
