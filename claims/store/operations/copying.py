"""Copy a whole dossier, row by row, from a file or a server to a file or a server."""

import itertools
from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, Table, func, select

from claims.store.tables import schema
from claims.store.tables.statements import bulk_insert, stream

_AT_ONCE: Final = 1_000
"""Rows written at once."""


def count_rows(connection: Connection) -> int:
    """Return how many rows `copy_rows` would write."""
    return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in _tables())


def copy_rows(mine: Connection, theirs: Connection, progress: Callable[[int], None] | None = None) -> None:
    """Write every row of one dossier to another, which is empty; `progress` is told how many were written."""
    written = 0
    for table in _tables():
        columns = [column.name for column in table.c]
        rows = stream(mine, f"SELECT {', '.join(columns)} FROM {table.name}")
        while part := list(itertools.islice(rows, _AT_ONCE)):
            bulk_insert(theirs, table, columns, part)
            written += len(part)
            if progress:
                progress(written)


def _tables() -> list[Table]:
    """Return the tables of a dossier but for its migrations, those that others refer to first."""
    return [table for table in schema.metadata.sorted_tables if table is not schema.migrations]
