"""Compares two times of day."""

from typing import Final

from claims.values.model import TimeValue
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.outcome import ONE_MOMENT, Comparison, Outcome, compare_intervals, find_precision

_DAY_S: Final = 86_400


_DAYS: Final = range(-2, 3)
"""Zones lie up to 26 hours apart, and a night runs into a second day."""


_CLOSEST_FIRST: Final[tuple[Outcome, ...]] = ("equal", "inside", "contains", "overlap", "disjoint")


_MINUTE_S: Final = 60


def _is_one_reading(a: TimeValue, b: TimeValue) -> bool:
    """Return whether one time, to the minute, is said to be both universal and local, which few places allow."""
    zones = {a.zone.casefold(), b.zone.casefold()}
    is_exact = a.hedge == b.hedge == "exact" and a.high - a.low < _MINUTE_S
    is_labelled = bool(zones & {"gmt", "utc"}) and any(zone.startswith("local") for zone in zones)
    return is_exact and is_labelled and (a.low, a.high) == (b.low, b.high)


def compare_times(a: TimeValue, b: TimeValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two times of day on one clock; a time whose zone is not known meets any other of its kind."""
    if (a.offset_minutes is None) != (b.offset_minutes is None):
        if _is_one_reading(a, b):
            return Comparison("disjoint", "", "one and the same clock time is given as universal and as local")
        return Comparison("overlap", "zone", "one of the two does not say its time zone")
    shift = ((b.offset_minutes or 0) - (a.offset_minutes or 0)) * 60
    outcome = min((_compare_shifted(a, b, _DAY_S * day - shift) for day in _DAYS), key=_CLOSEST_FIRST.index)
    if outcome == "disjoint":
        return Comparison(outcome)
    if outcome == "equal":
        return Comparison(outcome, "zone", ONE_MOMENT) if shift else Comparison(outcome)
    return Comparison(outcome, find_precision(a, b, outcome) or "precision")


def _compare_shifted(a: TimeValue, b: TimeValue, seconds: int) -> Outcome:
    """Return what `a` is to `b` so many seconds later."""
    return compare_intervals(a.low, a.high, b.low + seconds, b.high + seconds)
