"""Run SQL text on either database, past SQLAlchemy where that is too slow for millions of rows.

The text is written for SQLite, with `?` for each parameter, and holds neither `?` nor `%` otherwise.
"""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, CursorResult, Table

SERVER: Final = "postgresql"
_FETCHED: Final = 5_000
"""Rows of a long answer that a server sends at once."""


def is_server(connection: Connection) -> bool:
    """Return whether a connection is to a database server rather than to a file."""
    return connection.dialect.name == SERVER


@functools.cache
def _marked(sql: str) -> str:
    return sql.replace("?", "%s")


def execute(connection: Connection, sql: str, parameters: Any = ()) -> CursorResult[*tuple[Any, ...]]:
    """Run a statement with its parameters, or once for each of a list of them."""
    return connection.exec_driver_sql(_marked(sql) if is_server(connection) else sql, parameters)


def fetch(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows of a query as the driver gives them."""
    driver: Any = connection.connection.driver_connection
    rows: list[tuple[Any, ...]]
    rows = driver.execute(_marked(sql) if is_server(connection) else sql, parameters).fetchall()
    return rows


def stream(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query as the driver gives them, however many there are."""
    driver: Any = connection.connection.driver_connection
    if not is_server(connection):
        yield from driver.execute(sql, parameters)
        return
    with driver.cursor(name="rows") as cursor:
        cursor.itersize = _FETCHED
        yield from cursor.execute(_marked(sql), parameters)


def bulk_insert(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert rows of `columns` past SQLAlchemy's handling of the parameters of each."""
    listed, names = list(rows), ", ".join(columns)
    if not listed:
        return
    if is_server(connection):
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in listed:
                copy.write_row(row)
    else:
        marks = ",".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", listed)
