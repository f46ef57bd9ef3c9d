"""Find the files under the paths that a person names, and read them safely.

Skipped with a finding: what is not a regular file (a pipe would block for ever), symbolic links inside a folder (they
may lead anywhere), names that are not UTF-8, and files over the limit. Hidden files are skipped silently.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO, Final

from claims.errors import VariorumError, reason_of
from claims.findings import Finding

# A path has one slash where an address has two.
_ADDRESS: Final = re.compile(r"(https?|ftp):[\\/]+(\S+)", re.IGNORECASE)
_OWN: Final = re.compile(r".*\.variorum(-journal|-wal|-shm)?|variorum\.toml")


class UnreadableError(VariorumError):
    """A file cannot be read; the message is a clause that follows its name."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, and the name of its article."""

    path: Path
    name: str


def find_files(paths: Iterable[Path]) -> Iterator[FoundFile | Finding]:
    """Yield the files named and those in the folders named, each folder in the order of its names.

    Dossiers, with what SQLite keeps beside them, and project files in a folder are no articles, and left out.
    """
    for path in paths:
        if stat.S_ISDIR(_mode(path)):
            yield from _walk(path)
        elif (address := _ADDRESS.match(str(path))) and not _mode(path):
            yield _web_address(f"{address[1]}://{address[2]}")
        else:
            yield _check_file(path, path.name)


def open_file(path: Path) -> BinaryIO:
    """Open a regular file for reading.

    Raises:
        UnreadableError: missing, not permitted, or not a regular file.
    """
    try:
        # Without O_NONBLOCK, opening a pipe waits until somebody writes to it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise UnreadableError(f"cannot be opened: {reason_of(error)}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnreadableError("is not a regular file; add the file or folder itself")
    return os.fdopen(descriptor, "rb")


def is_regular_file(path: Path) -> bool:
    """Whether `path` is a regular file and no symbolic link; false where that is unknown."""
    return stat.S_ISREG(_mode(path, follow_symlinks=False))


def read_file(path: Path, max_bytes: int) -> bytes:
    """Return the bytes of a regular file.

    Raises:
        UnreadableError: as `open_file`, or it has more than `max_bytes`.
    """
    try:
        with open_file(path) as stream:
            data = stream.read(max_bytes + 1)
    except OSError as error:
        raise UnreadableError(f"cannot be read: {reason_of(error)}") from error
    if len(data) > max_bytes:
        raise UnreadableError(f"is larger than {max_bytes:,} bytes; add its text in parts")
    return data


def show_path(path: Path) -> str:
    """Return `path` as text that UTF-8 can hold: bytes of a name that are not UTF-8 appear as `\\xff`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _walk(folder: Path) -> Iterator[FoundFile | Finding]:
    waiting = [folder]
    while waiting:
        current = waiting.pop()
        try:
            with os.scandir(current) as listing:
                entries = sorted(listing, key=attrgetter("name"))
        except OSError as error:
            yield _unreadable(current, f"cannot be listed: {reason_of(error)}")
            continue
        inner: list[Path] = []
        for entry in entries:
            if entry.name.startswith(".") or _OWN.fullmatch(entry.name):
                continue
            path = Path(entry.path)
            if entry.is_symlink():
                yield _unreadable(path, "is a symbolic link, which is not followed inside a folder; add its target")
            elif entry.is_dir(follow_symlinks=False):
                inner.append(path)
            else:
                yield _check_file(path, path.relative_to(folder).as_posix())
        waiting.extend(reversed(inner))


def _web_address(address: str) -> Finding:
    advice = (
        "is a web address, and nothing is fetched here: save the page first (in a browser Ctrl+S, `HTML only`; as an"
        " archive with ArchiveWeb.page, .wacz), then add the file, with --url and the address"
    )
    return Finding(where=address, message=advice, about="web-address")


def _mode(path: Path, *, follow_symlinks: bool = True) -> int:
    try:
        return path.stat(follow_symlinks=follow_symlinks).st_mode
    except (OSError, ValueError):
        return 0


def _check_file(path: Path, name: str) -> FoundFile | Finding:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return _unreadable(path, "has a name that is not UTF-8; rename it and add it again")
    return FoundFile(path, name)


def _unreadable(path: Path, message: str) -> Finding:
    return Finding(where=show_path(path), message=message, about="unreadable")
