"""Parse EDTF dates (ISO 8601-2, levels 0 to 2) into the first and last instant that they allow.

Years outside 0001 to 9999, intervals that run backwards, two open ends, and significant-digit years ("1950S2"), whose
bounds the library does not compute, are errors.

Plain dates and date-times are read here: the `edtf` library drops the time of day and takes some 8 ms a date. All
other forms are the library's, with these differences: an approximate date (`~`, `%`) is widened each way by one year,
month or day, whichever it states last (the library adds up all three: 2019-11~ would last from 2018-10 to 2020-12); an
uncertain one (`?`) is not widened, only marked; seasons are marked as approximate; and a winter (`-24`, `-28`) runs to
the end of the following February, where the library stops at New Year.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any, Final, Literal

from claims.values.model import DateValue
from claims.values.problems import ValueProblem

ACCEPTED: Final = "an EDTF date: 2019-11-06, 2019-11, 2019~, 2019-11-06T07:37Z, 2021-08/.., [2019-11-05,2019-11-06]"

_PLAIN = re.compile(
    r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?", re.ASCII
)
_QUALIFIED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?[~?%]", re.ASCII)
_SEASON = re.compile(r"-(?:2[1-9]|3[0-9]|4[01])(?![0-9X])", re.ASCII)
_WINTER = re.compile(r"(\d{4})-2[48]", re.ASCII)
_LONGEST: Final = 100
_OPEN: Final = ("", "..")
_SECOND: Final = timedelta(seconds=1)

Span = tuple[datetime | None, datetime | None]


@lru_cache(maxsize=65_536)
def parse_date(written: str) -> DateValue:
    """Read an EDTF expression.

    Raises:
        ValueProblem: no EDTF, or EDTF that is not supported here.

    >>> parse_date("2019-11").high
    '2019-11-30T23:59:59'
    >>> parse_date("2019-11-06T07:37+05:00").low
    '2019-11-06T02:37:00'
    """
    edtf = written.strip()
    if len(edtf) > _LONGEST:
        raise ValueProblem(written, "it is too long for a date", ACCEPTED)
    low, high = _interval(edtf, written) if "/" in edtf else _span(edtf, written)
    if low is not None and high is not None and low > high:
        raise ValueProblem(written, "it ends before it begins", ACCEPTED)
    hedge = "open" if low is None or high is None else _hedge(edtf)
    return DateValue(edtf=edtf, low=_instant(low), high=_instant(high), hedge=hedge)


def _hedge(edtf: str) -> Literal["exact", "approximate", "uncertain"]:
    if "~" in edtf or "%" in edtf or _SEASON.search(edtf[:7]):
        return "approximate"
    return "uncertain" if "?" in edtf else "exact"


def start_of(edtf: str) -> str | None:
    """Return the first instant of an EDTF expression, `YYYY-MM-DDTHH:MM:SS`; None where it is open.

    Raises:
        ValueProblem: `edtf` cannot be read.
    """
    return parse_date(edtf).low


def end_of(edtf: str) -> str | None:
    """Return the last instant of an EDTF expression, `YYYY-MM-DDTHH:MM:SS`; None where it is open.

    Raises:
        ValueProblem: `edtf` cannot be read.
    """
    return parse_date(edtf).high


def date_from_bounds(bounds: Mapping[str, object]) -> DateValue:
    """Build a date from `{"low": "2019-11", "high": null}`; null is open.

    Raises:
        ValueProblem: an end is no EDTF date, or both are open.
    """
    ends = [_end(bounds, key) for key in ("low", "high")]
    return parse_date(ends[0] if ends[0] == ends[1] != ".." else "/".join(ends))


def _end(bounds: Mapping[str, object], key: str) -> str:
    end = bounds.get(key)
    if end is None:
        return ".."
    if not isinstance(end, str):
        raise ValueProblem(bounds, f"{key} is no EDTF string", '{"low": "2019-11-05", "high": null}')
    if "/" in end:
        raise ValueProblem(bounds, f"{key} is itself an interval", '{"low": "2019-11-05", "high": null}')
    return end.strip()


def _interval(edtf: str, written: str) -> Span:
    sides = edtf.split("/")
    if len(sides) != 2 or all(side in _OPEN for side in sides):
        raise ValueProblem(written, "an interval has two ends, one of them at least a date", ACCEPTED)
    low = None if sides[0] in _OPEN else _span(sides[0], written)[0]
    high = None if sides[1] in _OPEN else _span(sides[1], written)[1]
    return low, high


def _span(edtf: str, written: str) -> Span:
    qualified = _QUALIFIED.fullmatch(edtf)
    plain = _PLAIN.fullmatch(edtf[:-1] if qualified else edtf)
    try:
        if plain is None:
            return _library_span(edtf, written)
        low, high = _plain_span(plain)
        if qualified is None or edtf[-1] == "?":
            return low, high
        return _plain_span_of(low - _SECOND, plain)[0], _plain_span_of(high + _SECOND, plain)[1]
    except ValueProblem:
        raise
    except (ValueError, OverflowError) as error:
        raise ValueProblem(written, "there is no such date between the years 0001 and 9999", ACCEPTED) from error


def _plain_span_of(moment: datetime, like: re.Match[str]) -> tuple[datetime, datetime]:
    """Return the year, month or day around `moment`, whichever `like` states."""
    text = moment.date().isoformat()
    shaped = _PLAIN.fullmatch(text[: like.end()])
    if shaped is None:
        raise ValueError(f"{text} is no date")
    return _plain_span(shaped)


def _plain_span(plain: re.Match[str]) -> tuple[datetime, datetime]:
    year, month, day, hour, minute, second = (int(part or 0) for part in plain.groups()[:6])
    if plain[3] is None:
        first, last = month or 1, month or 12
        return datetime(year, first, 1), datetime(year, last, monthrange(year, last)[1], 23, 59, 59)
    if plain[4] is None:
        return datetime(year, month, day), datetime(year, month, day, 23, 59, 59)
    start = _in_utc(_moment(datetime(year, month, day), hour, minute, second), plain[7])
    return start, start + timedelta(seconds=0 if plain[6] else 59)


def _moment(day: datetime, hour: int, minute: int, second: int) -> datetime:
    if (hour, minute, second) == (24, 0, 0):  # ISO 8601 allows 24:00 for the end of a day
        return day + timedelta(days=1)
    return day.replace(hour=hour, minute=minute, second=second)


def _in_utc(stated: datetime, zone: str | None) -> datetime:
    if zone is None or zone == "Z":
        return stated
    hours, minutes = int(zone[1:3]), int(zone[-2:]) if len(zone) > 3 else 0
    if hours > 14 or minutes > 59:
        raise ValueError("no zone is so far from UTC")
    offset = timedelta(hours=hours, minutes=minutes)
    aware = stated.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset))
    return aware.astimezone(UTC).replace(tzinfo=None)


def _library_span(edtf: str, written: str) -> Span:
    from edtf import parse_edtf

    if not edtf.isascii() or "S" in edtf or "T" in edtf:
        raise ValueProblem(written, "it is no EDTF date", ACCEPTED)
    way = "fuzzy" if "~" in edtf or "%" in edtf else "strict"
    try:
        parsed = parse_edtf(edtf)
        low, high = getattr(parsed, f"lower_{way}")(), getattr(parsed, f"upper_{way}")()
    except Exception as error:  # the library raises what its grammar meets, AttributeError and IndexError included
        raise ValueProblem(written, "it is no EDTF date", ACCEPTED) from error
    return _from_struct(low), _end_of_day(edtf, _from_struct(high))


def _end_of_day(edtf: str, end: datetime | None) -> datetime | None:
    """Return the last instant of the day on which a date ends."""
    if end is None:
        return None
    winter = _WINTER.match(edtf)
    last = datetime(int(winter[1]) + 1, 3, 1) - timedelta(days=1) if winter else end
    return last.replace(hour=23, minute=59, second=59)


def _from_struct(moment: Any) -> datetime | None:
    """Convert the library's struct_time, or its infinity for an open end."""
    return None if isinstance(moment, float) else datetime(*moment[:6])


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else moment.replace(microsecond=0).isoformat()
