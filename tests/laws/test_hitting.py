"""Laws of the minimal hitting sets, against every choice of members there is."""

import math
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from reconcile.items.hitting import Choice, find_hitting_sets
from tests.support.profiles import few_examples

MEMBERS = "abcdefgh"
ORIGINS = dict(zip(MEMBERS, "uvwxuvyz", strict=True))

Drawn = dict[frozenset[str], float]

families = st.dictionaries(
    st.frozensets(st.sampled_from(MEMBERS), min_size=1, max_size=4),
    st.sampled_from([1.0, 2.0, 27.0, math.inf]),
    max_size=12,
)


def meets_all(chosen: frozenset[str], family: Drawn) -> bool:
    return all(chosen & each for each in family)


def brute_force(family: Drawn) -> set[tuple[str, ...]]:
    """Every choice that meets all sets and of which no smaller part does."""
    if not family:
        return set()
    met: list[frozenset[str]] = []
    for size in range(1, len(MEMBERS) + 1):
        for members in combinations(MEMBERS, size):
            chosen = frozenset(members)
            if meets_all(chosen, family) and not any(smaller < chosen for smaller in met):
                met.append(chosen)
    return {tuple(sorted(chosen)) for chosen in met}


def price(choice: Choice, family: Drawn) -> tuple[int, int, float]:
    """What a choice costs, said in another way: each member's worst set that no other member meets."""
    others = {m: frozenset(choice.members) - {m} for m in choice.members}
    alone = [max(miss for each, miss in family.items() if m in each and not each & others[m]) for m in choice.members]
    return len(choice.members), len({ORIGINS[m] for m in choice.members}), sum(alone)


@settings(deadline=None, max_examples=few_examples(10_000))
@given(families)
def test_hitting_sets_are_those_of_brute_force_cheapest_first(family: Drawn) -> None:
    hitting = find_hitting_sets(family, ORIGINS)
    assert hitting.is_complete
    assert {choice.members for choice in hitting.choices} == brute_force(family)
    assert len({choice.members for choice in hitting.choices}) == len(hitting.choices)
    assert [tuple(choice.price) for choice in hitting.choices] == [price(choice, family) for choice in hitting.choices]
    ranked = [(choice.price, choice.members) for choice in hitting.choices]
    assert ranked == sorted(ranked)


@settings(deadline=None, max_examples=few_examples(1_000))
@given(families, st.integers(1, 4), st.randoms(use_true_random=False))
def test_the_first_of_all_are_found_in_any_order_of_the_sets(family: Drawn, most: int, random: object) -> None:
    every = find_hitting_sets(family, ORIGINS).choices
    shuffled = list(family.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert find_hitting_sets(dict(shuffled), dict(reversed(ORIGINS.items())), most).choices == every[:most]


@settings(deadline=None, max_examples=few_examples(1_000))
@given(families.filter(bool), st.integers(0, 6))
def test_a_search_cut_short_gives_minimal_choices_and_says_so(family: Drawn, steps: int) -> None:
    cut, every = find_hitting_sets(family, ORIGINS, steps=steps), find_hitting_sets(family, ORIGINS)
    assert cut.choices
    assert {choice.members for choice in cut.choices} <= {choice.members for choice in every.choices}
    assert not cut.is_complete or cut == every
