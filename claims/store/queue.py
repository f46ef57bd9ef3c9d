"""The queue as the store answers for it: which items, in which order, and how many have what.

Owns the filter, its SQL and the counts of facets. What an item's facets are is the reconciler's to say; they are kept
beside its summary.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, Self

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from claims.store import schema

Sort = Literal["importance", "subject", "attribute", "members", "newest"]
SORTS: Final[tuple[Sort, ...]] = ("importance", "subject", "attribute", "members", "newest")

COLUMNS: Final = ("state", "severity", "attribute", "subject")
"""Fields of the filter that an item has one of."""

FACETS: Final = ("relation", "source", "reviewer", "agreement", "date")
"""Fields of the filter that an item may have several of. A date is found by its beginning: 2019-11 or 2019."""

FIELDS: Final = (*COLUMNS, *FACETS)

_ORDERS: Final[dict[Sort, tuple[Any, ...]]] = {
    "importance": (schema.items.c.importance.desc(), schema.items.c.subject, schema.items.c.attribute),
    "subject": (schema.items.c.subject, schema.items.c.attribute),
    "attribute": (schema.items.c.attribute, schema.items.c.importance.desc(), schema.items.c.subject),
    "members": (schema.items.c.members.desc(), schema.items.c.subject, schema.items.c.attribute),
    "newest": (schema.items.c.item.desc(),),
}


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items, in which order: of each field any of its values, all fields together, and every word."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(field, values), by field."""
    words: str = ""
    sort: Sort = "importance"
    not_by: str = ""
    """Leave out what this reviewer has decided."""

    def of(self, field: str) -> tuple[str, ...]:
        """Return the values wanted of a field; none means any."""
        return dict(self.values).get(field, ())

    def having(self, field: str, wanted: Sequence[str]) -> Self:
        """Return the filter with these values of a field instead."""
        kept = {name: values for name, values in self.values if name != field}
        if wanted:
            kept[field] = tuple(dict.fromkeys(wanted))
        return replace(self, values=tuple(sorted(kept.items())))


def select_numbers(wanted: ItemFilter, *, subject: str | None = None, empty: bool = False) -> Select[tuple[int]]:
    """Return the query for the row numbers of the items a filter lets through."""
    query: Select[tuple[int]] = select(schema.items.c.item)
    return query.where(_conditions(wanted, subject=subject, empty=empty)).order_by(*_ORDERS[wanted.sort])


def count_values(connection: Connection, wanted: ItemFilter, field: str, limit: int = 200) -> list[tuple[str, int]]:
    """Return the values of a field with how many items have each, most frequent first.

    The filter's own values of the field are left aside, so that one can choose others.
    """
    rest = _conditions(wanted.having(field, ()))
    count = func.count()
    if field in COLUMNS:
        column = schema.items.c[field]
        query = select(column, count).where(rest).group_by(column)
    else:
        table = schema.item_facets
        column = table.c.value
        query = select(column, count).select_from(table).where(table.c.facet == field).group_by(column)
        if wanted.having(field, ()) != ItemFilter(sort=wanted.sort):
            query = query.join(schema.items, schema.items.c.item == table.c.item).where(rest)
    query = query.order_by(count.desc(), column).limit(limit)
    return [(str(row[0]), int(row[1])) for row in connection.execute(query)]


def _conditions(wanted: ItemFilter, *, subject: str | None = None, empty: bool = False) -> ColumnElement[bool]:
    table, facets = schema.items, schema.item_facets
    conditions: list[ColumnElement[bool]] = [] if empty else [table.c.members > 0]
    if subject is not None:
        conditions.append(table.c.subject == subject)
    for field, values in wanted.values:
        if not values:
            continue
        if field in COLUMNS:
            conditions.append(table.c[field].in_(values))
            continue
        match: ColumnElement[bool] = facets.c.value.in_(values)
        if field == "date":  # "2019" is every day of it
            match = or_(*(and_(facets.c.value >= value, facets.c.value < value + "\uffff") for value in values))
        conditions.append(table.c.item.in_(select(facets.c.item).where(facets.c.facet == field, match)))
    if wanted.not_by:
        mine = select(facets.c.item).where(facets.c.facet == "reviewer", facets.c.value == wanted.not_by)
        conditions.append(table.c.item.not_in(mine))
    for word in wanted.words.casefold().split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append(table.c.words.like(f"%{escaped}%", escape="\\"))
    return and_(True, *conditions)
