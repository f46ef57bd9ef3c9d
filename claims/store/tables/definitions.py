"""Compare what a file is built of with what Variorum builds: tables, indexes, triggers, views.

A trigger or another constraint can swallow or alter what is recorded, and a view can stand where a table was.
"""

import functools
import re
from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from claims.store.tables.schema import metadata

_STATISTICS: Final = re.compile(r"sqlite_stat[1-4]")
"""Tables of SQLite's own ANALYZE, which say how to read and not what."""


class Definition(NamedTuple):
    """One object of a database file."""

    kind: str
    name: str
    table: str
    sql: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


@functools.cache
def own_definitions() -> frozenset[Definition]:
    """Return what Variorum makes, apart from the indexes that SQLite makes by itself."""
    dialect = sqlite.dialect()
    tables = metadata.tables.values()
    own = [Definition("table", t.name, t.name, str(CreateTable(t).compile(dialect=dialect))) for t in tables]
    own += [
        Definition("index", str(index.name), table.name, str(CreateIndex(index).compile(dialect=dialect)))
        for table in tables
        for index in table.indexes
    ]
    return frozenset(one._replace(sql=_plain(one.sql)) for one in own)


def find_foreign(connection: Connection) -> list[Definition]:
    """Return what the file has that Variorum did not make so, by name."""
    return sorted(_definitions(connection) - own_definitions())


def find_missing(connection: Connection) -> list[Definition]:
    """Return what Variorum makes and the file does not have, by name."""
    return sorted(own_definitions() - _definitions(connection))


def find_interfering(connection: Connection) -> list[Definition]:
    """Return what may keep or change what is written: triggers, views, and tables of ours in another form."""
    ours = {one.name for one in own_definitions() if one.kind == "table"}
    return [
        one
        for one in find_foreign(connection)
        if one.kind in {"trigger", "view"} or (one.kind == "table" and one.name.lower() in ours)
    ]


def _definitions(connection: Connection) -> set[Definition]:
    # A damaged file may hold any value in any column; as text it differs from ours and is named.
    columns = ", ".join(f"COALESCE(CAST({one} AS TEXT), '')" for one in ("type", "name", "tbl_name"))
    rows = connection.exec_driver_sql(f"SELECT {columns}, CAST(sql AS TEXT) FROM sqlite_master").all()
    own = {one.name for one in own_definitions()}
    return {
        Definition(kind, name, table, _plain(sql or ""))
        for kind, name, table, sql in rows
        if not _is_made_by_sqlite(kind, name, table, sql, own)
    }


def _is_made_by_sqlite(kind: str, name: str, table: str, sql: str | None, own: Collection[str]) -> bool:
    if kind == "index":
        return sql is None and table in own and name.startswith(f"sqlite_autoindex_{table}_")
    return kind == "table" and _STATISTICS.fullmatch(name) is not None


def _plain(sql: str) -> str:
    """Return a definition without its layout and the order of its parts, which are those of the version that made it.

    >>> _plain('CREATE TABLE  "t" (\\n a INTEGER , b TEXT, CHECK (a IN (1, 2)))')
    'CREATE TABLE t(CHECK(a IN(1,2)),a INTEGER,b TEXT)'
    """
    unquoted = re.sub(r'"(\w+)"', r"\1", sql)
    plain = re.sub(r" ?([(),]) ?", r"\1", " ".join(unquoted.split()))
    head, bracket, rest = plain.partition("(")
    if not head.startswith("CREATE TABLE "):
        return plain
    inner, closing, tail = rest.rpartition(")")
    # A column that a later version added stands after the constraints.
    return f"{head}{bracket}{','.join(sorted(_parts(inner)))}{closing}{tail}"


def _parts(inner: str) -> Iterator[str]:
    """Yield what stands between commas outside brackets."""
    start = depth = 0
    for place, sign in enumerate(inner):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield inner[start:place]
            start = place + 1
    yield inner[start:]
