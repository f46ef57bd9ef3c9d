"""Read whole tables of a dossier a page at a time, each row with the entry it was computed from."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, Literal, NamedTuple

import msgspec
from sqlalchemy import Column, Integer, LargeBinary, Select, func, select, tuple_
from sqlalchemy.sql.elements import ColumnElement

from claims.editions import SINGLE
from claims.store.ledger import DamagedLedgerError, Entry
from claims.store.operations.articles import ArticleReading
from claims.store.tables import schema

ColumnType = Literal["integer", "text", "bytes"]

_AT_ONCE: Final = 2_000
"""Rows read at once; a writer gets through between two pages."""

_SHOWN: Final = ("seq", "id", "recorded_at", "body")
"""What a row has of its entry; the digest is checked and left out."""


class Columns(NamedTuple):
    """One table as it is handed on."""

    name: str
    own: tuple[ColumnElement[Any], ...]
    """Its columns beside those of the entry."""
    query: Callable[[Select[Any]], Select[Any]]
    """Joins what the columns are of."""
    key: tuple[ColumnElement[Any], ...]
    """What the rows are ordered by, one value for each row."""
    is_recorded: bool = True
    """Whether each row was computed from one entry."""
    beside: tuple[tuple[str, ColumnType], ...] = ()
    """What its rows have that no column of the dossier holds."""

    @property
    def types(self) -> dict[str, ColumnType]:
        """Name and type of every column, in order."""
        types = {column.name: _type_of(column) for column in self.own}
        if self.is_recorded:
            types |= {name: _type_of(schema.ledger.c[name]) for name in _SHOWN if name not in types}
            types["id"] = "text"
        return types | dict(self.beside)


def _type_of(column: ColumnElement[Any]) -> ColumnType:
    if isinstance(column.type, Integer):
        return "integer"
    return "bytes" if isinstance(column.type, LargeBinary) else "text"


def _placed(
    name: str, *own: ColumnElement[Any], key: tuple[Column[Any], ...], beside: tuple[tuple[str, ColumnType], ...] = ()
) -> Columns:
    """Return a table whose rows are on data items."""
    table, items, ledger = schema.metadata.tables[name], schema.items, schema.ledger

    def join(query: Select[Any]) -> Select[Any]:
        joined = query.join(ledger, ledger.c.seq == table.c.seq).join(items, items.c.item == table.c.item)
        return joined.join(schema.labels, schema.labels.c.label == table.c.scope) if "scope" in table.c else joined

    rest = tuple(column for column in table.c if column.name not in {"item", "scope", "seq"})
    about = (items.c.item, items.c.subject, items.c.attribute, items.c.subject_kind)
    return Columns(name, (*about, *own, *rest), join, key, beside=beside)


def _entered(name: str, key: tuple[Column[Any], ...], beside: tuple[tuple[str, ColumnType], ...] = ()) -> Columns:
    """Return a table with a row for an entry."""
    table, ledger = schema.metadata.tables[name], schema.ledger
    own = tuple(column for column in table.c if column.name != "seq")
    return Columns(name, own, lambda query: query.join(ledger, ledger.c.seq == table.c.seq), key, beside=beside)


_QUOTE: Final[tuple[tuple[str, ColumnType], ...]] = (("start", "integer"), ("stop", "integer"))
"""Where an assertion's quote begins and ends in its article."""

_EDITION: Final[tuple[tuple[str, ColumnType], ...]] = (("edition_of", "text"), ("edition", "integer"))
"""The place of an article among the editions of one text (`claims.editions.Edition`)."""

_A, _D, _M = schema.assertions.c, schema.decisions.c, schema.mentions.c

TABLES: Final = (
    # The queue first: of an item that changes while the rest is read, it has the mark from before.
    Columns("items", tuple(schema.items.c), lambda query: query, (schema.items.c.item,), is_recorded=False),
    _placed("assertions", schema.labels.c.text.label("scope"), key=(_A.item, _A.scope, _A.seq), beside=_QUOTE),
    _placed("decisions", key=(_D.item, _D.based_on)),
    _entered("articles", key=(schema.articles.c.seq,), beside=_EDITION),
    _entered("mentions", key=(_M.article, _M.key)),
)
"""What a dossier holds, as tables."""


class TableReading(ArticleReading):
    """A dossier that is read table by table."""

    def table_pages(self, table: Columns) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a table, a page at a time, in the order of its key.

        Raises:
            DamagedLedgerError: an entry is not as it was recorded.
        """
        entry = tuple(schema.ledger.c) if table.is_recorded else ()
        query = table.query(select(*table.key, *table.own, *entry)).order_by(*table.key).limit(_AT_ONCE)
        width, end = len(table.key), len(table.key) + len(table.own)
        complete = self._completing(table)
        after: tuple[Any, ...] = ()
        while True:
            page = query.where(tuple_(*table.key) > after) if after else query
            with self._reading() as connection:
                rows = connection.execute(page).all()
            if not rows:
                return
            after = tuple(rows[-1][:width])
            yield [(*row[width:end], *complete(row[end:])) for row in rows]

    def _completing(self, table: Columns) -> Callable[[Sequence[Any]], Sequence[Any]]:
        """Return what makes of the entry of a row the columns beside the row's own."""
        if not table.is_recorded:
            return tuple
        own = {column.name for column in table.own}
        shown = [name for name in _SHOWN if name not in own]
        beside = self._look_up(table)

        def complete(row: Sequence[Any]) -> Sequence[Any]:
            entry = Entry(*row).intact()
            cells = [entry.id.hex() if name == "id" else getattr(entry, name) for name in shown]
            return [*cells, *beside(entry)]

        return complete

    def _look_up(self, table: Columns) -> Callable[[Entry], Sequence[Any]]:
        """Return what finds the cells that no column of the dossier holds."""
        if table.beside == _QUOTE:
            return _read_span
        editions = self.editions() if table.beside == _EDITION else {}
        return (lambda entry: editions.get(entry.id.hex(), SINGLE)) if table.beside else lambda _: ()

    def newest_event_decision(self) -> int:
        """Return the number of the newest merge, split or renaming of events; 0 where there is none."""
        with self._reading() as connection:
            return connection.scalar(select(func.max(schema.event_decisions.c.seq))) or 0


class _Span(msgspec.Struct):
    start: int
    end: int


class _Quoting(msgspec.Struct):
    """What is read of an assertion's body where only the place of its quote matters."""

    passage: _Span


_READ_QUOTING: Final = msgspec.json.Decoder(_Quoting).decode


def _read_span(entry: Entry) -> Sequence[int]:
    try:
        passage = _READ_QUOTING(entry.body).passage
    except ValueError as error:
        raise DamagedLedgerError(entry.seq, "it is no assertion that this Variorum can read") from error
    return passage.start, passage.end
