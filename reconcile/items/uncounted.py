"""Finds wholes that leave somebody out: an article's other parts make its figure up, and it counts one more beside.

"Twelve people were killed, ten soldiers and two civilians. Six attackers died too": twelve is no count of attackers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from operator import attrgetter

from claims.grouping import group_by
from reconcile.evidence.reading import Bound, Reading
from reconcile.items.bounds import Forest, Node, bound_of

Uncounted = Mapping[str, frozenset[Node]]
"""By the id of a whole: the nodes that it leaves out."""


def find_uncounted(readings: Iterable[Reading], forest: Forest) -> dict[str, frozenset[Node]]:
    """Return which nodes the wholes of `readings` leave out, by what their own articles count."""
    found: dict[str, frozenset[Node]] = {}
    if not forest.breakdowns:
        return found
    for group in group_by(readings, attrgetter("assertion.passage.article")).values():
        exact = [bound for bound in map(bound_of, group) if bound is not None and bound.low == bound.high]
        found |= dict(_left_out(exact, forest))
    return found


def _left_out(exact: Sequence[Bound], forest: Forest) -> Iterator[tuple[str, frozenset[Node]]]:
    figures = {bound.node: bound.low for bound in exact}
    for whole in exact:
        for breakdown in forest.breakdowns_of(whole.node):
            parts = [node for node in breakdown.parts if figures.get(node)]
            named = next(_making(parts, figures, whole.low), None)
            if named is not None:
                yield whole.id, frozenset(parts) - frozenset(named)


def _making(parts: Sequence[Node], figures: Mapping[Node, int], total: int) -> Iterator[tuple[Node, ...]]:
    """Yield the parts, two or more and not all, that make a total up."""
    for size in range(2, len(parts)):
        yield from (some for some in combinations(parts, size) if sum(figures[node] for node in some) == total)


def part_bounds(bounds: Sequence[Bound], uncounted: Uncounted) -> Iterator[list[Bound]]:
    """Yield the bounds that are to be held against each other: those of all, then each whole without whom it omits."""
    yield [bound for bound in bounds if bound.id not in uncounted]
    for whole in [bound for bound in bounds if bound.id in uncounted]:
        others = (bound for bound in bounds if bound.id not in uncounted and bound.node not in uncounted[whole.id])
        yield [whole, *others]
