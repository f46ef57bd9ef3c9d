"""A layer under SQLite that writes down what reaches the disk, and fails where a test says so.

It is a VFS around SQLite's own, made with ctypes in the library that Python's `sqlite3` uses: every byte really goes
through SQLite's code and to a real file. Where that library cannot be reached, the tests are skipped.
"""

import _sqlite3
import ctypes
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE, FULL = 778, 1034, 1546, 13


class Step(NamedTuple):
    """One thing that reached the disk: `write`, `truncate` or `sync` of a file; or `done`, said by a test."""

    act: str
    name: str
    offset: int = 0
    data: bytes = b""


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("path_size", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
        ("others", ctypes.c_void_p * 20),
    ]


class _Methods(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        *((name, ctypes.c_void_p) for name in ("close", "read", "write", "truncate", "sync", "size")),
        ("others", ctypes.c_void_p * 12),
    ]


_OPEN = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_int)
)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class Disk:
    """What reached the disk, and which step of it is to fail."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.fails: Callable[[int, Step], int] = lambda number, step: 0
        """Says by number and step with which of SQLite's codes it fails; 0 lets it through."""
        self._names: dict[int, str] = {}
        self._kept: list[Any] = []
        self._methods: dict[int, _Methods] = {}

    def done(self, what: str) -> None:
        """Note that something was acknowledged."""
        self.steps.append(Step("done", what))

    def _pass(self, step: Step) -> int:
        code = self.fails(len(self.steps), step)
        self.steps.append(step._replace(act="failed") if code else step)
        return code

    def wrap(self, library: Any, original: _Vfs) -> _Vfs:
        """Return a VFS that does what the original does and tells this disk."""
        open_original = _OPEN(original.open)

        def open_(vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
            code: int = open_original(ctypes.addressof(original), name, file, flags, out)
            table = ctypes.c_void_p.from_address(file)
            if code == 0 and name and table.value:
                self._names[file] = os.fsdecode(ctypes.string_at(name))  # SQLite keeps the pointer
                table.value = ctypes.addressof(self._patched(table.value))
            return code

        wrapped = _Vfs.from_buffer_copy(original)
        wrapped.name = b"faulty"
        wrapped.next = None
        wrapped.open = self._keep(_OPEN(open_))
        return wrapped

    def _keep(self, function: Any) -> Any:
        self._kept.append(function)
        return ctypes.cast(function, ctypes.c_void_p)

    def _patched(self, address: int) -> _Methods:
        if address not in self._methods:
            original = _Methods.from_address(address)
            write, truncate, sync = _WRITE(original.write), _TRUNCATE(original.truncate), _SYNC(original.sync)

            def write_(file: int, data: int, count: int, offset: int) -> int:
                content = ctypes.string_at(data, count)
                return self._pass(Step("write", self._names[file], offset, content)) or write(file, data, count, offset)

            def truncate_(file: int, size: int) -> int:
                return self._pass(Step("truncate", self._names[file], size)) or truncate(file, size)

            def sync_(file: int, flags: int) -> int:
                return self._pass(Step("sync", self._names[file])) or sync(file, flags)

            patched = _Methods.from_buffer_copy(original)
            patched.write = self._keep(_WRITE(write_))
            patched.truncate = self._keep(_TRUNCATE(truncate_))
            patched.sync = self._keep(_SYNC(sync_))
            self._methods[address] = patched
        return self._methods[address]


@contextmanager
def faulty_disk() -> Iterator[Disk]:
    """Put a disk of this kind under every dossier that is opened in the block."""
    library = ctypes.CDLL(_sqlite3.__file__)
    try:
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        library.sqlite3_vfs_register.argtypes = [ctypes.POINTER(_Vfs), ctypes.c_int]
        library.sqlite3_vfs_unregister.argtypes = [ctypes.POINTER(_Vfs)]
    except AttributeError:
        pytest.skip("the SQLite of this Python cannot be reached")
    original = library.sqlite3_vfs_find(None).contents
    disk = Disk()
    wrapped = disk.wrap(library, original)
    assert library.sqlite3_vfs_register(ctypes.byref(wrapped), 1) == 0
    try:
        yield disk
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(wrapped))
        library.sqlite3_vfs_register(ctypes.byref(original), 1)


class _File:
    """A file as it is on the disk for certain, and what may or may not have reached it since."""

    def __init__(self, content: bytes) -> None:
        self.content = bytearray(content)
        self.pending: list[Step] = []

    def apply(self, steps: list[Step]) -> bytearray:
        content = bytearray(self.content)
        for step in steps:
            if step.act == "truncate":
                del content[step.offset :]
                continue
            content.extend(b"\0" * (step.offset - len(content)))
            content[step.offset : step.offset + len(step.data)] = step.data
        return content


def power_cuts(steps: list[Step], start: dict[str, bytes], seed: int) -> Iterator[tuple[set[str], dict[str, bytes]]]:
    """Yield what was acknowledged and what the files may hold, for a power cut after each step.

    What was not yet synced is there, or not, or in part and in any order.
    """
    chance = random.Random(seed)
    files = {name: _File(content) for name, content in start.items()}
    acknowledged: set[str] = set()
    for step in steps:
        if step.act == "done":
            acknowledged.add(step.name)
        elif step.act == "sync":
            file = files.setdefault(step.name, _File(b""))
            file.content, file.pending = file.apply(file.pending), []
        elif step.act != "failed":
            files.setdefault(step.name, _File(b"")).pending.append(step)
        yield set(acknowledged), {name: bytes(file.content) for name, file in files.items()}
        yield set(acknowledged), {name: bytes(file.apply(file.pending)) for name, file in files.items()}
        some = {name: [one for one in file.pending if chance.random() < 0.5] for name, file in files.items()}
        torn = {name: [_tear(one, chance) for one in kept] for name, kept in some.items()}
        yield set(acknowledged), {name: bytes(file.apply(torn[name])) for name, file in files.items()}


def _tear(step: Step, chance: random.Random) -> Step:
    """Return a write of which only some sectors arrived, from the front, in one of four."""
    if step.act != "write" or chance.random() < 0.75:
        return step
    return step._replace(data=step.data[: chance.randrange(0, len(step.data) + 1, 512)])


def put(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files of a moment to a folder; return the dossier among them."""
    for name, content in files.items():
        (folder / Path(name).name).write_bytes(content)
    return folder / next(Path(name).name for name in files if not name.endswith("-journal"))
