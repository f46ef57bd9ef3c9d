"""Lines of the queue that are kept in memory beside the stored ones, found by the same queries."""

import sqlite3
import threading
from collections.abc import Collection, Iterable
from dataclasses import astuple, replace
from typing import Any, Final

from claims.store.tables.queue import ROW_COLUMNS, ItemRow, Query
from claims.store.tables.rows import Summary
from claims.store.tables.schema import parts_of, plain

_TABLES: Final = f"""
CREATE TABLE items ({ROW_COLUMNS}, words, PRIMARY KEY (item));
CREATE TABLE item_facets (facet, value, item, PRIMARY KEY (facet, value, item)) WITHOUT ROWID;
CREATE INDEX item_facets_item ON item_facets (item);
CREATE INDEX items_subject ON items (subject);
"""


class Overlay:
    """Lines of items by row number, each with what it is found by; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._connection.executescript(_TABLES)
        self._numbers: frozenset[int] | None = frozenset()

    def close(self) -> None:
        """Let go of the memory."""
        self._connection.close()

    @property
    def numbers(self) -> frozenset[int]:
        """The row numbers of all lines."""
        if self._numbers is None:
            self._numbers = frozenset(row[0] for row in self.fetch(Query("SELECT item FROM items", {})))
        return self._numbers

    def put(self, lines: Iterable[tuple[ItemRow, Summary]]) -> None:
        """Keep these lines, each as its summary has it."""
        rows, facets = [], []
        for row, s in lines:
            new = replace(
                row,
                state=s.state,
                severity=s.severity,
                importance=s.importance,
                members=s.members,
                explanation=plain(s.explanation),
                competing=plain(s.competing),
                differing=plain(s.differing),
                origins=s.origins,
                proposals=s.proposals,
            )
            rows.append((*astuple(new), plain(s.words)))
            facets += [(facet, plain(value), s.item) for facet, value in s.facets]
        with self._lock:
            marks = ", ".join("?" * (len(ROW_COLUMNS.split(", ")) + 1))
            self._connection.executemany(f"INSERT OR REPLACE INTO items VALUES ({marks})", rows)
            self._connection.executemany("INSERT OR IGNORE INTO item_facets VALUES (?, ?, ?)", facets)
            self._numbers = None

    def drop(self, subjects: Collection[str]) -> None:
        """Forget the lines of these subjects."""
        asked = [(subject,) for subject in subjects]
        with self._lock:
            mine = "item IN (SELECT item FROM items WHERE subject = ?)"
            self._connection.executemany(f"DELETE FROM item_facets WHERE {mine}", asked)
            self._connection.executemany("DELETE FROM items WHERE subject = ?", asked)
            self._numbers = None

    def rows(self, numbers: Collection[int]) -> dict[int, ItemRow]:
        """Return those of these lines that are kept here, by row number."""
        found: dict[int, ItemRow] = {}
        for part in parts_of([number for number in numbers if number in self.numbers]):
            marks = ", ".join(map(str, part))
            lines = self.fetch(Query(f"SELECT {ROW_COLUMNS} FROM items WHERE item IN ({marks})", {}))
            found |= {line[0]: ItemRow(*line) for line in lines}
        return found

    def tags(self, numbers: Collection[int]) -> dict[int, list[str]]:
        """Return the tags of those of these lines that are kept here and have any, by row number."""
        query = Query("SELECT item, value FROM item_facets WHERE facet = 'tag' ORDER BY item, value", {})
        tags: dict[int, list[str]] = {}
        for item, tag in self.fetch(query):
            if item in numbers:
                tags.setdefault(item, []).append(tag)
        return tags

    def fetch(self, query: Query) -> list[tuple[Any, ...]]:
        """Return the rows that a query of the queue gives on these lines."""
        with self._lock:
            return self._connection.execute(query.sql, query.parameters).fetchall()
