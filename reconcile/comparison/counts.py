"""Compares two counts."""

from functools import lru_cache

from claims.values.model import CountValue, Hedge
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.outcome import Comparison, compare_intervals, find_precision


def compare_counts(a: CountValue, b: CountValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two counts as integer intervals."""
    return _compare(a.low, a.high, a.hedge, b.low, b.high, b.hedge)


@lru_cache(maxsize=4096)
def _compare(
    a_low: int, a_high: int | None, a_hedge: Hedge, b_low: int, b_high: int | None, b_hedge: Hedge
) -> Comparison:
    outcome = compare_intervals(a_low, a_high, b_low, b_high)
    a, b = CountValue(low=a_low, high=a_high, hedge=a_hedge), CountValue(low=b_low, high=b_high, hedge=b_hedge)
    return Comparison(outcome, find_precision(a, b, outcome))
