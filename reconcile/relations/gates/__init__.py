"""The gates of a relation, in their order: the first that applies names it."""

from collections.abc import Callable
from typing import Final

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
