"""`variorum backup` and `rebuild`."""

from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import open_workspace
from tui.output import progress, say
from tui.services.reporting import refresh

app = typer.Typer()


@app.command(short_help="Write a consistent copy of the dossier.")
def backup(path: Annotated[Path, typer.Argument(help="a new file for the copy")]) -> None:
    """Write a consistent copy of the dossier, complete or not at all. Copy dossiers this way while others write."""
    with open_workspace() as workspace:
        workspace.dossier.backup(path)
    say(f"wrote {path}")


@app.command(short_help="Compute the query tables afresh.")
def rebuild() -> None:
    """Compute the query tables afresh from the ledger."""
    with open_workspace() as workspace:
        with progress("reading the ledger") as step:
            entries = workspace.dossier.rebuild(step)
        items = refresh(workspace)
    say(f"rebuilt from {entries} ledger entries; {items} items reconciled")
