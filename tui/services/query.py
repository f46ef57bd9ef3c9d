"""The queue's filter as a line that a person can type and read: `state:open source:"Harbour Post" bridge`.

Words without a field are searched in quotes, rationales, explanations and names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, cast

from claims.errors import VariorumError
from claims.store.tables.queue import FIELDS, SORTS, ItemFilter, ItemRow, Sort
from reconcile.items.states import QUEUED_STATES, STATES

UNSETTLED: Final = ItemFilter().having("state", QUEUED_STATES)
"""What the queue shows until another filter is chosen."""

_TERM: Final = re.compile(r'(?:([A-Za-z_]+):)?(?:"([^"]*)"|(\S+))')
_SHORT: Final = {"attr": "attribute", "sev": "severity", "rel": "relation", "by": "reviewer", "src": "source"}
_GROUPS: Final = {"unsettled": QUEUED_STATES, "all": ()}


class QueryError(VariorumError):
    """The line names a field or value that does not exist; nothing was changed."""


def parse_query(text: str) -> ItemFilter:
    """Return the filter that a line describes; several values of one field mean any of them.

    >>> parse_query('state:open state:stale bridge').of("state")
    ('open', 'stale')
    >>> parse_query("bridge").words
    'bridge'

    Raises:
        QueryError: an unknown field, state or order.
    """
    wanted: dict[str, list[str]] = {}
    words: list[str] = []
    for match in _TERM.finditer(text):
        name, quoted, bare = match.groups()
        value = quoted if quoted is not None else bare
        if name:
            field = _SHORT.get(name.lower(), name.lower())
            wanted.setdefault(field, []).extend(_read_values(name, field, value))
        elif quoted is None and value in _GROUPS:
            wanted.setdefault("state", []).extend(_GROUPS[value])
        else:
            words.append(value)
    sort = cast("Sort", wanted.pop("sort", ["importance"])[-1])
    query = ItemFilter(words=" ".join(" ".join(words).split()), sort=sort)
    for field, values in wanted.items():
        query = query.having(field, values)
    return query


def _read_values(name: str, field: str, value: str) -> Sequence[str]:
    """Return the values that a term asks for; `name` is its field as written."""
    if field == "sort":
        if value not in SORTS:
            raise QueryError(f"sort:{value}: the orders are {', '.join(SORTS)}")
        return (value,)
    if field not in FIELDS:
        raise QueryError(f"{name}: is no field; the fields are {', '.join(FIELDS)}, sort")
    if field == "state":
        if value not in _GROUPS and value not in STATES:
            raise QueryError(f"state:{value}: the states are {', '.join((*_GROUPS, *STATES))}")
        return _GROUPS.get(value, (value,))
    return (value,) if value else ()


def format_query(query: ItemFilter) -> str:
    """Return a filter as the line that `parse_query` reads.

    >>> format_query(parse_query('bridge source:"Harbour Post" state:unsettled'))
    'unsettled source:"Harbour Post" bridge'
    """
    terms = []
    states = query.of("state")
    terms.append("unsettled" if states == QUEUED_STATES else " ".join(f"state:{state}" for state in states) or "all")
    for field, values in query.values:
        if field != "state":
            terms += [f"{field}:{_quoted(value)}" for value in values]
    terms += [f"sort:{query.sort}"] if query.sort != "importance" else []
    terms += [query.words] if query.words else []
    return " ".join(terms)


def describe_position(position: int, length: int, query: ItemFilter, *, past: str = "", blind: bool) -> str:
    """Return in a few words which item of a queue is in hand and what the queue shows."""
    here = f"{position + 1:,} of {length:,}" if length else "none"
    then = f"{past}: " if past else ""
    return f"{then}{here} {format_query(query)}{' (blind)' if blind else ''}"


def blind_query(reviewer: str, query: ItemFilter) -> ItemFilter:
    """Return the filter of a blind reviewer: an item leaves the queue once they have given their verdict on it."""
    return replace(query, not_by=reviewer) if query.of("state") == QUEUED_STATES else query


def queue_of(reviewer: str) -> ItemFilter:
    """Return the filter for what waits for a reviewer."""
    return ItemFilter().having("todo", (reviewer,))


@dataclass(frozen=True, slots=True)
class NamedRow(ItemRow):
    """A line of the queue with what people call its subject."""

    name: str = ""


def name_row(row: ItemRow, name: str) -> NamedRow:
    """Return a line of the queue with the name of its subject."""
    return NamedRow(**{each.name: getattr(row, each.name) for each in fields(row)}, name=name)


def row_name(row: ItemRow) -> str:
    """Return what people call the subject of a line: its key where the name has not been looked up."""
    return row.name if isinstance(row, NamedRow) else row.subject


def row_with_tags(row: ItemRow, tags: Sequence[str]) -> ItemRow:
    """Return a line of the queue that begins with its tags."""
    return replace(row, explanation=" ".join((*(f"#{tag}" for tag in tags), row.explanation))) if tags else row


def widen_query(query: ItemFilter) -> ItemFilter:
    """Return a wider filter: without the words, or, where there are none, all that is unsettled."""
    if query.words:
        return replace(query, words="")
    return replace(UNSETTLED, not_by=query.not_by)


def _quoted(value: str) -> str:
    value = value.replace('"', "")
    return f'"{value}"' if not value or any(map(str.isspace, value)) else value
