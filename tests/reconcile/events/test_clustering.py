"""Groups by average links."""

from hypothesis import given
from hypothesis import strategies as st

from reconcile.events.clustering import cluster

PAIRS = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1]), st.integers(-5000, 5000)
)


def nothing(one: int, two: int) -> bool:
    return False


def test_a_strong_pair_joins_and_a_weak_one_does_not() -> None:
    assert cluster(3, {(0, 1): 500, (1, 2): -1}, nothing) == [[0, 1], [2]]


def test_one_strong_pair_does_not_chain_two_groups() -> None:
    """0-1 and 2-3 are told alike; that 1 and 2 are too leaves three pairs of four that nothing brought together."""
    points = {(0, 1): 4000, (2, 3): 4000, (1, 2): 3000}
    assert cluster(4, points, nothing) == [[0, 1], [2, 3]]


def test_many_pairs_join_what_one_leaves_open() -> None:
    assert cluster(3, {(0, 1): 4000, (0, 2): 3000, (1, 2): -500}, nothing) == [[0, 1, 2]]


@given(PAIRS, st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=4))
def test_what_is_excluded_is_never_in_one_group(points: dict[tuple[int, int], int], no: set[tuple[int, int]]) -> None:
    groups = cluster(7, points, lambda one, two: (one, two) in no or (two, one) in no)
    assert sorted(n for group in groups for n in group) == list(range(7))
    assert not any({one, two} <= set(group) for one, two in no if one != two for group in groups)
