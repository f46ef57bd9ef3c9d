"""Compares two choices, or two texts."""

from claims.values.model import ChoiceValue, TextValue
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.outcome import Comparison


def compare_choices(a: ChoiceValue, b: ChoiceValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two of the exclusive values an attribute declares."""
    return Comparison("equal" if a.name.casefold() == b.name.casefold() else "disjoint")


def compare_texts(a: TextValue, b: TextValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two texts: the same words agree, other words decide nothing."""
    return Comparison("equal" if a.normal == b.normal else "undecided", "", "other words may mean the same")
