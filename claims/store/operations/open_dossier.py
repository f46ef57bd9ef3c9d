"""An open dossier file: the base of all that is appended and read, with its transactions and its vocabulary.

Leaving a `_writing` block commits it. Every entry read through here is checked against its digest.
"""

import contextlib
import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, func, select

from claims.amendments import Amendments
from claims.editions import Edition
from claims.errors import reason_of
from claims.models import Article, Assertion, Decision, EventDecision
from claims.store.addresses import PATIENCE_S, DossierError, is_address
from claims.store.engine import check_links, check_path, check_unhindered, is_of_the_disk, open_engine, reading, writing
from claims.store.ledger import DamagedLedgerError, Entry
from claims.store.migrations import Done, migrate
from claims.store.tables import schema
from claims.store.tables.first_lines import file_uri
from claims.store.tables.keys import Keys
from claims.store.tables.projection import Projection, amendments, event_decisions, vocabulary_additions
from claims.subjects import SubjectMap
from claims.temporary import TemporaryFilesError, TemporaryFolder, sweep
from claims.vocabulary.loading import Tables, build_vocabulary, builtin_vocabulary
from claims.vocabulary.model import Vocabulary

_Stored = TypeVar("_Stored", Article, Assertion, Decision)

BEFORE_ALL: Final = -(2**63)
"""Less than any valid entry number, so that invalid ones are read and reported too."""

PAGE: Final = 1_000
"""Ledger entries read at once."""


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class OpenDossier:
    """A dossier file in use."""

    _engine: Engine

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        clock: Callable[[], str] = _now,
        cache_kb: int = 65_536,
        upgrading: Callable[[Done], None] | None = None,
    ) -> None:
        """Open the dossier at `path`; a file that cannot be written is read from a private copy.

        `upgrading` is told how far the tables of an older file have been brought up to date.

        Raises:
            DossierError: there is none and `create` is false, or the file cannot be used.
        """
        check_path(path)
        self.path = path
        self._clock = clock
        self.ahead = ""
        """What was recorded later than now, once something is added after that; in words, empty where nothing was."""
        self._appended = 0
        """How many entries were added through this open dossier."""
        self._keys = Keys()
        self._copy: TemporaryFolder | None = None
        self._on_server = is_address(path)
        self._unwritable = "" if self._on_server else _why_unwritable(path)
        working = path
        if self._unwritable:
            self._copy = TemporaryFolder()
            working = _copy_file(path, self._copy.path)
        elif create and not self._on_server:
            _make_private(path)
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._subjects = (0, SubjectMap(()))
        self._amendments = (0, Amendments())
        self._editions: tuple[tuple[int, ...], dict[str, Edition]] = ((), {})
        self._checked_form = -1
        self._working = working
        try:
            self._engine = open_engine(working, create=create, cache_kb=cache_kb)
            with self._in_copy():
                migrate(self._engine, path, create=create, progress=upgrading)
        except BaseException:
            self.close()
            raise

    @property
    def read_only(self) -> bool:
        """Whether it is read from a private copy, and nothing can be added."""
        return self._copy is not None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, and remove what processes that were killed left in the folder for temporary files."""
        if hasattr(self, "_engine"):
            self._engine.dispose()
        if self._copy is not None:
            self._copy.close()
        sweep()

    def vocabulary(self) -> Vocabulary:
        """Return the words in force: built-in ones and the dossier's own."""
        with self._reading() as connection:
            return self._vocabulary_in(connection)

    def vocabulary_additions(self) -> list[Tables]:
        """Return the dossier's own additions, oldest first."""
        with self._reading() as connection:
            return vocabulary_additions(connection)

    def subject_map(self) -> SubjectMap:
        """Return the current subjects of the statements under each recorded subject."""
        with self._reading() as connection:
            return self._subjects_in(connection)

    def amendments(self) -> Amendments:
        """Return the corrections of articles."""
        with self._reading() as connection:
            return self._amendments_in(connection)

    def event_decisions(self) -> list[EventDecision]:
        """Return every merge and split, and what was undone of them, oldest first."""
        with self._reading() as connection:
            return event_decisions(connection)

    def _vocabulary_in(self, connection: Connection) -> Vocabulary:
        newest = connection.scalar(select(func.max(schema.vocabulary_changes.c.seq))) or 0
        if self._vocabulary is None or self._vocabulary[0] != newest:
            built = build_vocabulary(vocabulary_additions(connection)) if newest else builtin_vocabulary()
            self._vocabulary = (newest, built)
        return self._vocabulary[1]

    def _subjects_in(self, connection: Connection) -> SubjectMap:
        newest = connection.scalar(select(func.max(schema.event_decisions.c.seq))) or 0
        if self._subjects[0] != newest:
            self._subjects = (newest, SubjectMap(event_decisions(connection)))
        return self._subjects[1]

    def _amendments_in(self, connection: Connection) -> Amendments:
        newest = connection.scalar(select(func.max(schema.amendments.c.seq))) or 0
        if self._amendments[0] != newest:
            self._amendments = (newest, amendments(connection))
        return self._amendments[1]

    def _projection(self, connection: Connection) -> Projection:
        return Projection(connection, lambda: self._vocabulary_in(connection), self._keys)

    def _reading(self) -> contextlib.AbstractContextManager[Connection]:
        return reading(self._engine, self.path)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            if self._copy is None and not self._on_server:
                check_links(self.path)
            with self._in_copy(), writing(self._engine, self.path) as connection:
                self._check_form(connection)
                yield connection
        except BaseException:
            # Rows that were rolled back may have been numbered, and others may get the numbers now.
            self._keys.forget()
            self._vocabulary = None
            self._subjects = (0, SubjectMap(()))
            self._amendments = (0, Amendments())
            self._editions = ((), {})
            raise

    @contextlib.contextmanager
    def _in_copy(self) -> Iterator[None]:
        """Say of the folder for temporary files what goes wrong with writing to a private copy there."""
        try:
            yield
        except DossierError as error:
            if self._copy is None or not is_of_the_disk(error):
                raise
            raise TemporaryFilesError(error.problem.partition(";")[0]) from error

    def _check_form(self, connection: Connection) -> None:
        """Check, whenever the form of the file changed, that nothing in it can keep or alter what is written."""
        version = -1 if self._on_server else connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
        if version < 0 or version != self._checked_form:
            check_unhindered(connection, self.path)
            self._checked_form = version


def parse_row(record: type[_Stored], row: Sequence[Any]) -> _Stored:
    """Return the record in a ledger row.

    Raises:
        DamagedLedgerError: its digest does not match its content, or the content cannot be read.
    """
    entry = Entry(*row).intact()
    try:
        return record.model_validate_json(entry.body)
    except ValidationError as error:
        problem = f"it is no {record.__name__.lower()} that this Variorum can read"
        raise DamagedLedgerError(entry.seq, problem) from error


def parse_placed_row(row: Sequence[Any]) -> Assertion:
    """Return the assertion in a ledger row under its current subject, which is the last column of the row."""
    assertion = parse_row(Assertion, row[:-1])
    return assertion if assertion.subject == row[-1] else assertion.changed(subject=row[-1])


def _why_unwritable(path: Path) -> str:
    """Return why nothing can be added to the file at `path`; empty where something can."""
    if not path.exists():
        return ""
    # A rollback journal lies beside the file, so the folder must be writable too.
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return "is read-only; copy it to a folder you may write to, then add to the copy"
    try:
        check_links(path)
    except DossierError as error:
        return error.problem
    return ""


def _make_private(path: Path) -> None:
    """Make a file that is not there for this user alone; what hinders that, SQLite says when it opens it."""
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _copy_file(path: Path, folder: Path) -> Path:
    """Copy a dossier to `folder` as it was last committed, the journal of an interrupted commit included.

    Raises:
        DossierError: it cannot be read.
        TemporaryFilesError: there is no room for it.
    """
    copy = folder / "copy.variorum"
    try:
        with contextlib.closing(sqlite3.connect(file_uri(path, "ro"), uri=True, timeout=PATIENCE_S)) as source:
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # waits for a writer in its commit
            with contextlib.closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            return copy
    except sqlite3.Error:  # an interrupted commit, which only a writable file can be rid of, or damage
        copy.unlink(missing_ok=True)
    try:
        for suffix in ("", "-journal"):
            beside = path.with_name(path.name + suffix)
            if not suffix or beside.exists():
                shutil.copyfile(beside, copy.with_name(copy.name + suffix))
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise TemporaryFilesError(reason_of(error)) from error
        raise DossierError(path, f"cannot be read ({reason_of(error)})") from error
    return copy
