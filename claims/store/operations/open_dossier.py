"""An open dossier file: the base of all that is appended and read, with its transactions and its vocabulary.

Leaving a `_writing` block commits it. Every entry read through here is checked against its digest.
"""

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, func, select

from claims.models import Article, Assertion, Decision, EventDecision
from claims.store.engine import DossierError, check_path, open_engine, reading, writing
from claims.store.ledger import DamagedLedgerError, Entry
from claims.store.migrations import migrate
from claims.store.tables import schema
from claims.store.tables.projection import Keys, Projection, event_decisions, vocabulary_additions
from claims.subjects import SubjectMap
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

    def __init__(
        self, path: Path, *, create: bool = False, clock: Callable[[], str] = _now, cache_kb: int = 65_536
    ) -> None:
        """Open the dossier at `path`; a file that cannot be written is read from a private copy.

        Raises:
            DossierError: there is none and `create` is false, or the file cannot be used.
        """
        check_path(path)
        self.path = path
        self._clock = clock
        self._keys = Keys()
        self._copy: tempfile.TemporaryDirectory[str] | None = None
        # A rollback journal lies beside the file, so the folder must be writable too.
        self.read_only = path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        working = path
        if self.read_only:
            self._copy = tempfile.TemporaryDirectory(prefix="variorum-")
            working = _copy_file(path, Path(self._copy.name))
        self._path = working
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._subjects = (0, SubjectMap(()))
        self._engine = open_engine(working, create=create, cache_kb=cache_kb)
        try:
            migrate(self._engine, working, create=create)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()
        if self._copy is not None:
            self._copy.cleanup()

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

    def _projection(self, connection: Connection) -> Projection:
        return Projection(connection, lambda: self._vocabulary_in(connection), self._keys)

    def _reading(self) -> contextlib.AbstractContextManager[Connection]:
        return reading(self._engine, self._path)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with writing(self._engine, self._path) as connection:
                yield connection
        except BaseException:
            # Rows that were rolled back may have been numbered, and others may get the numbers now.
            self._keys.forget()
            self._vocabulary = None
            self._subjects = (0, SubjectMap(()))
            raise


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


def _copy_file(path: Path, folder: Path) -> Path:
    """Copy a dossier to `folder` as it was last committed, the journal of an interrupted commit included."""
    copy = folder / "copy.variorum"
    try:
        for suffix in ("", "-journal"):
            beside = path.with_name(path.name + suffix)
            if not suffix or beside.exists():
                copy.with_name(copy.name + suffix).write_bytes(beside.read_bytes())
    except OSError as error:
        raise DossierError(path, f"cannot be read ({error.strerror or error})") from error
    return copy
