"""Read the days of a row: the day it names, or as many around it as its code of precision allows."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from claims.datasets.profile import Span
from claims.values import ValueProblem
from claims.values.dates import parse_date
from claims.values.datewords import parse_date_words

_WEEK: Final = timedelta(days=6)
"""A week that holds a day reaches no further from it, whichever day of the week was entered for the week."""
_UNKNOWN: Final = ("", "0", "0.0")
"""Years, months and days that nobody knows."""


def read_days(cells: Sequence[str], span: Span) -> str:
    """Return the EDTF of a day, of a first and a last one, or of year, month and day; empty where none is told.

    Raises:
        ValueProblem: the cells are no date.

    >>> read_days(["2019-11-06 00:00:00.000", "2019-11-08"], "given"), read_days(["6 November 2019"], "week")
    ('2019-11-06/2019-11-08', '2019-10-31/2019-11-12')
    >>> read_days(["2019", "11", "0"], "given"), read_days(["2019-11-06"], "month")
    ('2019-11', '2019-11')
    """
    if len(cells) == 3:
        return _join_parts(*cells)
    days = [read_day(cell) for cell in cells if cell]
    return _reach(min(days), max(days), span) if days else ""


def _join_parts(year: str, month: str, day: str) -> str:
    parts: list[str] = []
    for part, width in ((year, 4), (month, 2), (day, 2)):
        if part in _UNKNOWN:
            break
        parts.append(part.removesuffix(".0").zfill(width))
    return _check_edtf("-".join(parts)) if parts else ""


@lru_cache(maxsize=65_536)
def _check_edtf(edtf: str) -> str:
    return parse_date(edtf).edtf


@lru_cache(maxsize=65_536)
def read_day(cell: str) -> date:
    """Return the day in a cell, whatever hour stands behind it.

    Raises:
        ValueProblem: it is no day.
    """
    try:
        return date.fromisoformat(cell[:10])
    except ValueError:
        pass
    value = parse_date_words(cell, None)
    if value.low is None or value.high is None or value.low[:10] != value.high[:10]:
        raise ValueProblem(cell, "it is no day", "a day such as 2019-11-06")
    return date.fromisoformat(value.low[:10])


def _reach(first: date, last: date, span: Span) -> str:
    """Return the EDTF of the days that may be meant."""
    if span == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{first:%Y-%m}"
    if span == "year" and first.year == last.year:
        return f"{first.year:04}"
    if span == "week":
        first, last = first - _WEEK, last + _WEEK
    return _edtf_of(first, last)


@lru_cache(maxsize=65_536)
def _edtf_of(first: date, last: date) -> str:
    """Return the EDTF of some days, a whole month or year as such."""
    after = last + timedelta(days=1)
    if first == last:
        return first.isoformat()
    if first.day == after.day == 1 and after.year * 12 + after.month == first.year * 12 + first.month + 1:
        return f"{first:%Y-%m}"
    if (first.month, first.day, after.month, after.day) == (1, 1, 1, 1) and after.year == first.year + 1:
        return f"{first.year:04}"
    return f"{first.isoformat()}/{last.isoformat()}"
