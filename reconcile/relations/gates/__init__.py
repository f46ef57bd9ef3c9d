"""The gates of a relation, in their order: the first that applies names it."""

from collections.abc import Callable
from typing import Final

from reconcile.comparison.outcome import Outcome
from reconcile.relations.gates.comparable import facets_gate, other_attribute_gate, other_event_gate
from reconcile.relations.gates.limits import moments_gate, other_deed_gate, part_told_gate, recalled_gate
from reconcile.relations.gates.origin import misattributed_gate, one_statement_gate, two_values_gate
from reconcile.relations.gates.scope import scope_gate
from reconcile.relations.gates.stance import stance_gate
from reconcile.relations.gates.time import (
    grown_gate,
    lagging_gate,
    late_count_gate,
    later_gate,
    risen_in_day_gate,
    unclaimed_gate,
)
from reconcile.relations.gates.values import (
    compatible_gate,
    conflict_gate,
    contrasted_gate,
    rounded_gate,
    undecided_gate,
)
from reconcile.relations.pairs import Pair, Verdict

GATES: Final[tuple[Callable[[Pair], Verdict | None], ...]] = (
    other_event_gate,
    other_attribute_gate,
    scope_gate,
    facets_gate,
    stance_gate,
    misattributed_gate,
    one_statement_gate,
    two_values_gate,
    late_count_gate,
    part_told_gate,
    recalled_gate,
    other_deed_gate,
    moments_gate,
    grown_gate,
    compatible_gate,
    rounded_gate,
    risen_in_day_gate,
    lagging_gate,
    unclaimed_gate,
    later_gate,
    contrasted_gate,
    undecided_gate,
    conflict_gate,
)

_OUTCOMES: Final[tuple[Outcome, ...]] = ("equal", "inside", "contains", "overlap", "disjoint", "undecided")

_ASKING: Final[dict[Callable[[Pair], Verdict | None], frozenset[Outcome]]] = {
    misattributed_gate: frozenset({"equal"}),
    one_statement_gate: frozenset({"equal"}),
    two_values_gate: frozenset({"disjoint"}),
    late_count_gate: frozenset({"disjoint"}),
    part_told_gate: frozenset({"disjoint"}),
    recalled_gate: frozenset({"disjoint"}),
    other_deed_gate: frozenset({"disjoint"}),
    moments_gate: frozenset({"disjoint", "undecided"}),
    compatible_gate: frozenset({"equal", "inside", "contains", "overlap"}),
    rounded_gate: frozenset({"disjoint"}),
    risen_in_day_gate: frozenset({"disjoint"}),
    lagging_gate: frozenset({"disjoint"}),
    later_gate: frozenset({"disjoint"}),
    contrasted_gate: frozenset({"undecided"}),
    undecided_gate: frozenset({"undecided"}),
}
"""Gates that apply after some outcomes of comparing the values alone; every other may after any."""

GATES_AFTER: Final = {
    outcome: tuple(gate for gate in GATES if outcome in _ASKING.get(gate, _OUTCOMES)) for outcome in _OUTCOMES
}
"""The gates that can apply after each outcome, in their order."""
