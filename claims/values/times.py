"""Parse times of day such as "07:37 GMT", "7:37 AM local", "around noon", "overnight", "12:30+05:30".

A set that runs past midnight has its high end beyond 86,399, never below its low one. A bare figure ("7") and an
unlisted abbreviation are errors; an abbreviation with several offsets, or a zone whose offset depends on the date, is
kept by name without an offset.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from claims.values.clockwords import plain_clock
from claims.values.model import Hedge, TimeValue
from claims.values.problems import ValueProblem

ACCEPTED: Final = (
    "a time of day: 07:37 GMT, 7:37 AM local, around noon, evening, 12:30+05:30, between 10:00 and 11:00 UTC"
)

_DAY: Final = 86_400
_NOON: Final = 12
_CLOCK: Final = (
    r"(?:(?P<hour{n}>\d{{1,2}})(?:(?P<dot{n}>[:.])(?P<minute{n}>\d\d)(?::(?P<second{n}>\d\d))?)?"
    r"|(?P<military{n}>\d{{4}})|(?P<name{n}>noon|midday|midnight))"
    r"(?: ?(?P<half{n}>[ap]\.?m\b\.?))?(?: ?(?P<suffix{n}>hours|hrs|h|o'clock)\b)?"
)
_ZONE: Final = (
    r"(?: ?(?P<zone>[A-Z]{1,5}(?![a-z/])(?:[+-]\d{1,2}(?::?\d\d)?)?|[+-]\d\d:?\d\d"
    r"|[A-Za-z]\S*/\S+|[A-Za-z][A-Za-z. '-]*))?"
)
_WORDS_OF: Final[dict[Hedge, tuple[str, ...]]] = {
    "about": ("about", "around", "approximately", "roughly", "circa", "~"),
    "more_than": ("shortly after", "just after", "soon after"),
    "less_than": ("shortly before", "just before"),
    "at_least": ("after", "from", "since"),
    "at_most": ("before", "until", "by"),
    "exact": ("at",),
}
_HEDGES: Final = {word: hedge for hedge, words in _WORDS_OF.items() for word in words}
_HEDGE: Final = "|".join(sorted(_HEDGES, key=len, reverse=True))
_ONE: Final = re.compile(rf"(?:(?P<hedge>(?i:{_HEDGE}))(?: |(?<=~)))?(?i:{_CLOCK.format(n=1)}){_ZONE}", re.ASCII)
_TWO: Final = re.compile(
    rf"(?i:between |from )?(?i:{_CLOCK.format(n=1)})(?: ?- ?|(?i: to | and | or ))(?i:{_CLOCK.format(n=2)}){_ZONE}",
    re.ASCII,
)
_PART: Final = re.compile(
    r"(?i:(?:in|during|on) )?(?i:the )?(?P<words>[A-Za-z -]+?)(?: (?P<zone>(?i:local(?: time)?)|[A-Z]{3,5}))?", re.ASCII
)
_OFFSET: Final = re.compile(r"(?:(?:UTC|GMT) ?)?([+-])(1[0-4]|0?\d):?([0-5]\d)?", re.ASCII)
_IANA: Final = re.compile(r"[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+){1,2}", re.ASCII)
_SPOKEN_ZONE: Final = re.compile(r"(?:[A-Z][A-Za-z.'-]* ?){1,3} (?:[Ss]tandard |[Ss]ummer )?[Tt]ime", re.ASCII)
_DASHES: Final = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212\u2019", "------'")


@dataclass(frozen=True, slots=True)
class _Clock:
    """A stated time: where it begins and how long its precision lasts."""

    start: int
    seconds: int

    @property
    def hourly(self) -> bool:
        return self.seconds == 3600

    @property
    def end(self) -> int:
        return self.start + min(self.seconds, 60) - 1


@cache
def _table() -> dict[str, dict[str, Any]]:
    path = Path(__file__).parents[1] / "vocabulary" / "data" / "times.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _margin(name: str) -> int:
    return 60 * int(_table()["margins"][name])


@cache
def _parts() -> dict[str, tuple[int, int]]:
    parts: dict[str, tuple[int, int]] = {}
    for row in _table()["parts"]["words"]:
        low = _seconds(row["from"])
        parts |= dict.fromkeys(row["words"], (low, _not_before(low, _seconds(row["to"]) + 59)))
    return parts


def _seconds(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 3600 + int(minute) * 60


def _not_before(low: int, high: int) -> int:
    """Return `high`, on the next day where it would otherwise come before `low`."""
    return high if high >= low else high + _DAY


@lru_cache(maxsize=16_384)
def parse_time(written: str) -> TimeValue:
    """Read a time of day.

    Raises:
        ValueProblem: anything not understood.

    >>> value = parse_time("07:37 GMT")
    >>> value.low, value.high, value.offset_minutes
    (27420, 27479, 0)
    """
    text = plain_clock(" ".join(written.translate(_DASHES).split()))
    if two := _TWO.fullmatch(text):
        return _read_range(two, written)
    if one := _ONE.fullmatch(text):
        hedge = _HEDGES[(one["hedge"] or "at").lower()]
        return _apply_hedge(_clock(one, 1, written), hedge, one["zone"], written)
    part = _PART.fullmatch(text)
    bounds = _parts().get(part["words"].lower()) if part else None
    if part is None or bounds is None:
        raise ValueProblem(written, "no time of day is understood", ACCEPTED)
    return _build_time(*bounds, "vague", part["zone"], written)


def _read_range(two: re.Match[str], written: str) -> TimeValue:
    second = _clock(two, 2, written)
    first = _clock(two, 1, written, half="" if two["half1"] else two["half2"])
    return _build_time(first.start, _not_before(first.start, second.end), "range", two["zone"], written)


def time_from_bounds(bounds: Mapping[str, object]) -> TimeValue:
    """Build a time from `{"low": "07:00", "high": "09:00"}` or seconds after midnight; null is the end of the day.

    Raises:
        ValueProblem: an end is no time of day.
    """
    low, high = _bound(bounds, "low", 0), _bound(bounds, "high", _DAY - 1)
    if low >= _DAY:
        raise ValueProblem(bounds, "low is beyond the day", '{"low": "07:00", "high": "09:00"}')
    return TimeValue(low=low, high=_not_before(low, high), hedge="exact" if low == high else "range")


def _bound(bounds: Mapping[str, object], key: str, open_end: int) -> int:
    bound = bounds.get(key)
    if bound is None:
        return open_end
    if isinstance(bound, str) and (match := re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", bound, re.ASCII)):
        return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)
    if type(bound) is int and 0 <= bound < 2 * _DAY:
        return bound
    accepted = '{"low": "07:00", "high": "09:00"} or seconds after midnight'
    raise ValueProblem(bounds, f"{key} is no time of day", accepted)


def _clock(match: re.Match[str], n: int, written: str, half: str | None = None) -> _Clock:
    """Return the `n`th clock time of a match; `half` is "am" or "pm" of the range it is in, if it has none itself."""
    if name := match[f"name{n}"]:
        return _Clock(0 if name.lower() == "midnight" else _DAY // 2, 3600)
    half = (match[f"half{n}"] or half or "").lower().replace(".", "")
    hour, minute, second = _figures(match, n)
    marked = _is_marked(match, n, half, hour)
    if half:
        marked = marked and 1 <= hour <= 12
        hour = hour % 12 + 12 * (half == "pm")
    start = hour * 3600 + minute * 60 + second
    if not marked or max(minute, second) > 59 or start > _DAY:
        raise ValueProblem(written, "there is no such time of day", ACCEPTED)
    return _Clock(start % _DAY, _precision(match, n))


def _figures(match: re.Match[str], n: int) -> list[int]:
    """Return hour, minute and second."""
    if military := match[f"military{n}"]:
        return [int(military[:2]), int(military[2:]), 0]
    return [int(match[f"{part}{n}"] or 0) for part in ("hour", "minute", "second")]


def _precision(match: re.Match[str], n: int) -> int:
    """Return the seconds that the last stated unit lasts."""
    if match[f"second{n}"]:
        return 1
    return 60 if match[f"minute{n}"] or match[f"military{n}"] else 3600


def _is_marked(match: re.Match[str], n: int, half: str, hour: int) -> bool:
    """Return whether figures are marked as a time of day: "7", "7.30" and "0730" alone may be anything."""
    suffix = match[f"suffix{n}"]
    if match[f"military{n}"]:
        return not half and bool(suffix or match["zone"])
    dotted = match[f"dot{n}"] == "." and hour <= _NOON  # past noon it can be nothing else
    if match[f"minute{n}"] is not None and not dotted:
        return True
    groups = match.groupdict()
    return any((half, suffix == "o'clock", groups.get(f"minute{3 - n}"), groups.get(f"half{3 - n}")))


def _apply_hedge(clock: _Clock, family: Hedge, zone: str | None, written: str) -> TimeValue:
    start, end = clock.start, clock.end
    hour, shortly = _margin("hour") * clock.hourly, _margin("shortly")
    about = min(_margin("about"), _roundness(start))
    sets: dict[Hedge, tuple[int, int, Hedge]] = {
        "exact": (start - hour, end + hour, "exact"),
        "about": (start - about, end + about, "about"),
        "more_than": (start, end + shortly, "range"),
        "less_than": (start - shortly, end, "range"),
        "at_least": (start, _DAY - 1, "at_least"),
        "at_most": (0, end, "at_most"),
    }
    return _build_time(*sets[family], zone, written)


def _roundness(moment: int) -> int:
    """Return the step of the round times that a time is one of: 30 minutes of 6:30, 15 of 6:45, 10 of 5:40, else 5."""
    return next((60 * step for step in (30, 15, 10) if moment % (60 * step) == 0), 300)


def _build_time(low: int, high: int, hedge: Hedge, zone: str | None, written: str) -> TimeValue:
    if low < 0:
        low, high = low + _DAY, high + _DAY
    name, offset = _zone((zone or "").strip(), written)
    return TimeValue(low=low, high=high, offset_minutes=offset, zone=name, hedge=hedge)


def _zone(zone: str, written: str) -> tuple[str, int | None]:
    """Return the name of the zone and its offset east of UTC in minutes."""
    if not zone:
        return "", None
    if zone.lower() in ("local", "local time", "local hours"):
        return "local", None
    table = _table()["zones"]
    bare = zone.removesuffix(" time")
    if bare in table["offsets"] or bare in table["ambiguous"]:
        return bare, table["offsets"].get(bare)
    if match := _OFFSET.fullmatch(zone):
        return zone, _minutes(match)
    if _IANA.fullmatch(zone):
        return zone, _iana_offset(zone, written)
    if _SPOKEN_ZONE.fullmatch(zone):
        return zone, None
    raise ValueProblem(written, f"the zone {zone[:30]!r} is not known", "GMT, UTC+5, +05:30, local, Asia/Dushanbe")


def _minutes(match: re.Match[str]) -> int:
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return -minutes if match[1] == "-" else minutes


@cache
def _iana_offset(zone: str, written: str) -> int | None:
    """Return the offset of an IANA zone where it has been one and the same since 2000, else None.

    The packaged database is read, not the machine's, so that every machine gives the same answer.
    """
    from importlib.resources import files
    from zoneinfo import ZoneInfo

    path = files("tzdata").joinpath("zoneinfo", *zone.split("/"))
    if not path.is_file():
        raise ValueProblem(written, f"the zone {zone[:30]!r} is not known", "a zone of the IANA database")
    with path.open("rb") as file:
        rules = ZoneInfo.from_file(file, key=zone)
    moments = [datetime(year, month, 15, tzinfo=UTC) for year in range(2000, 2027) for month in (1, 4, 7, 10)]
    offsets = {moment.astimezone(rules).utcoffset() for moment in moments}
    offset = offsets.pop() if len(offsets) == 1 else None
    return None if offset is None else int(offset.total_seconds()) // 60
