"""Dates in running news text: where they stand and what they mean, seen from the day of publication.

Owns finding them and resolving each to EDTF with the precision its words have. Refuses what the publication date is too
coarse to resolve, and words that need a date the text has not given.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from claims.extract.view import find_words
from claims.values.dates import parse_date
from claims.values.problems import ValueProblem
from claims.values.relative import parse_relative_date

_MONTHS: Final = [name.lower() for name in calendar.month_name[1:]]
_SHORT: Final = {name.lower()[:3]: n for n, name in enumerate(calendar.month_name) if n} | {"sept": 9}
_MONTH: Final = "(?:" + "|".join(_MONTHS) + r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_WEEKDAY: Final = "(?:" + "|".join(name.lower() for name in calendar.day_name) + ")"
_FEAST: Final = "(?<!easter )(?<!palm )(?<!good )(?<!black )(?<!bloody )(?<!ash )"
"""Not before a weekday that is a day of its own: "Easter Sunday" may be long past."""
_PART: Final = "(?: (?:morning|afternoon|evening|night))?"
_RECALLED: Final = (
    "(?:attacks?|raids?|bombings?|blasts?|explosions?|shootings?|massacre|killings?|riots?|clashes|earthquake|quake"
    "|tsunami|floods?|hurricane|cyclone|storm|crash|fire|famine|war|coup|invasion|uprising|revolution|siege|hijacking"
    "|disaster|eruption|outbreak|protests?|genocide|accident|stampede|landslide)"
)
_AMOUNT: Final = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|\d{1,3})"
_DAY: Final = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_EXPRESSION: Final = re.compile(
    rf"\b(?:"
    rf"(?P<d1>{_DAY})(?: of)? (?P<m1>{_MONTH})(?:,? (?P<y1>\d{{4}}))?"
    rf"|(?P<m2>{_MONTH}) (?P<d2>{_DAY})(?!\d|:|,\d)(?:,? (?P<y2>\d{{4}}))?"
    rf"|(?P<m3>{_MONTH}),? (?P<y3>(?:1[5-9]|20)\d\d)"
    rf"|(?P<both>(?:in )?(?P<m4>{_MONTH}) and (?P<m5>{_MONTH}))"
    r"|(?:earlier |late |early )?"
    rf"(?P<month>(?:(?:in|since|last|during|of|until|from) (?:early |late |mid-)?|early |late |mid-){_MONTH}"
    rf"(?: (?:last|this) year)?)(?! \d| and {_MONTH})"
    rf"|(?P<week>(?:(?:early|late|last|this|next) )?(?:on )?{_FEAST}{_WEEKDAY}{_PART}(?!,? {_MONTH} {_DAY}\b))"
    rf"|(?P<unit>(?:earlier |later )?(?:last|this) (?:week|month|year))"
    rf"|(?P<near>the day before yesterday|(?:early |late )?yesterday(?: (?:morning|afternoon|evening|night))?|overnight"
    r"|(?:(?:late |early )?last (?:night|evening))|over the weekend|(?:early |late |earlier |later )?(?<!usa )today"
    r"|(?:early )?this (?:morning|afternoon|evening)|tonight"
    r"|(?:a few|some|several) (?:minutes|hours) ago|(?:in|over|during|within) the (?:past|last) few hours)"
    rf"|(?<!more than )(?<!over )(?<!less than )(?P<ago>{_AMOUNT} (?:days?|weeks?|months?|years?) ago)"
    rf"|(?P<shift>(?:a|one) day earlier|the (?:day before|previous day|following day|next day|day after)|the same day)"
    rf"|(?:in|since|during) (?P<y6>(?:1[5-9]|20)\d\d)(?!\d|[,-]\d)"
    rf"|(?:the|a) (?P<y8>(?:19|20)\d\d)(?= (?:[a-z-]+ )?{_RECALLED}\b)"
    rf"|(?P<y7>(?:19|20)\d\d)-(?P<m7>\d\d)-(?P<d7>\d\d)"
    r")(?![\w-])"
)
_WHOLE_DAY: Final = rf"(?:{_DAY}(?: of)? {_MONTH}(?:,? \d{{4}})?|{_MONTH} {_DAY}(?!\d|:|,\d)(?:,? \d{{4}})?)"
_SPAN: Final = re.compile(
    rf"\b(?:"
    rf"(?:between|from) (?P<from>{_WHOLE_DAY}) (?:and|to|until|till|through) (?P<to>{_WHOLE_DAY}|{_DAY}(?! {_MONTH}))"
    rf"|(?:between|from) (?P<a>{_DAY}) (?:and|to|until|till|through) (?P<b>{_DAY} {_MONTH}(?:,? \d{{4}})?)"
    rf"|(?P<m>{_MONTH}) (?P<first>{_DAY}) ?[-–] ?(?P<last>{_DAY})(?:,? (?P<y>(?:19|20)\d\d))?"
    rf"|(?P<days>{_DAY}) ?[-–] ?(?P<end>{_WHOLE_DAY})"
    r")(?![\w:-]|,\d)"
)
"""From one day to another: "between April 28 and May 2", "April 28-30", "28-30 April"."""
_UNITS: Final = "day|days|week|weeks|weekend|month|months|year|years"
_HOURS: Final = "minutes|hours|yesterday|today|tonight|overnight|morning|afternoon|evening|night"
_MONTH_NAMES: Final = frozenset((*_MONTHS, *_SHORT))
_OF_TIME: Final = _MONTH_NAMES | {day.lower() for day in calendar.day_name} | {*_UNITS.split("|"), *_HOURS.split("|")}
"""One of these words, or a year in figures, is in every expression."""
_NAMED_DAYS: Final = frozenset((*(day.lower() for day in calendar.day_name), "yesterday"))
_AT_END: Final = re.compile(r",? \d{4}$")
"""The year of both days: "from 28 April to 2 May 2023"."""


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date expression in the view."""

    start: int
    end: int
    edtf: str
    since: bool = False
    """Introduced by "since": the beginning of a span rather than a day."""


def find_dates(lower: str, start: int, end: int, published: str | None, anchor: str | None = None) -> list[StatedDate]:
    """Return the dates between `start` and `end` of the lower-case view that can be resolved.

    `anchor` is the date told before them, for "a day earlier".

    >>> [d.edtf for d in find_dates("on july 6 and in may", 0, 20, "2022-08-31")]
    ['2022-07-06', '2022-05']
    """
    if not _may_tell_time(lower, start, end):
        return []
    found = list(_find_spans(lower, start, end, published))
    spans = [(one.start, one.end) for one in found]
    for match in _EXPRESSION.finditer(lower, start, end):
        if any(a < match.end() and match.start() < b for a, b in spans):
            continue
        anchor = found[-1].edtf if found else anchor
        edtf = _resolved(match, published, anchor)
        if edtf is not None:
            begin = match.start()
            since = lower[max(start, begin - 6) : begin].endswith("since ") or match[0].startswith("since ")
            since = since or match[0] == "this year"  # up to now: "so far this year nine have died"
            found.append(StatedDate(begin, match.end(), edtf, since))
    return sorted(found, key=lambda one: one.start) if spans else found


def _may_tell_time(lower: str, start: int, end: int) -> bool:
    words = find_words(lower, start, end)
    return not _OF_TIME.isdisjoint(words) or any(map(str.isdigit, words))


def _find_spans(lower: str, start: int, end: int, published: str | None) -> Iterator[StatedDate]:
    if _MONTH_NAMES.isdisjoint(find_words(lower, start, end)):
        return
    for match in _SPAN.finditer(lower, start, end):
        edtf = _span(match, published)
        if edtf is not None:
            yield StatedDate(match.start(), match.end(), edtf)


def _span(match: re.Match[str], published: str | None) -> str | None:
    """Return the interval of a match of `_SPAN`; None where it cannot be resolved or runs backwards."""
    if match["m"]:
        year = f" {match['y']}" if match["y"] else ""
        ends = [f"{match['m']} {match[day]}{year}" for day in ("first", "last")]
    elif match["days"] or match["a"]:
        first, last = (match["days"], match["end"]) if match["days"] else (match["a"], match["b"])
        ends = [re.sub(r"^\d+\w*|(?<= )\d\d?(?:st|nd|rd|th)?(?!\d)", first, last, count=1), last]
    else:
        ends = [match["from"], match["to"]]
        if ends[1][:1].isdigit() and " " not in ends[1]:  # "between April 28 and 30"
            ends[1] = re.sub(r"(?<!\d)\d\d?(?:st|nd|rd|th)?(?!\d)", ends[1], ends[0], count=1)
        if (shared := _AT_END.search(ends[1])) is not None and _AT_END.search(ends[0]) is None:
            ends[0] += shared[0]
    low, high = (read_date(words, published) for words in ends)
    return f"{low}/{high}" if low and high and low < high else None


def find_coarse_words(lower: str, start: int, end: int) -> str | None:
    """Return the first words for a week or more that only a date of publication would resolve.

    >>> find_coarse_words("in may the same group killed ten", 0, 32)
    'in may'
    """
    found = _EXPRESSION.finditer(lower, start, end) if _may_tell_time(lower, start, end) else ()
    for match in found:
        if match["month"] or match["unit"] or match["ago"] or match["both"]:
            return match[0]
    return None


def is_same_time(a: str, b: str) -> bool:
    """Return whether two EDTF dates can be of one time."""
    first, second = parse_date(a), parse_date(b)
    if first.low is None or first.high is None or second.low is None or second.high is None:
        return True
    return first.low <= second.high and second.low <= first.high


def read_date(words: str, published: str | None) -> str | None:
    """Return the EDTF of the words of one date expression, or None."""
    lower = " ".join(words.lower().split())
    # Some expressions are told by the word after them: "the 2004 (tsunami)".
    if (span := _SPAN.fullmatch(lower)) is not None:
        return _span(span, published)
    match = _EXPRESSION.fullmatch(lower) or _EXPRESSION.match(lower + " attack")
    return None if match is None or match.end() != len(lower) else _resolved(match, published, None)


def _resolved(match: re.Match[str], published: str | None, anchor: str | None) -> str | None:
    try:
        edtf = _edtf(match, published, anchor)
        if edtf is not None:
            parse_date(edtf)
    except (ValueProblem, ValueError, OverflowError):
        return None
    return edtf


def _month(name: str) -> int:
    return _SHORT[name[:3]]


def _edtf(match: re.Match[str], published: str | None, anchor: str | None) -> str | None:
    for day, month, year in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
        if match[month]:
            return _day(int(re.sub(r"\D", "", match[day])), _month(match[month]), match[year], published)
    if match["m3"]:
        return f"{match['y3']}-{_month(match['m3']):02}"
    if match["y7"]:
        return f"{match['y7']}-{match['m7']}-{match['d7']}"
    if match["y6"]:
        return match["y6"]
    if match["y8"]:  # "the 2004 tsunami"; of this year it says nothing new
        return match["y8"] if published is None or published[:4] != match["y8"] else None
    if published is None:
        return None
    if match["both"]:
        first, last = (_relative(_MONTHS[_month(match[m]) - 1], published) for m in ("m4", "m5"))
        return f"{first}/{last}" if first and last and first <= last else None
    if match["month"]:
        words = re.sub(r"^(?:during|of|until|from) |\b(?:early |late |mid-)", "", match["month"])
        words = re.sub(
            r"(?<![a-z])(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?",
            lambda m: _MONTHS[_month(m[0]) - 1],
            words,
        )
        return _relative(words, published)
    if match["week"]:
        words = re.sub(r"^(?:early|late|this|on|next) |\bon ", "", match["week"])
        return None if match["week"].startswith("next") else _relative(words, published)
    if match["unit"]:
        return _relative(re.sub(r"^(?:earlier|later) ", "", match["unit"]), published)
    if match["near"]:
        return _near(match["near"], published)
    if match["ago"]:
        return _relative(match["ago"], published)
    return _shifted(match["shift"], anchor) if match["shift"] else None


def _relative(words: str, published: str) -> str | None:
    try:
        return parse_relative_date(words, published).edtf
    except ValueProblem:
        return None


def _day(day: int, month: int, year: str | None, published: str | None) -> str | None:
    """Return the day; without a year the latest one up to the publication date."""
    if year:
        return date(int(year), month, day).isoformat()
    if published is None:
        return None
    latest = (published if len(published) >= 10 else f"{published}-31"[:10]) if len(published) >= 7 else None
    if latest is None:
        return None
    this_year = int(published[:4])
    found = f"{this_year:04}-{month:02}-{day:02}"
    return date.fromisoformat(found if found <= latest[:10] else f"{this_year - 1:04}{found[4:]}").isoformat()


def names_day(lower: str, start: int, end: int) -> bool:
    """Return whether a sentence names a day of the week or one near its own."""
    return not _NAMED_DAYS.isdisjoint(find_words(lower, start, end))


def _near(words: str, published: str) -> str | None:
    day = date.fromisoformat(published[:10])
    if words in ("overnight", "last night"):
        return f"{(day - timedelta(days=1)).isoformat()}/{day.isoformat()}"
    if words == "over the weekend":
        saturday = day - timedelta(days=(day.weekday() - 5) % 7 or (7 if day.weekday() == 5 else 0))
        return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}"
    if words.startswith(("late last", "early last", "last evening")):
        return (day - timedelta(days=1)).isoformat()
    if words.endswith(("today", "hours", " ago")) or "this " in words or words == "tonight":
        return day.isoformat()
    return _relative("yesterday" if "yesterday" in words and "before" not in words else words, published)


def _shifted(words: str, anchor: str | None) -> str | None:
    if anchor is None or len(anchor) != 10:
        return None
    day = date.fromisoformat(anchor)
    if "same" in words:
        return anchor
    back = "earlier" in words or "before" in words or "previous" in words
    return (day + timedelta(days=-1 if back else 1)).isoformat()
