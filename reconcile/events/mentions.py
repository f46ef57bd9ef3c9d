"""Mentions and events: an event as one article speaks of it, and the mentions taken to be of one event."""

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from claims.mentions.fingerprints import Fingerprint
from claims.mentions.terms import is_scanty

NO_FINGERPRINT: Final = Fingerprint()


@dataclass(frozen=True, slots=True)
class Mention:
    """One event as one article speaks of it."""

    article: str
    key: str
    """Of the mention within its article."""
    kind: str
    low: str | None
    high: str | None
    """First and last instant it may have happened; None where the article does not say."""
    places: tuple[str, ...]
    figures: frozenset[tuple[str, str, int]]
    """(attribute, scope, figure) of the exact counts given of it."""
    main: bool
    """The article mainly reports it."""
    trace: Fingerprint = NO_FINGERPRINT
    """What else the article says of it; a mention in passing has none."""

    @property
    def id(self) -> tuple[str, str]:
        """(article, key)."""
        return (self.article, self.key)

    @property
    def is_dated(self) -> bool:
        """Whether both ends of its date are known."""
        return bool(self.low and self.high)

    @property
    def traced(self) -> bool:
        """Whether there is enough to know it by without a date."""
        return bool(self.trace.names)

    @property
    def scanty(self) -> bool:
        """Whether its traces are so few that date and place may say more."""
        return is_scanty(self.trace)


@dataclass(frozen=True, slots=True)
class Event:
    """Mentions taken to be of one event."""

    id: str
    kind: str
    low: str | None
    high: str | None
    """The narrowest date that all its mentions allow."""
    place: str | None
    mentions: tuple[tuple[str, str], ...]
    """(article, key), sorted."""


def build_event(members: Sequence[Mention]) -> Event:
    """Return the event that `members` (at least one) are taken to be of."""
    low, high = _narrowest_date(members)
    kind = _commonest(m.kind for m in members if m.kind) or ""
    place = _commonest(place for m in members for place in m.places)
    mentions = tuple(sorted(m.id for m in members))
    return Event(id=event_key(kind, low, high, place), kind=kind, low=low, high=high, place=place, mentions=mentions)


def _narrowest_date(members: Sequence[Mention]) -> tuple[str | None, str | None]:
    low = max(filter(None, (m.low for m in members)), default=None)
    high = min(filter(None, (m.high for m in members)), default=None)
    if low is not None and high is not None and low > high:  # the two days of one night, or two readings of its date
        return high, low
    return low, high


def _commonest(words: Iterable[str]) -> str | None:
    counts = Counter(words)
    return min(counts, key=lambda word: (-counts[word], word), default=None)


def event_key(kind: str, low: str | None, high: str | None, place: str | None) -> str:
    """Return a name for an event that a person can read: `attack-2019-11-06-tajikistan`.

    >>> event_key("attack", "2019-11-06T00:00:00", "2019-11-06T23:59:59", "Tajikistan")
    'attack-2019-11-06-tajikistan'
    """
    parts = (
        kind or "event",
        _common_date(low or "", high or ""),
        slug(place or ""),
    )
    return "-".join(filter(None, parts))


def slug(place: str) -> str:
    """Return the name of a place as keys have it."""
    return re.sub(r"[^a-z0-9]+", "-", place.casefold()).strip("-")


def edtf_of_span(low: str, high: str) -> str:
    """Return the EDTF of a span of time, as coarse as it is.

    >>> edtf_of_span("2019-11-01T00:00:00", "2019-11-30T23:59:59")
    '2019-11'
    >>> edtf_of_span("2019-11-05T00:00:00", "2019-11-06T23:59:59")
    '2019-11-05/2019-11-06'
    """
    first, last = low[:10], high[:10]
    if first == last:
        return first
    if first[:4] == last[:4] and first.endswith("-01-01") and last.endswith("-12-31"):
        return first[:4]
    month_end = f"{calendar.monthrange(int(last[:4]), int(last[5:7]))[1]:02}"
    if first[:7] == last[:7] and first.endswith("-01") and last.endswith(month_end):
        return first[:7]
    return f"{first}/{last}"


def _common_date(low: str, high: str) -> str:
    """Return the day or month that two instants share, else the year of the first; empty where one is not known."""
    length = next((length for length in (10, 7) if low[:length] == high[:length]), 4)
    return low[:length] if low and high else ""
