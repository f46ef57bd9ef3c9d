"""Compares two measures, in one unit as stated, in two as far as their last digits reach."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from claims.values.currencies import may_be_one
from claims.values.model import MeasureValue
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.outcome import Comparison, compare_intervals, find_precision, to_decimal

_OPEN_CURRENCY: Final = Comparison("undecided", "unknown_unit", "which country's money is meant is not said")
_UNKNOWN_CURRENCY: Final = "XXX"
"""The code of ISO 4217 for money without a currency."""


def compare_measures(a: MeasureValue, b: MeasureValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two measures; those of two dimensions are undecided, or money in two currencies."""
    if a.dimension != b.dimension:
        return _compare_dimensions(a.dimension, b.dimension)
    if a.unit == b.unit:
        outcome = compare_intervals(*map(to_decimal, (a.low, a.high, b.low, b.high)))
        if a.unit == _UNKNOWN_CURRENCY and outcome == "disjoint":
            return _OPEN_CURRENCY
        return Comparison(outcome, find_precision(a, b, outcome))
    return _compare_units(a, b)


def _compare_dimensions(a: str, b: str) -> Comparison:
    if not (a.startswith("currency:") and b.startswith("currency:")):
        return Comparison("undecided", "unit", "they measure different things")
    if may_be_one(a, b):
        return _OPEN_CURRENCY
    return Comparison("overlap", "currency", "two currencies meet only through a dated exchange rate")


def _compare_units(a: MeasureValue, b: MeasureValue) -> Comparison:
    """Compare two measures of one dimension in two units."""
    bounds_a, bounds_b = ([to_decimal(value.base_low), to_decimal(value.base_high)] for value in (a, b))
    outcome = compare_intervals(*bounds_a, *bounds_b)
    hedges = {a.hedge, b.hedge}
    if outcome == "disjoint" or not hedges <= {"exact", "about"}:
        return Comparison(outcome, find_precision(a, b, outcome))
    if _rounds_to(bounds_a, bounds_b) or _rounds_to(bounds_b, bounds_a):
        return Comparison("equal", "unit", "the same in two units, as far as the digits go")
    return Comparison("disjoint") if hedges == {"exact"} else Comparison(outcome, find_precision(a, b, outcome))


def _rounds_to(figure: Sequence[Decimal | None], rounded: Sequence[Decimal | None]) -> bool:
    """Return whether the middle of one measure's bounds lies in those of the other: 10 km is six miles, 90 minutes are
    not two hours.
    """
    low, high = figure
    if low is None or high is None or None in rounded:
        return True
    return (rounded[0] or 0) <= (low + high) / 2 <= (rounded[1] or 0)
