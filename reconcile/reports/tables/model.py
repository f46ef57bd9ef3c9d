"""A table and its columns as records, and the data dictionary that is made of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from claims.records import Record
from reconcile.reports.tables.event_facts import EventFacts

Cell = str | int | float | bool | None
Type = Literal["text", "integer", "number", "boolean"]
Row = dict[str, Cell]


class Column(Record):
    """One column: what it holds, in our words."""

    name: str
    meaning: str
    type: Type = "text"
    source: str = "Variorum"
    """The codebook whose column it is."""


class Table(Record):
    """A table: one row for each `row_of`."""

    name: str
    row_of: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class EventTable:
    """A table in the columns of a published data set: one row for an event and a policy."""

    table: Table
    event: Callable[[EventFacts], Row]
    """The cells that are the same under every policy."""
    figures: Callable[[EventFacts, str], Row]
    """The cells that depend on the policy."""

    def rows(self, facts: EventFacts) -> Iterator[Row]:
        """Yield the rows of an event, one for each policy."""
        latitude, longitude = (None if degrees is None else float(degrees) for degrees in facts.coordinates)
        blank: Row = {column.name: None for column in self.table.columns}
        event: Row = blank | {"latitude": latitude, "longitude": longitude} | self.event(facts)
        for policy in facts.policies:
            named: Row = {"policy": policy or None, "policy_version": facts.version(policy) or None}
            yield event | named | self.figures(facts, policy)


def columns(source: str, *described: tuple[str, str] | tuple[str, str, Type]) -> tuple[Column, ...]:
    """Return columns of one codebook from (name, meaning) or (name, meaning, type)."""
    return tuple(
        Column(name=each[0], meaning=each[1], type=each[2] if len(each) == 3 else "text", source=source)
        for each in described
    )


OF_POLICY = columns(
    "Variorum",
    ("policy", "whose rule gave the figures; reviewer where a decision did"),
    ("policy_version", "version of that rule"),
)
"""Columns of every table with a row for an event and a policy; they stand after those of the data set."""

DICTIONARY = Table(
    name="dictionary",
    row_of="column of the other tables",
    columns=columns(
        "Variorum",
        ("table", "the table, which is the name of its file"),
        ("row_of", "what one row of that table is"),
        ("column", "the column"),
        ("type", "text, integer, number or boolean; an empty cell is never a zero"),
        ("meaning", "what stands in it"),
        ("source", "the codebook whose column it is; Variorum where it is ours"),
    ),
)


def fill(table: Table, *records: object) -> Row:
    """Return a row of a table: each cell from the first of the records that has a field called like its column."""
    cells = {column.name: [record for record in records if hasattr(record, column.name)] for column in table.columns}
    return {name: getattr(having[0], name) if having else None for name, having in cells.items()}


def dictionary_rows(tables: Iterable[Table]) -> Iterator[Row]:
    """Yield one row for each column of `tables`."""
    for table in tables:
        for column in table.columns:
            yield {
                "table": table.name,
                "row_of": table.row_of,
                "column": column.name,
                "type": column.type,
                "meaning": column.meaning,
                "source": column.source,
            }
