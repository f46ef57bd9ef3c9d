"""Read the length and the first lines of the queue straight from the file, before anything heavy is loaded.

Errors are left to the opening of the dossier, which follows: a file that is missing, damaged, in another format or in
use gives no lines here.
"""

import contextlib
import sqlite3
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from claims.store.tables.queue import ROW_COLUMNS, ItemFilter, ItemRow, select_numbers

_PATIENCE_S: Final = 0.2
_FIRST: Final = 256
"""Lines read at once: more than the tallest screen shows."""


def file_uri(path: Path, mode: str) -> str:
    """Return the URI by which SQLite opens a file as `ro`, `rw` or `rwc`."""
    quoted = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{quoted}?mode={mode}"


class FirstLines:
    """The first lines of a queue; later lines are read when they are shown."""

    def __init__(self, path: Path, item_filter: ItemFilter) -> None:
        """Prepare to read the queue of the dossier at `path` under a filter."""
        self._path = path
        self._query = select_numbers(item_filter)
        self._first: list[ItemRow] = []
        self._numbers: Sequence[int] | None = None
        self.length = 0
        """Lines known of so far."""
        self.position = 0
        """Index of the wanted item; 0 if it is not in the queue."""

    def read_first(self, item: tuple[str, str] | None = None) -> bool:
        """Read the first lines and, unless `item` is among them, all row numbers; return whether that succeeded."""
        sql, parameters = self._query
        lines = f"SELECT {ROW_COLUMNS} FROM items JOIN ({sql} LIMIT {_FIRST}) USING (item)"
        order = sql.rpartition(" ORDER BY ")[2]
        rows = self._fetch(f"{lines} ORDER BY {order}", parameters)
        if rows is None:
            return False
        self._first = [ItemRow(*row) for row in rows]
        self.length = len(self._first)
        keys = [row.key for row in self._first]
        if item in keys:
            self.position = keys.index(item)
        elif item is not None and self.length == _FIRST:
            return self.read_all(item)
        return True

    def read_all(self, item: tuple[str, str] | None = None) -> bool:
        """Read the row numbers of the whole queue; return whether that succeeded."""
        sql, parameters = self._query
        # One row with all numbers: reading them one by one would ask for the interpreter's lock for each.
        rows = self._fetch(f"SELECT group_concat(item, ' ') FROM ({sql})", parameters)
        if rows is None:
            return False
        self._numbers = array("q", map(int, (rows[0][0] or "").split()))
        self.length = len(self._numbers)
        row = self._fetch("SELECT item FROM items WHERE subject = ? AND attribute = ?", item) if item else None
        if row and row[0][0] in self._numbers:
            self.position = self._numbers.index(row[0][0])
        return True

    @property
    def numbers(self) -> list[int]:
        """The row numbers of the lines known of so far."""
        return [row.item for row in self._first] if self._numbers is None else list(self._numbers)

    def page(self, start: int, count: int) -> list[ItemRow]:
        """Return the lines from `start` on; none if they cannot be read right now."""
        if self._numbers is None or start + count <= len(self._first):
            return self._first[start : start + count]
        numbers = self._numbers[start : start + count]
        marks = ", ".join("?" * len(numbers))
        rows = self._fetch(f"SELECT {ROW_COLUMNS} FROM items WHERE item IN ({marks})", list(numbers)) or ()
        lines = {row[0]: ItemRow(*row) for row in rows}
        return [lines[number] for number in numbers if number in lines]

    def _fetch(self, sql: str, parameters: Any) -> list[Any] | None:
        try:
            uri = file_uri(self._path, "ro")
            with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S)) as connection:
                return connection.execute(sql, parameters).fetchall()
        except (sqlite3.Error, ValueError):
            return None
