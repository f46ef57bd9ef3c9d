"""Looking back: the days on which something was published, and a line of the queue as it stood on one of them.

Owns the steps from day to day. Refuses to say what may be decided while looking back: that is
tui.services.review_session's.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from claims.store.tables.queue import ItemRow
from claims.values.dates import end_of
from reconcile.items.item import Item

MOST_COMPUTED: Final = 200
"""Statements up to which a line of the queue is computed while the list is drawn."""


def publication_days(published: Iterable[str | None]) -> list[str]:
    """Return the last days of these publication dates, each once, in order; what has no date is left out.

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
        place = len(days) if day is None else bisect_left(days, day)
        return days[max(0, place - 1)]
    place = len(days) if day is None else bisect_right(days, day)
    return days[place] if place < len(days) else None


def row_of_then(row: ItemRow, item: Item | None) -> ItemRow:
    """Return a line of the queue with what was known of its item then; None is an item too large to ask for here."""
    if item is None:
        return replace(row, state="…", severity="none", explanation="many statements: open it to see them")
    if not item.members:
        return replace(row, state="not yet", severity="none", members=0, explanation="there was nothing on it yet")
    return replace(
        row, state=item.state, severity=item.severity, members=len(item.members), explanation=item.explanation
    )
