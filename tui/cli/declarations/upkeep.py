"""`variorum backup` and `rebuild`, declared."""

from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import dossier_path

app = typer.Typer()


@app.command(short_help="Write a consistent copy of the dossier.")
def backup(path: Annotated[Path, typer.Argument(help="a new file for the copy")]) -> None:
    """Write a consistent copy of the dossier, complete or not at all. Copy dossiers this way while others write."""
    from tui.cli.commands.upkeep import run_backup

    run_backup(dossier_path(), path)


@app.command(short_help="Compute the query tables afresh.")
def rebuild() -> None:
    """Compute the query tables afresh from the ledger."""
    from tui.cli.commands.upkeep import run_rebuild

    run_rebuild(dossier_path())
