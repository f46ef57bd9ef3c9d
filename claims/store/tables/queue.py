"""Build the SQL of the queue: which items, in which order, and how many have which value.

The queries are text rather than SQLAlchemy, so that the first lines can be read before anything heavy is loaded. The
reconciler computes the facets of an item; they are stored beside its summary.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal, NamedTuple, Self

Sort = Literal["importance", "subject", "attribute", "state", "members", "origins", "proposals", "newest"]
SORTS: Final[tuple[Sort, ...]] = (
    "importance",
    "subject",
    "attribute",
    "state",
    "members",
    "origins",
    "proposals",
    "newest",
)

COLUMNS: Final = ("state", "severity", "attribute", "subject")
"""Fields of the filter that an item has one of."""

FACETS: Final = ("relation", "source", "reviewer", "agreement", "date", "tag", "assigned", "todo")
"""Fields of the filter that an item may have several of. A date may be given by its beginning: 2019-11 or 2019.

`assigned` are those asked to review the item, `todo` those of them who are still to do it.
"""

FIELDS: Final = (*COLUMNS, *FACETS)

_ORDERS: Final[dict[Sort, str]] = {
    "importance": "importance DESC, subject, attribute",
    "subject": "subject, attribute",
    "attribute": "attribute, importance DESC, subject",
    "state": "state, importance DESC, subject, attribute",
    "members": "members DESC, subject, attribute",
    "origins": "origins DESC, subject, attribute",
    "proposals": "proposals DESC, subject, attribute",
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
    competing: str = ""
    """The values that compete, or all there are, those of most statements first: `17 | 15 attackers | 12-20`."""
    differing: str = ""
    """In what their statements differ: `value scope who when`, as many as do."""
    origins: int = 0
    proposals: int = 0
    """How many of the statements are proposals that nobody has looked at."""

    @property
    def key(self) -> tuple[str, str]:
        """(subject, attribute)."""
        return (self.subject, self.attribute)


ROW_COLUMNS: Final = ", ".join(field.name for field in fields(ItemRow))


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items, in which order: an item has one of the values of every field, and all the words."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(field, values), by field."""
    words: str = ""
    sort: Sort = "importance"
    not_by: str = ""
    """Leave out items that this reviewer has decided, unless their decision went stale."""
    without: frozenset[int] = frozenset()
    """Leave out the items of these row numbers."""

    def of(self, field: str) -> tuple[str, ...]:
        """Return the values of a field that pass; none means any."""
        return dict(self.values).get(field, ())

    def having(self, field: str, values: Sequence[str]) -> Self:
        """Return the filter with these values of a field instead."""
        by_field = {name: other for name, other in self.values if name != field}
        if values:
            by_field[field] = tuple(dict.fromkeys(values))
        return replace(self, values=tuple(sorted(by_field.items())))


Place = tuple[int, int, str, str, int, str, int, int]
"""An item's row number, importance, subject, attribute, number of members, state, origins and proposals."""


class Query(NamedTuple):
    """A query as text, with `:name` for each of its parameters."""

    sql: str
    parameters: dict[str, str]


def select_numbers(item_filter: ItemFilter, *, subject: str | None = None, empty: bool = False) -> Query:
    """Return the query for the row numbers of the items that pass a filter."""
    condition, parameters = _conditions(item_filter, subject=subject, empty=empty)
    return Query(f"SELECT item FROM items WHERE {condition} ORDER BY {_ORDERS[item_filter.sort]}", parameters)


def select_places(item_filter: ItemFilter) -> Query:
    """Return the query for the items that pass a filter, in its order, each with what `place_key` goes by."""
    condition, parameters = _conditions(item_filter)
    order = _ORDERS[item_filter.sort]
    columns = "item, importance, subject, attribute, members, state, origins, proposals"
    return Query(f"SELECT {columns} FROM items WHERE {condition} ORDER BY {order}", parameters)


_KEYS: Final[dict[Sort, Callable[[Place], tuple[Any, ...]]]] = {
    "importance": lambda row: (-row[1], row[2], row[3]),
    "subject": lambda row: (row[2], row[3]),
    "attribute": lambda row: (row[3], -row[1], row[2]),
    "state": lambda row: (row[5], -row[1], row[2], row[3]),
    "members": lambda row: (-row[4], row[2], row[3]),
    "origins": lambda row: (-row[6], row[2], row[3]),
    "proposals": lambda row: (-row[7], row[2], row[3]),
    "newest": lambda row: (-row[0],),
}


def place_key(sort: Sort) -> Callable[[Place], tuple[Any, ...]]:
    """Return what the rows of `select_places` are ordered by, so that two lists of them can be merged."""
    return _KEYS[sort]


def count_values(item_filter: ItemFilter, field: str, limit: int = 200) -> Query:
    """Return the query for the values of a field and how many items have each, most frequent first.

    The filter's own values of the field are ignored, so that others can be chosen.
    """
    rest = item_filter.having(field, ())
    condition, parameters = _conditions(rest)
    order = f"ORDER BY 2 DESC, 1 LIMIT {limit}"
    if field in COLUMNS:
        return Query(f"SELECT {field}, count(*) FROM items WHERE {condition} GROUP BY {field} {order}", parameters)
    where = "facet = :counted"
    if rest != ItemFilter(sort=item_filter.sort):
        where += f" AND item IN (SELECT item FROM items WHERE {condition})"
    else:
        parameters = {}
    sql = f"SELECT value, count(*) FROM item_facets WHERE {where} GROUP BY value {order}"
    return Query(sql, parameters | {"counted": field})


def _conditions(item_filter: ItemFilter, *, subject: str | None = None, empty: bool = False) -> Query:
    conditions = ["1=1"] if empty else ["members > 0"]
    parameters: dict[str, str] = {}

    def bind(value: str) -> str:
        name = f"p{len(parameters)}"
        parameters[name] = value
        return f":{name}"

    if subject is not None:
        conditions.append(f"subject = {bind(subject)}")
    for field, values in item_filter.values:
        if field in COLUMNS and values:
            conditions.append(f"{field} IN ({', '.join(map(bind, values))})")
        elif values:
            match = _match_days(values, bind) if field == "date" else f"value IN ({', '.join(map(bind, values))})"
            conditions.append(f"item IN (SELECT item FROM item_facets WHERE facet = {bind(field)} AND {match})")
    if item_filter.not_by:
        mine = f"facet = {bind('reviewer')} AND value = {bind(item_filter.not_by)}"
        conditions.append(f"(state = 'stale' OR item NOT IN (SELECT item FROM item_facets WHERE {mine}))")
    if item_filter.without:
        conditions.append(f"item NOT IN ({','.join(map(str, sorted(item_filter.without)))})")
    for word in item_filter.words.casefold().split():
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        conditions.append(f"words LIKE {bind(f'%{escaped}%')} ESCAPE '\\'")
    return Query(" AND ".join(conditions), parameters)


def _match_days(dates: Iterable[str], bind: Callable[[str], str]) -> str:
    """Return the condition that a value lies in one of the dates: "2019" is every day of it."""
    days = (f"(value >= {bind(date)} AND value < {bind(date + chr(0xFFFF))})" for date in dates)
    return f"({' OR '.join(days)})"
