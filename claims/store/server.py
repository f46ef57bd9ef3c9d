"""A dossier in a PostgreSQL database: how it is addressed, opened, locked, and what its errors mean.

One database, or one schema of one where the address says so, is one dossier. Writers take turns by one advisory lock;
readers see a snapshot and neither wait nor are waited for. Passwords stay in `~/.pgpass` or PGPASSWORD.
"""

import functools
import hashlib
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from claims.store.addresses import PATIENCE_S, DossierError, format_place

if TYPE_CHECKING:
    import psycopg

CHANNEL: Final = "variorum"
"""What is notified of each commit."""

_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtext('variorum'), hashtext(current_schema()))"
"""Waits for whoever writes to this dossier."""

_NO_DRIVER: Final = (
    "needs the driver of PostgreSQL: `pip install -r requirements/team.txt` in the folder Variorum came in"
)
_UNREACHED: Final = (
    "the server cannot be reached, or let nobody in ({text}); check that it runs, the address, the user, that there is "
    "such a database, and the password in ~/.pgpass or PGPASSWORD; only what was acknowledged is saved"
)
"""Failing to connect has no SQLSTATE: the server's own words say which it is, in its language."""
_PROBLEMS: Final = (
    (("28",), "did not let you in ({text}); check the user, and the password in ~/.pgpass or PGPASSWORD"),
    (("3F",), "there is no such schema ({text}); CREATE SCHEMA makes one; nothing was recorded"),
    (("3D",), "there is no such database ({text}); `createdb` makes one"),
    (("42501",), "your role may not do this ({text}); nothing was recorded"),
    (("25006",), "can only be read ({text}): it is a standby, or was set so; nothing was recorded"),
    (("53100",), "the server's disk is full; only what was acknowledged is saved, free some space and try again"),
    (("55P03",), "others kept writing for 30 s; only what was acknowledged is saved, try again"),
    (("08", "57P"), "the server broke off ({text}); only what was acknowledged is saved, try again"),
    (("53", "57"), "the server cannot do it now ({text}); only what was acknowledged is saved, try again"),
    (("54000",), "a name is longer than the server can index ({text}); nothing was recorded, shorten it"),
)
"""By how an SQLSTATE begins, what it means for the user; the first that fits."""

_HINDRANCES: Final = """
SELECT 'trigger', t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace
   AND NOT EXISTS (SELECT 1 FROM pg_proc p WHERE p.oid = t.tgfoid AND md5(p.prosrc) IN ({own}))
UNION ALL
SELECT 'policy', p.polname::text FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
 WHERE c.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'rule', r.rulename::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
 WHERE c.relnamespace = current_schema()::regnamespace
UNION ALL
SELECT 'view', c.relname::text FROM pg_class c
 WHERE c.relkind NOT IN ('r', 'i', 'S', 't', 'c') AND c.relnamespace = current_schema()::regnamespace
ORDER BY 1, 2
"""
"""What can keep or alter what is recorded: foreign triggers, policies and rules, and what stands where a table was."""

_OWN_FUNCTIONS: Final = re.compile(r"FUNCTION \{schema\}\.\w+\(\).*?\$body\$(.*?)\$body\$", re.DOTALL)
_UNPROTECTED: Final = """
SELECT 'the trigger ' || own.name || ' is gone, altered or disabled'
  FROM (VALUES ('ledger_stays', 'ledger', 'variorum_refuse', 58),
               ('originals_stay', 'originals', 'variorum_refuse', 58),
               ('ledger_is_signed_for', 'ledger', 'variorum_check', 7)) AS own(name, tab, does, kind)
 WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgname = own.name
                   AND t.tgrelid = to_regclass(own.tab) AND t.tgenabled = 'O' AND md5(p.prosrc) IN ({own})
                   AND p.proname = own.does AND t.tgtype = own.kind AND t.tgqual IS NULL
                   AND cardinality(t.tgattr::int2[]) = 0
                   AND p.prosecdef = (own.does = 'variorum_check'))
UNION ALL
SELECT pg_get_userbyid(right_.grantee) || ' may ' || right_.privilege_type || ' what is recorded in ' || c.relname
  FROM pg_class c, LATERAL aclexplode(c.relacl) AS right_
 WHERE c.oid IN (to_regclass('ledger'), to_regclass('originals')) AND right_.grantee <> c.relowner
   AND right_.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER')
UNION ALL
SELECT r.rolname || ' owns the record and can log in' FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
 WHERE c.oid = to_regclass('ledger') AND (r.rolcanlogin OR r.rolsuper)
ORDER BY 1
"""
"""What of a team's protections (`team.sql`) does not stand any longer.

`kind` is `tgtype`: 7 before each row that is inserted; 58 before each statement that updates, deletes or truncates.
"""


def load_driver(path: Path) -> Any:
    """Return the module of the driver.

    Raises:
        DossierError: it is not installed.
    """
    try:
        import psycopg
    except ImportError as error:
        raise DossierError(path, _NO_DRIVER) from error
    return psycopg


def open_engine(path: Path, *, create: bool) -> Engine:
    """Return an engine on the database at `path`.

    Raises:
        DossierError: it cannot be reached, is in another encoding, or would not keep what it acknowledges.
    """
    driver = load_driver(path)
    engine = create_engine("postgresql+psycopg://", creator=lambda: _connect(driver, path), poolclass=QueuePool)
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            if not create and not inspect(connection).has_table("ledger"):
                raise DossierError(path, "there is no dossier here; `variorum add ARTICLE...` starts one")
    except BaseException as error:
        engine.dispose()
        if isinstance(error, driver.Error | SQLAlchemyError):
            raise explain(path, error) from error
        raise
    return engine


def has_dossier(path: Path) -> bool:
    """Return whether a dossier lies in the database at `path`.

    Raises:
        DossierError: it cannot be asked.
    """
    driver = load_driver(path)
    try:
        with driver.connect(format_place(path), connect_timeout=int(PATIENCE_S)) as connection:
            found: bool = connection.execute("SELECT to_regclass('ledger') IS NOT NULL").fetchone()[0]
            return found
    except driver.Error as error:
        raise explain(path, error) from error


def _connect(driver: Any, path: Path) -> "psycopg.Connection[Any]":
    connection: psycopg.Connection[Any] = driver.connect(
        format_place(path), application_name="variorum", connect_timeout=int(PATIENCE_S), client_encoding="utf8"
    )
    milliseconds = int(PATIENCE_S * 1000)
    connection.execute("SET standard_conforming_strings = on")
    connection.execute("SET synchronous_commit = on")
    connection.execute(f"SET lock_timeout = {milliseconds}")
    # Somebody whose computer sleeps in the middle of an act must not keep the others out.
    connection.execute(f"SET idle_in_transaction_session_timeout = {milliseconds}")
    names = ("synchronous_commit", "fsync", "full_page_writes", "server_encoding")
    row = connection.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in names)).fetchone()
    connection.commit()
    if row != ("on", "on", "on", "UTF8"):
        connection.close()
        raise DossierError(path, f"the server cannot keep a dossier safely ({', '.join(names)}: {row})")
    return connection


def _begin(connection: Connection) -> None:
    """Take the turn to write, or see one state for the whole of a transaction."""
    if connection.get_execution_options().get("writing"):
        connection.exec_driver_sql(_LOCK)
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def notify(connection: Connection) -> None:
    """Tell everybody who listens, once this transaction is committed, that something was recorded."""
    connection.exec_driver_sql(f"SELECT pg_notify('{CHANNEL}', current_schema())")


@functools.cache
def _own_functions() -> str:
    """Return the digests of the sources of our own functions, as a list in SQL."""
    sources = _OWN_FUNCTIONS.findall(resources.files("claims.store").joinpath("team.sql").read_text("utf-8"))
    return ", ".join(f"'{hashlib.md5(each.encode(), usedforsecurity=False).hexdigest()}'" for each in sources)


def find_hindrances(connection: Connection) -> list[str]:
    """Return what in the database can keep or alter what is recorded, in words."""
    query = _HINDRANCES.format(own=_own_functions())
    return [f"{kind} {name}" for kind, name in connection.exec_driver_sql(query)]


def find_damage(connection: Connection) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the form of the database, as (about, message)."""
    for one in find_hindrances(connection):
        yield "schema", f"holds what Variorum does not make: {one}"
    if inspect(connection).has_table("team"):
        for one in connection.exec_driver_sql(_UNPROTECTED.format(own=_own_functions())).scalars():
            yield "team", f"{one}; `variorum team init` protects it again"


class Listener:
    """Counts what others commit to a dossier on a server, by its notices."""

    def __init__(self, path: Path) -> None:
        """Prepare; the server is asked when it is read first."""
        self._path = path
        self._connection: Any = None
        self._count = 0

    def read(self) -> int | None:
        """Return a number that is another after each commit; None while it cannot be told."""
        driver = load_driver(self._path)
        try:
            if self._connection is None:
                self._connection = driver.connect(format_place(self._path), autocommit=True, connect_timeout=2)
                self._connection.execute(f"LISTEN {CHANNEL}")
                self._count += 1  # what came before it listened
            self._count += sum(1 for _ in self._connection.notifies(timeout=0))
        except driver.Error:
            self.close()
            return None
        return self._count

    def close(self) -> None:
        """Let go of the server."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def explain(path: Path, error: BaseException) -> DossierError:
    """Return the error that tells the user what an error of the server means."""
    cause = getattr(error, "orig", None) or error
    text = str(cause).strip().partition("\n")[0]
    state = getattr(cause, "sqlstate", None) or ""
    for signs, problem in _PROBLEMS:
        if state and state.startswith(signs):
            return DossierError(path, problem.format(text=text))
    if not state:
        return DossierError(path, _UNREACHED.format(text=text.rstrip(".")))
    return DossierError(path, f"the server refused ({state}: {text}); nothing was recorded", 3)
