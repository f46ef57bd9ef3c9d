"""Read data items: the queue, its filters, and the summaries that the reconciler stores with them."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from sys import intern
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select, text, update

from claims.store.errors import UnknownRecordError
from claims.store.operations.open_dossier import OpenDossier
from claims.store.tables import schema
from claims.store.tables.keys import ItemKey
from claims.store.tables.queue import (
    ItemFilter,
    ItemRow,
    Place,
    Query,
    Sort,
    count_values,
    select_numbers,
    select_places,
)
from claims.store.tables.rows import Summary
from claims.store.tables.schema import parts_of, plain
from claims.store.tables.statements import bulk_insert, execute, is_server, stream

ITEM_COLUMNS: Final = tuple(schema.items.c[field.name] for field in fields(ItemRow))


_LITERAL: Final = {"literal_binds": True}
_PAGE: Final = 10_000


class ItemReading(OpenDossier):
    """A dossier that reads data items."""

    def item_row(self, key: ItemKey) -> ItemRow:
        """Return the line of one data item.

        Raises:
            UnknownRecordError: there is none.
        """
        table = schema.items
        with self._reading() as connection:
            query = select(*ITEM_COLUMNS).where(table.c.subject == key[0], table.c.attribute == key[1])
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownRecordError("data item", "/".join(key), "`variorum items` lists them")
        return ItemRow(*row)

    def item_numbers(
        self,
        *,
        states: Sequence[str] = (),
        search: str = "",
        subject: str | None = None,
        empty: bool = False,
        sort: Sort = "importance",
    ) -> list[int]:
        """Return the row numbers of items, most important first; `empty` includes those without any assertion."""
        item_filter = ItemFilter(words=search, sort=sort).having("state", states)
        with self._reading() as connection:
            return _numbers(connection, select_numbers(item_filter, subject=subject, empty=empty))

    def queue(self, item_filter: ItemFilter) -> list[int]:
        """Return the row numbers of the items a filter lets through, in its order."""
        with self._reading() as connection:
            return _numbers(connection, select_numbers(item_filter))

    def queue_places(self, item_filter: ItemFilter) -> list[Place]:
        """Return the items a filter lets through, in its order, each with what the order goes by."""
        return list(self.walk_queue(item_filter))

    def walk_queue(self, item_filter: ItemFilter) -> Iterator[Place]:
        """Yield what `queue_places` returns; others cannot record anything until the last was taken."""
        sql, parameters = select_places(item_filter)
        with self._reading() as connection:
            for row in connection.execute(text(sql), parameters):
                yield (row[0], row[1], row[2], intern(row[3]), row[4], intern(row[5]), row[6], row[7])

    def facet_counts(self, item_filter: ItemFilter, field: str) -> list[tuple[str, int]]:
        """Return the values of a field with how many of the filtered items have each, most frequent first."""
        sql, parameters = count_values(item_filter, field)
        with self._reading() as connection:
            return [(str(row[0]), int(row[1])) for row in connection.execute(text(sql), parameters)]

    def item_page(self, numbers: Sequence[int]) -> list[ItemRow]:
        """Return the lines of these items, in the given order; items that are gone are left out."""
        with self._reading() as connection:
            rows = connection.execute(select(*ITEM_COLUMNS).where(schema.items.c.item.in_(list(numbers)))).all()
        by_number = {row[0]: ItemRow(*row) for row in rows}
        return [by_number[number] for number in numbers if number in by_number]

    def tags(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        """Return the tags of those of these items that have any, by row number."""
        facets = schema.item_facets
        query = select(facets.c.item, facets.c.value).where(facets.c.facet == "tag", facets.c.item.in_(numbers))
        tags: dict[int, list[str]] = {}
        with self._reading() as connection:
            for row in connection.execute(query.order_by(facets.c.item, facets.c.value)):
                tags.setdefault(row[0], []).append(row[1])
        return tags

    def found_by(self, items: Sequence[int]) -> dict[int, tuple[str, list[tuple[str, str]]]]:
        """Return the words and the facets by which each of these items is found, by row number."""
        table, facets = schema.items, schema.item_facets
        contents: dict[int, tuple[str, list[tuple[str, str]]]] = {}
        with self._reading() as connection:
            for part in parts_of(items):
                words = connection.execute(select(table.c.item, table.c.words).where(table.c.item.in_(part)))
                contents |= {item: (words_of_item, []) for item, words_of_item in words}
                query = select(facets).where(facets.c.item.in_(part)).order_by(facets.c.facet, facets.c.value)
                for row in connection.execute(query):
                    contents[row.item][1].append((row.facet, row.value))
        return contents

    def state_counts(self) -> dict[str, int]:
        """Return how many items with assertions are in each state."""
        table = schema.items
        query = select(table.c.state, func.count()).where(table.c.members > 0).group_by(table.c.state)
        with self._reading() as connection:
            return {str(row[0]): int(row[1]) for row in connection.execute(query)}

    def dirty_numbers(self) -> list[int]:
        """Return the row numbers of the items whose summary is out of date.

        Those of one subject stand together, the subject first whose items were the most important when last computed.
        """
        table = schema.items
        most = func.max(table.c.importance).over(partition_by=table.c.subject)
        query = select(table.c.item).where(text(schema.IS_DIRTY)).order_by(most.desc(), table.c.subject, table.c.item)
        with self._reading() as connection:
            return list(connection.scalars(query))

    def find_items(self, query: Select[Any]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query on the dossier's tables, some at a time, as of one moment."""
        with self._reading() as connection:
            if is_server(connection):
                yield from connection.execute(query, execution_options={"yield_per": _PAGE}).tuples()
            else:
                yield from stream(connection, str(query.compile(connection.engine, compile_kwargs=_LITERAL)))

    def set_states(self, lines: Select[Any]) -> int:
        """Set, of items that are out of date, what a query says of them; return how many they were.

        Its columns are the item's number and columns of its line. The items stay out of date: no sentence is written.
        """
        found = lines.subquery("found")
        said = {column.name: column for column in found.c if column.name != "item"}
        statement = update(schema.items).where(schema.items.c.item == found.c.item, text(schema.IS_DIRTY)).values(said)
        with self._writing() as connection:
            return connection.execute(statement).rowcount

    def last_item(self) -> int:
        """Return the greatest row number of an item; 0 where there is none."""
        with self._reading() as connection:
            return connection.scalar(select(func.max(schema.items.c.item))) or 0

    def save_summaries(self, summaries: Sequence[Summary]) -> None:
        """Keep what the reconciler found, except for items that were touched, or summarised, since it read them."""
        if not summaries:
            return
        columns = (
            "state=?, severity=?, importance=?, members=?, explanation=?, words=?, "
            "competing=?, differing=?, origins=?, proposals=?, dirty=0"
        )
        with self._writing() as connection:
            current = _current(connection, summaries)
            rows = [
                (
                    *(s.state, s.severity, s.importance, s.members, plain(s.explanation), plain(s.words)),
                    *(plain(s.competing), plain(s.differing), s.origins, s.proposals, s.item),
                )
                for s in current
            ]
            facets = sorted({(facet, plain(value), s.item) for s in current for facet, value in s.facets})
            if rows:
                execute(connection, f"UPDATE items SET {columns} WHERE item=?", rows)
                execute(connection, "DELETE FROM item_facets WHERE item=?", [(s.item,) for s in current])
            bulk_insert(connection, schema.item_facets, ("facet", "value", "item"), facets)


def _current(connection: Connection, summaries: Sequence[Summary]) -> list[Summary]:
    """Return the summaries of items that are as out of date as they were when they were read."""
    marks = _marks(connection, [summary.item for summary in summaries])
    return [summary for summary in summaries if summary.dirty and summary.dirty == marks.get(summary.item)]


def _marks(connection: Connection, items: Sequence[int]) -> dict[int, int]:
    """Return by item the entry since which it is out of date, 0 where it is not."""
    table = schema.items
    marks: dict[int, int] = {}
    for part in parts_of(items):
        query = select(table.c.item, table.c.dirty).where(table.c.item.in_(part))
        marks |= {row[0]: row[1] for row in connection.execute(query)}
    return marks


def _numbers(connection: Connection, query: Query) -> list[int]:
    return list(connection.scalars(text(query.sql), query.parameters))
