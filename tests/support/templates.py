"""Dossiers that many tests start from: built once in each process, then written out as a copy."""

import functools
import tempfile
from collections.abc import Callable, Hashable
from pathlib import Path

from claims.store.addresses import is_address


@functools.cache
def read_built(build: Callable[..., object], *arguments: Hashable) -> bytes:
    """Return the dossier that `build` makes at the path it is given, followed by `arguments`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.variorum"
        build(path, *arguments)
        return path.read_bytes()


def write_built(path: Path, build: Callable[..., object], *arguments: Hashable) -> Path:
    """Write a copy of the dossier that `build` makes to `path`, a server's address too, and return it."""
    if is_address(path):
        build(path, *arguments)
        return path
    path.write_bytes(read_built(build, *arguments))
    return path
