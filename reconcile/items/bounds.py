"""Bounds on the scope forest: which counts cannot all be true together, and the smallest sets that show it.

Every count bounds one node, an (attribute, scope). The parts of one breakdown are disjoint, so a whole is at least
their sum; balance rules join attributes the same way. Lower bounds travel up: L(n) = max(low(n), sum of L over each
breakdown of n). The statements are in conflict where L(n) > high(n); the sets are read off the bounds that produced it.
No solver.

Time: all of this happens at moments. Of a cumulative count a lower bound holds at every later moment and an upper
bound at every earlier one; a fixed count has one value at all of them; a state is bounded only at the moments that the
statement is about. A statement without a date holds at every moment.

Every set that is reported is in conflict; those that are missed need equations that share parts, or equations at two
moments.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Final

from claims.grouping import group_by
from claims.models import Assertion
from claims.vocabulary.model import TOTAL, ScopeTree, Vocabulary
from reconcile.evidence.reading import Bound, Reading

Node = tuple[str, str]
"""(attribute, scope)."""

_LAST: Final = "9999-12-31T23:59:59"
"""The moment after every other: where every lower bound on a cumulative count holds."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One way to cut a whole into disjoint parts; `exhaustive` where the parts are all there is."""

    whole: Node
    parts: tuple[Node, ...]
    exhaustive: bool = False
    start: str | None = None
    time: str | None = None
    """First and last instant of the statement that declares the parts complete; None where they always are."""


@dataclass(frozen=True)
class Forest:
    """The nodes that can bound each other, and the time class of each attribute."""

    breakdowns: tuple[Breakdown, ...]
    time_of: Mapping[str, str]

    @cached_property
    def _by_whole(self) -> Mapping[Node, Sequence[Breakdown]]:
        return group_by(self.breakdowns, attrgetter("whole"))

    def breakdowns_of(self, node: Node) -> Sequence[Breakdown]:
        """Return the breakdowns that `node` is the whole of."""
        return self._by_whole.get(node, ())

    def prune(self, counted: Iterable[Node]) -> "Forest":
        """Return the forest without breakdowns of which nobody counts a part, which add up to nothing."""
        known, size = set(counted), -1
        while size < len(known):
            size = len(known)
            known.update(each.whole for each in self.breakdowns if not known.isdisjoint(each.parts))
        kept = tuple(each for each in self.breakdowns if not known.isdisjoint(each.parts))
        return self if len(kept) == len(self.breakdowns) else Forest(kept, self.time_of)


@dataclass(frozen=True, slots=True)
class Violation:
    """A minimal set of bounds that no numbers satisfy: without any one of them some numbers do."""

    node: Node
    members: tuple[str, ...]
    """Ids, sorted."""
    sentence: str
    excess: int
    """By how much what must be exceeds what may be."""


def build_forest(attributes: Iterable[str], vocabulary: Vocabulary, exhaustive: Iterable[Breakdown] = ()) -> Forest:
    """Return the forest over `attributes`: their scope trees, the balance rules between them, and stated breakdowns."""
    names = sorted(set(attributes))
    breakdowns: list[Breakdown] = []
    times: dict[str, str] = {}
    for name in names:
        attribute = vocabulary.attribute(name)
        if attribute is not None:
            times[name] = attribute.time
            breakdowns += _tree_breakdowns(name, attribute.tree)
    for balance in vocabulary.balances:
        whole = (balance.whole.attribute, balance.whole.scope)
        parts = tuple((part.attribute, part.scope) for part in balance.parts)
        if whole[0] in names and any(part[0] in names for part in parts):  # what nobody counts is at least none
            breakdowns.append(Breakdown(whole, parts, balance.exhaustive))
    return Forest((*breakdowns, *exhaustive), times)


def _tree_breakdowns(name: str, tree: ScopeTree) -> Iterator[Breakdown]:
    for parent, _, children in tree.facets:
        yield Breakdown((name, parent), tuple((name, child) for child in children))


def find_stated_breakdowns(readings: Sequence[Reading]) -> list[Breakdown]:
    """Return the breakdowns that a source declares complete, each at the time of the statement that says so.

    A part marked exhaustive completes its parent with the parts that the same article counts; a whole marked so takes
    as its parts at least two that the same article counts, directly or through parts of theirs.
    """
    if not any(reading.assertion.exhaustive for reading in readings):
        return []
    breakdowns: set[Breakdown] = set()
    counts = (reading for reading in readings if bound_of(reading) is not None)
    by_article = group_by(counts, attrgetter("assertion.passage.article", "attribute.name"))
    for _, group in sorted(by_article.items()):
        counted = {r.scope for r in group if r.scope is not None}
        for marked in (r for r in group if r.assertion.exhaustive):
            breakdowns.update(_completed_by(marked, counted))
    return sorted(breakdowns, key=_order)


def _completed_by(marked: Reading, counted: Collection[str]) -> Iterator[Breakdown]:
    name, tree, clock = marked.attribute.name, marked.attribute.tree, marked.clock
    for parent, _, children in tree.facets:
        parts = tuple((name, part) for child in children for part in _counted_below(child, counted, tree))
        if marked.scope in children or (marked.scope == parent and len(parts) > 1):
            yield Breakdown((name, parent), parts, exhaustive=True, start=clock.start, time=clock.end)


def _order(breakdown: Breakdown) -> tuple[Node, tuple[Node, ...], str, str]:
    return breakdown.whole, breakdown.parts, breakdown.start or "", breakdown.time or ""


def find_stated_balances(readings: Sequence[Reading], vocabulary: Vocabulary) -> list[Breakdown]:
    """Return the balance rules that an article declares complete: "15 were killed and four caught, which is all".

    It counts at least two of the parts, and marks each that it counts as exhaustive.
    """
    if not any(reading.assertion.exhaustive for reading in readings):
        return []
    breakdowns: set[Breakdown] = set()
    counts = [reading for reading in readings if bound_of(reading) is not None]
    for group in group_by(counts, attrgetter("assertion.passage.article")).values():
        breakdowns.update(_completed_balances(group, vocabulary))
    return sorted(breakdowns, key=_order)


def _completed_balances(of_article: Iterable[Reading], vocabulary: Vocabulary) -> Iterator[Breakdown]:
    counted = group_by(of_article, attrgetter("attribute.name", "scope"))
    for balance in vocabulary.balances:
        parts = tuple(node for p in balance.parts if (node := (p.attribute, p.scope)) in counted)
        marked = [reading for part in parts for reading in counted[part]]
        if len(parts) > 1 and all(reading.assertion.exhaustive for reading in marked):
            clock = max((reading.clock for reading in marked), key=lambda c: (c.end or "", c.start or ""))
            whole = (balance.whole.attribute, balance.whole.scope)
            yield Breakdown(whole, parts, exhaustive=True, start=clock.start, time=clock.end)


def _counted_below(scope: str, counted: Collection[str], tree: ScopeTree) -> list[str]:
    """Return `scope` where it is counted, else its nearest counted parts; of several breakdowns, those of the first."""
    if scope in counted:
        return [scope]
    below = ([p for child in f[2] for p in _counted_below(child, counted, tree)] for f in tree.facets if f[0] == scope)
    return next(filter(None, below), [])


def bound_of(reading: Reading) -> Bound | None:
    """Return the bound a reading puts on its node; None where it bounds nothing."""
    return reading.bound


def find_violations(
    bounds: Sequence[Bound], forest: Forest, attribute: str, most: int | None = None
) -> list[Violation]:
    """Return minimal sets of `bounds` that cannot all be true and meet at a node of `attribute`, one for each upper
    bound; at most `most`, the tightest upper bounds of each node first.

    Cost: linear in the bounds for each distinct moment. The same bounds in any order give the same sets.
    """
    violations: dict[tuple[str, ...], Violation] = {}
    for clash in _find_clashes(bounds, forest, attribute):
        minimal = _shrink(clash.members, forest)
        ids = tuple(sorted(bound.id for bound in minimal))
        shown = _first_clash(minimal, forest)
        if ids not in violations and shown is not None and shown.node[0] == attribute:
            violations[ids] = Violation(shown.node, ids, _sentence(shown), shown.low - shown.high)
            if len(violations) == most:
                break
    return sorted(violations.values(), key=lambda violation: (len(violation.members), violation.members))


def is_satisfiable(bounds: Sequence[Bound], forest: Forest) -> bool:
    """Return whether some numbers satisfy all `bounds` together."""
    return _first_clash(bounds, forest) is None


_Held = tuple[int, tuple[Bound, ...]]
"""A figure and the bounds it rests on."""


@dataclass(frozen=True, slots=True)
class _Clash:
    """A node that must be at least `low` and at most `high`, with low > high."""

    node: Node
    low: int
    held_by: tuple[Bound, ...]
    high: int
    capped_by: tuple[Bound, ...]

    @property
    def members(self) -> tuple[Bound, ...]:
        return tuple(dict.fromkeys((*self.capped_by, *self.held_by)))


def _first_clash(bounds: Sequence[Bound], forest: Forest) -> _Clash | None:
    attributes = {bound.node[0] for bound in bounds} | {breakdown.whole[0] for breakdown in forest.breakdowns}
    return next((clash for attribute in sorted(attributes) for clash in _find_clashes(bounds, forest, attribute)), None)


def _find_clashes(bounds: Sequence[Bound], forest: Forest, attribute: str) -> Iterator[_Clash]:
    """Yield, for each upper bound on a node of `attribute` below what must be, the two sides."""
    known = _Knowledge(bounds, forest)
    for node in sorted(n for n in known.nodes if n[0] == attribute):
        for upper in known.uppers(node):
            above = ((upper.high or 0, known.lower(node, moment)) for moment in known.moments_under(upper))
            clashes = (_Clash(node, *lower, high, (upper,)) for high, lower in above if lower[0] > high)
            yield from islice(clashes, 1)
        for breakdown in forest.breakdowns_of(node):
            yield from _find_small_sums(known, breakdown) if breakdown.exhaustive else ()


def _find_small_sums(known: "_Knowledge", breakdown: Breakdown) -> Iterator[_Clash]:
    """Yield the moments at which the parts of a complete breakdown cannot make up what its whole must be."""
    seen: set[tuple[Bound, ...]] = set()
    for moment in known.moments:
        capped = known.sum_of_uppers(breakdown, moment)
        low, held_by = known.lower(breakdown.whole, moment)
        if capped is not None and low > capped[0] and capped[1] not in seen:
            seen.add(capped[1])
            yield _Clash(breakdown.whole, low, held_by, *capped)


class _Knowledge:
    """What bounds say of every node at every moment."""

    def __init__(self, bounds: Sequence[Bound], forest: Forest) -> None:
        self._forest = forest
        self._of = group_by(sorted(bounds, key=attrgetter("id")), attrgetter("node"))
        self.nodes = self._of.keys() | {breakdown.whole for breakdown in forest.breakdowns}
        self._has_states = any(self._time(node) == "state" for node in self._of)
        # Between two of these moments no bound begins to hold that could make a conflict.
        moments = {self._beginning(b.node, b) for b in bounds if self._time(b.node) != "fixed"}
        moments |= {self._beginning(f.whole, f) for f in forest.breakdowns if f.exhaustive}
        self.moments = sorted({_LAST, *(moment for moment in moments if moment is not None)})
        self._lows = {node: self._rising(own) for node, own in self._of.items() if self._time(node) == "cumulative"}
        self._lower: dict[tuple[Node, str], _Held] = {}

    def _time(self, node: Node) -> str:
        return self._forest.time_of.get(node[0], "fixed")

    def _beginning(self, node: Node, held: Bound | Breakdown) -> str | None:
        return held.start if self._time(node) == "state" else held.time

    @staticmethod
    def _rising(own: Sequence[Bound]) -> tuple[list[str], list[Bound]]:
        """Return the moments at which the greatest lower bound rises, and those bounds."""
        moments: list[str] = []
        best: list[Bound] = []
        for bound in sorted(own, key=lambda b: (b.time or "", -b.low, b.id)):
            if not best or bound.low > best[-1].low:
                moments.append(bound.time or "")
                best.append(bound)
        return moments, best

    def _caps(self, node: Node, held: Bound | Breakdown, moment: str) -> bool:
        """Return whether an upper bound, or a breakdown said to be complete, of `node` holds at `moment`."""
        time_class = self._time(node)
        if time_class == "fixed" or held.time is None:
            return True
        return moment <= held.time and (time_class == "cumulative" or held.start is None or held.start <= moment)

    def _own_lower(self, node: Node, moment: str) -> Bound | None:
        if node in self._lows:
            moments, best = self._lows[node]
            at = bisect_right(moments, moment)
            return best[at - 1] if at else None
        holding = (b for b in self._of.get(node, ()) if self._caps(node, b, moment))
        return max(holding, key=attrgetter("low"), default=None)

    def lower(self, node: Node, moment: str) -> _Held:
        """Return the greatest lower bound of `node` at `moment` and what it rests on."""
        key = (node, moment)
        if key in self._lower:
            return self._lower[key]
        self._lower[key] = (0, ())  # a balance rule that leads back to itself adds nothing
        own = self._own_lower(node, moment)
        best: _Held = (own.low, (own,)) if own and own.low else (0, ())
        for breakdown in self._forest.breakdowns_of(node):
            best = max(best, _add_up([self.lower(part, moment) for part in breakdown.parts]), key=itemgetter(0))
        if self._time(node) == "fixed" and moment != _LAST:  # what its parts come to in the end, it was all along
            best = max(best, self.lower(node, _LAST), key=itemgetter(0))
        self._lower[key] = best
        return best

    def uppers(self, node: Node) -> list[Bound]:
        """Return the stated upper bounds of `node`, tightest first."""
        return sorted((b for b in self._of.get(node, ()) if b.high is not None), key=attrgetter("high", "id"))

    def moments_under(self, upper: Bound) -> Iterable[str]:
        """Return the moments at which a stated upper bound has to be looked at: mostly one."""
        time_class = self._time(upper.node)
        if self._has_states:
            return [moment for moment in self.moments if self._caps(upper.node, upper, moment)]
        return (upper.time or _LAST,) if time_class == "cumulative" else (_LAST,)

    def sum_of_uppers(self, breakdown: Breakdown, moment: str, seen: frozenset[Node] = frozenset()) -> _Held | None:
        """Return what the parts of a complete breakdown come to at most at `moment`; None where it does not bound."""
        if breakdown.whole in seen or not self._caps(breakdown.whole, breakdown, moment):
            return None
        parts = [self._upper(part, moment, seen | {breakdown.whole}) for part in breakdown.parts]
        known = [part for part in parts if part is not None]
        return _add_up(known) if len(known) == len(parts) else None

    def _upper(self, node: Node, moment: str, seen: frozenset[Node]) -> _Held | None:
        own = [(b.high or 0, (b,)) for b in self.uppers(node) if self._caps(node, b, moment)][:1]
        sums = [self.sum_of_uppers(f, moment, seen) for f in self._forest.breakdowns_of(node) if f.exhaustive]
        return min((*own, *(s for s in sums if s is not None)), key=itemgetter(0), default=None)


def _add_up(parts: Sequence[_Held]) -> _Held:
    """Return the sum of figures, with all that they rest on."""
    return sum(figure for figure, _ in parts), tuple(bound for _, support in parts for bound in support)


def _shrink(members: tuple[Bound, ...], forest: Forest) -> list[Bound]:
    """Return a subset that is still in conflict and of which every member is needed, in a fixed order."""
    needed = sorted(members, key=attrgetter("low", "id"))
    for bound in list(needed):
        rest = [b for b in needed if b is not bound]
        if not is_satisfiable(rest, forest):
            needed = rest
    return needed


def _sentence(clash: _Clash) -> str:
    name = _label(clash.node)
    parts = _sum([(bound.low, bound) for bound in clash.held_by if bound.node != clash.node], clash.low)
    most = _sum([(bound.high or 0, bound) for bound in clash.capped_by if bound.node != clash.node], clash.high)
    if parts and most:
        return f"{parts} is more than {most}, which is said to be all there is of {name}."
    if parts:
        return f"{parts} is more than {clash.high} {name}."
    if most:
        return f"The parts are said to be all there is, {most}, and make less than {clash.low} {name}."
    return f"{name} cannot be at least {clash.low} and at most {clash.high}."


def _sum(terms: Sequence[tuple[int, Bound]], total: int) -> str:
    ordered = sorted(terms, key=lambda term: (-term[0], term[1].id))
    written = " + ".join(f"{figure} {_label(bound.node)}" for figure, bound in ordered)
    return f"{written} = {total}" if len(ordered) > 1 else written


def _label(node: Node) -> str:
    attribute, scope = node
    words = attribute.replace("_", " ")
    return words if scope == TOTAL else f"{words} ({scope.replace('_', ' ')})"


_Counted = tuple[Reading, int]
_Nearest = Mapping[tuple[Node, str | None, tuple[str, ...] | None], _Counted]
"""The first exact count by id of a node, in an article, by speakers; None leaves that open."""


def find_sums(readings: Sequence[Reading], forest: Forest) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return, as (whole id, part id) pairs with all ids of the sum, where exact parts add up to an exact whole.

    Of several exact counts of one part the one nearest to the whole is taken: same article, then same origin, then id.
    """
    if not forest.breakdowns:
        return {}
    exact = _find_exact(readings)
    nearest = _find_nearest(exact)
    pairs: dict[tuple[str, str], tuple[str, ...]] = {}
    counted_in = (breakdown for breakdown in forest.breakdowns if _is_counted(breakdown, exact, forest))
    for breakdown in counted_in:
        for whole, amount in exact.get(breakdown.whole, ()):
            total, parts = _made_up(breakdown, whole.assertion, nearest, forest)
            if total == amount and len(parts) > 1:
                pairs.update(_pair_with_parts(whole, parts))
    return pairs


def _pair_with_parts(whole: Reading, parts: Sequence[Reading]) -> dict[tuple[str, str], tuple[str, ...]]:
    ids = tuple(sorted((whole.id, *(reading.id for reading in parts))))
    return {(whole.id, reading.id): ids for reading in parts}


def _find_nearest(exact: Mapping[Node, Sequence[_Counted]]) -> _Nearest:
    nearest: dict[tuple[Node, str | None, tuple[str, ...] | None], _Counted] = {}
    for node, counts in exact.items():
        for counted in counts:
            for article, speakers in _places_of(counted[0].assertion):
                nearest.setdefault((node, article, speakers), counted)
    return nearest


def _find_exact(readings: Iterable[Reading]) -> dict[Node, list[_Counted]]:
    """Return the exact counts of each node, by id."""
    exact: dict[Node, list[_Counted]] = {}
    for reading in sorted(readings, key=attrgetter("id")):
        bound = bound_of(reading)
        if bound is not None and bound.low == bound.high:
            exact.setdefault(bound.node, []).append((reading, bound.low))
    return exact


def _is_counted(breakdown: Breakdown, exact: Mapping[Node, list[_Counted]], forest: Forest) -> bool:
    """Return whether there is an exact count of any part of a breakdown, or of a part of one."""
    return any(
        node in exact or any(_is_counted(below, exact, forest) for below in forest.breakdowns_of(node))
        for node in breakdown.parts
    )


def _places_of(assertion: Assertion) -> tuple[tuple[str | None, tuple[str, ...] | None], ...]:
    """Return where to look for what was said with `assertion`, nearest first."""
    article, speakers = assertion.passage.article, assertion.speakers
    return ((article, speakers), (article, None), (None, speakers), (None, None))


def _made_up(breakdown: Breakdown, whole: Assertion, nearest: _Nearest, forest: Forest) -> tuple[int, list[Reading]]:
    """Return what the exact parts of a breakdown add up to, and which they are; an uncounted part counts by its own
    parts.
    """
    total = 0
    parts: list[Reading] = []
    for node in breakdown.parts:
        counted = next(filter(None, (nearest.get((node, *place)) for place in _places_of(whole))), None)
        if counted is not None:
            total += counted[1]
            parts.append(counted[0])
            continue
        deeper = [_made_up(below, whole, nearest, forest) for below in forest.breakdowns_of(node)]
        best: tuple[int, list[Reading]] = max(deeper, key=itemgetter(0), default=(0, []))
        total += best[0]
        parts += best[1]
    return total, parts
