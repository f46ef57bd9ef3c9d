"""`variorum backup`, `move` and `rebuild`."""

from pathlib import Path
from typing import Annotated

import typer

from claims.store.addresses import format_place, parse_place
from tui.cli.options import open_workspace
from tui.output import progress, say
from tui.services.moving import move_dossier
from tui.services.reporting import refresh

app = typer.Typer()


@app.command(short_help="Write a consistent copy of the dossier.")
def backup(path: Annotated[Path, typer.Argument(help="a new file for the copy")]) -> None:
    """Write a consistent copy of the dossier, complete or not at all. Copy dossiers this way while others write."""
    with open_workspace() as workspace:
        workspace.dossier.backup(path)
    say(f"wrote {path}")


@app.command(short_help="Copy a dossier into a database, or out of it.")
def move(
    source: Annotated[Path, typer.Argument(metavar="FROM", parser=parse_place, help="a dossier: a file or an address")],
    target: Annotated[Path, typer.Argument(metavar="TO", parser=parse_place, help="where no dossier is yet")],
) -> None:
    """Copy a dossier from a file into a PostgreSQL database or out of one, with every id and byte of its record.

    Nobody can add to a file meanwhile. FROM stays as it is: remove it, or go on with one of the two alone.
    """
    with progress("rows written") as step:
        entries, root = move_dossier(source, target, step)
    say(f"wrote {format_place(target)}: {entries} ledger entries, head {root}")


@app.command(short_help="Compute the query tables afresh.")
def rebuild() -> None:
    """Compute the query tables afresh from the ledger."""
    with open_workspace() as workspace:
        with progress("reading the ledger") as step:
            entries = workspace.dossier.rebuild(step)
        items = refresh(workspace)
    say(f"rebuilt from {entries} ledger entries; {items} items reconciled")
