"""Open the SQLite file: pragmas, transactions that begin as writers, retries.

SQLite keeps its rollback journal (`journal_mode=TRUNCATE`, `synchronous=FULL`) rather than a write-ahead log: SQLite
3.7.0 to 3.51.2 is reported to have a rare corruption when a WAL is reset under two writers, the standard library's copy
lies in that range on most machines, and a dossier that is one file can be copied and read from read-only media. The
price is that a commit waits for readers, which hold their locks for milliseconds.
"""

import contextlib
import random
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from claims.errors import reason_of
from claims.store import server
from claims.store.addresses import PATIENCE_S, DossierError, is_address
from claims.store.tables.definitions import find_interfering
from claims.store.tables.first_lines import file_uri
from claims.store.tables.statements import is_server

_CACHE_KB: Final = 65_536


_BROKEN: Final = (DatabaseError, sqlite3.DatabaseError, UnicodeDecodeError, OverflowError, ValidationError)
"""What reading a damaged database raises: text that is not UTF-8 and numbers beyond all fail in the driver itself, and
entries that stand for something else when they are read as that.
"""


class _PatientConnection(sqlite3.Connection):
    """A connection whose COMMIT waits for readers instead of failing."""

    def commit(self) -> None:
        _patiently(super().commit)


def check_path(path: Path) -> None:
    """Check that `path` is a file or could become one.

    Raises:
        DossierError: it is a folder, a pipe or a device, or no name for a file here.
    """
    if is_address(path):
        return
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise DossierError(path, f"cannot be a dossier ({reason_of(error)}); name another file") from error
    if not stat.S_ISREG(mode):
        raise DossierError(path, "is no file but a folder, a pipe or a device; name a file")


def check_links(path: Path) -> None:
    """Check that the file has one name only: the journal of an interrupted commit lies beside one of them.

    Raises:
        DossierError: it has several.
    """
    try:
        names = path.stat().st_nlink
    except OSError:
        return
    if names > 1:
        raise DossierError(
            path,
            f"is one file under {names} names (hard links), and a commit that is interrupted under one of them would "
            "damage it for the others; nothing was recorded. Give it a file of its own, as "
            f"`cp {path.name} {path.name}.own && mv {path.name}.own {path.name}` in its folder, and try again",
        )


def check_unhindered(connection: Connection, path: Path) -> None:
    """Check that nothing in the file can keep or alter what is written to it.

    Raises:
        DossierError: a trigger or a view stands in it, or a table that is not as Variorum makes it.
    """
    if is_server(connection):
        interfering = server.find_hindrances(connection)
    else:
        interfering = list(map(str, find_interfering(connection)))
    if interfering:
        names = ", ".join(interfering[:5])
        problem = (
            f"holds what Variorum did not make so and what can keep or alter what is recorded ({names!r}); nothing was "
            "recorded. `variorum audit verify` lists it; go on from a backup"
        )
        raise DossierError(path, problem, 3)


def open_engine(path: Path, *, create: bool, cache_kb: int = _CACHE_KB) -> Engine:
    """Return an engine on the SQLite file `path` with every safety pragma asserted on each connection.

    Raises:
        DossierError: the file is missing and `create` is false.
    """
    if is_address(path):
        return server.open_engine(path, create=create)
    if not create and not path.exists():
        raise DossierError(path, "there is no dossier here; `variorum add ARTICLE...` starts one")
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            file_uri(path, "rwc" if create else "rw"),
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=PATIENCE_S,
            factory=_PatientConnection,
        ),
        poolclass=QueuePool,
    )
    event.listen(engine, "connect", lambda connection, _: _set_pragmas(connection, path, cache_kb))
    # The driver is in autocommit mode, so that it is decided here how a transaction begins.
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("writing"):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite's own busy handler lets one of several writers starve (1 commit against 13,483): take short random turns.
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    _patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(PATIENCE_S * 1000)}")


def _set_pragmas(connection: sqlite3.Connection, path: Path, cache_kb: int) -> None:
    def query(pragma: str) -> object:
        row = connection.execute(f"PRAGMA {pragma}").fetchone()
        return row[0] if row else None

    query("foreign_keys=ON")
    query(f"cache_size=-{cache_kb}")
    _patiently(lambda: query("journal_mode=TRUNCATE"))
    query("synchronous=FULL")
    settings = (str(query("journal_mode")).lower(), query("synchronous"), query("foreign_keys"))
    if settings != ("truncate", 2, 1):
        raise DossierError(path, f"SQLite cannot write safely here (journal, synchronous, keys: {settings})")


def _patiently(action: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            action()
            return
        except (OperationalError, sqlite3.OperationalError) as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0, 0.002))


def is_busy(error: BaseException) -> bool:
    """Return whether `error` only means that another process is using the file."""
    text = str(getattr(error, "orig", error))
    return "locked" in text or "busy" in text


@contextlib.contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """Yield a connection inside a write transaction, committed at the end of the block and durable after it.

    Raises:
        DossierError: others used the file for 30 s, the disk is full, or the file cannot be written.
    """
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection
    except Exception as error:
        if not _is_broken(error):
            raise
        raise explain(path, error) from error


@contextlib.contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """Yield a connection that sees one consistent state of the dossier. Keep it short: a commit waits for it."""
    try:
        # Begun here, since what the driver is asked itself would each see a state of its own.
        with engine.connect() as connection, connection.begin():
            yield connection
    except Exception as error:
        if not _is_broken(error):
            raise
        raise explain(path, error) from error


def _is_broken(error: Exception) -> bool:
    """Return whether an error is of the database: of a server's driver too, where one is loaded."""
    server_driver = sys.modules.get("psycopg")
    return isinstance(error, _BROKEN) or (server_driver is not None and isinstance(error, server_driver.Error))


_BUSY: Final = "another process kept writing for 30 s; only what was acknowledged is saved, try again"
_FULL: Final = "the disk is full; only what was acknowledged is saved, free some space and try again"
_FAILED: Final = "the disk reported an error; only what was acknowledged is saved, check the disk and try again"
_PROBLEMS: Final = {"locked": _BUSY, "busy": _BUSY, "full": _FULL, "disk I/O error": _FAILED}
"""What a word in a database error means for the user; the first that fits."""


def is_of_the_disk(error: DossierError) -> bool:
    """Return whether the disk is full or failed."""
    return error.problem in {_FULL, _FAILED}


def explain(path: Path, error: BaseException) -> DossierError:
    """Return the error that tells the user what a database error means."""
    if is_address(path):
        return server.explain(path, error)
    text = str(getattr(error, "orig", error)).partition("\n")[0]
    if problem := next((problem for sign, problem in _PROBLEMS.items() if sign in text), None):
        return DossierError(path, problem)
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        problem = "was moved or removed while it was open; nothing more was recorded, name the file where it is now"
        return DossierError(path, problem)
    if "readonly" in text or "unable to open" in text:
        return DossierError(path, f"cannot be opened for writing ({text}); copy it to a folder you may write to")
    return DossierError(path, f"is damaged or not a dossier ({text}); restore a backup or name another file", 3)
