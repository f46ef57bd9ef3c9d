"""Opening the database: pragmas, transactions that begin as writers, retries, numbered migrations.

SQLite keeps its rollback journal (`journal_mode=TRUNCATE`, `synchronous=FULL`) rather than a write-ahead log: SQLite
3.7.0 to 3.51.2 is reported to have a rare corruption when a WAL is reset under two writers, the standard library's copy
lies in that range on most machines, and a dossier that is one file can be copied and read from read-only media. The
price is that a commit waits for readers, which hold their locks for milliseconds.
"""

import contextlib
import random
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pydantic_core import from_json
from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import QueuePool

from claims.errors import VariorumError
from claims.models import Decision, MentionRecord
from claims.store.tables import schema
from claims.store.tables.first_lines import file_uri
from claims.store.tables.mention_index import index_mentions
from claims.store.tables.projection import Keys, Projection, place_of, vocabulary_additions
from claims.store.tables.tree import grow_tree
from claims.subjects import SubjectMap
from claims.vocabulary.loading import build_vocabulary, builtin_vocabulary

_PATIENCE_S: Final = 30.0
_CACHE_KB: Final = 65_536
_AT_ONCE: Final = 1_000


_BROKEN: Final = (DatabaseError, sqlite3.DatabaseError, UnicodeDecodeError)
"""What a database that is not as it should be raises: damaged text cannot even be told of."""


class DossierError(VariorumError):
    """The dossier file cannot be used; the message names it and what to do."""

    def __init__(self, path: Path, problem: str, exit_code: int = 2) -> None:
        self.path = path
        self.problem = problem
        self.exit_code = exit_code
        super().__init__(f"{path}: {problem}")


class _PatientConnection(sqlite3.Connection):
    """A connection whose COMMIT waits for readers to let go instead of failing."""

    def commit(self) -> None:
        _patiently(super().commit)


def check_path(path: Path) -> None:
    """Check that `path` is a file or could become one.

    Raises:
        DossierError: it is a folder, a pipe or a device, or no name for a file here.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    except OSError as error:
        raise DossierError(path, f"cannot be a dossier ({error.strerror or error}); name another file") from error
    if not stat.S_ISREG(mode):
        raise DossierError(path, "is no file but a folder, a pipe or a device; name a file")


def open_engine(path: Path, *, create: bool, read_only: bool, cache_kb: int = _CACHE_KB) -> Engine:
    """Return an engine on the SQLite file `path` with every safety pragma asserted on each connection.

    Raises:
        DossierError: the file is missing, not a dossier, newer than this program, or cannot be opened.
    """
    if not create and not path.exists():
        raise DossierError(path, "there is no dossier here; `variorum add ARTICLE...` starts one")
    mode = "ro" if read_only else "rwc" if create else "rw"
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(
            file_uri(path, mode),
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=_PATIENCE_S,
            factory=_PatientConnection,
        ),
        poolclass=QueuePool,
    )
    event.listen(engine, "connect", lambda connection, _: _set_pragmas(connection, path, read_only, cache_kb))
    # The driver is in autocommit mode, so that it is decided here how a transaction begins.
    event.listen(engine, "begin", _begin)
    try:
        _check_version(engine, path, create=create)
        if not read_only:
            migrate(engine, path)
    except _BROKEN as error:
        engine.dispose()
        raise explain(path, error) from error
    except BaseException:
        engine.dispose()
        raise
    return engine


def _begin(connection: Connection) -> None:
    if not connection.get_execution_options().get("writing"):
        connection.exec_driver_sql("BEGIN")
        return
    # SQLite's own busy handler lets one of several writers starve (1 commit against 13,483): take short random turns.
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    _patiently(lambda: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    connection.exec_driver_sql(f"PRAGMA busy_timeout={int(_PATIENCE_S * 1000)}")


def _set_pragmas(connection: sqlite3.Connection, path: Path, read_only: bool, cache_kb: int) -> None:
    def ask(pragma: str) -> object:
        row = connection.execute(f"PRAGMA {pragma}").fetchone()
        return row[0] if row else None

    ask("foreign_keys=ON")
    ask(f"cache_size=-{cache_kb}")
    if not read_only:
        _patiently(lambda: ask("journal_mode=TRUNCATE"))
        ask("synchronous=FULL")
        found = (str(ask("journal_mode")).lower(), ask("synchronous"), ask("foreign_keys"))
        if found != ("truncate", 2, 1):
            raise DossierError(path, f"SQLite cannot write safely here (journal, synchronous, keys: {found})")


def _patiently(act: Callable[[], object]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            act()
            return
        except (OperationalError, sqlite3.OperationalError) as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0, 0.002))


def is_busy(error: BaseException) -> bool:
    """Return whether `error` only says that somebody else is using the file."""
    text = str(getattr(error, "orig", error))
    return "locked" in text or "busy" in text


@contextlib.contextmanager
def writing(engine: Engine, path: Path) -> Iterator[Connection]:
    """Yield a connection inside a write transaction, committed at the end of the block and durable after it.

    Raises:
        DossierError: nobody let go of the file for 30 s, the disk is full, or the file cannot be written.
    """
    try:
        with engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection
    except _BROKEN as error:
        raise explain(path, error) from error


@contextlib.contextmanager
def reading(engine: Engine, path: Path) -> Iterator[Connection]:
    """Yield a connection that sees one consistent state of the dossier. Keep it short: a commit waits for it."""
    try:
        with engine.connect() as connection:
            yield connection
    except _BROKEN as error:
        raise explain(path, error) from error


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the driver's own connection: millions of rows do without SQLAlchemy's share of the cost."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def explain(path: Path, error: BaseException) -> DossierError:
    """Return what a database error means to the person at the keyboard."""
    text = str(getattr(error, "orig", error))
    if is_busy(error):
        return DossierError(
            path,
            "another process kept writing for 30 s; only what was acknowledged is saved, try again",
        )
    if "full" in text:
        return DossierError(
            path,
            "the disk is full; only what was acknowledged is saved, free some space and try again",
        )
    if "disk I/O error" in text:
        return DossierError(
            path,
            "the disk reported an error; only what was acknowledged is saved, check the disk and try again",
        )
    if "readonly" in text or "unable to open" in text:
        return DossierError(path, f"cannot be opened for writing ({text}); copy it to a folder you may write to")
    return DossierError(path, f"is damaged or not a dossier ({text}); restore a backup or name another file", 3)


def _check_version(engine: Engine, path: Path, *, create: bool) -> None:
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        if create and not tables:
            return
        if "ledger" not in tables or "migrations" not in tables:
            raise DossierError(path, "is not a dossier (it has no ledger); name another file", 3)
        newest = max(connection.scalars(select(schema.migrations.c.number)), default=0)
    if newest > MIGRATIONS[-1][0]:
        raise DossierError(path, f"was written by a newer Variorum (format {newest}); upgrade this one")


def list_proposals(connection: Connection) -> None:
    """Make the table of proposals and fill it from the ledger of a dossier that had none."""
    schema.proposals.create(connection, checkfirst=True)
    projection = Projection(connection, builtin_vocabulary, Keys(), SubjectMap(()))
    articles = {row.id: row.seq for row in connection.execute(select(schema.articles.c.id, schema.articles.c.seq))}
    query = select(schema.ledger.c.seq, schema.ledger.c.kind, schema.ledger.c.body).order_by(schema.ledger.c.seq)
    for seq, kind, body in connection.execute(query.where(schema.ledger.c.kind.in_(("assertion", "decision")))):
        content = from_json(body)
        if kind == "decision":
            projection.act(Decision.model_validate(content))
        elif content["tier"]:
            place = place_of(content)
            projection.propose([(seq, place, articles[place.article])])


def _add_tree(connection: Connection) -> None:
    schema.tree.create(connection, checkfirst=True)
    grow_tree(connection, 0, connection.scalar(select(func.max(schema.ledger.c.seq))) or 0)


def _add_facets(connection: Connection) -> None:
    """Make the table of facets; every summary is computed afresh to fill it."""
    schema.item_facets.create(connection, checkfirst=True)
    connection.execute(schema.items.update().where(schema.items.c.dirty == 0).values(dirty=1))


def _order_queue(connection: Connection) -> None:
    """Exchange the index of the queue for one that answers its usual filters without looking at the items."""
    connection.exec_driver_sql("DROP INDEX IF EXISTS items_queue")
    for index in schema.items.indexes:
        if index.name == "items_order":
            index.create(connection, checkfirst=True)


def _list_terms(connection: Connection) -> None:
    """Make the tables of what mentions are found by and fill them from the mentions there are."""
    schema.terms.create(connection, checkfirst=True)
    schema.mention_terms.create(connection, checkfirst=True)
    table, ledger = schema.mentions, schema.ledger
    query = select(table.c.seq, ledger.c.body, table.c.article).join(ledger, ledger.c.seq == table.c.seq)
    rows = connection.execute(query.order_by(table.c.seq)).all()
    if rows:
        words = build_vocabulary(vocabulary_additions(connection))
        for start in range(0, len(rows), _AT_ONCE):
            part = rows[start : start + _AT_ONCE]
            index_mentions(connection, [(r[0], MentionRecord.model_validate_json(r[1]), r[2]) for r in part], words)


def _list_unread(connection: Connection) -> None:
    """Make the table of articles that nobody has read, and fill it."""
    schema.unread_articles.create(connection, checkfirst=True)
    read = "SELECT article FROM mentions"
    connection.exec_driver_sql(f"INSERT INTO unread_articles SELECT seq FROM articles WHERE seq NOT IN ({read})")


MIGRATIONS: Final[tuple[tuple[int, Callable[[Connection], None]], ...]] = (
    (1, lambda connection: schema.metadata.create_all(connection)),
    (2, lambda connection: schema.mentions.create(connection, checkfirst=True)),
    (3, list_proposals),
    (4, _add_tree),
    (5, _add_facets),
    (6, lambda connection: schema.event_decisions.create(connection, checkfirst=True)),
    (7, _order_queue),
    (8, _list_terms),
    (9, _list_unread),
)
"""Numbered steps, oldest first. A step that has landed is never edited; the next change is the next number."""


def migrate(engine: Engine, path: Path) -> None:
    """Bring the tables up to the newest migration; several processes may try at once."""
    with reading(engine, path) as connection:
        if _applied(connection) == {number for number, _ in MIGRATIONS}:
            return
    with writing(engine, path) as connection:
        applied = _applied(connection)
        for number, step in MIGRATIONS:
            if number not in applied:
                step(connection)
                stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                connection.execute(insert(schema.migrations), {"number": number, "applied_at": stamp})


def _applied(connection: Connection) -> set[int]:
    if not inspect(connection).has_table("migrations"):
        return set()
    return set(connection.scalars(select(schema.migrations.c.number)))
