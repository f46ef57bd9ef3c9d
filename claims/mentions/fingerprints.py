"""Read the fingerprint of an article's event in one quick pass: names, rarer words, ages, streets, days.

Only the headline and the beginning are read. A fingerprint is no evidence: nothing in it is verified or shown as
somebody's statement. `reconcile.events` compares fingerprints.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from claims.models import Article

_LONG_PAST: Final = 60
"""Days after which an article is of a day long past: those of a court case, an anniversary."""
_WEEK: Final = 7
"""Days of a window, "last week", each of which the event of an article may be of."""
_HEAD: Final = 3_000
"""Characters read: news says first what happened, and appends archive matter and other stories."""
_NAMES: Final = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_WORDS: Final = re.compile(r"[a-z](?<!\w.)[a-z]{4,}")
_HEADLINE: Final = re.compile(r"[\w'’-]{3,}")
_AGE: Final = re.compile(r"(\d\d?)(?:[- ]years?[- ]old|(?=[,)]))")
_STREET: Final = re.compile(r"(\d+) block of ((?:[A-Z][\w']*\.? ){0,2}[A-Z0-9][\w']*)")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH: Final = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_DATE: Final = r"(\d\d?)(?:st|nd|rd|th)?"
_DAY: Final = re.compile(rf"{_MONTH} {_DATE}\b(?:,? ((?:19|20)\d\d))?")
_DAY_FIRST: Final = re.compile(rf"(\d(?<!\w.)\d?)(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? ((?:19|20)\d\d))?\b")
_SHOUTED: Final = re.compile(rf"({'|'.join(_MONTHS).upper()})(?<!\w...)[A-Z]*\.? {_DATE},? ((?:19|20)\d\d)\b")
_ISO: Final = re.compile(r"((?:1(?<!\w.)9|2(?<!\w.)0)\d\d)-(\d\d)-(\d\d)\b")
_IN_FIGURES: Final = re.compile(r"(\d(?<!\w.)\d?) ?[/.] ?(\d\d?) ?[/.] ?((?:19|20)\d\d)\b")
"""These begin with what they look for and ask only then what stands before: so they are found three times as fast."""
_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


_AFTER_TOWN: Final = r"[A-Z][\w'’.-]+, (%s)(?![\w’'])"


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What an article says by which its event can be recognised; days are proleptic ordinals."""

    names: frozenset[str] = frozenset()
    """Capitalised words and pairs of them, in lower case; without common ones and those also written in lower case."""
    words: frozenset[str] = frozenset()
    """Of five letters and more, in lower case; not the common ones."""
    headline: frozenset[str] = frozenset()
    ages: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    """Named by date or weekday; a weekday is the last one up to the day of publication."""
    yearless: frozenset[tuple[int, int]] = frozenset()
    """(month, day) of the dates that nothing gives a year."""
    weekdays: frozenset[int] = frozenset()
    """Named where the day of publication is unknown, so that they cannot be dated; Monday is 0."""
    states: frozenset[str] = frozenset()
    """Of the United States, named right after a town."""
    published: int | None = None
    publisher: str = ""


def read_fingerprint(article: Article) -> Fingerprint:
    """Return the fingerprint of an article."""
    title = article.title or ""
    text = f"{title}\n{article.text[:_HEAD]}"
    common = _common()
    words = frozenset(_WORDS.findall(text))
    names = _names(text)
    published = _ordinal(article.published)
    dates = tuple(_dates(text))
    return Fingerprint(
        names=frozenset(names - words - common),
        words=words - common,
        headline=frozenset(map(_bare, _HEADLINE.findall(title))) - common,
        ages=frozenset(_ages(text)),
        streets=frozenset(_streets(text)),
        days=frozenset(_days(dates, text, published)),
        yearless=frozenset((month, day) for month, day, year in dates if not year)
        if published is None
        else frozenset(),
        weekdays=frozenset(_weekdays(text)) if published is None else frozenset(),
        states=frozenset(_state_names()[name] for name in _states_after_towns().findall(text)),
        published=published,
        publisher=article.publisher or "",
    )


def with_day(trace: Fingerprint, low: str | None, high: str | None) -> Fingerprint:
    """Return a fingerprint that names no day with the day of its article's main event, where that is known.

    One that looks back on an event is of the days on which that may have been, not of the one on which it appeared.
    """
    if not low or not high:
        return trace
    first, last = (date.fromisoformat(moment[:10]).toordinal() for moment in (low, high))
    if trace.published is not None and trace.published - last > _LONG_PAST:
        return replace(trace, published=None, days=frozenset(range(first, last + 1)))
    window = frozenset(range(first, last + 1))
    if len(window) > _WEEK or trace.days & window or (trace.days and len(window) == 1):
        return trace
    return replace(trace, days=trace.days | window)


def _names(text: str) -> set[str]:
    """Return the words of capitalised runs, and each two of them that stand together."""
    names: set[str] = set()
    for run in set(_NAMES.findall(text)):
        name = _bare(run) if "'" in run or "’" in run else run.lower()
        if " " in name:
            parts = name.split(" ")
            names.update(parts, map(" ".join, itertools.pairwise(parts)))
        else:
            names.add(name)
    return names


@cache
def _common() -> frozenset[str]:
    """Return the words that are in reports of every event."""
    lines = Path(__file__).with_name("data").joinpath("common.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _state_names() -> dict[str, str]:
    """Return the state that each way of writing one stands for."""
    lines = Path(__file__).with_name("data").joinpath("states.txt").read_text("utf-8").splitlines()
    return {name: line.split("|")[0] for line in lines if not line.startswith("#") for name in line.split("|")}


@cache
def _states_after_towns() -> re.Pattern[str]:
    return re.compile(
        _AFTER_TOWN % "|".join(map(re.escape, sorted(_state_names(), key=lambda name: (-len(name), name))))
    )


def _bare(words: str) -> str:
    """Return words in lower case without the genitive.

    >>> _bare("Roe’s Mill")
    'roe mill'
    """
    lower = words.lower().replace("’", "'")
    return lower.replace("'s ", " ").removesuffix("'s").rstrip("'-") if "'" in lower else lower


def _ordinal(published: str | None) -> int | None:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _ages(text: str) -> set[str]:
    """Return what looks like people's ages: "29-year-old", "Roe, 29,", "Roe (29)"."""
    ages = set()
    for match in _AGE.finditer(text):
        start = match.start()
        before, after = text[max(start - 2, 0) : start], text[match.end() : match.end() + 1]
        if match.end() > match.end(1) or (before == ", " and after == ",") or (before[-1:] == "(" and after == ")"):
            ages.add(match[1])
    return ages


def _streets(text: str) -> list[str]:
    return [" ".join(parts).lower() for parts in _STREET.findall(text)] if " block of " in text else []


def _dates(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield month, day and year of the dates in a text; 0 where it states no year."""
    for month, day, year in _DAY.findall(text):
        yield _MONTHS.index(month) + 1, int(day), int(year or 0)
    for day, month, year in _DAY_FIRST.findall(text):
        yield _MONTHS.index(month) + 1, int(day), int(year or 0)
    for month, day, year in _SHOUTED.findall(text):
        yield _MONTHS.index(month.capitalize()) + 1, int(day), int(year)
    for year, month, day in _ISO.findall(text):
        yield int(month), int(day), int(year)
    for one, two, year in _IN_FIGURES.findall(text):  # 3/4/2012 is of March or of April
        yield int(one), int(two), int(year)
        yield int(two), int(one), int(year)


def _days(dates: Iterable[tuple[int, int, int]], text: str, published: int | None) -> set[int]:
    days = set()
    for month, day, year in dates:
        if not year and published is None:
            continue
        try:
            days.add(date(year, month, day).toordinal() if year else _last_before(month, day, published or 0))
        except ValueError:
            continue
    if published is not None:  # ordinal 1 was a Monday
        days.update(published - (published - 1 - weekday) % 7 for weekday in _weekdays(text))
    return days


def _last_before(month: int, day: int, published: int) -> int:
    """Return the last such day up to the one after publication."""
    year = date.fromordinal(published).year
    at = date(year, month, day).toordinal()
    return at if at <= published + 1 else date(year - 1, month, day).toordinal()


def _weekdays(text: str) -> list[int]:
    return [number for number, name in enumerate(_WEEKDAYS) if name in text]
