"""The days that a review can look back to, and a line of the queue as it was on one of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from claims.store.tables.queue import ItemRow
from claims.values.dates import end_of
from reconcile.items.item import Item
from reconcile.items.values import glance_at

MOST_COMPUTED: Final = 200
"""Statements up to which a line of the queue is computed while the list is drawn."""


def publication_days(published: Iterable[str | None]) -> list[str]:
    """Return the last day of each publication date, sorted, without repeats.

    >>> publication_days(["2019-11-07", None, "2019-11", "2019-11-07T10:00:00"])
    ['2019-11-07', '2019-11-30']
    """
    ends = (end_of(date) for date in published if date)
    return sorted({end[:10] for end in ends if end})


def step_day(days: Sequence[str], day: str | None, by: int) -> str | None:
    """Return the day before or after `day` on which something was published; None is now, after the last of them.

    >>> step_day(["2019-11-06", "2019-11-07"], None, -1), step_day(["2019-11-06", "2019-11-07"], "2019-11-06", 1)
    ('2019-11-07', '2019-11-07')
    >>> step_day(["2019-11-06"], "2019-11-06", -1), step_day(["2019-11-06"], "2019-11-06", 1)
    ('2019-11-06', None)
    """
    if not days:
        return None
    if by < 0:
        index = len(days) if day is None else bisect_left(days, day)
        return days[max(0, index - 1)]
    index = len(days) if day is None else bisect_right(days, day)
    return days[index] if index < len(days) else None


def past_row(row: ItemRow, item: Item | None) -> ItemRow:
    """Return a line of the queue with its item as it was; None is an item too large to be computed for a line."""
    if item is None:
        return replace(_unread(row), state="…", severity="none", explanation="many statements: open it to see them")
    if not item.members:
        words = "there was nothing on it yet"
        return replace(_unread(row), state="not yet", severity="none", members=0, explanation=words)
    row = replace(row, state=item.state, severity=item.severity, explanation=item.explanation)
    return replace(row, members=len(item.members), **glance_at(item)._asdict())


def _unread(row: ItemRow) -> ItemRow:
    """Return a line that says nothing of the statements that there are now."""
    return replace(row, competing="", differing="", origins=0, proposals=0)
