"""Counts that cannot all be true though every pair can: parts, sums, complete breakdowns, balance rules."""

import pytest

from claims.models import Assertion
from reconcile.items.bounds import build_forest, find_stated_breakdowns, find_sums
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    make_assertion,
    make_item,
    make_readings,
    make_vocabulary,
    relate_pair,
    sets_of,
)

OUTLETS = ("Harbour Post", "Evening Bell", "North Wire", "Coast Courier", "Mill Gazette", "Quay Journal")


def counts(*written: str, **changes: object) -> list[Assertion]:
    """One assertion by its own outlet for each `17`, `15 attackers` or `15 detained[attackers]`."""
    made = []
    for outlet, text in zip(OUTLETS, written, strict=False):
        value, _, about = text.partition(" ")
        attribute, _, scope = about.partition("[")
        if not scope:
            attribute, scope = "killed", attribute
        fields = {"outlet": outlet, "attribute": attribute, "scope": scope.rstrip("]") or "total", **changes}
        made.append(make_assertion(value.replace("+", " or more"), **fields))  # type: ignore[arg-type]
    return made


def found(*written: str, attribute: str = "killed", **changes: object) -> set[frozenset[str]]:
    return sets_of(make_item(counts(*written, **changes), attribute=attribute))


def test_a_guard_of_one_outlet_may_be_the_border_guard_of_another() -> None:
    assert found("2 security_forces", "1 guards", "1 border_guards", "1 police") == set()
    assert found("2 guards", "3 border_guards") == {frozenset({"2", "3"})}


def test_three_counts_of_which_every_pair_is_possible_are_one_conflict_of_three() -> None:
    item = make_item(counts("17", "15 attackers", "4 border_guards"))
    assert sets_of(item) == {frozenset({"17", "15", "4"})}
    assert item.explanation.startswith("15 killed (attackers) + 4 killed (border guards) = 19 is more than 17 killed.")
    assert item.state == "open"
    assert not any(relation.conflict for relation in item.relations)


@pytest.mark.parametrize(
    ("written", "attribute", "named"),
    [
        (["17", "15 attackers", "4 border_guards"], "killed", ["other_facet", "scope_violation", "scope_violation"]),
        (["17", "15 attackers", "2 border_guards"], "killed", ["other_facet", "refinement", "refinement"]),
        (["17", "15 attackers", "1 border_guards"], "killed", ["other_facet", "part_of_whole", "part_of_whole"]),
    ],
)
def test_parts_that_sum_past_their_whole_are_named_after_it(
    written: list[str], attribute: str, named: list[str]
) -> None:
    """Two of three can both be true, so the pair is no conflict; its name and sentence are those of the three."""
    item = make_item(counts(*written), attribute=attribute)
    assert sorted(relation.relation for relation in item.relations) == named
    for relation in item.relations:
        if relation.relation == "scope_violation":
            assert "= 19 is more than 17" in relation.explanation


@pytest.mark.parametrize(
    ("complete", "conflict"), [((True, True), True), ((True, False), False), ((False, False), False)]
)
def test_a_balance_that_an_article_declares_complete_is_an_equation(
    complete: tuple[bool, bool], conflict: bool
) -> None:
    """Fifteen killed and four caught, which is all of them, were not twenty."""
    [whole] = counts("20 attackers[total]")
    killed, caught = (
        make_assertion(value, outlet="Bell", attribute=attribute, scope="attackers", exhaustive=marked, start=start)
        for value, attribute, marked, start in zip(("15", "4"), ("killed", "detained"), complete, (0, 40), strict=True)
    )
    item = make_item([whole, killed, caught], attribute="attackers")
    assert bool(item.minimal_sets) == conflict


def test_parts_that_fit_are_no_conflict_and_their_sum_is_noted() -> None:
    item = make_item(counts("17", "15 attackers", "2 border_guards"))
    assert item.minimal_sets == ()
    assert item.state == "agreed"
    (note,) = item.notes
    assert note.startswith("17 = 15 attackers + 2 border guards")


@pytest.mark.parametrize(
    ("written", "sizes"),
    [
        (["17", "15 attackers", "1 border_guards", "1 children"], []),
        (["17", "15 attackers", "1 border_guards", "2 children"], [4]),
        (["17", "18 attackers"], [2]),
        (["17", "18+ attackers"], [2]),
        (["17+", "18 attackers"], []),
        (["17", "10 attackers", "9 foreigners"], []),
        (["17", "10 foreigners", "9 locals"], [3]),
        (["17", "10 attackers", "8 unplaced"], []),
        (["3 civilians", "2 children", "2 women"], [3]),
        (["17", "3 security_forces", "2 border_guards", "2 police"], [3]),
        (["4", "3 security_forces", "2 border_guards", "2 police", "1 attackers"], [3, 4]),
    ],
)
def test_parts_meet_their_whole_wherever_they_hang(written: list[str], sizes: list[int]) -> None:
    """Facets side by side do not add up; a scope outside the tree bounds nothing."""
    assert [len(found.assertions) for found in make_item(counts(*written)).minimal_sets] == sizes


@pytest.mark.parametrize(
    ("times", "conflict"),
    [
        ((TUESDAY, TUESDAY, TUESDAY), True),
        ((WEDNESDAY, TUESDAY, MONDAY), True),
        ((MONDAY, TUESDAY, MONDAY), False),
        ((TUESDAY, MONDAY, WEDNESDAY), False),
        ((None, MONDAY, WEDNESDAY), True),
    ],
)
def test_sums_of_growing_counts_meet_only_at_their_times(times: tuple[str, str, str], conflict: bool) -> None:
    evidence = [
        make_assertion(value, outlet=outlet, scope=scope, as_of=as_of)
        for outlet, value, scope, as_of in zip(
            OUTLETS, ("17", "15", "4"), ("total", "attackers", "civilians"), times, strict=False
        )
    ]
    assert bool(make_item(evidence).minimal_sets) == conflict


# ---------------------------------------------------------------------- complete breakdowns


def said_by_post(*parts: tuple[str, str], whole: str | None = None, **changes: object) -> list[Assertion]:
    """Counts of one article, of which the whole, or else every part, is marked as all there is."""
    made = [make_assertion(v, scope=s, exhaustive=whole is None, start=n, **changes) for n, (v, s) in enumerate(parts)]  # type: ignore[arg-type]
    if whole is not None:
        made.append(make_assertion(whole, exhaustive=True, start=90, **changes))  # type: ignore[arg-type]
    return made


def test_a_breakdown_said_to_be_complete_bounds_its_whole_from_above() -> None:
    evidence = said_by_post(("15", "attackers"), ("2", "security_forces"))
    item = make_item([*evidence, make_assertion("20", outlet="Evening Bell")])
    assert sets_of(item) == {frozenset({"15", "2", "20"})}
    assert (
        "The parts are said to be all there is, 15 killed (attackers) + 2 killed (security forces) = 17, and make "
        "less than 20 killed." in item.explanation
    )


def test_the_same_breakdown_without_that_word_does_not() -> None:
    evidence = counts("20", "15 attackers", "2 security_forces")
    assert make_item(evidence).minimal_sets == ()


def test_a_complete_whole_counts_the_parts_of_its_parts() -> None:
    """Seventeen: fifteen assailants, a guard and an official; guard and official are parts of the security forces."""
    parts = (("15", "attackers"), ("1", "border_guards"), ("1", "officials"))
    evidence = said_by_post(*parts, whole="at least 17")
    assert make_item(evidence).minimal_sets == ()
    more = make_assertion("18", outlet="Evening Bell")
    assert [len(s.assertions) for s in make_item([*evidence, more]).minimal_sets] == [4]


def test_a_complete_whole_needs_two_parts_to_be_broken_down() -> None:
    """Seventeen in all, ten of them foreigners: the locals are merely not counted."""
    assert make_item(said_by_post(("10", "foreigners"), whole="17")).minimal_sets == ()


def test_two_cuts_of_one_whole_meet_in_it() -> None:
    evidence = [
        *said_by_post(("15", "attackers"), ("2", "civilians")),
        make_assertion("10", outlet="Evening Bell", scope="foreigners"),
        make_assertion("9", outlet="Evening Bell", scope="locals"),
    ]
    item = make_item(evidence)
    assert sets_of(item) == {frozenset({"15", "2", "10", "9"})}
    assert (
        "10 killed (foreigners) + 9 killed (locals) = 19 is more than 15 killed (attackers) + 2 killed (civilians) "
        "= 17, which is said to be all there is of killed." in item.explanation
    )


def test_a_breakdown_complete_on_monday_is_not_complete_on_wednesday() -> None:
    evidence = said_by_post(("15", "attackers"), ("2", "civilians"), as_of=MONDAY)
    later = counts("18", "15 attackers", "2 civilians", as_of=WEDNESDAY)
    assert make_item([*evidence, *later[:1]]).minimal_sets == ()
    assert make_item([*evidence, *later]).minimal_sets == ()


@pytest.mark.parametrize("stance", ["denies", "retracts"])
def test_a_breakdown_nobody_stands_by_bounds_nothing(stance: str) -> None:
    evidence = said_by_post(("15", "attackers"), ("2", "civilians"), stance=stance)
    assert find_stated_breakdowns(make_readings(evidence)) == []


# ---------------------------------------------------------------------- balance rules


@pytest.mark.parametrize(
    ("written", "sets"),
    [
        (["20 attackers[total]", "15 killed[attackers]", "5 detained[attackers]"], set()),
        (["20 attackers[total]", "15 killed[attackers]", "6 detained[attackers]"], {("20", "15", "6")}),
        (["20 attackers[total]", "15 killed[attackers]", "4 detained[attackers]"], set()),
        (["20 attackers[total]", "21 killed[attackers]"], {("20", "21")}),
        (["20 attackers[total]", "25 killed[total]"], set()),
    ],
)
def test_attackers_are_at_least_those_killed_and_caught(written: list[str], sets: set[tuple[str, ...]]) -> None:
    assert found(*written, attribute="attackers") == set(map(frozenset, sets))


def test_a_balance_that_adds_up_is_noted_and_one_that_does_not_is_told() -> None:
    fits = make_item(
        counts("20 attackers[total]", "15 killed[attackers]", "5 detained[attackers]"), attribute="attackers"
    )
    assert fits.state == "said_once"
    assert len(fits.notes) == 1
    item = make_item(
        counts("20 attackers[total]", "15 killed[attackers]", "6 detained[attackers]"), attribute="attackers"
    )
    assert item.explanation.startswith(
        "15 killed (attackers) + 6 detained (attackers) = 21 is more than 20 attackers. ("
    )


def test_a_balance_holds_although_one_part_is_not_counted() -> None:
    """Aboard are survivors, dead and missing: two of the three can be too many already."""
    written = ("15 aboard[total]", "10 survivors[total]", "6 killed[total]")
    assert found(*written, attribute="aboard") == {frozenset({"15", "10", "6"})}


def test_who_was_missing_on_monday_may_have_survived_by_wednesday() -> None:
    evidence = [
        make_assertion("15", attribute="aboard"),
        make_assertion("10", attribute="missing", as_of=MONDAY),
        make_assertion("10", attribute="survivors", as_of=WEDNESDAY),
    ]
    assert make_item(evidence, attribute="aboard").minimal_sets == ()
    evidence[1] = make_assertion("10", attribute="missing", as_of=WEDNESDAY)
    assert len(make_item(evidence, attribute="aboard").minimal_sets) == 1


def test_a_declared_equation_bounds_from_above_too() -> None:
    vocabulary = make_vocabulary(
        """
        [attributes.hit]
        kind = "count"
        [[balances]]
        whole = "hit"
        parts = ["killed", "injured"]
        exhaustive = true
        """
    )
    evidence = [
        make_assertion(value, attribute=attribute, vocabulary=vocabulary)
        for value, attribute in (("20", "hit"), ("12", "killed"), ("7", "injured"))
    ]
    item = make_item(evidence, attribute="hit", vocabulary=vocabulary)
    assert sets_of(item) == {frozenset({"20", "12", "7"})}


# ---------------------------------------------------------------------- what adds up


def test_a_sum_takes_the_parts_nearest_to_its_whole() -> None:
    """The same article before the same speakers before anybody."""
    post, bell = (
        [make_assertion(v, "police", outlet=outlet, scope=s, start=n) for n, (v, s) in enumerate(parts)]
        for outlet, parts in (
            ("Harbour Post", (("17", "total"), ("15", "attackers"), ("2", "civilians"))),
            ("Evening Bell", (("14", "attackers"), ("3", "civilians"))),
        )
    )
    readings = make_readings([*post, *bell])
    pairs = find_sums(readings, build_forest(["killed"], make_vocabulary()))
    assert set(pairs) == {(post[0].id, post[1].id), (post[0].id, post[2].id)}


def test_an_uncounted_part_counts_by_its_own_parts() -> None:
    whole, *parts = counts("17", "15 attackers", "1 border_guards", "1 officials")
    assert relate_pair(whole, parts[0], *parts[1:]).relation == "refinement"


def test_bounds_do_not_add_up_to_anything() -> None:
    readings = make_readings([make_assertion("at least 17"), *counts("15 attackers", "2 civilians")])
    assert find_sums(readings, build_forest(["killed"], make_vocabulary())) == {}
