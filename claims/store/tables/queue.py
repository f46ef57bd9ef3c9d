"""Build the SQL of the queue: which items, in which order, and how many have which value.

The queries are text rather than SQLAlchemy, so that the first lines can be read before anything heavy is loaded. The
reconciler computes the facets of an item; they are stored beside its summary.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, Literal, NamedTuple, Self

Sort = Literal["importance", "subject", "attribute", "members", "newest"]
SORTS: Final[tuple[Sort, ...]] = ("importance", "subject", "attribute", "members", "newest")

COLUMNS: Final = ("state", "severity", "attribute", "subject")
"""Fields of the filter that an item has one of."""

FACETS: Final = ("relation", "source", "reviewer", "agreement", "date", "tag")
"""Fields of the filter that an item may have several of. A date is found by its beginning: 2019-11 or 2019."""

FIELDS: Final = (*COLUMNS, *FACETS)

_ORDERS: Final[dict[Sort, str]] = {
    "importance": "importance DESC, subject, attribute",
    "subject": "subject, attribute",
    "attribute": "attribute, importance DESC, subject",
    "members": "members DESC, subject, attribute",
    "newest": "item DESC",
}


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A data item as the reconciler last left it: one line of the queue."""

    item: int
    subject: str
    attribute: str
    subject_kind: str
    dirty: int
    state: str
    severity: str
    importance: int
    members: int
    explanation: str

    @property
    def key(self) -> tuple[str, str]:
        """(subject, attribute)."""
        return (self.subject, self.attribute)


ROW_COLUMNS: Final = ", ".join(field.name for field in fields(ItemRow))


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


class Query(NamedTuple):
    """A query as text, with `:name` for each of its parameters."""

    sql: str
    parameters: dict[str, str]


def select_numbers(wanted: ItemFilter, *, subject: str | None = None, empty: bool = False) -> Query:
    """Return the query for the row numbers of the items a filter lets through."""
    condition, parameters = _conditions(wanted, subject=subject, empty=empty)
    return Query(f"SELECT item FROM items WHERE {condition} ORDER BY {_ORDERS[wanted.sort]}", parameters)


def count_values(wanted: ItemFilter, field: str, limit: int = 200) -> Query:
    """Return the query for the values of a field and how many items have each, most frequent first.

    The filter's own values of the field are left aside, so that one can choose others.
    """
    rest = wanted.having(field, ())
    condition, parameters = _conditions(rest)
    order = f"ORDER BY 2 DESC, 1 LIMIT {limit}"
    if field in COLUMNS:
        return Query(f"SELECT {field}, count(*) FROM items WHERE {condition} GROUP BY {field} {order}", parameters)
    where = "facet = :counted"
    if rest != ItemFilter(sort=wanted.sort):
        where += f" AND item IN (SELECT item FROM items WHERE {condition})"
    else:
        parameters = {}
    sql = f"SELECT value, count(*) FROM item_facets WHERE {where} GROUP BY value {order}"
    return Query(sql, parameters | {"counted": field})


def _conditions(wanted: ItemFilter, *, subject: str | None = None, empty: bool = False) -> Query:
    conditions = ["1=1"] if empty else ["members > 0"]
    parameters: dict[str, str] = {}

    def given(value: str) -> str:
        name = f"p{len(parameters)}"
        parameters[name] = value
        return f":{name}"

    if subject is not None:
        conditions.append(f"subject = {given(subject)}")
    for field, values in wanted.values:
        if field in COLUMNS and values:
            conditions.append(f"{field} IN ({', '.join(map(given, values))})")
        elif values:
            match = f"value IN ({', '.join(map(given, values))})"
            if field == "date":  # "2019" is every day of it
                days = (f"(value >= {given(day)} AND value < {given(day + chr(0xFFFF))})" for day in values)
                match = f"({' OR '.join(days)})"
            conditions.append(f"item IN (SELECT item FROM item_facets WHERE facet = {given(field)} AND {match})")
    if wanted.not_by:
        mine = f"facet = {given('reviewer')} AND value = {given(wanted.not_by)}"
        conditions.append(f"item NOT IN (SELECT item FROM item_facets WHERE {mine})")
    for word in wanted.words.casefold().split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append(f"words LIKE {given(f'%{escaped}%')} ESCAPE '\\'")
    return Query(" AND ".join(conditions), parameters)
