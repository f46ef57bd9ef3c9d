"""Write a dossier to another place, from a file to a server or back, with every byte of its ledger the same."""

from collections.abc import Callable
from pathlib import Path

from claims.store.addresses import is_address
from claims.store.dossier import Dossier


def move_dossier(source: Path, target: Path, progress: Callable[[int], None]) -> tuple[int, str]:
    """Write the dossier at `source` to `target`, where there is none, and return the head of the new one.

    Raises:
        DossierError: a dossier with anything in it lies at `target`, or it did not take what was written.
        OutputError: `target` is a file that exists or cannot be written.
    """
    with Dossier(source) as dossier:
        if is_address(target):
            with Dossier(target, create=True) as copy:
                dossier.copy_to(copy, progress)
        else:
            dossier.backup(target)
    with Dossier(target) as copy:
        return copy.head()
