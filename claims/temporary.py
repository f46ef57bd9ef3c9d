"""Make temporary folders and files that a later start removes where this process was ended before it could.

Each is locked while its process lives; the system lets go of the locks of a process that was killed. The ending of the
name says whether it was locked: until then, only what is old is taken for abandoned.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, Self

from claims.errors import VariorumError, reason_of

if sys.platform != "win32":
    import fcntl

_LOCKED: Final = ".variorum-tmp"
_NEW: Final = ".variorum-new"
_NEW_S: Final = 60
"""Age from which nobody is about to lock what was made without a lock."""
_ELSEWHERE: Final = "variorum-"
"""How the names of temporary folders begin that are not beside a file."""


class TemporaryFilesError(VariorumError):
    """The folder for temporary files cannot take what it has to."""

    def __init__(self, problem: str) -> None:
        self.folder = Path(tempfile.gettempdir())
        super().__init__(
            f"{self.folder}: the folder for temporary files cannot be used ({problem}); nothing in the dossier was "
            "changed; free some space there, or name another folder in TMPDIR"
        )


class TemporaryFolder:
    """A folder that only this user can read, for the time of a `with` block or until `close`."""

    def __init__(self, beside: Path | None = None) -> None:
        """Make it in the folder for temporary files, or `beside` a file for what is to take that file's place.

        Raises:
            TemporaryFilesError: it cannot be made in the folder for temporary files.
            OSError: it cannot be made beside a file.
        """
        try:
            prefix, folder = (_ELSEWHERE, None) if beside is None else (_prefix(beside), beside.parent)
            new = Path(tempfile.mkdtemp(prefix=prefix, suffix=_NEW, dir=folder))
            self._lock = _lock(new)
            self.path = new.rename(new.with_name(new.name.removesuffix(_NEW) + _LOCKED))
        except OSError as error:
            if beside is not None:
                raise
            raise TemporaryFilesError(reason_of(error)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder with all it holds."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def make_beside(path: Path) -> tuple[int, Path]:
    """Make a file that is to take the place of `path`; return it open, and its name.

    Raises:
        OSError: it cannot be made.
    """
    handle, name = tempfile.mkstemp(prefix=_prefix(path), suffix=_NEW, dir=path.parent)
    if sys.platform != "win32":
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    new = Path(name)
    return handle, new.rename(new.with_name(new.name.removesuffix(_NEW) + _LOCKED))


def sweep(beside: Path | None = None) -> None:
    """Remove what processes that were killed left in the folder for temporary files, or `beside` a file."""
    folder = Path(tempfile.gettempdir()) if beside is None else beside.parent
    prefix = _ELSEWHERE if beside is None else _prefix(beside)
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if entry.name.startswith(prefix)]
    except OSError:
        return
    for name in names:
        if name.endswith((_LOCKED, _NEW)):
            _remove_abandoned(folder / name)


def _prefix(path: Path) -> str:
    return f".{path.name[:40]}."


def _remove_abandoned(path: Path) -> None:
    """Remove what is this user's and belongs to no living process."""
    if sys.platform == "win32":
        return
    try:
        status = path.lstat()
        is_new = path.name.endswith(_NEW) and time.time() - status.st_mtime < _NEW_S
        if is_new or path.is_symlink() or status.st_uid != os.getuid():
            return
        lock = _lock(path)
    except OSError:  # another process has it, or it is gone
        return
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
    if lock is not None:
        os.close(lock)


def _lock(path: Path) -> int | None:
    """Return an open descriptor that holds the lock of a file or folder; None where there are no such locks.

    Raises:
        OSError: another process has it.
    """
    if sys.platform == "win32":
        return None
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
