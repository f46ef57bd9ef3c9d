"""Find from when on each part of an article speaks: the blocks of a live blog have times of their own.

A page's own times are kept with the article. Elsewhere a block begins with a line that opens with the hour, "14:32 GMT
Toll rises"; two of them and more make a live blog, where their order runs one way. A line that is only a date says of
which day the hours below it are; before one they are counted from the article's own day, past midnight to its
neighbour.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple, Protocol

from claims.intake.dates import dateline_day, is_date_line, parse_published

Moment = tuple[int, str]
"""The character from which on an article knows what it knew at a time (EDTF; empty for the article's own)."""

_FEWEST: Final = 2
_HOUR: Final = re.compile(
    r"(?:^|(?<=\n))[ \t]*[\[(]?(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?:[ \u00a0]?(?P<half>[ap])\.?m\b\.?)?"
    r"(?:[ \u00a0]?(?P<zone>GMT|UTC|Z|[A-Z]{2,4}(?![a-zA-Z])))?(?=[\s\])|:–—-])(?![ \t]*(?:[-–—]|to)[ \t]*\d)"
)
_LONGEST_DATE: Final = 40
_DAY: Final = 24 * 60


class Dated(Protocol):
    """What is asked of an article."""

    @property
    def text(self) -> str:
        """The stored text."""

    @property
    def published(self) -> str | None:
        """EDTF."""

    @property
    def modified(self) -> str | None:
        """EDTF."""

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Those that its page gives."""


def known_at(article: Dated, position: int) -> str | None:
    """Return the EDTF up to when an article knows what it says at a character, where its words say nothing of that."""
    return time_of_block(article, position) or article.modified or article.published


def day_at(article: Dated, position: int) -> str | None:
    """Return the EDTF of the day from which words like "on Wednesday" are read at a character."""
    return time_of_block(article, position)[:10] or dateline_day(article.text, article.published) or article.published


def time_of_block(article: Dated, position: int) -> str:
    """Return the EDTF of the block around a character; empty outside of blocks."""
    moments = article.moments or find_moments(article.text, article.published, article.modified)
    return next((time for start, time in reversed(moments) if start <= position), "")


class _Head(NamedTuple):
    """The line that opens a block."""

    start: int
    clock: str
    zone: str
    day: str
    """ISO; empty where no line above says it."""


@lru_cache(maxsize=64)
def find_moments(text: str, published: str | None, modified: str | None) -> tuple[Moment, ...]:
    """Return the moments of a text whose blocks open with the hour; nothing for any other.

    >>> find_moments("18:40 Toll rises\\nTen died.\\n\\n15:05 Fire\\nTwo died.\\n", "2023-05-04", None)
    ((0, '2023-05-04T18:40:00'), (28, '2023-05-04T15:05:00'))
    """
    heads = list(_find_heads(text))
    order = _find_order([head for head in heads if not head.day])
    if len(heads) < _FEWEST or not order:
        return ()
    first = published if order > 0 else modified or published
    return tuple(_date_heads(heads, _read_day(first), order, _zone_of(published)))


def _date_heads(heads: Iterable[_Head], day: date | None, order: int, own_zone: str) -> Iterator[Moment]:
    """Yield the moments of heads of which the first is on `day`, unless it says another one."""
    previous = ""
    for head in heads:
        day = _day_of(head, day, previous, order)
        previous = head.clock
        if day is not None:
            yield head.start, f"{day.isoformat()}T{head.clock}{head.zone or own_zone}"


def _day_of(head: _Head, day: date | None, previous: str, order: int) -> date | None:
    if head.day:
        return date.fromisoformat(head.day)
    if day is not None and previous and _is_past_midnight(previous, head.clock, order):
        return day + timedelta(days=order)
    return day


def _find_heads(text: str) -> Iterator[_Head]:
    day, done = "", 0
    for found in _HOUR.finditer(text):
        for line in text[done : found.start()].splitlines():
            if len(line) <= _LONGEST_DATE and is_date_line(line):
                day = (parse_published(line) or "")[:10] or day
        done = found.end()
        hour = int(found["hour"])
        if found["half"]:
            hour = hour % 12 + 12 * (found["half"] == "p")
        zone = "Z" if found["zone"] in ("GMT", "UTC", "Z") else ""
        yield _Head(found.start(), f"{hour:02}:{found['minute']}:00", zone, day)


def _find_order(heads: Sequence[_Head]) -> int:
    """Return 1 where hours rise down the page, -1 where they fall, 0 for neither; one midnight is let pass."""
    steps = [_minutes(two.clock) - _minutes(one.clock) for one, two in pairwise(heads)]
    orders: list[tuple[int, int]] = []
    for order in (1, -1):
        midnights = sum(step * order < 0 for step in steps)
        if midnights <= 1:
            orders.append((sum(step * order % _DAY for step in steps) + midnights * _DAY // 2, order))
    return min(orders, default=(0, 0))[1]


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def _is_past_midnight(previous: str, clock: str, order: int) -> bool:
    return clock < previous if order > 0 else clock > previous


def _read_day(edtf: str | None) -> date | None:
    try:
        return date.fromisoformat((edtf or "")[:10])
    except ValueError:
        return None


def _zone_of(edtf: str | None) -> str:
    found = re.search(r"T[\d:]+(Z|[+-]\d\d:\d\d)$", edtf or "")
    return found[1] if found else ""
