"""Write a file completely or not at all, and never over a dossier, a checkpoint or a file that nobody gave up.

Everything that Variorum writes for people goes through `replacing`. A dossier or checkpoint is known by its first
bytes, so that a link to one, or another spelling of its path, is known as well.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from claims.errors import VariorumError, reason_of
from claims.temporary import make_beside, sweep

_RECORDS: Final = {
    b"SQLite format 3\0": "is a dossier or another database",
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7": "is the journal of a database",
    b"variorum.ledger/": "is a checkpoint",
}
"""How files begin that nothing is written over, and what they are."""

_DEVICES: Final = frozenset({Path("/dev"), Path("/proc")})
"""Folders whose names stand for open files, even where those are files."""

_IN_MEMORY: Final = Path("/dev/shm")
"""The one among them that holds files like any other."""

_BESIDE: Final = ("-journal", "-wal", "-shm")
"""What SQLite adds to the name of a database for the files that it keeps beside it."""


class OutputError(VariorumError):
    """A file to be written cannot be."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}; nothing was written there")


def check_target(path: Path, *, force: bool | None = None) -> None:
    """Check that an output may be written to `path`.

    Args:
        force: whether a file that is there may be replaced; None where nobody can say so.

    Raises:
        OutputError: it is a dossier, a checkpoint or no file, belongs to a database, or is there and not given up.
    """
    mode = _mode_of(path)
    if (mode and not stat.S_ISREG(mode)) or _is_among_devices(path.absolute()):
        raise OutputError(path, "is no file but a folder, a pipe or a device; name a file")
    if problem := _record_at(path) if mode else _database_beside(path):
        raise OutputError(path, f"{problem}, which no output replaces; name another file")
    if not force and (mode or path.is_symlink()):
        otherwise = "" if force is None else ", or add --force to replace it"
        raise OutputError(path, f"exists already; name another file{otherwise}")


def _is_among_devices(path: Path) -> bool:
    return not _DEVICES.isdisjoint(path.parents) and _IN_MEMORY not in path.parents


def _mode_of(path: Path) -> int:
    """Return the type and permissions of a file; 0 where there is none."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise OutputError(path, reason_of(error)) from error


def _record_at(path: Path) -> str:
    """Return what a file is that must stay; empty where it may be replaced."""
    try:
        with path.open("rb") as file:
            start = file.read(max(map(len, _RECORDS)))
    except OSError as error:
        raise OutputError(path, f"cannot be read to see what it is ({reason_of(error)})") from error
    known = next((what for magic, what in _RECORDS.items() if start.startswith(magic)), "")
    return known or _database_beside(path)


def _database_beside(path: Path) -> str:
    """Return what SQLite would take a file of this name for; empty where it would not touch it."""
    for ending in _BESIDE:
        database = path.with_name(path.name.removesuffix(ending) or path.name)
        if database != path and database.is_file():
            return f"would be taken for a part of {database.name}"
    return ""


@contextlib.contextmanager
def replacing(path: Path, *, force: bool | None = None, private: bool = False) -> Iterator[BinaryIO]:
    """Open a file that takes its place at `path` when the block ends well, and leaves no trace when it does not.

    Temporary file, fsync, rename, fsync of the folder.

    Args:
        force: as in `check_target`.
        private: only this user may read it.

    Raises:
        OutputError: nothing may be written there (`check_target`), or it cannot be.
    """
    check_target(path, force=force)
    try:
        sweep(path)
        handle, temporary = make_beside(path)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if not private:
                temporary.chmod(0o666 & ~_umask())
            put_in_place(temporary, path, force=force)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(path, reason_of(error)) from error


def put_in_place(temporary: Path, path: Path, *, force: bool | None = None) -> None:
    """Give a finished file its name; what came there meanwhile is looked at again."""
    if not force:
        try:
            path.hardlink_to(temporary)  # unlike a rename, it never replaces
            return
        except FileExistsError:
            pass
        except OSError as error:
            if error.errno not in {errno.EPERM, errno.EACCES, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
                raise
    check_target(path, force=force)
    temporary.replace(path)


def sync_folder(path: Path) -> None:
    """Have the disk keep the names in a folder."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def save_text(path: Path, parts: Iterable[str], *, force: bool | None = None, private: bool = False) -> None:
    """Write a text file through `replacing`, a part at a time."""
    with replacing(path, force=force, private=private) as file:
        for part in parts:
            file.write(part.encode("utf-8"))
