"""Dossiers that many tests start from: built once in each process, then written out as a copy."""

import tempfile
from collections.abc import Callable
from pathlib import Path


def read_built(build: Callable[[Path], object]) -> bytes:
    """Return the dossier that `build` makes at the path it is given."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.variorum"
        build(path)
        return path.read_bytes()
