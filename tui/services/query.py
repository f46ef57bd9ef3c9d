"""What the queue shows, as a line that a person can type and read: `state:open source:"Harbour Post" bridge`.

Owns the writing and reading of filters. Words without a field are searched in quotes, rationales, explanations and
names; which items that lets through is the store's to say.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, cast

from claims.errors import VariorumError
from claims.store.tables.queue import FIELDS, SORTS, ItemFilter, ItemRow, Sort
from reconcile.items.states import CONFLICT_STATES, QUEUED_STATES, STATES

EVERYTHING: Final = ItemFilter()
TO_SETTLE: Final = ItemFilter().having("state", QUEUED_STATES)
"""What the queue shows until another filter is chosen."""

_TERM: Final = re.compile(r'(?:([A-Za-z_]+):)?(?:"([^"]*)"|(\S+))')
_SHORT: Final = {"attr": "attribute", "sev": "severity", "rel": "relation", "by": "reviewer", "src": "source"}
_GROUPS: Final = {"unsettled": QUEUED_STATES, "all": ()}


class QueryError(VariorumError):
    """The line names a field or value that does not exist; nothing was changed."""


def parse_query(text: str) -> ItemFilter:
    """Return the filter a line stands for; several values of one field mean any of them.

    >>> parse_query('state:open state:stale bridge').of("state")
    ('open', 'stale')
    >>> parse_query("bridge").words
    'bridge'

    Raises:
        QueryError: an unknown field, state or order.
    """
    wanted: dict[str, list[str]] = {}
    words: list[str] = []
    sort: Sort = "importance"
    for match in _TERM.finditer(text):
        name, quoted, bare = match.groups()
        value = quoted if quoted is not None else bare
        field = _SHORT.get((name or "").lower(), (name or "").lower())
        if not name and quoted is None and value in _GROUPS:
            wanted.setdefault("state", []).extend(_GROUPS[value])
        elif not name:
            words.append(value)
        elif field == "sort":
            if value not in SORTS:
                raise QueryError(f"sort:{value}: the orders are {', '.join(SORTS)}")
            sort = cast("Sort", value)
        elif field not in FIELDS:
            raise QueryError(f"{name}: is no field; the fields are {', '.join(FIELDS)}, sort")
        elif field == "state":
            if value not in _GROUPS and value not in STATES:
                raise QueryError(f"state:{value}: the states are {', '.join((*_GROUPS, *STATES))}")
            wanted.setdefault(field, []).extend(_GROUPS.get(value, (value,)))
        elif value:
            wanted.setdefault(field, []).append(value)
    found = ItemFilter(words=" ".join(" ".join(words).split()), sort=sort)
    for field, values in wanted.items():
        found = found.having(field, values)
    return found


def format_query(shown: ItemFilter) -> str:
    """Return a filter as the line that `parse_query` reads.

    >>> format_query(parse_query('bridge source:"Harbour Post" state:unsettled'))
    'unsettled source:"Harbour Post" bridge'
    """
    terms = []
    states = shown.of("state")
    terms.append("unsettled" if states == QUEUED_STATES else " ".join(f"state:{state}" for state in states) or "all")
    for field, values in shown.values:
        if field != "state":
            terms += [f"{field}:{_quoted(value)}" for value in values]
    terms += [f"sort:{shown.sort}"] if shown.sort != "importance" else []
    terms += [shown.words] if shown.words else []
    return " ".join(terms)


def place_words(position: int, length: int, shown: ItemFilter, *, past: str = "", blind: bool) -> str:
    """Return what a queue shows and which of it is in hand, in a few words."""
    here = f"{position + 1:,} of {length:,}" if length else "none"
    then = f"{past}: " if past else ""
    return f"{then}{here} {format_query(shown)}{' (blind)' if blind else ''}"


def unseen_by(reviewer: str, shown: ItemFilter) -> ItemFilter:
    """Return the filter of a blind reviewer: an item is to settle until they have settled it, whatever others did."""
    states = CONFLICT_STATES if shown.of("state") == QUEUED_STATES else shown.of("state")
    return replace(shown.having("state", states), not_by=reviewer)


def without_others(row: ItemRow) -> ItemRow:
    """Return a line of such a queue without what others made of the item."""
    return replace(row, state="open", explanation=row.explanation if row.state == "open" else "")


def with_tags(row: ItemRow, tags: Sequence[str]) -> ItemRow:
    """Return a line of the queue that begins with its tags."""
    return replace(row, explanation=" ".join((*(f"#{tag}" for tag in tags), row.explanation))) if tags else row


def without_one(shown: ItemFilter) -> ItemFilter:
    """Return the filter with less in it: first without the words, then without everything but what is to settle."""
    if shown.words:
        return replace(shown, words="")
    return replace(TO_SETTLE, not_by=shown.not_by)


def _quoted(value: str) -> str:
    value = value.replace('"', "")
    return f'"{value}"' if not value or any(c.isspace() for c in value) else value
