"""Compares two choices."""

from claims.values.model import ChoiceValue
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.outcome import Comparison


def compare_choices(a: ChoiceValue, b: ChoiceValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two of the exclusive values an attribute declares."""
    return Comparison("equal" if a.name.casefold() == b.name.casefold() else "disjoint")
