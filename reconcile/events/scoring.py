"""Scores how far two mentions speak of one event: points, each with its reason, and what excludes it.

Two articles that say enough are compared by their traces; a mention in passing is known by its date, place,
kind and figures alone. Dates or places that exclude each other, kinds that do, and a reviewer's word that two are not
the same are hard evidence: no points weigh against them. The day of an article's main event is read from its words and
may be that of a hearing, so between two articles it counts as points and does not exclude; of two so short that they
tell little else it does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from claims.mentions.terms import day_key, day_of, is_row, kind_family
from claims.values.model import PlaceValue
from claims.vocabulary.demonyms import is_country
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.places import compare_places
from reconcile.events.mentions import Mention
from reconcile.events.points import (
    ScorePart,
    TraceWeights,
    are_in_other_states,
    explain_gathering,
    explain_traces,
    score_traces,
    shares_day,
)

SAME: Final = 0
"""Points from which two mentions are proposed as one event."""
DOUBTFUL: Final = -2_000
"""Points from which a person is asked."""
APART: Final = -3_000
"""Points of two mentions that no block brought together."""

_NEXT_DAY: Final = timedelta(days=1)
"""An event of the night is put on either day, and local dates differ by one from UTC."""

_LEAST_FIGURE: Final = 3
_LARGE_FIGURE: Final = 1_000
"""From here up a figure is hardly ever that of two events."""
_DAY_STANDS_OUT: Final = 2_000
"""Points for a day that both are of, where a fifth of the dossier or more is of it."""
_LARGE_SHARE: Final = 0.2
_MANY_ARTICLES: Final = 4
_TOLD_APART: Final = 2_000
"""Points for places that the gazetteer cannot tell apart stay below: data sets have many that it does not know."""
_SURE: Final = 6_800
"""Points for day, place and figures together from which a row is joined unasked: 4,000 are one day, 3,000 one place.
Two days of a night and one place need a figure too, as do one day and a place around the other.
"""
GENERIC: Final = frozenset({"", "operation", "arrest", "event"})
"""Kinds that go with any other: what followed an event, or nothing in particular."""


@dataclass(frozen=True, slots=True)
class Score:
    """How far two mentions speak of one event, by part; `excluded` says why they cannot."""

    parts: tuple[ScorePart, ...]
    excluded: str = ""

    @property
    def points(self) -> int:
        """The sum of the parts, in thousandths; far below any threshold where they exclude each other."""
        return -1_000_000 if self.excluded else sum(part.points for part in self.parts)


def explain_mentions(a: Mention, b: Mention, weights: TraceWeights, vocabulary: Vocabulary) -> Score:
    """Return the score of two mentions with its reasons."""
    if excluded := find_exclusion(a, b, vocabulary):
        return Score((), excluded)
    if a.traced and b.traced and not _is_dated_better(a, b, weights, vocabulary):
        parts = (*explain_traces(a.trace, b.trace, weights), *_explain_setting(a, b, weights, vocabulary))
        points = sum(part.points for part in parts)
        if points >= SAME and (doubt := _find_doubt(a, b, vocabulary)):
            parts += (ScorePart("doubt", SAME - 1 - points, doubt),)
        return Score(parts)
    parts = _compare(a, b, vocabulary)
    points = sum(part.points for part in parts)
    if points >= SAME and not _is_sure(a, b, parts, vocabulary):
        parts += (ScorePart("doubt", SAME - 1 - points, "a row of a data set may be of another event near by"),)
    return Score(parts)


def score_traced(a: Mention, b: Mention, weights: TraceWeights, vocabulary: Vocabulary) -> int:
    """Return the points of two mentions with traces: by date and place where those say more than few traces do."""
    if _is_dated_better(a, b, weights, vocabulary):
        return score_passing(a, b, vocabulary)
    setting = sum(part.points for part in _explain_setting(a, b, weights, vocabulary))
    points = score_traces(a.trace, b.trace, weights) + setting
    return min(points, SAME - 1) if points >= SAME and _find_doubt(a, b, vocabulary) else points


def _find_doubt(a: Mention, b: Mention, vocabulary: Vocabulary) -> str:
    """Return why two mentions with traces are asked about whatever their points; empty where nothing says so."""
    if are_in_other_states(a.trace, b.trace):
        return "their towns are in two states"
    return "they share names alone, and no day, place, kind or word" if _share_names_alone(a, b, vocabulary) else ""


def _share_names_alone(a: Mention, b: Mention, vocabulary: Vocabulary) -> bool:
    """Return whether nothing but names speaks for one event: no word, day, place, kind, figure, age or street."""
    one, two = a.trace, b.trace
    shared = one.words & two.words or one.ages & two.ages or one.streets & two.streets or shares_day(one, two)
    if shared or _telling_figures(a) & _telling_figures(b):
        return False
    if a.kind and b.kind and _kinds_agree(a.kind, b.kind):
        return False
    return not (a.places and b.places and _compare_places(a.places, b.places, vocabulary))


def _explain_setting(a: Mention, b: Mention, weights: TraceWeights, vocabulary: Vocabulary) -> tuple[ScorePart, ...]:
    """Return the parts for what two mentions share beside their traces, where nothing excludes that they are one."""
    parts = (*_explain_figures(a, b), *_explain_day(a, b, weights), *explain_gathering(a.trace, b.trace, weights))
    return parts if parts and not _find_conflict(a, b, vocabulary) else ()


def _explain_figures(a: Mention, b: Mention) -> tuple[ScorePart, ...]:
    """Return the part for the figures that both tell; none where they share none."""
    shared = sorted(_telling_figures(a) & _telling_figures(b))
    if not shared:
        return ()
    points = 2_700 if any(figure >= _LARGE_FIGURE for _, figure in shared) else 1_500
    return (ScorePart("figures", points, f"both tell {', '.join(f'{figure} {name}' for name, figure in shared)}"),)


def _telling_figures(mention: Mention) -> set[tuple[str, int]]:
    # Whose figure it is (foreigners, civilians) is told differently of one event; ones and twos are everywhere.
    return {(attribute, figure) for attribute, _, figure in mention.figures if figure >= _LEAST_FIGURE}


def _explain_day(a: Mention, b: Mention, weights: TraceWeights) -> tuple[ScorePart, ...]:
    """Return the part for a day that both are of and that stands out: much of the dossier is of that day.

    In a dossier of a year's shootings two of one day are nothing; where every other article is of one day they are
    much. An article that names no day may then be of that one too.
    """
    days = [day for mention in (a, b) if (day := day_of(mention)) is not None]
    if not days or not weights.articles or not _may_share_day(a, b):
        return ()
    count = min(weights.articles, max(weights.days.get(day_key(day), 0) for day in days))
    if len(days) == 1 and count < _MANY_ARTICLES:
        return ()
    points = round(_DAY_STANDS_OUT * min(1, count / weights.articles / _LARGE_SHARE))
    return (ScorePart("day", points, f"{count} of {weights.articles} articles are of {days[0]}"),)


def _may_share_day(a: Mention, b: Mention) -> bool:
    if a.is_dated and b.is_dated:
        return _gap(a, b) <= timedelta(hours=1)
    other = b if a.is_dated else a
    return not (other.low or other.trace.days or other.trace.published or other.trace.weekdays)


def score_passing(a: Mention, b: Mention, vocabulary: Vocabulary) -> int:
    """Return the points of two mentions, at least one of them in passing, that nothing excludes."""
    parts = _compare(a, b, vocabulary)
    points = sum(part.points for part in parts)
    return points if points < SAME or _is_sure(a, b, parts, vocabulary) else SAME - 1


def _is_sure(a: Mention, b: Mention, parts: Sequence[ScorePart], vocabulary: Vocabulary) -> bool:
    """Return whether two mentions may be joined unasked: a data set has many events of one week and province.

    A row is of the event of another mention where both are of one day, or two of a night, and of one place; or where
    they share a large figure as well.
    """
    if not (is_row(a.key) or is_row(b.key)):
        return True
    if all(is_country(vocabulary.place_name(place) or place) for place in a.places):
        return False
    figures = sum(part.points for part in _explain_figures(a, b))
    return figures + sum(part.points for part in parts if part.name in ("date", "place")) >= _SURE


def _is_dated_better(a: Mention, b: Mention, weights: TraceWeights, vocabulary: Vocabulary) -> bool:
    if not ((a.scanty or b.scanty) and a.low and b.low) or _find_conflict(a, b, vocabulary):
        return False
    return score_passing(a, b, vocabulary) > score_traces(a.trace, b.trace, weights)


def find_exclusion(a: Mention, b: Mention, vocabulary: Vocabulary) -> str:
    """Return why two mentions cannot be of one event; empty where nothing says so."""
    if a.article == b.article:
        return "one article tells them apart"
    if is_row(a.key) and a.key == b.key:
        return "one data set tells them apart"
    told = a.traced and b.traced and not (a.scanty and b.scanty)
    return "" if told else _find_conflict(a, b, vocabulary)


def _find_conflict(a: Mention, b: Mention, vocabulary: Vocabulary) -> str:
    """Return which of publication, kind, date and place exclude each other; empty where none does."""
    if too_early := _find_too_early(a, b) or _find_too_early(b, a):
        return too_early
    if not _kinds_agree(a.kind, b.kind):
        return f"{a.kind} is not {b.kind}"
    if a.is_dated and b.is_dated and _gap(a, b) > _NEXT_DAY:
        return f"{_window(a)} and {_window(b)} exclude each other"
    if a.places and b.places:
        places = f"{' and '.join(a.places)} and {' and '.join(b.places)}"
        points = _compare_places(a.places, b.places, vocabulary)
        if points is None:
            return f"{places} exclude each other"
        if points < _TOLD_APART and (is_row(a.key) or is_row(b.key)):
            return f"nothing says that {places} are one place"
    return ""


def _find_too_early(dated: Mention, other: Mention) -> str:
    if dated.low and other.trace.published is not None and _day(dated.low) > other.trace.published + 1:
        return f"{dated.low[:10]} had not come when the other article appeared"
    return ""


def _kinds_agree(a: str, b: str) -> bool:
    return a in GENERIC or b in GENERIC or kind_family(a) == kind_family(b)


def _compare(a: Mention, b: Mention, vocabulary: Vocabulary) -> tuple[ScorePart, ...]:
    """Return the parts of the score of a mention in passing: what is not stated counts for a little, neither way."""
    return (
        ScorePart("start", -6_000, "before anything is known"),
        _score_dates(a, b),
        _score_places(a, b, vocabulary),
        _score_kinds(a, b),
        _score_figures(a, b),
    )


def _score_places(a: Mention, b: Mention, vocabulary: Vocabulary) -> ScorePart:
    points = _compare_places(a.places, b.places, vocabulary) if a.places and b.places else 1_200
    one, two = (" and ".join(mention.places) or "no place" for mention in (a, b))
    return ScorePart("place", points or 0, f"{one}, {two}")


def _score_kinds(a: Mention, b: Mention) -> ScorePart:
    points = 750
    if a.kind and b.kind:
        points = 1_500 if a.kind == b.kind else 1_200
    return ScorePart("kind", points, f"{a.kind or 'no kind'}, {b.kind or 'no kind'}")


def _score_figures(a: Mention, b: Mention) -> ScorePart:
    for shared in _explain_figures(a, b):
        return shared
    if {figure[:2] for figure in a.figures} & {figure[:2] for figure in b.figures}:
        return ScorePart("figures", 0, "they differ")
    return ScorePart("figures", 600, "none in both")


def _score_dates(a: Mention, b: Mention) -> ScorePart:
    if not (a.is_dated and b.is_dated):
        return ScorePart("date", 800, "one is not dated")
    windows = f"{_window(a)}, {_window(b)}"
    if _gap(a, b) > timedelta():
        return ScorePart("date", 2_800, f"{windows}: nights are put on either day")
    longest = max(_moment(a.high) - _moment(a.low), _moment(b.high) - _moment(b.low))
    points = 4_000 if longest <= timedelta(days=2) else 3_200 if longest <= timedelta(days=32) else 1_600
    return ScorePart("date", points, windows)


def _gap(a: Mention, b: Mention) -> timedelta:
    """Return the time between two dated mentions; nothing or less where they overlap."""
    return max(_moment(a.low) - _moment(b.high), _moment(b.low) - _moment(a.high))


@lru_cache(maxsize=65_536)
def _moment(text: str | None) -> datetime:
    return datetime.fromisoformat(text or "")


def _day(moment: str) -> int:
    return datetime.fromisoformat(moment).toordinal()


def _window(mention: Mention) -> str:
    low, high = (mention.low or "")[:10], (mention.high or "")[:10]
    return low if low == high else f"{low} to {high}"


def _compare_places(a: Sequence[str], b: Sequence[str], vocabulary: Vocabulary) -> int | None:
    """Return the points for the places, None where every pair excludes each other."""
    if not set(a).isdisjoint(b):
        return 3_000
    pairs = ((PlaceValue(name=one), PlaceValue(name=two)) for one in a for two in b)
    outcomes = {compare_places(one, two, vocabulary).outcome for one, two in pairs} - {"disjoint"}
    if outcomes - {"undecided"}:
        return 3_000 if "equal" in outcomes else 2_400
    return 900 if outcomes else None
