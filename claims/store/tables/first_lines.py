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


class Glimpse:
    """What a queue begins with, then all of it; lines beyond are read when they are looked at."""

    def __init__(self, path: Path, wanted: ItemFilter) -> None:
        """Look at the queue of the dossier at `path` under a filter."""
        self._path = path
        self._query = select_numbers(wanted)
        self._first: list[ItemRow] = []
        self._numbers: Sequence[int] | None = None
        self.length = 0
        """Lines known of so far."""
        self.position = 0
        """Where the item asked for stands; 0 where it does not."""

    def look(self, item: tuple[str, str] | None = None) -> bool:
        """Read the first lines, or where `item` is not among them, all row numbers; return whether that went well."""
        sql, parameters = self._query
        lines = f"SELECT {ROW_COLUMNS} FROM items JOIN ({sql} LIMIT {_FIRST}) USING (item)"
        order = sql.rpartition(" ORDER BY ")[2]
        rows = self._ask(f"{lines} ORDER BY {order}", parameters)
        if rows is None:
            return False
        self._first = [ItemRow(*row) for row in rows]
        self.length = len(self._first)
        keys = [row.key for row in self._first]
        if item in keys:
            self.position = keys.index(item)
        elif item is not None and self.length == _FIRST:
            return self.look_at_all(item)
        return True

    def look_at_all(self, item: tuple[str, str] | None = None) -> bool:
        """Read the row numbers of the whole queue; return whether that went well."""
        sql, parameters = self._query
        # One row with all numbers: reading them one by one would ask for the interpreter's lock for each.
        rows = self._ask(f"SELECT group_concat(item, ' ') FROM ({sql})", parameters)
        if rows is None:
            return False
        self._numbers = array("q", map(int, (rows[0][0] or "").split()))
        self.length = len(self._numbers)
        held = self._ask("SELECT item FROM items WHERE subject = ? AND attribute = ?", item) if item else None
        if held and held[0][0] in self._numbers:
            self.position = self._numbers.index(held[0][0])
        return True

    @property
    def numbers(self) -> list[int]:
        """The row numbers of the lines known of so far."""
        return [row.item for row in self._first] if self._numbers is None else list(self._numbers)

    def page(self, start: int, count: int) -> list[ItemRow]:
        """Return the lines from `start` on; none where they cannot be read right now."""
        if self._numbers is None or start + count <= len(self._first):
            return self._first[start : start + count]
        numbers = self._numbers[start : start + count]
        marks = ", ".join("?" * len(numbers))
        rows = self._ask(f"SELECT {ROW_COLUMNS} FROM items WHERE item IN ({marks})", list(numbers)) or ()
        found = {row[0]: ItemRow(*row) for row in rows}
        return [found[number] for number in numbers if number in found]

    def _ask(self, sql: str, parameters: Any) -> list[Any] | None:
        try:
            uri = file_uri(self._path, "ro")
            with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S)) as connection:
                return connection.execute(sql, parameters).fetchall()
        except (sqlite3.Error, ValueError):
            return None
