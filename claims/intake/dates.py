"""Find the dates a document states about itself: in its head, and in "Published" or "Last modified" lines near its end.

Dates inside running prose, dates without a day, relative dates ("on Wednesday"), and slashes that could be read two
ways are skipped. `latest_date` decides which of the dates is the day of publication.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final, Literal

from claims.values.foreigndates import month_names

How = Literal["line", "header", "published", "updated", "front matter", "metadata"]

HEAD_CHARACTERS: Final = 600
TAIL_CHARACTERS: Final = 4000
_LONGEST_LINE: Final = 1000
_DELAY: Final = timedelta(days=10)
"""Between the day of a dateline and the publication of the text."""
_REVISED: Final = timedelta(days=60)
"""Within which an article is brought up to date."""
_LONGEST_PART: Final = 100

_PLAIN_DIGITS: Final = {ord(digit): str(number % 10) for number, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A day, or a day and time, that a document states about itself."""

    edtf: str
    start: int | None
    end: int | None
    """The span of its words in the text, half-open, in characters; None where it is not in the text."""
    how: How
    """A line of its own, a part of a divided header line, after "Published" or "Updated", or outside the text."""


_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug"),
            *("september sept sep", "october oct", "november nov", "december dec"),
        ),
        start=1,
    )
    for name in names.split()
} | month_names()
_MONTH: Final = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_GAP: Final = r"[ \u00a0]"
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?" + _GAP + ")"
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
_YEAR: Final = r"(?:19|20)\d\d"
_TIME: Final = (
    rf"(?:T|,?{_GAP}(?:(?:at|last updated at|@|-|um|à|a las|в|о){_GAP})?)"
    rf"(?P<hour>\d{{1,2}})[:.h](?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
    rf"(?:{_GAP}?(?P<half>[ap])\.?m\b\.?)?(?:{_GAP}?(?:hrs|Uhr|ч)\b\.?)?"
    rf"(?P<zone>Z|{_GAP}?(?:GMT|UTC)\b|{_GAP}?[+-]\d\d:?\d\d|{_GAP}[A-Z]{{2,5}}\b)?"
)
_DATE: Final = re.compile(
    rf"(?<![\w./-]){_WEEKDAY}?(?:"
    rf"(?P<y1>{_YEAR})(?P<sep>[-/.])(?P<m1>\d\d)(?P=sep)(?P<d1>\d\d)"
    rf"|(?P<d2>\d{{1,2}})\.{_GAP}?(?P<m2>\d{{1,2}})\.{_GAP}?(?P<y2>{_YEAR})"
    rf"|(?P<a3>\d{{1,2}})/(?P<b3>\d{{1,2}})/(?P<y3>{_YEAR})"
    rf"|(?P<d4>{_DAY}){_GAP}(?:(?:of|de){_GAP})?(?P<m4>{_MONTH}),?{_GAP}(?:del?{_GAP})?(?P<y4>{_YEAR})(?:{_GAP}[гр]\.)?"
    rf"|(?P<m5>{_MONTH}){_GAP}(?P<d5>{_DAY}),?{_GAP}(?P<y5>{_YEAR})"
    rf"|(?P<y6>{_YEAR})年(?P<m6>\d{{1,2}})月(?P<d6>\d{{1,2}})日"
    rf")(?:{_TIME})?(?![\w/-]|\.\d)",
    re.IGNORECASE,
)
_PUBLISHED: Final = (
    r"(?:first )?(?:published|posted|created|issued|date published|publication date|publish date"
    r"|veröffentlicht|erstellt|publicado|publié|опубликовано|опубліковано|发布时间|发布|نشر في|نشر)"
)
_UPDATED: Final = (
    r"(?:last |zuletzt |última )?(?:updated|modified|edited|revised|aktualisiert|stand|actualizado|actualización"
    r"|mis à jour|mise à jour|обновлено|изменено|оновлено|更新时间|更新|تحديث)"
)
# In prose the cue is a verb inside a sentence; as a label it has its capital letter. In brackets it dates a picture.
_CUE: Final = re.compile(
    r"(?<!\()\b(?=[^a-zß-ÿа-яёєії])"
    rf"(?i:(?P<published>{_PUBLISHED})|(?P<updated>{_UPDATED}))\b(?:[ \u00a0](?:on|am|el|le)\b)?[\s:：]*\Z"
)
_AGENCY: Final = r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,40}/)"
_NAME: Final = r"[A-Z][\w.'’/-]*(?: [A-Z][\w.'’/-]*){0,3}"
_DATELINE_PLACE: Final = re.compile(
    rf"[\s\[(]*(?!(?:On|In|At|By|Since) ){_NAME}(?:, {_NAME}){{0,2}},?(?: {_AGENCY},?)?(?: den| le| [—–-])? "
)
_DAY_OF_YEAR: Final = re.compile(
    rf"(?<!\w)(?:(?P<m1>{_MONTH}){_GAP}(?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}})\.?{_GAP}(?P<m2>{_MONTH}))(?:,?{_GAP}{_YEAR})?",
    re.IGNORECASE,
)
_DATELINE_END: Final = re.compile(rf"(?: ?{_AGENCY})?(?: ?[:.])? ?[-–—]|[\])]|:(?= )")
_SMALL_WORD: Final = re.compile(
    r"(?:on|at|date|dated|hrs|last|local|time|and|by|am|um|uhr|el|las?|le|à|de|zuletzt|última|в|о)\b", re.IGNORECASE
)
_LINE: Final = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
_DIVIDER: Final = re.compile(r"\s*[|·•»]\s*|[ \u00a0\t]{2,}")


def find_stated_dates(text: str) -> tuple[StatedDate, ...]:
    """Return the dates the document states about itself, in the order of the text.

    >>> [(d.edtf, d.how) for d in find_stated_dates("Bridge closed  |  News  |  06.11.2019\\nOn 3 May 2018 it shook.")]
    [('2019-11-06', 'header')]
    """
    text = text.translate(_PLAIN_DIGITS)
    head = [date for start, line in _lines(text, 0, HEAD_CHARACTERS) for date in _dates_of_line(line, start)]
    head_end = max((date.end or 0 for date in head), default=0)
    tail_from = max(min(HEAD_CHARACTERS, len(text)), len(text) - TAIL_CHARACTERS, head_end)
    tail = [date for start, line in _lines(text, tail_from, len(text)) for date in _cued_dates(line, start)]
    return (*head, *tail)


def latest_date(dates: tuple[StatedDate, ...]) -> str | None:
    """Return the latest day stated in the head or after "Published", of one day the most exact statement.

    The latest, because a page cannot have appeared before a date it states. "Last modified" near the end does not
    count: it may be years later.
    """
    counted = [date for date in dates if (date.start or 0) < HEAD_CHARACTERS or date.how == "published"]
    if any(date.how == "published" for date in counted):
        counted = [date for date in counted if date.how != "updated"]
    return _latest(counted)


def modified_date(dates: tuple[StatedDate, ...], published: str | None) -> str | None:
    """Return the latest day after "Updated", unless that is long after publication: then some system was at work."""
    updated = _latest([date for date in dates if date.how == "updated"])
    try:
        days = date.fromisoformat((updated or "")[:10]) - date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    return updated if timedelta(0) <= days <= _REVISED and updated != published else None


def _latest(dates: Iterable[StatedDate]) -> str | None:
    days = (stated.edtf for stated in dates)
    return max(days, key=lambda edtf: (edtf[:10], len(edtf) > 10, edtf), default=None)


def dateline_date(text: str) -> str | None:
    """Return the day, with its year, in the dateline that opens a text: a clue to when it was published.

    >>> dateline_date("LORNE, Ruritania, May 4, 2023 (Meridian) - Ten people died.")
    '2023-05-04'
    """
    for _, line in _lines(text, 0, HEAD_CHARACTERS):
        match = _DATE.search(line[: 2 * _LONGEST_PART])
        if match and _DATELINE_PLACE.fullmatch(line, 0, match.start()) and _DATELINE_END.match(line, match.end()):
            return (_format_edtf(match) or "")[:10] or None
    return None


@lru_cache(maxsize=256)
def dateline_day(text: str, published: str | None) -> str | None:
    """Return the day of the dateline that opens a text, with its year or without, shortly before publication.

    It is the day on which the text was written: "on Monday" is the last Monday up to it.

    >>> dateline_day("LORNE, April 30 (Meridian) - Ten people died on Friday.", "2023-05-02T10:00:00Z")
    '2023-04-30'
    """
    try:
        appeared = date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
    for _, line in _lines(text, 0, HEAD_CHARACTERS):
        match = _DAY_OF_YEAR.search(line[: 2 * _LONGEST_PART])
        if match and _DATELINE_PLACE.fullmatch(line, 0, match.start()) and _DATELINE_END.match(line, match.end()):
            return _last_before(match, appeared)
    return None


def _last_before(match: re.Match[str], appeared: date) -> str | None:
    month, day = match["m1"] or match["m2"], int(match["d1"] or match["d2"])
    for year in (appeared.year, appeared.year - 1):
        try:
            written = date(year, _MONTHS[month.rstrip(".").lower()], day)
        except ValueError:
            continue
        if timedelta(0) <= appeared - written <= _DELAY:
            return written.isoformat()
    return None


def is_date_line(line: str) -> bool:
    """Whether `line` consists of a date, with at most a cue, an agency or a place beside it."""
    return any(_dates_of_line(line, 0))


def parse_mail_date(written: str | None) -> str | None:
    """Return a date as mail and feeds write it (RFC 5322) in ISO 8601; what is none comes back as it is."""
    try:
        return parsedate_to_datetime(written or "").isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return written


def parse_published(value: str) -> str | None:
    """Return the EDTF day or time a metadata field states, or None where it states none that can be read one way.

    >>> parse_published("2013-07-02 (page: Tue Jul 2, 2013 1:28PM GMT)"), parse_published("02/03/2013")
    ('2013-07-02', None)
    """
    value = value.strip().translate(_PLAIN_DIGITS)
    if re.fullmatch(rf"{_YEAR}(?:-(?:0[1-9]|1[0-2]))?[~?%]?", value):
        return value
    match = _DATE.search(value[:_LONGEST_PART])
    edtf = _format_edtf(match) if match else None
    # EDTF's own qualifiers are part of what is stated: "2023-05-01~" is about that day.
    return value if edtf and re.fullmatch(re.escape(edtf) + "[~?%]", value) else edtf


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    # A line may be the whole file. What is cut off here is too long to be a header or a line that is a date.
    stop = min(len(text), end + _LONGEST_LINE)
    for match in _LINE.finditer(text, start, stop):
        if match.start() < end and (match.end() < stop or stop == len(text)):
            yield match.start(), match[0]


def _dates_of_line(line: str, offset: int) -> Iterator[StatedDate]:
    at = 0
    parts = []
    for divider in _DIVIDER.finditer(line):
        parts.append((at, line[at : divider.start()]))
        at = divider.end()
    parts.append((at, line[at:]))
    divided = sum(1 for _, part in parts if part.strip()) > 1
    for at, part in parts:
        # A part of a header is short; so is a line that is a date. Prose is neither.
        if len(part) > _LONGEST_PART:
            continue
        done = 0
        for match in _DATE.finditer(part):
            edtf = _format_edtf(match)
            if edtf is not None and _is_bare(part, match):
                is_alone = len(_DATE.findall(part)) == 1
                how = _how(part if is_alone else part[done : match.start()], divided)
                yield StatedDate(edtf, offset + at + match.start(), offset + at + match.end(), how)
            done = match.end()


def _cued_dates(line: str, offset: int) -> Iterator[StatedDate]:
    """Yield the dates right after a cue that end their line: "Read 12 times Last modified on 3 May 2018"."""
    if len(line) > 2 * _LONGEST_PART:
        return
    for match in _DATE.finditer(line):
        cue = _CUE.search(line, 0, match.start())
        edtf = _format_edtf(match)
        if cue and cue.end() == match.start() and edtf is not None and not line[match.end() :].strip(" \t\u00a0.*_"):
            how: How = "published" if cue["published"] else "updated"
            yield StatedDate(edtf, offset + match.start(), offset + match.end(), how)


def _how(part: str, divided: bool) -> How:
    if re.search(rf"\b{_UPDATED}\b", part, re.IGNORECASE):
        return "updated"
    if re.search(rf"\b{_PUBLISHED}\b", part, re.IGNORECASE):
        return "published"
    return "header" if divided else "line"


def _is_bare(part: str, match: re.Match[str]) -> bool:
    """Whether little but the date is left: cue words, and up to three capitalised words as in "AFP, Tuesday"."""
    rest = part[: match.start()] + " " + part[match.end() :]
    rest = _DATE.sub(" ", rest)
    rest = re.sub(rf"\b(?:{_PUBLISHED}|{_UPDATED})\b", " ", rest, flags=re.IGNORECASE)
    rest = re.sub(rf"{_TIME}", " ", " " + rest, flags=re.IGNORECASE)
    words = [word for word in re.findall(r"[^\W_]+", rest) if not _SMALL_WORD.fullmatch(word)]
    # "On 3 May 2018 Kenya Airways" opens a sentence: whatever follows the date must not be a word of a name.
    follows = [word for word in re.findall(r"[^\W_]+", part[match.end() :]) if word in words]
    return len(words) <= 3 and not follows and all(word[0].isupper() for word in words)


def _format_edtf(match: re.Match[str]) -> str | None:
    year, month, day = _year_month_day(match)
    try:
        moment = datetime(year, month, day)
        clock = _clock(match)
    except ValueError:
        return None
    return moment.strftime("%Y-%m-%d") + clock


def _year_month_day(match: re.Match[str]) -> tuple[int, int, int]:
    form = next(form for form in "123456" if match[f"y{form}"])
    year = int(match[f"y{form}"])
    if form == "3":
        return year, *_slashed(int(match["a3"]), int(match["b3"]))
    month, day = match[f"m{form}"], match[f"d{form}"]
    return year, _MONTHS[month.rstrip(".").lower()] if form in "45" else int(month), int(re.sub(r"\D", "", day))


def _slashed(first: int, second: int) -> tuple[int, int]:
    """Return month and day; 0 makes the date impossible, and so unread: 3/4/2013 is two days."""
    if first > 12 or first == second:
        return second, first
    return first if second > 12 else 0, second


def _hour(match: re.Match[str]) -> int:
    hour, half = int(match["hour"]), match["half"]
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("no such hour")
    return hour % 12 + 12 * (half in "pP")


def _clock(match: re.Match[str]) -> str:
    if match["hour"] is None:
        return ""
    clock = time(_hour(match), int(match["minute"]), int(match["second"] or 0)).isoformat()
    zone = (match["zone"] or "").strip().upper()
    if zone in ("Z", "GMT", "UTC"):
        return f"T{clock}Z"
    if zone[:1] in ("+", "-"):
        return f"T{clock}{zone[:3]}:{zone[-2:]}"
    # Letters name several zones (IST is India, Israel and Ireland): the time stays as the page has it, without one.
    return f"T{clock}"
