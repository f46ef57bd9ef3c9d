"""`variorum backup` and `rebuild`."""

from pathlib import Path

from tui.output import progress, say
from tui.services.reporting import refresh
from tui.services.workspace import Workspace


def run_backup(dossier: Path, target: Path) -> None:
    """Write a consistent copy."""
    with Workspace(dossier) as workspace:
        workspace.dossier.backup(target)
    say(f"wrote {target}")


def run_rebuild(dossier: Path) -> None:
    """Compute the query tables afresh and reconcile every item."""
    with Workspace(dossier) as workspace:
        with progress("reading the ledger") as step:
            entries = workspace.dossier.rebuild(step)
        items = refresh(workspace)
    say(f"rebuilt from {entries} ledger entries; {items} items reconciled")
