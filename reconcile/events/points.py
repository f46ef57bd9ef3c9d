"""Scores how far the traces of two articles say that they report one event: points that add up, each with its reason.

The points are log odds, in thousandths: what each observation made likelier was fitted by logistic regression to pairs
of articles on shootings in the United States (half of the incidents), then rounded. The other half scores alike, but
its scores were in sight while the observations and thresholds were chosen: it is a check and not an unseen test. From 0
up two mentions are proposed as one event. Dates and places that exclude each other are in reconcile.events.scoring.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

from claims.mentions.fingerprints import Fingerprint
from reconcile.events.rarity import FULL, Weights

_START: Final = -3_000
_RAREST: Final = 7_500
"""For a shared name that nobody else has; less for a commoner one."""
_NAMES: Final = 400
"""For every such name, up to the cap."""
_NAMES_CAP: Final = 15 * FULL
_WORDS: Final = 1_400
"""Times log(1 + shared weight): the tenth shared word says less than the first."""
_HEADLINE: Final = 1_500
_HEADLINE_CAP: Final = 4 * FULL
_LENGTH: Final = -1_200
"""Times log(1 + names of the shorter one): long texts share more by chance."""
_DAYS: Final = -1_700
"""Times log(1 + days between the nearest days they name)."""
_FARTHEST: Final = 30
_ONE_UNDATED: Final = 12
"""Days apart are two articles of which one names none: an archive may hold much that recurs."""
_UNDATED: Final = 5
"""Days apart are two that both name none: what lost its dates was mostly gathered together."""
_LARGE: Final = 500
"""Articles, from which on a dossier is an archive, like the one that the points were fitted to."""
_GATHERED: Final = 1_000
"""Times log(_LARGE / articles): of the pairs in a small dossier a larger share are of one event."""
_REPORT: Final = 25
"""Names that a report on one event has at most; what has more is a long read."""
_MANY: Final = 3
_SURVEY: Final = 400
"""Days between the first and the last of so many, in an article that is on no one event."""
_WEEK: Final = 7
_AGE: Final = 750
_AGES: Final = 2
_OTHER_AGES: Final = -2_200
_STREET: Final = 2_600
_OTHER_STREET: Final = -1_600
_OTHER_STATE: Final = -2_300
"""For towns of two states, which one in ten pairs of reports on one event has, and nearly all others."""
_SAME_OUTLET: Final = -2_300
"""One outlet's articles share its turns of phrase and its region."""

_BY_DAYS: Final = tuple(round(_DAYS * math.log1p(days)) for days in range(_FARTHEST + 1))


@dataclass(frozen=True, slots=True)
class TraceWeights:
    """How much a shared name or word says."""

    names: Weights
    words: Weights
    days: Mapping[str, int] = field(default_factory=dict)
    """How many mentions there are by the term of a day (claims.mentions.terms)."""
    articles: int = 0


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One summand of a score."""

    name: str
    points: int
    """In thousandths."""
    reason: str


def score_traces(a: Fingerprint, b: Fingerprint, weights: TraceWeights) -> int:
    """Return the points of two traces: the sum of `explain_traces`, without its words."""
    name_weight, word_weight = weights.names.__getitem__, weights.words.__getitem__
    names, others = a.names, b.names
    points = _START + _by_length(min(len(names), len(others))) + _BY_DAYS[_days_apart(a, b)]
    if shared := [*map(name_weight, names & others)]:
        points += _name_points(max(shared), sum(shared))
    if heads := (a.headline & others) | (b.headline & names):
        points += _headline_points(sum(map(name_weight, heads)))
    if a.weekdays or b.weekdays:
        points += _weekday_points(a, b)
    return points + _word_points(sum(map(word_weight, a.words & b.words))) + _mark_points(a, b)


def explain_traces(a: Fingerprint, b: Fingerprint, weights: TraceWeights) -> tuple[ScorePart, ...]:
    """Return the parts of the score of two traces, each with its reason."""
    names = sorted(a.names & b.names, key=lambda name: (-weights.names[name], name))
    heads = sorted((a.headline & b.names) | (b.headline & a.names), key=lambda name: (-weights.names[name], name))
    words = sorted(a.words & b.words, key=lambda word: (-weights.words[word], word))
    shorter = min(len(a.names), len(b.names))
    parts = [
        ScorePart("start", _START, "before anything is known"),
        *_explain_names(names, weights),
        ScorePart("length", _by_length(shorter), f"the shorter one has {shorter} names"),
        *_explain_headline(heads, weights),
    ]
    if words:
        points = _word_points(sum(map(weights.words.__getitem__, words)))
        parts.append(ScorePart("words", points, f"both have {_some(words)}"))
    parts.append(ScorePart("days", _BY_DAYS[_days_apart(a, b)], _days_reason(a, b)))
    if points := _weekday_points(a, b):
        parts.append(ScorePart("weekday", points, "one names a weekday only, which a day that the other names was"))
    parts += _explain_marks(a, b)
    if _are_of_one_outlet(a, b):
        parts.append(ScorePart("outlet", _SAME_OUTLET, "one outlet, whose articles resemble each other anyway"))
    return tuple(parts)


def explain_gathering(a: Fingerprint, b: Fingerprint, weights: TraceWeights) -> tuple[ScorePart, ...]:
    """Return the part for two articles of a small dossier: few are gathered but on an event, or on what is like it.

    The odds that any two articles are of one event fall as the dossier grows, if each event has as many. It says
    nothing of articles whose days are far apart, nor of surveys and long reads, which speak of many events.
    """
    if not 0 < weights.articles < _LARGE or _days_apart(a, b) > _UNDATED:
        return ()
    if _is_survey(a) or _is_survey(b) or min(len(a.names), len(b.names)) > _REPORT:
        return ()
    points = round(_GATHERED * math.log(_LARGE / weights.articles))
    return (ScorePart("gathered", points, f"of {weights.articles} articles in all, more are of one event"),)


def _explain_names(names: Sequence[str], weights: TraceWeights) -> Iterator[ScorePart]:
    if names:
        points = _name_points(weights.names[names[0]], sum(map(weights.names.__getitem__, names)))
        yield ScorePart("names", points, f"both name {_some(names)}; the rarest counts most")


def _explain_headline(heads: Sequence[str], weights: TraceWeights) -> Iterator[ScorePart]:
    if heads:
        points = _headline_points(sum(map(weights.names.__getitem__, heads)))
        yield ScorePart("headline", points, f"a headline and the other article share {_some(heads)}")


def _name_points(rarest: int, every: int) -> int:
    """Return the points of shared names, by the weight of the rarest and of all."""
    return _RAREST * rarest // FULL + _NAMES * min(every, _NAMES_CAP) // FULL


def _headline_points(every: int) -> int:
    return _HEADLINE * min(every, _HEADLINE_CAP) // FULL


def _word_points(every: int) -> int:
    return round(_WORDS * math.log1p(every / FULL))


def _mark_points(a: Fingerprint, b: Fingerprint) -> int:
    """Return the points of what a person, a street or a town is known by, and of one outlet."""
    points = _SAME_OUTLET if _are_of_one_outlet(a, b) else 0
    if a.ages and b.ages:
        points += _age_points(len(a.ages & b.ages))
    if a.streets and b.streets:
        points += _STREET if a.streets & b.streets else _OTHER_STREET
    return points + (_OTHER_STATE if are_in_other_states(a, b) else 0)


def _are_of_one_outlet(a: Fingerprint, b: Fingerprint) -> bool:
    return bool(a.publisher) and a.publisher == b.publisher


def _age_points(same: int) -> int:
    return _AGE * min(same, _AGES) if same else _OTHER_AGES


def _explain_marks(a: Fingerprint, b: Fingerprint) -> Iterator[ScorePart]:
    """Yield the parts for what a person, a street or a town is known by, where both articles have it."""
    if a.ages and b.ages:
        same = sorted(a.ages & b.ages)
        reason = f"both name the age {_some(same)}" if same else f"ages {_both(a.ages, b.ages)}"
        yield ScorePart("ages", _age_points(len(same)), reason)
    if are_in_other_states(a, b):
        yield ScorePart("state", _OTHER_STATE, f"towns in {_both(a.states, b.states)}")
    if a.streets and b.streets:
        same = sorted(a.streets & b.streets)
        reason = f"both name block {_some(same)}" if same else f"blocks {_both(a.streets, b.streets)}"
        yield ScorePart("street", _STREET if same else _OTHER_STREET, reason)


@cache
def _by_length(names: int) -> int:
    return round(_LENGTH * math.log1p(names))


def _days_apart(a: Fingerprint, b: Fingerprint) -> int:
    """Return the distance of the nearest days that two articles name, or appeared on; what is assumed where unknown."""
    first, second = name_days(a), name_days(b)
    if first & second or a.yearless & b.yearless or _meets(a.yearless, second) or _meets(b.yearless, first):
        return 0
    if not first or not second:
        if a.days and b.days:
            return _FARTHEST  # one of them is a survey
        return _ONE_UNDATED if first or second else _UNDATED
    return _nearest(first, second)


def _nearest(first: Iterable[int], second: Collection[int]) -> int:
    """Return the least distance of two days, `_FARTHEST` at the most; the innermost loop of scoring."""
    nearest = _FARTHEST
    for one in first:
        for two in second:
            apart = one - two if one > two else two - one
            if apart < nearest:
                nearest = apart
    return nearest


def are_in_other_states(a: Fingerprint, b: Fingerprint) -> bool:
    """Return whether each names towns of one state alone, and nowhere the state of the other."""
    if len(a.states) != 1 or len(b.states) != 1 or a.states == b.states:
        return False
    return not any(state.casefold() in b.names for state in a.states) and not any(
        state.casefold() in a.names for state in b.states
    )


def shares_day(a: Fingerprint, b: Fingerprint) -> bool:
    """Return whether two articles name days within a week, or a weekday that one of them does not date."""
    first, second = name_days(a), name_days(b)
    return bool(
        ((first or a.yearless) and (second or b.yearless) and _days_apart(a, b) <= _WEEK) or _weekday_points(a, b)
    )


def _meets(yearless: Collection[tuple[int, int]], days: Iterable[int]) -> bool:
    """Return whether one of the dates without a year is one of the days."""
    return bool(yearless) and any((at.month, at.day) in yearless for at in map(date.fromordinal, days))


def _weekday_points(a: Fingerprint, b: Fingerprint) -> int:
    """Return what it says that a weekday of one without a date is that of a day the other names.

    The log odds that it is so by chance: one weekday and one day meet in one of seven cases, more of them more often.
    """
    for weekdays, days in ((a.weekdays, name_days(b)), (b.weekdays, name_days(a))):
        named = {(day - 1) % _WEEK for day in days}
        if weekdays & named and len(weekdays) < _WEEK:
            chance = 1 - (1 - len(weekdays) / _WEEK) ** len(named)
            return round(-1_000 * math.log(chance))
    return 0


def name_days(trace: Fingerprint) -> frozenset[int]:
    """Return the days that an article names, or on which it appeared; none where they are not those of one event."""
    if trace.published is None:
        return trace.days if _are_of_one(trace.days) else frozenset()
    return trace.days or frozenset((trace.published,))


def _is_survey(trace: Fingerprint) -> bool:
    return bool(trace.days) and not _are_of_one(trace.days)


def _are_of_one(days: Collection[int]) -> bool:
    """Return whether days may be those of one event: a survey names days of many years."""
    return len(days) < _MANY or max(days) - min(days) <= _SURVEY


def _days_reason(a: Fingerprint, b: Fingerprint) -> str:
    first, second = name_days(a), name_days(b)
    if not first & second and _days_apart(a, b) == 0:
        return "one names without its year a day that the other names"
    if not first or not second:
        return "one names no day" if first or second else "neither names a day"
    apart, one, two = min((abs(one - two), one, two) for one in first for two in second)
    days = f"{date.fromordinal(one).isoformat()} and {date.fromordinal(two).isoformat()}"
    return f"both name {days[:10]}" if not apart else f"the nearest days they name are {days}"


def _both(one: Iterable[str], two: Iterable[str]) -> str:
    return f"{_some(sorted(one))} against {_some(sorted(two))}"


def _some(words: Iterable[str]) -> str:
    every = list(words)
    return ", ".join(every[:4]) + (f" and {len(every) - 4} more" if len(every) > 4 else "")
