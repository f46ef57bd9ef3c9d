"""Resolve dates in words against the publication date: "Wednesday", "August last year", "6 November 2019".

Each date is as precise as its words. It is an error if the publication date is less precise than the words need.

The rules are those of news style: a weekday is the latest one up to and including the day of publication, "last" skips
the present one, a month without a year is the latest that has begun.
"""

import calendar
import contextlib
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from claims.values.dates import parse_date
from claims.values.model import DateValue
from claims.values.numbers import fold, read_number
from claims.values.problems import ValueProblem

ACCEPTED: Final = (
    "EDTF such as 2019-11-06, or words such as Wednesday, yesterday, in May, August last year, two weeks ago"
)

_WEEKDAYS = [name.casefold() for name in calendar.day_name]
_MONTHS = [name.casefold() for name in calendar.month_name]
_WEEKDAY = re.compile(
    rf"(?:on |late |early )?(last |this )?({'|'.join(_WEEKDAYS)})(?: (?:morning|afternoon|evening|night))?"
)
_MONTH = re.compile(rf"(?:in |since )?(last )?({'|'.join(_MONTHS[1:])})(?: (last|this) year)?")
_WRITTEN = re.compile(rf"(?:on |in )?(?:(\d{{1,2}}) )?({'|'.join(_MONTHS[1:])})(?: (\d{{1,2}}),?)? (\d{{4}})", re.ASCII)
_UNIT = re.compile(r"(?:in )?(last|this) (week|month|year)")
_AGO = re.compile(r"(day|week|month|year)s? (?:ago|earlier|before)")
_DAYS = {"today": 0, "yesterday": 1, "the day before yesterday": 2}


@lru_cache(maxsize=4096)
def parse_relative_date(written: str, published: str) -> DateValue:
    """Read a date relative to the day of publication.

    Raises:
        ValueProblem: the words are not of this grammar, or `published` is too coarse to resolve them.

    >>> parse_relative_date("on Wednesday", "2019-11-06").edtf
    '2019-11-06'
    >>> parse_relative_date("August last year", "2022-08-31").edtf
    '2021-08'
    """
    words = fold(written)[0].strip()
    edtf = _coarse(words, published) or _fine(words, published)
    if edtf is None:
        raise ValueProblem(written, f"it is no date that {published} resolves", ACCEPTED)
    return DateValue.model_validate({**dict(parse_date(edtf)), "hedge": "relative"})


def parse_written_date(written: str) -> DateValue:
    """Read a date written out in English, with or without its day.

    Raises:
        ValueProblem: the words are not such a date.

    >>> parse_written_date("November 6, 2019").edtf, parse_written_date("July 2018").edtf
    ('2019-11-06', '2018-07')
    """
    match = _WRITTEN.fullmatch(fold(written)[0].strip())
    if match is None or (match[1] and match[3]):
        raise ValueProblem(written, "it is no date", ACCEPTED)
    day = match[1] or match[3]
    return parse_date(f"{match[4]}-{_MONTHS.index(match[2]):02}" + (f"-{int(day):02}" if day else ""))


@lru_cache(maxsize=4096)
def read_edtf(written: str) -> str:
    """Return a date given as EDTF or written out in English, as EDTF.

    Raises:
        ValueProblem: it is neither.

    >>> read_edtf("2019-11-06"), read_edtf("6 November 2019")
    ('2019-11-06', '2019-11-06')
    """
    try:
        parse_date(written)
    except ValueProblem:
        with contextlib.suppress(ValueProblem):
            return parse_written_date(written).edtf
        raise
    return written


def _coarse(words: str, published: str) -> str | None:
    """Resolve words that depend on the year, or year and month, of publication."""
    year, month = int(published[:4]), int(published[5:7]) if len(published) >= 7 else None
    if match := _UNIT.fullmatch(words):
        back = match[1] == "last"
        if match[2] == "year":
            return f"{year - back:04}"
        return _month_before(year, month, back) if match[2] == "month" and month is not None else None
    match = _MONTH.fullmatch(words)
    return _month(match, year, month) if match else _long_ago(words, year, month)


def _long_ago(words: str, year: int, month: int | None) -> str | None:
    """Return the year or month so long before one that is not known to the day."""
    amount, rest = _amount(words)
    match = _AGO.fullmatch(rest)
    if match is None or not 0 < amount < year:
        return None
    if match[1] == "month" and month is not None:
        return _month_before(year, month, amount)
    return f"{year - amount:04}" if match[1] == "year" else None


def _month(match: re.Match[str], year: int, month: int | None) -> str | None:
    """Return a month of this year or of the last one."""
    number = _MONTHS.index(match[2])
    if match[3]:
        return f"{year - (match[3] == 'last'):04}-{number:02}"
    if month is None:
        return None
    latest = month - 1 if match[1] else month
    return f"{year - (number > latest):04}-{number:02}"


def _month_before(year: int, month: int, back: int) -> str:
    index = year * 12 + month - 1 - back
    return f"{index // 12:04}-{index % 12 + 1:02}"


def _fine(words: str, published: str) -> str | None:
    """Resolve words that depend on the day of publication."""
    day = date_of(published)
    if day is None:
        return None
    if words in _DAYS:
        return (day - timedelta(days=_DAYS[words])).isoformat()
    if words == "overnight":
        return f"{(day - timedelta(days=1)).isoformat()}/{day.isoformat()}"
    if words == "last week":
        monday = day - timedelta(days=day.weekday() + 7)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"
    match = _WEEKDAY.fullmatch(words)
    return _weekday(match, day).isoformat() if match else _ago(words, day)


def _weekday(match: re.Match[str], day: date) -> date:
    """Return the latest such day of the week up to `day`, before it where the words say "last"."""
    back = (day.weekday() - _WEEKDAYS.index(match[2])) % 7
    return day - timedelta(days=back or (7 if match[1] == "last " else 0))


def date_of(published: str | None) -> date | None:
    """Return the day of publication, None where it is not known to the day."""
    try:
        return None if published is None else date.fromisoformat(published[:10])
    except ValueError:
        return None


def _ago(words: str, day: date) -> str | None:
    amount, rest = _amount(words)
    match = _AGO.fullmatch(rest)
    if match is None or amount > 10_000:
        return None
    with contextlib.suppress(OverflowError):
        if match[1] in ("day", "week"):
            back = timedelta(days=amount) if match[1] == "day" else timedelta(weeks=amount)
            return (day - back).isoformat() + "~" * (match[1] == "week")
        if match[1] == "month":
            return _month_before(day.year, day.month, amount)
        return f"{day.year - amount:04}" if day.year > amount else None
    return None


def _amount(words: str) -> tuple[int, str]:
    """Return the figure that the words begin with and the words after it, none where there is no figure."""
    if number := read_number(words, 0):
        return int(number.value), words[number.end :].strip()
    article = re.match(r"an? ", words)
    return 1, words[article.end() :] if article else ""
