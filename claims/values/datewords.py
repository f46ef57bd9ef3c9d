"""Parse dates as reports write them: "March 9", "early 2011", "the 1990s", "since August 2021", "Tuesday night".

`claims.values.relative` resolves words that depend on the publication date. "6/11/2019" is an error: it is one day in
Europe and another in America.

Parts of a period are wide, so that two reports conflict only where no usual reading reconciles them: early 2011 runs
to the end of May, late 2011 begins with August. A night ends on the following day: Tuesday night is Tuesday and
Wednesday, since reports give its small hours as either.
"""

import calendar
import contextlib
import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from claims.values.dates import parse_date
from claims.values.foreigndates import in_english
from claims.values.model import DateValue
from claims.values.numbers import fold
from claims.values.problems import ValueProblem
from claims.values.relative import ACCEPTED, date_of, parse_relative_date

_Reader = Callable[[str, str | None], str | None]

_MONTHS: Final = [name.casefold() for name in calendar.month_name]
_DAYS: Final = [name.casefold() for name in calendar.day_name]
_MONTH: Final = f"(?P<month>{'|'.join(_MONTHS[1:])})"
_DAY: Final = r"(?P<day>\d{1,2})"
_YEAR: Final = r"(?P<year>[12]\d{3})"
_SHORT: Final = {name[:3]: name for name in (*_MONTHS[1:], *_DAYS)} | {
    "sept": "september",
    "tues": "tuesday",
    "thur": "thursday",
    "thurs": "thursday",
}
_SEASONS: Final = {"spring": (21, 3), "summer": (22, 6), "autumn": (23, 9), "fall": (23, 9), "winter": (24, 12)}
"""EDTF's number and the month in which it begins, north of the equator."""
_FEASTS: Final = {
    "new year's day": (1, 1),
    "new year's eve": (12, 31),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "boxing day": (12, 26),
}
_PERIODS: Final = {
    "year": {"early": (1, 5), "mid": (4, 9), "late": (8, 12), "first": (1, 6), "second": (7, 12)},
    "month": {"early": (1, 12), "mid": (8, 23), "late": (18, 31), "first": (1, 16), "second": (15, 31)},
    "decade": {"early": (0, 4), "mid": (3, 7), "late": (5, 9), "first": (0, 4), "second": (5, 9)},
}
"""The first and last month, day or year that early, mid, late and either half may mean."""

_ABBREVIATED: Final = re.compile(rf"(?<![a-z])({'|'.join(sorted(_SHORT, key=len, reverse=True))})(?![a-z])\.?")
_ORDINAL: Final = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)(?![a-z])(?! century)")
_LEADING: Final = re.compile(r"(?:(?:on|in|during|at|the|of) )+")
_NAMED_DAY: Final = re.compile(rf"(?:{'|'.join(_DAYS)}),? (?=(?:the )?\d|{'|'.join(_MONTHS[1:])})")
_WRITTEN: Final = (
    re.compile(rf"{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?", re.ASCII),
    re.compile(rf"{_MONTH} {_DAY}(?:,? {_YEAR})?", re.ASCII),
    re.compile(rf"{_MONTH},? (?:of )?{_YEAR}", re.ASCII),
)
_YEARLESS: Final = re.compile(rf"{_MONTH}(?: {_DAY})?|\d{{1,2}} (?:{'|'.join(_MONTHS[1:])})", re.ASCII)
_NUMERIC: Final = (
    re.compile(rf"{_DAY}\.(?P<month>\d{{1,2}})\.{_YEAR}", re.ASCII),
    re.compile(rf"{_YEAR}([-/.])(?P<month>\d{{1,2}})\2{_DAY}", re.ASCII),
)
_SEASON: Final = re.compile(rf"(?P<which>{'|'.join(_SEASONS)})(?:,? (?:of )?{_YEAR})", re.ASCII)
_NEAR_SEASON: Final = re.compile(rf"(?P<near>last|this) (?P<which>{'|'.join(_SEASONS)})")
_DECADE: Final = re.compile(r"([12]\d{2})0s", re.ASCII)
_CENTURY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th) century", re.ASCII)
_QUARTER: Final = re.compile(r"(?:q([1-4])|(first|second|third|fourth|last) quarter)(?: of)? ([12]\d{3})", re.ASCII)
_PART: Final = re.compile(
    r"(?:(?P<early>early(?: in)?|(?:beginning|start) of)|(?P<mid>mid-|mid|(?:the )?middle of)"
    r"|(?P<late>late(?: in)?|end of)|(?P<half>first|second) half of) ?(?:the )?(?P<rest>.+)"
)
_ABOUT: Final = re.compile(r"(?:about|around|circa|ca?\.?|roughly|approximately|some|~) ?(?P<rest>.+)")
_FROM: Final = re.compile(r"(?:since|after|from|no earlier than) (?P<rest>.+)")
_TO: Final = re.compile(r"(?:before|by|until|up to|no later than) (?P<rest>.+)")
_TWO: Final = re.compile(r"(?:(?:between|from) )?(?P<one>.+?) ?(?P<join>-| and | to | or ) ?(?P<two>.+)")
_NIGHTS: Final = re.compile(
    r"(?:night|overnight)(?: from| of)? (?P<one>.+?) (?:to|into|on) (?P<two>.+)|(?P<three>.+) night into (?P<four>.+)"
)
_NIGHT: Final = re.compile(r"(?:late )?(?:night of|overnight(?: on)?) (?P<rest>.+)|(?P<first>.+?) (?:night|overnight)")
_HOURS: Final = re.compile(
    rf"(?:(?:very )?(?:early|late) (?:on )?)(?P<rest>(?:{'|'.join(_DAYS)}|yesterday|today)(?: .+)?)"
    r"|(?P<day>.+?) (?:(?:early |late |mid-)?(?:morning|afternoon|evening)|before dawn|at dawn|(?:around|at) noon)"
)
_WEEK: Final = re.compile(r"(?:early|late|earlier|later) (?P<rest>(?:last|this) (?:week|month|year))")
_WEEKEND: Final = re.compile(r"(?:over the |at the |on the |this |last |the )?weekend")


@lru_cache(maxsize=4096)
def parse_date_words(written: str, published: str | None) -> DateValue:
    """Read a date in words; `published` is EDTF, or None if unknown.

    Raises:
        ValueProblem: the words are not understood, or need a more precise day of publication.

    >>> parse_date_words("Jan. 6", "2017-01-22").edtf, parse_date_words("early 2011", None).edtf
    ('2017-01-06', '2011-01/2011-05')
    """
    try:
        words, edtf = _resolve_translated(written, published)
    except (ValueError, OverflowError) as error:  # ValueProblem is one: "31 June", a year past 9999
        raise ValueProblem(written, f"it is no date: {error}", ACCEPTED) from error
    if edtf is None:
        seen = f" that {published} resolves" if published else ""
        raise ValueProblem(written, f"it is no date{seen}", ACCEPTED)
    value = parse_date(edtf)
    hedge: Literal["approximate", "relative"] = "relative" if _is_relative(words) else "approximate"
    if hedge == "relative" or (value.hedge == "exact" and _PART.match(words)):
        return DateValue.model_validate({**dict(value), "hedge": hedge})
    return value


def _resolve_translated(written: str, published: str | None) -> tuple[str, str | None]:
    """Return the plain words of a date and their EDTF, by way of English where they are in another language."""
    words = _plain(written)
    edtf = _resolve(words, published)
    if edtf is None and (english := in_english(written)):
        words = _plain(english)
        edtf = _resolve(words, published)
    return words, edtf


def _plain(written: str) -> str:
    words = fold(written)[0].strip(" .,")
    words = _ORDINAL.sub(r"\1", _ABBREVIATED.sub(lambda match: _SHORT[match[1]], words))
    words = _LEADING.sub("", words, count=1) if _LEADING.match(words) else words
    return _NAMED_DAY.sub("", words)


def _is_relative(words: str) -> bool:
    """Return whether the date depends on the day of publication for more than its year."""
    if re.search(r"\d{4}|\d0s|century", words, re.ASCII) or words in _FEASTS:
        return False
    return not any(pattern.fullmatch(words) for pattern in _WRITTEN)


def _resolve(words: str, published: str | None) -> str | None:
    """Return the EDTF of a date, of several joined dates, or of the time before or after one."""
    return _read_first((_single, _read_open, _read_about, _read_joined), words, published)


def _read_first(readers: Iterable[_Reader], words: str, published: str | None) -> str | None:
    """Return what the first reader that understands the words makes of them."""
    return next((edtf for read in readers if (edtf := read(words, published)) is not None), None)


def _read_open(words: str, published: str | None) -> str | None:
    for pattern, left, right in ((_FROM, "", "/.."), (_TO, "../", "")):
        if (match := pattern.fullmatch(words)) and (edtf := _single(match["rest"], published)) and "/" not in edtf:
            return f"{left}{edtf}{right}"
    return None


def _read_about(words: str, published: str | None) -> str | None:
    match = _ABOUT.fullmatch(words)
    edtf = _single(_bare(match["rest"]), published) if match else None
    return f"{edtf}~" if edtf and re.fullmatch(r"\d{4}(?:-\d\d){0,2}", edtf) else edtf


def _bare(words: str) -> str:
    return _LEADING.sub("", words, count=1) if _LEADING.match(words) else words


def _single(words: str, published: str | None) -> str | None:
    return _read_first(_SINGLE, _bare(words), published)


def _read_written(words: str, published: str | None) -> str | None:
    """Read a year, a month or a day, with names or figures; one without its year is the latest that has begun."""
    if re.fullmatch(r"[12]\d{3}", words, re.ASCII):
        return words
    for pattern in _NUMERIC:
        if match := pattern.fullmatch(words):
            return date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
    for pattern in _WRITTEN:
        if not (match := pattern.fullmatch(words)):
            continue
        parts = match.groupdict()
        month = _MONTHS.index(parts["month"])
        if parts.get("day") is None:
            return f"{parts['year']}-{month:02}"
        return _day(int(parts["day"]), month, parts["year"], published)
    return None


def _day(day: int, month: int, year: str | None, published: str | None) -> str | None:
    if year is not None:
        return date(int(year), month, day).isoformat()
    if published is None or len(published) < len("2019-11-06"):
        return None
    written = date.fromisoformat(published[:10])
    for back in range(5):  # 29 February may be four years ago
        this = written.year - back
        if (month, day) == (2, 29) and not calendar.isleap(this):
            continue
        if date(this, month, day) <= written:
            return date(this, month, day).isoformat()
    return None


def _read_named(words: str, published: str | None) -> str | None:
    """Read seasons, decades, centuries, quarters and feasts."""
    if match := _SEASON.fullmatch(words):
        return f"{match['year']}-{_SEASONS[match['which']][0]}"

    if match := _DECADE.fullmatch(words):
        return f"{match[1]}X"
    if match := _CENTURY.fullmatch(words):
        return f"{int(match[1]) - 1:02}XX"
    if match := _QUARTER.fullmatch(words):
        quarter = int(match[1] or {"first": 1, "second": 2, "third": 3}.get(match[2], 4))
        return f"{match[3]}-{3 * quarter - 2:02}/{match[3]}-{3 * quarter:02}"
    return _read_first((_read_near_season, _read_feast), words, published)


def _read_near_season(words: str, published: str | None) -> str | None:
    """Read "last spring", "this winter"."""
    match = _NEAR_SEASON.fullmatch(words)
    if match is None or published is None or len(published) < len("2019-11"):
        return None
    number, begins = _SEASONS[match["which"]]
    is_winter = number == _SEASONS["winter"][0]
    year, month = int(published[:4]), int(published[5:7])
    if match["near"] == "this":
        return f"{year - (begins > month + 2):04}-{number}"
    has_ended = month > (begins + 2) % 12
    return f"{year - (not has_ended) - is_winter:04}-{number}"


def _read_feast(words: str, published: str | None) -> str | None:
    feast, _, year = words.partition(" of ")
    if feast not in _FEASTS or not re.fullmatch(r"(?:[12]\d{3})?", year, re.ASCII):
        return None
    month, day = _FEASTS[feast]
    return _day(day, month, year or None, published)


def _read_part(words: str, published: str | None) -> str | None:
    """Read "early 2011", "mid-March", "the second half of May 2018", "the late 1990s"."""
    if (match := _PART.fullmatch(words)) is None or (whole := _whole(match["rest"], published)) is None:
        return None
    kind, last = _period(whole)
    low, high = _PERIODS[kind][match["half"] or next(filter(match.group, ("early", "mid", "late")))]
    high = min(high, last)
    if kind == "decade":
        return f"{whole[:3]}{low}/{whole[:3]}{high}"
    return f"{whole}-{low:02}/{whole}-{high:02}"


def _period(whole: str) -> tuple[str, int]:
    """Return what kind of period it is, and its last month, day or year."""
    if len(whole) == len("2011-03"):
        return "month", calendar.monthrange(int(whole[:4]), int(whole[5:]))[1]
    return ("decade", 9) if whole.endswith("X") else ("year", 12)


def _whole(words: str, published: str | None) -> str | None:
    """Return the year, month or decade that the part belongs to."""
    words = _bare(words)
    whole = _read_written(words, published) or _read_named(words, published) or _read_relative(words, published)
    return whole if whole is not None and re.fullmatch(r"\d{4}|\d{4}-(?:0\d|1[0-2])|\d{3}X", whole) else None


def _read_relative(words: str, published: str | None) -> str | None:
    """Read a date relative to the day of publication."""
    if published is None:
        return None
    with contextlib.suppress(ValueProblem):
        edtf = parse_relative_date(words, published).edtf
        return _to_the_week(edtf) if words.endswith((" ago", " earlier", " before")) and edtf.endswith("~") else edtf
    today = date_of(published)
    return None if today is None else _read_near_day(words, published, today)


def _read_near_day(words: str, published: str, today: date) -> str | None:
    if match := _WEEK.fullmatch(words):
        return _read_relative(match["rest"], published)
    if words == "this week":
        return f"{(today - timedelta(days=today.weekday())).isoformat()}/{today.isoformat()}"
    if _WEEKEND.fullmatch(words):
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    near = {"this morning": 0, "this afternoon": 0, "this evening": 0, "earlier today": 0, "day before": 1}
    return (today - timedelta(days=near[words])).isoformat() if words in near else None


def _to_the_week(edtf: str) -> str:
    """Return the week around a day that is given in weeks."""
    day = date.fromisoformat(edtf.rstrip("~"))
    return f"{(day - timedelta(days=3)).isoformat()}/{(day + timedelta(days=3)).isoformat()}"


def _read_night(words: str, published: str | None) -> str | None:
    """Read a night, which ends on the day after, and the hours of a day, which a date does not keep."""
    if words in {"last night", "tonight"}:
        today = date_of(published)
        return None if today is None else _until_morning((today - timedelta(days=words == "last night")).isoformat())
    if match := _NIGHTS.fullmatch(words):
        return _read_nights(match, published)
    if match := _NIGHT.fullmatch(words):
        day = _exact_day(match["rest"] or match["first"], published)
        return None if day is None else _until_morning(day)
    if match := _HOURS.fullmatch(words):
        return _exact_day(match["rest"] or match["day"], published)
    return None


def _read_nights(match: re.Match[str], published: str | None) -> str | None:
    one = _exact_day(match["one"] or match["three"], published)
    two = _exact_day(match["two"] or match["four"], published)
    return f"{one}/{two}" if one and two and one <= two else None


def _exact_day(words: str, published: str | None) -> str | None:
    words = _bare(words)
    edtf = _read_written(words, published) or _read_relative(words, published)
    return edtf if edtf is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", edtf) else None


def _until_morning(day: str) -> str:
    return f"{day}/{(date.fromisoformat(day) + timedelta(days=1)).isoformat()}"


def _read_joined(words: str, published: str | None) -> str | None:
    """Read "between 2014 and 2016", "10 to 12 March 2016", "March 9-11, 2016", "Monday or Tuesday"."""
    match = _TWO.fullmatch(words)
    if match is None:
        return None
    first, last = (_single(end, published) for end in _complete(match["one"], match["two"]))
    if first is None or last is None or "/" in first + last or first > last:
        return None
    return f"[{first},{last}]" if match["join"].strip() == "or" else f"{first}/{last}"


def _complete(one: str, two: str) -> tuple[str, str]:
    """Give each of two joined dates the month and year that only the other states."""
    if re.fullmatch(r"\d{1,2}", one, re.ASCII) and (after := re.fullmatch(r"\d{1,2} (.+)", two, re.ASCII)):
        one = f"{one} {after[1]}"
    elif (before := re.fullmatch(r"([a-z]+) \d{1,2}", one, re.ASCII)) and (
        after := re.fullmatch(r"(\d{1,2}),?( [12]\d{3})?", two, re.ASCII)
    ):
        one, two = f"{one}{after[2] or ''}", f"{before[1]} {after[1]}{after[2] or ''}"
    elif (year := re.search(r",? ([12]\d{3})$", two, re.ASCII)) and _YEARLESS.fullmatch(one):
        one = f"{one} {year[1]}"
    return one, two


_SINGLE: Final = (_read_written, _read_named, _read_part, _read_night, _read_relative)
