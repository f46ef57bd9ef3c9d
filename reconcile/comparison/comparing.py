"""Compares two values of any one kind: what their sets of possible values are to each other.

Only the two values count here; scope, stance, time and origin are for the gates (reconcile.relations.gates).
"""

from collections.abc import Callable
from typing import Any, Final

from claims.values.model import Kind, Value
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.actors import compare_actors
from reconcile.comparison.choices import compare_choices
from reconcile.comparison.counts import compare_counts
from reconcile.comparison.dates import compare_dates
from reconcile.comparison.measures import compare_measures
from reconcile.comparison.outcome import Comparison
from reconcile.comparison.places import compare_places
from reconcile.comparison.texts import compare_texts
from reconcile.comparison.times import compare_times

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
