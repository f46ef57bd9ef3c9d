"""Events: which mentions, in which articles, are of one and the same event.

Owns the comparison of two mentions, with its parts, and the grouping. Hard evidence against comes first (dates or
places that exclude each other, kinds that do); a group never joins two mentions that exclude each other, so that one
vague mention cannot chain two events together. Candidates are taken from blocks (the same month, or one that a vaguer
date holds), never all pairs. Refuses to know where mentions come from.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from claims.values.model import PlaceValue
from claims.vocabulary.model import Vocabulary
from reconcile.comparing import compare_places

SAME: Final = 0.6
"""Score from which two mentions are proposed as one event."""

_NEXT_DAY: Final = timedelta(days=1)
"""An event of the night is put on either day, and local dates differ by one from UTC."""

_FAMILIES: Final = (
    frozenset(
        {"attack", "shooting", "bombing", "raid", "clash", "killing", "assault", "ambush", "stabbing", "explosion"}
    ),
    frozenset({"riot", "unrest", "protest"}),
    frozenset({"robbery", "heist", "theft"}),
    frozenset({"hijacking", "piracy"}),
)
"""Kinds that different reports use for one event."""


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
    """(attribute, scope, figure) of the exact counts told of it."""
    main: bool
    """The article mainly reports it."""

    @property
    def id(self) -> tuple[str, str]:
        """(article, key)."""
        return (self.article, self.key)


@dataclass(frozen=True, slots=True)
class Score:
    """How far two mentions speak of one event, by part; `excluded` says why they cannot."""

    date: float
    place: float
    kind: float
    figures: float
    excluded: str = ""

    @property
    def total(self) -> float:
        """0 to 1; 0 where they exclude each other."""
        if self.excluded:
            return 0.0
        return 0.4 * self.date + 0.3 * self.place + 0.15 * self.kind + 0.15 * self.figures


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


def compare_mentions(a: Mention, b: Mention, vocabulary: Vocabulary) -> Score:
    """Return how far two mentions speak of one event."""
    kind = _compare_kinds(a.kind, b.kind)
    if kind is None:
        return Score(0, 0, 0, 0, f"{a.kind} is not {b.kind}")
    date = _compare_dates(a, b)
    if date is None:
        return Score(0, 0, 0, 0, f"{a.low} to {a.high} and {b.low} to {b.high} exclude each other")
    place = _compare_places(a.places, b.places, vocabulary)
    if place is None:
        return Score(0, 0, 0, 0, f"{' and '.join(a.places)} exclude {' and '.join(b.places)}")
    shared = a.figures & b.figures
    either = {figure[:2] for figure in a.figures} & {figure[:2] for figure in b.figures}
    figures = len(shared) / len(either) if either else 0.4
    return Score(date, place, kind, figures)


def _compare_kinds(a: str, b: str) -> float | None:
    if not a or not b:
        return 0.5
    if a == b:
        return 1.0
    return 0.8 if any(a in family and b in family for family in _FAMILIES) else None


def _compare_dates(a: Mention, b: Mention) -> float | None:
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return 0.2
    a_low, a_high, b_low, b_high = (datetime.fromisoformat(text) for text in (a.low, a.high, b.low, b.high))
    if a_high < b_low - _NEXT_DAY or b_high < a_low - _NEXT_DAY:
        return None
    longest = max(a_high - a_low, b_high - b_low)
    if a_high < b_low or b_high < a_low:
        return 0.7
    return 1.0 if longest <= timedelta(days=2) else 0.8 if longest <= timedelta(days=32) else 0.4


def _compare_places(a: Sequence[str], b: Sequence[str], vocabulary: Vocabulary) -> float | None:
    if not a or not b:
        return 0.4
    best: float | None = None
    undecided = False
    for one in a:
        for two in b:
            outcome = compare_places(PlaceValue(name=one), PlaceValue(name=two), vocabulary).outcome
            if outcome == "undecided":
                undecided = True
            elif outcome != "disjoint":
                best = max(best or 0.0, 1.0 if outcome == "equal" else 0.8)
    return best if best is not None else 0.3 if undecided else None


def find_events(mentions: Iterable[Mention], vocabulary: Vocabulary) -> tuple[Event, ...]:
    """Return the events that `mentions` are of: the same ones for the same mentions in any order."""
    ordered = sorted(mentions, key=lambda m: m.id)
    scored: dict[tuple[int, int], Score] = {}
    for i, j in _candidates(ordered):
        scored[i, j] = compare_mentions(ordered[i], ordered[j], vocabulary)
    group_of = list(range(len(ordered)))
    groups = {n: [n] for n in group_of}
    strongest = sorted((pair for pair in scored if scored[pair].total >= SAME), key=lambda p: (-scored[p].total, p))
    for i, j in strongest:
        one, two = groups[group_of[i]], groups[group_of[j]]
        if one is two or _excluded(one, two, ordered, scored, vocabulary):
            continue
        for member in two:
            group_of[member] = group_of[i]
        groups[group_of[i]] = sorted(one + two)
    return tuple(sorted((_event([ordered[n] for n in groups[g]]) for g in set(group_of)), key=lambda e: e.mentions))


def _candidates(mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    """Return pairs of different articles that share a block: a month that both their dates touch."""
    blocks: dict[str, list[int]] = {}
    for n, mention in enumerate(mentions):
        for month in _months(mention):
            blocks.setdefault(month, []).append(n)
    pairs = {
        (i, j)
        for block in blocks.values()
        for at, i in enumerate(block)
        for j in block[at + 1 :]
        if mentions[i].article != mentions[j].article
    }
    return sorted(pairs)


def _months(mention: Mention) -> list[str]:
    """Return the months a mention's date touches, the next day's included; a date vaguer than a year finds no block."""
    if mention.low is None or mention.high is None:
        return []
    first = datetime.fromisoformat(mention.low) - _NEXT_DAY
    last = datetime.fromisoformat(mention.high) + _NEXT_DAY
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    if count > 14:
        return []
    return [
        f"{(first.year * 12 + first.month - 1 + n) // 12:04}-{(first.month - 1 + n) % 12 + 1:02}" for n in range(count)
    ]


def _excluded(
    one: Sequence[int],
    two: Sequence[int],
    mentions: Sequence[Mention],
    scored: Mapping[tuple[int, int], Score],
    vocabulary: Vocabulary,
) -> bool:
    """Return whether any member of one group cannot be the event of any member of the other."""
    for i in one:
        for j in two:
            pair = (min(i, j), max(i, j))
            score = scored.get(pair) or compare_mentions(mentions[pair[0]], mentions[pair[1]], vocabulary)
            if score.excluded or mentions[i].article == mentions[j].article:
                return True
    return False


def _event(members: Sequence[Mention]) -> Event:
    lows = [m.low for m in members if m.low is not None]
    highs = [m.high for m in members if m.high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:  # the two days of one night
        low, high = high, low
    kinds = [m.kind for m in members if m.kind]
    places = [place for m in members for place in m.places]
    kind = min(set(kinds), key=lambda k: (-kinds.count(k), k), default="")
    place = min(set(places), key=lambda p: (-places.count(p), p), default=None)
    mentions = tuple(sorted(m.id for m in members))
    return Event(id=event_key(kind, low, high, place), kind=kind, low=low, high=high, place=place, mentions=mentions)


def event_key(kind: str, low: str | None, high: str | None, place: str | None) -> str:
    """Return a name for an event that a person can read: `attack-2019-11-06-tajikistan`.

    >>> event_key("attack", "2019-11-06T00:00:00", "2019-11-06T23:59:59", "Tajikistan")
    'attack-2019-11-06-tajikistan'
    """
    when = ""
    if low is not None and high is not None:
        length = 10 if low[:10] == high[:10] else 7 if low[:7] == high[:7] else 4
        when = low[:length]
    parts = (kind or "event", when, re.sub(r"[^a-z0-9]+", "-", (place or "").casefold()).strip("-"))
    return "-".join(part for part in parts if part)
