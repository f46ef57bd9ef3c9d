"""Bounds on the scope forest: which counts cannot all be true together, and the smallest sets that show it.

Every count bounds one node, an (attribute, scope). Parts of one facet are disjoint, so a whole is at least their sum;
balance rules join attributes the same way. Lower bounds travel up: L(n) = max(low(n), sum of L over each facet of n).
The statements are in conflict where L(n) > high(n); the sets are read off the bounds that produced it. One pass a
point in time, no solver.

Time: of a cumulative count a lower bound holds for every later time and an upper bound for every earlier one. A fixed
count has one time. Of a state only statements whose times meet are taken together.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from claims.models import Assertion
from claims.values.model import CountValue
from claims.vocabulary.model import TOTAL, Vocabulary
from reconcile.reading import Reading

Node = tuple[str, str]
"""(attribute, scope)."""

_ALWAYS: Final = "9999-12-31T23:59:59"
"""A time after every other: where everything known about a fixed count holds."""


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to cut a whole into disjoint parts; `exhaustive` where the parts are all there is."""

    whole: Node
    parts: tuple[Node, ...]
    exhaustive: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """What one count says of one node: low <= x <= high at its time; `high` None is unbounded."""

    id: str
    node: Node
    low: int
    high: int | None
    start: str | None = None
    time: str | None = None
    """First and last instant of the as-of date; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Forest:
    """The nodes that can bound each other, and the time class of each attribute."""

    facets: tuple[Facet, ...]
    time_of: Mapping[str, str]

    def facets_of(self, node: Node) -> Iterator[Facet]:
        """Yield the facets that `node` is the whole of."""
        return (facet for facet in self.facets if facet.whole == node)


@dataclass(frozen=True, slots=True)
class Violation:
    """A minimal set of bounds that no numbers satisfy: without any one of them some numbers do."""

    node: Node
    members: tuple[str, ...]
    """Ids, sorted."""
    sentence: str


def build_forest(attributes: Iterable[str], vocabulary: Vocabulary, exhaustive: Iterable[Facet] = ()) -> Forest:
    """Return the forest over `attributes`: their scope trees, the balance rules between them, and stated breakdowns."""
    names = sorted(set(attributes))
    facets: list[Facet] = []
    times: dict[str, str] = {}
    for name in names:
        attribute = vocabulary.attribute(name)
        if attribute is None:
            continue
        times[name] = attribute.time
        facets += [
            Facet((name, parent), tuple((name, child) for child in children))
            for parent, _, children in attribute.tree.facets
        ]
    for balance in vocabulary.balances:
        whole = (balance.whole.attribute, balance.whole.scope)
        parts = tuple((part.attribute, part.scope) for part in balance.parts)
        if {whole[0], *(part[0] for part in parts)} <= set(names):
            facets.append(Facet(whole, parts, balance.exhaustive))
    return Forest((*facets, *exhaustive), times)


def find_stated_breakdowns(readings: Sequence[Reading]) -> list[Facet]:
    """Return the breakdowns that a source declares complete: parts of one parent marked exhaustive in one article.

    An exhaustive whole takes as its parts every part that the same article counts.
    """
    facets: set[Facet] = set()
    by_article: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        if reading.scope is not None and isinstance(reading.value, CountValue):
            key = (reading.assertion.passage.article, reading.attribute.name)
            by_article.setdefault(key, []).append(reading)
    for (_, name), group in sorted(by_article.items()):
        if not any(reading.assertion.exhaustive for reading in group):
            continue
        for parent, _, children in group[0].attribute.tree.facets:
            counted = {r.scope for r in group if r.scope in children}
            marked = any(r.assertion.exhaustive for r in group if r.scope in children or r.scope == parent)
            if counted and marked:
                parts = tuple((name, child) for child in children if child in counted)
                facets.add(Facet((name, parent), parts, exhaustive=True))
    return sorted(facets, key=lambda facet: (facet.whole, facet.parts))


def bound_of(reading: Reading) -> Bound | None:
    """Return the bound a reading puts on its node; None where it bounds nothing (no count, denied, scope not
    placed).
    """
    value = reading.value
    if not isinstance(value, CountValue) or reading.stance not in {"asserts", "suspects"} or reading.scope is None:
        return None
    if reading.scope not in reading.attribute.tree and reading.scope != TOTAL:
        return None
    clock = reading.clock
    return Bound(reading.id, (reading.attribute.name, reading.scope), value.low, value.high, clock.start, clock.end)


def find_violations(bounds: Sequence[Bound], forest: Forest, attribute: str) -> list[Violation]:
    """Return minimal sets of `bounds` that cannot all be true and meet at a node of `attribute`, one for each upper
    bound.

    Cost: linear in the bounds for each distinct point in time. The same bounds in any order give the same sets.
    """
    ordered = sorted(bounds, key=lambda b: b.id)
    violations: dict[tuple[str, ...], Violation] = {}
    for window in _windows(ordered, forest, attribute):
        for members in _violated(window, forest, attribute):
            kept = _shrink(members, forest)
            ids = tuple(sorted(bound.id for bound in kept))
            if ids not in violations:
                violations[ids] = Violation(_top(kept, forest), ids, _sentence(kept, forest))
    return sorted(violations.values(), key=lambda violation: (len(violation.members), violation.members))


def is_satisfiable(bounds: Sequence[Bound], forest: Forest) -> bool:
    """Return whether some numbers satisfy all `bounds` together."""
    attributes = {bound.node[0] for bound in bounds} | {facet.whole[0] for facet in forest.facets}
    return not any(
        next(_violated(window, forest, attribute), None)
        for attribute in sorted(attributes)
        for window in _windows(bounds, forest, attribute)
    )


def _windows(bounds: Sequence[Bound], forest: Forest, attribute: str) -> Iterator[list[Bound]]:
    """Yield the runs of bounds that speak of one time, for the attributes of which only one time compares."""
    states = {name for name, time in forest.time_of.items() if time == "state"}
    if not any(bound.node[0] in states for bound in bounds):
        yield list(bounds)
        return
    del attribute
    starts: list[str | None] = [*sorted({b.start for b in bounds if b.node[0] in states and b.start is not None})]
    for start in starts or [None]:
        yield [
            b
            for b in bounds
            if b.node[0] not in states
            or start is None
            or b.start is None
            or b.time is None
            or b.start <= start <= b.time
        ]


class _Lower:
    """Lower bounds of every node at one time, with the bounds that hold each up."""

    def __init__(self, bounds: Sequence[Bound], forest: Forest, time: str) -> None:
        self._forest = forest
        self._own: dict[Node, Bound] = {}
        self._known: dict[Node, tuple[int, tuple[Bound, ...]]] = {}
        for bound in bounds:
            cumulative = forest.time_of.get(bound.node[0]) == "cumulative"
            if cumulative and bound.time is not None and bound.time > time:
                continue
            best = self._own.get(bound.node)
            if best is None or bound.low > best.low:
                self._own[bound.node] = bound

    def at(self, node: Node) -> tuple[int, tuple[Bound, ...]]:
        """Return the greatest lower bound of `node` and what it rests on."""
        if node in self._known:
            return self._known[node]
        self._known[node] = (0, ())  # a balance rule that leads back to itself adds nothing
        own = self._own.get(node)
        best: tuple[int, tuple[Bound, ...]] = (own.low, (own,)) if own and own.low else (0, ())
        for facet in self._forest.facets_of(node):
            parts = [self.at(part) for part in facet.parts]
            total = sum(low for low, _ in parts)
            if total > best[0]:
                best = (total, tuple(bound for _, support in parts for bound in support))
        self._known[node] = best
        return best


def _upper(
    node: Node, bounds: Sequence[Bound], forest: Forest, time: str, seen: frozenset[Node] = frozenset()
) -> Iterator[tuple[int, tuple[Bound, ...], str]]:
    """Yield (value, support, time) of every upper bound on `node`: its own, and the sums of complete breakdowns."""
    cumulative = forest.time_of.get(node[0]) == "cumulative"
    for bound in bounds:
        if bound.node == node and bound.high is not None:
            at = bound.time if cumulative and bound.time is not None else _ALWAYS
            if not cumulative or at >= time:
                yield bound.high, (bound,), at
    for facet in forest.facets_of(node):
        if not facet.exhaustive or node in seen:
            continue
        tightest = [
            min(_upper(part, bounds, forest, time, seen | {node}), key=lambda u: (u[0], u[1][0].id), default=None)
            for part in facet.parts
        ]
        if all(part is not None for part in tightest):
            found = [part for part in tightest if part is not None]
            support = tuple(bound for part in found for bound in part[1])
            yield sum(part[0] for part in found), support, min(part[2] for part in found)


def _violated(bounds: Sequence[Bound], forest: Forest, attribute: str) -> Iterator[tuple[Bound, ...]]:
    """Yield, for each upper bound below what must be, that bound with what holds the lower bound up."""
    nodes = {b.node for b in bounds} | {facet.whole for facet in forest.facets}
    lowers: dict[str, _Lower] = {}
    for node in sorted(node for node in nodes if node[0] == attribute):
        times = {_ALWAYS}
        for facet in forest.facets_of(node):
            if facet.exhaustive:
                times |= {b.time for b in bounds if b.node in facet.parts and b.time is not None}
        seen: set[tuple[str, ...]] = set()
        for floor in sorted(times):
            uppers = _upper(node, bounds, forest, "" if floor == _ALWAYS else floor)
            for high, support, at in uppers:
                key = tuple(sorted(bound.id for bound in support))
                if key in seen:
                    continue
                lower = lowers.get(at) or lowers.setdefault(at, _Lower(bounds, forest, at))
                low, held_by = lower.at(node)
                if low > high:
                    seen.add(key)
                    yield tuple(dict.fromkeys((*support, *held_by)))


def _shrink(members: tuple[Bound, ...], forest: Forest) -> list[Bound]:
    """Return a subset that is still in conflict and of which every member is needed, in a fixed order."""
    kept = sorted(members, key=lambda b: (b.low, b.id))
    for bound in list(kept):
        rest = [b for b in kept if b is not bound]
        if len(rest) > 1 and not is_satisfiable(rest, forest):
            kept = rest
    return kept


def _top(members: Sequence[Bound], forest: Forest) -> Node:
    """Return the node all members lie at or below."""
    capped = [bound for bound in members if bound.high is not None]
    nodes = {bound.node for bound in members}
    wholes = [facet.whole for facet in forest.facets if nodes & set(facet.parts)]
    return next((b.node for b in capped if b.node in wholes), capped[0].node)


def _sentence(members: Sequence[Bound], forest: Forest) -> str:
    top = _top(members, forest)
    name = _label(top)
    at_top = [bound for bound in members if bound.node == top]
    below = [bound for bound in members if bound.node != top]
    if not below:
        low = max(at_top, key=lambda b: b.low)
        high = min(at_top, key=lambda b: math.inf if b.high is None else b.high)
        return f"{name} cannot be at least {low.low} and at most {high.high}."
    parts = " + ".join(f"{bound.low} {_label(bound.node)}" for bound in sorted(below, key=lambda b: (-b.low, b.id)))
    total = sum(bound.low for bound in below)
    capped = [bound.high for bound in at_top if bound.high is not None]
    if capped:
        sum_shown = f" = {total}" if len(below) > 1 else ""
        return f"{parts}{sum_shown} is more than {min(capped)} {name}."
    most = " + ".join(f"{bound.high} {_label(bound.node)}" for bound in sorted(below, key=lambda b: b.id))
    floor = max(bound.low for bound in at_top)
    return f"The parts are said to be all there is, {most}, and make less than {floor} {name}."


def _label(node: Node) -> str:
    attribute, scope = node
    words = attribute.replace("_", " ")
    return words if scope == TOTAL else f"{words} ({scope.replace('_', ' ')})"


def find_breakdowns(readings: Sequence[Reading], forest: Forest) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return, as (whole id, part id) pairs with all ids of the sum, where exact parts add up to an exact whole.

    Of several exact counts of one part the one nearest to the whole is taken: same article, then same origin, then id.
    """
    exact: dict[Node, list[tuple[Reading, int]]] = {}
    for reading in readings:
        bound = bound_of(reading)
        if bound is not None and bound.low == bound.high:
            exact.setdefault(bound.node, []).append((reading, bound.low))
    pairs: dict[tuple[str, str], tuple[str, ...]] = {}
    for facet in forest.facets:
        for whole, amount in exact.get(facet.whole, ()):
            total, parts = _made_up(facet, whole, exact, forest)
            if total == amount and len(parts) > 1:
                ids = tuple(sorted((whole.id, *(reading.id for reading in parts))))
                pairs.update({(whole.id, reading.id): ids for reading in parts})
    return pairs


def _made_up(
    facet: Facet, whole: Reading, exact: Mapping[Node, Sequence[tuple[Reading, int]]], forest: Forest
) -> tuple[int, list[Reading]]:
    """Return what the exact parts of a facet add up to, and which they are; an uncounted part counts by its own
    parts.
    """
    total = 0
    parts: list[Reading] = []
    for node in facet.parts:
        if node in exact:
            reading, value = min(exact[node], key=lambda found: _distance(found[0].assertion, whole))
            total += value
            parts.append(reading)
            continue
        deeper = [_made_up(below, whole, exact, forest) for below in forest.facets_of(node)]
        best: tuple[int, list[Reading]] = max(deeper, key=lambda found: found[0], default=(0, []))
        total += best[0]
        parts += best[1]
    return total, parts


def _distance(part: Assertion, whole: Reading) -> tuple[bool, bool, str]:
    other_article = part.passage.article != whole.assertion.passage.article
    return (other_article, part.speakers != whole.assertion.speakers, part.id)
