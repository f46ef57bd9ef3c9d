"""Compares two values of any one kind: what their sets of possible values are to each other.

Only the two values count here; scope, stance, time and origin are for the gates (reconcile.relations.gates).
"""

from collections.abc import Callable
from typing import Any, Final

from claims.values.model import ChoiceValue, Kind, TextValue, Value
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.actors import compare_actors
from reconcile.comparison.dates import compare_dates, compare_times
from reconcile.comparison.outcome import Comparison
from reconcile.comparison.places import compare_places
from reconcile.comparison.quantities import compare_counts, compare_measures


def compare_choices(a: ChoiceValue, b: ChoiceValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two of the exclusive values an attribute declares."""
    return Comparison("equal" if a.name.casefold() == b.name.casefold() else "disjoint")


def compare_texts(a: TextValue, b: TextValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two texts: the same words agree, other words decide nothing."""
    return Comparison("equal" if a.normal == b.normal else "undecided", "", "other words may mean the same")


_COMPARERS: Final[dict[Kind, Callable[[Any, Any, Vocabulary], Comparison]]] = {
    "count": compare_counts,
    "measure": compare_measures,
    "date": compare_dates,
    "time": compare_times,
    "place": compare_places,
    "actor": compare_actors,
    "choice": compare_choices,
    "text": compare_texts,
}


def compare_values(a: Value, b: Value, vocabulary: Vocabulary) -> Comparison:
    """Compare two values of one attribute; values of two kinds are undecided."""
    if a.kind != b.kind:
        return Comparison("undecided", "", "they are not of one kind")
    return _COMPARERS[a.kind](a, b, vocabulary)
