"""Compares two dates."""

from claims.values.model import DateValue
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.outcome import ONE_MOMENT, Comparison, compare_intervals


def compare_dates(a: DateValue, b: DateValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two dates as intervals of instants."""
    outcome = compare_intervals(a.low, a.high, b.low, b.high)
    if outcome == "equal":
        return _explain_equal(a, b)
    if outcome == "disjoint":
        return Comparison(outcome)
    hedges = {a.hedge, b.hedge}
    if "open" in hedges:
        return Comparison(outcome, "bound")
    return Comparison(outcome, "precision" if outcome == "overlap" or "approximate" in hedges else "")


def _explain_equal(a: DateValue, b: DateValue) -> Comparison:
    if (a.hedge == "relative") != (b.hedge == "relative"):
        return Comparison("equal", "precision", "one is told from the day of writing, which resolves to the other")
    if a.edtf != b.edtf and "T" in a.edtf and "T" in b.edtf:
        return Comparison("equal", "zone", ONE_MOMENT)
    return Comparison("equal")
