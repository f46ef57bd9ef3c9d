"""Compares two counts."""

from claims.values.model import CountValue
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.outcome import Comparison, compare_intervals, find_precision


def compare_counts(a: CountValue, b: CountValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two counts as integer intervals."""
    outcome = compare_intervals(a.low, a.high, b.low, b.high)
    return Comparison(outcome, find_precision(a, b, outcome))
