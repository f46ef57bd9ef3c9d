"""Laws of the bounds on the scope forest, against every assignment of small numbers there is."""

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.evidence.reading import Bound
from reconcile.items.bounds import Breakdown, Forest, Node, Violation, find_violations, is_satisfiable
from tests.support.profiles import examples

LARGEST = 2
"""Bounds go up to here; the least numbers that satisfy them never exceed three such leaves together."""

CUT = {"n": [["a", "b"], ["c"]], "a": [["d", "e"]]}
"""Two breakdowns of one whole, one of them with a part that is cut again."""


def node(name: str) -> Node:
    return ("killed", name)


def tree_forest(exhaustive: Sequence[bool], time: str = "fixed") -> Forest:
    cuts = [(whole, parts) for whole, breakdowns in CUT.items() for parts in breakdowns]
    breakdowns = [
        Breakdown(node(whole), tuple(map(node, parts)), all_there_is)
        for (whole, parts), all_there_is in zip(cuts, exhaustive, strict=True)
    ]
    return Forest(tuple(breakdowns), {"killed": time})


def assignments(bounds: Sequence[Bound], forest: Forest, most: int) -> Iterator[dict[Node, int]]:
    """Every assignment of numbers up to `most` to the nodes, that the breakdowns and the bounds allow."""
    nodes = sorted(
        {b.node for b in bounds}
        | {f.whole for f in forest.breakdowns}
        | {p for f in forest.breakdowns for p in f.parts}
    )
    allowed = {}
    for n in nodes:
        own = [b for b in bounds if b.node == n]
        low = max((b.low for b in own), default=0)
        high = min((b.high for b in own if b.high is not None), default=most)
        allowed[n] = range(low, min(high, most) + 1)

    def extend(x: dict[Node, int], rest: Sequence[Node]) -> Iterator[dict[Node, int]]:
        if not rest:
            yield x
            return
        known = {*x, rest[0]}
        complete = [f for f in forest.breakdowns if rest[0] in (f.whole, *f.parts) and {f.whole, *f.parts} <= known]
        for number in allowed[rest[0]]:
            longer = {**x, rest[0]: number}
            if all(_holds(longer, breakdown) for breakdown in complete):
                yield from extend(longer, rest[1:])

    return extend({}, nodes)


def _holds(x: dict[Node, int], breakdown: Breakdown) -> bool:
    total = sum(x[part] for part in breakdown.parts)
    return x[breakdown.whole] == total if breakdown.exhaustive else x[breakdown.whole] >= total


def has_numbers(bounds: Sequence[Bound], forest: Forest, most: int = 3 * LARGEST) -> bool:
    return next(assignments(bounds, forest, most), None) is not None


def every_violation(bounds: Sequence[Bound], forest: Forest) -> list[Violation]:
    attributes = sorted({b.node[0] for b in bounds} | {f.whole[0] for f in forest.breakdowns})
    return [violation for name in attributes for violation in find_violations(bounds, forest, name)]


def check_minimal(violation: Violation, bounds: Sequence[Bound], forest: Forest, most: int = 3 * LARGEST) -> None:
    members = [b for b in bounds if b.id in violation.members]
    assert len(members) == len(violation.members) > 1
    assert not has_numbers(members, forest, most)
    for bound in members:
        assert has_numbers([b for b in members if b is not bound], forest, most)
    assert violation.sentence.endswith(".")


@st.composite
def bound_lists(draw: st.DrawFn, names: Sequence[str], *, dated: bool = False, most: int = 5) -> list[Bound]:
    bounds = []
    for number in range(draw(st.integers(1, most))):
        low = draw(st.integers(0, LARGEST))
        high = draw(st.none() | st.integers(low, LARGEST))
        time = draw(st.none() | st.sampled_from(["2031-03-03T23:59:59", "2031-03-04T23:59:59"])) if dated else None
        bounds.append(Bound(f"id{number}", node(draw(st.sampled_from(names))), low, high, time, time))
    return bounds


@settings(deadline=None, max_examples=examples(300))
@given(bound_lists("nabcde"), st.lists(st.booleans(), min_size=3, max_size=3))
def test_a_tree_is_in_conflict_exactly_where_no_numbers_exist(bounds: list[Bound], exhaustive: list[bool]) -> None:
    """Facets that only bound and breakdowns that are all there is, at one time; every reported set is minimal."""
    forest = tree_forest(exhaustive)
    found = every_violation(bounds, forest)
    assert bool(found) == (not has_numbers(bounds, forest))
    assert is_satisfiable(bounds, forest) == (not found)
    assert found == every_violation(bounds, forest.prune(bound.node for bound in bounds))
    for violation in found:
        check_minimal(violation, bounds, forest)


DAG = Forest(
    (
        Breakdown(("attackers", "total"), (("killed", "attackers"), ("detained", "total"))),
        Breakdown(("killed", "total"), (("killed", "attackers"), ("killed", "civilians"))),
        Breakdown(("casualties", "total"), (("killed", "total"), ("injured", "total"))),
    ),
    dict.fromkeys(["attackers", "detained", "killed", "casualties", "injured"], "fixed"),
)
_DAG_NODES = sorted({f.whole for f in DAG.breakdowns} | {part for f in DAG.breakdowns for part in f.parts})


@settings(deadline=None, max_examples=examples(200))
@given(
    st.lists(st.tuples(st.sampled_from(_DAG_NODES), st.integers(0, 2), st.none() | st.integers(0, 2)), max_size=5),
)
def test_balance_rules_that_share_a_part_are_in_conflict_exactly_where_no_numbers_exist(
    drawn: list[tuple[Node, int, int | None]],
) -> None:
    bounds = [
        Bound(f"id{n}", at, low, None if extra is None else low + extra) for n, (at, low, extra) in enumerate(drawn)
    ]
    found = every_violation(bounds, DAG)
    assert bool(found) == (not has_numbers(bounds, DAG, 6))
    for violation in found:
        check_minimal(violation, bounds, DAG, 6)


# ---------------------------------------------------------------------- time

MOMENTS = ("2031-03-03T23:59:59", "2031-03-04T23:59:59", "2031-03-05T23:59:59")


def unfold(bounds: Sequence[Bound], forest: Forest) -> tuple[list[Bound], Forest]:
    """The same problem without time: a copy of every node at every moment, and x(t) <= x(t+1) as breakdowns."""
    breakdowns, copies = [], []
    names = {b.node for b in bounds} | {n for f in forest.breakdowns for n in (f.whole, *f.parts)}
    for at, _ in enumerate(MOMENTS):
        for breakdown in forest.breakdowns:
            breakdowns.append(
                Breakdown(
                    _copy(breakdown.whole, at), tuple(_copy(p, at) for p in breakdown.parts), breakdown.exhaustive
                )
            )
    for name in sorted(names):
        time_class = forest.time_of[name[0]]
        for at in range(1, len(MOMENTS)):
            if time_class in {"cumulative", "fixed"}:
                breakdowns.append(Breakdown(_copy(name, at), (_copy(name, at - 1),)))
            if time_class == "fixed":
                breakdowns.append(Breakdown(_copy(name, at - 1), (_copy(name, at),)))
    for bound in bounds:
        fixed = forest.time_of[bound.node[0]] == "fixed"
        for at, moment in enumerate(MOMENTS):
            if fixed or bound.time is None or ((bound.start or "") <= moment <= bound.time):
                copies.append(Bound(bound.id, _copy(bound.node, at), bound.low, bound.high))
    return copies, Forest(tuple(breakdowns), {f"{n[0]}@{at}": "fixed" for n in names for at in range(len(MOMENTS))})


def _copy(n: Node, at: int) -> Node:
    return (f"{n[0]}@{at}", n[1])


def is_possible(bounds: Sequence[Bound], forest: Forest) -> bool:
    """Whether numbers exist at every moment: raise each to the least that is needed until nothing moves.

    Without equations the least numbers are the solution if there is one; this walks there with no regard to how the
    reconciler reads bounds off the tree.
    """
    assert not any(breakdown.exhaustive for breakdown in forest.breakdowns)
    flat, unfolded = unfold(bounds, forest)
    x: dict[Node, int] = {}
    for bound in flat:
        x[bound.node] = max(x.get(bound.node, 0), bound.low)
    moved = True
    while moved:
        moved = False
        for breakdown in unfolded.breakdowns:
            total = sum(x.get(part, 0) for part in breakdown.parts)
            if total > x.get(breakdown.whole, 0):
                x[breakdown.whole], moved = total, True
    return all(bound.high is None or x[bound.node] <= bound.high for bound in flat)


@settings(deadline=None, max_examples=examples(300))
@given(bound_lists("nabcde", dated=True))
def test_growing_counts_are_in_conflict_exactly_where_no_numbers_exist_at_every_moment(bounds: list[Bound]) -> None:
    forest = tree_forest([False] * 3, "cumulative")
    found = every_violation(bounds, forest)
    assert bool(found) == (not is_possible(bounds, forest))
    for violation in found:
        members = [b for b in bounds if b.id in violation.members]
        assert not is_possible(members, forest)
        assert all(is_possible([b for b in members if b is not out], forest) for out in members)


ABOARD = Forest(
    (
        Breakdown(("aboard", "total"), (("survivors", "total"), ("killed", "total"), ("missing", "total"))),
        Breakdown(("aboard", "total"), (("passengers", "total"),)),
        Breakdown(("killed", "total"), (("killed", "civilians"), ("killed", "attackers"))),
        Breakdown(("missing", "total"), (("missing", "civilians"),)),
    ),
    {"aboard": "fixed", "passengers": "fixed", "survivors": "cumulative", "killed": "cumulative", "missing": "state"},
)
_ABOARD_NODES = sorted({f.whole for f in ABOARD.breakdowns} | {part for f in ABOARD.breakdowns for part in f.parts})


@st.composite
def aboard_bounds(draw: st.DrawFn) -> list[Bound]:
    bounds = []
    for number in range(draw(st.integers(2, 6))):
        low = draw(st.integers(0, LARGEST))
        high = draw(st.none() | st.integers(low, 3 * LARGEST))
        first, last = sorted(draw(st.tuples(st.integers(0, 2), st.integers(0, 2))))
        at = draw(st.sampled_from(_ABOARD_NODES))
        if draw(st.integers(0, 4)) == 0:
            bounds.append(Bound(f"id{number}", at, low, high))
            continue
        start = MOMENTS[first if at[0] == "missing" else last]
        bounds.append(Bound(f"id{number}", at, low, high, start, MOMENTS[last]))
    return bounds


@settings(deadline=None, max_examples=examples(400))
@given(aboard_bounds())
def test_fixed_growing_and_passing_numbers_meet_only_at_their_times(bounds: list[Bound]) -> None:
    """Who is missing on Monday may be among the survivors of Wednesday: the two do not add up."""
    found = every_violation(bounds, ABOARD)
    assert bool(found) == (not is_possible(bounds, ABOARD))
    for violation in found:
        members = [b for b in bounds if b.id in violation.members]
        assert not is_possible(members, ABOARD)
        assert all(is_possible([b for b in members if b is not out], ABOARD) for out in members)


@settings(deadline=None, max_examples=examples(100))
@given(bound_lists("nabcde", dated=True, most=6), st.randoms(use_true_random=False))
def test_bounds_in_any_order_give_the_same_sets(bounds: list[Bound], random: object) -> None:
    forest = tree_forest([False, True, False], "cumulative")
    shuffled = list(bounds)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find_violations(shuffled, forest, "killed") == find_violations(bounds, forest, "killed")


@settings(deadline=None, max_examples=examples(200))
@given(bound_lists("nabcde", dated=True), st.lists(st.booleans(), min_size=3, max_size=3))
def test_equations_over_time_are_never_found_in_conflict_where_numbers_exist(
    bounds: list[Bound], exhaustive: list[bool]
) -> None:
    """Two moments of an equation may exclude each other without it being found; what is found is so."""
    forest = tree_forest(exhaustive, "cumulative")
    found = every_violation(bounds, forest)
    for violation in found:
        members = [b for b in bounds if b.id in violation.members]
        times = sorted({b.time for b in members if b.time is not None} | {MOMENTS[2]})
        assert not all(has_numbers(_at(members, moment), forest) for moment in times)


def _at(bounds: Sequence[Bound], moment: str) -> list[Bound]:
    """What growing counts are bounded by at a moment: lows from before, highs from after."""
    return [
        Bound(
            b.id,
            b.node,
            b.low if b.time is None or b.time <= moment else 0,
            b.high if b.time is None or b.time >= moment else None,
        )
        for b in bounds
    ]
