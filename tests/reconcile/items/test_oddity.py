"""The odd one out of an item, the cheapest ways out of its contradictions, and its values against each other."""

import random
from collections.abc import Sequence

from claims.models import Assertion
from reconcile.items.item import Item
from tests.support.builders import MONDAY, make_assertion, make_decision, make_item

THREE_ORIGINS = [("police",)] * 4 + [("mayor",), ("union",)]
FIVE_ORIGINS = [("ministry",)] * 8 + [("hospital",), ("army",), ("coroner",), ("embassy",)]


def say(value: str, chains: Sequence[tuple[str, ...]], **changes: object) -> list[Assertion]:
    return [make_assertion(value, *chain, outlet=f"{value} {n}", **changes) for n, chain in enumerate(chains)]  # type: ignore[arg-type]


TWOS, THREES = say("2", THREE_ORIGINS), say("3", FIVE_ORIGINS)
THIRTY = make_assertion("30", outlet="North Wire")


def ways_of(item: Item) -> list[tuple[list[str], int, float | None]]:
    written = {member.assertion.id: member.assertion.written or "" for member in item.members}
    return [(sorted({written[id_] for id_ in way.assertions}), way.origins, way.off) for way in item.ways]


def test_an_item_is_explained_by_its_values_and_not_by_pairs() -> None:
    item = make_item([*TWOS, *THREES])
    assert len(item.minimal_sets) == 72
    assert item.explanation == "3 (12 statements, 5 origins) against 2 (6, 3)."
    (clash,) = item.clashes
    assert (clash.sets, [len(side) for side in clash.sides]) == (72, [12, 6])
    assert clash.explanation.startswith("3 (12 statements, 5 origins) against 2 (6, 3): 72 pairs, such as ")


def test_more_pairs_than_are_listed_count_in_the_words_all_the_same() -> None:
    item = make_item(
        [*say("2", [(f"witness {n}",) for n in range(20)]), *say("3", [(f"clerk {n}",) for n in range(15)])]
    )
    assert len(item.minimal_sets) == 200
    assert item.explanation == "2 (20 statements, 20 origins) against 3 (15, 15)."
    assert [clash.sets for clash in item.clashes] == [300]
    assert [len(way.assertions) for way in item.ways] == [15, 20]


def test_the_statement_in_most_contradictions_is_asked_about() -> None:
    item = make_item([*TWOS, *THREES, THIRTY])
    assert item.odd is not None
    assert item.odd.assertions == (THIRTY.id,)
    assert not item.odd.is_all
    assert item.odd.explanation == (
        "Odd one out: 30 (North Wire, as of 2031-03-04): it is in 8 of 23 contradictions. Is it of another incident, "
        "of another group of people or of another time?"
    )
    assert ways_of(item) == [(["2", "30"], 4, 33.0), (["3", "30"], 6, 40.0), (["2", "3"], 8, 492.0)]
    assert item.ways[0].explanation == (
        "without 2 (6 statements, 3 origins), off by 1, and 30 (North Wire, as of 2031-03-04), off by 27"
    )


def test_one_against_many_is_the_whole_conflict() -> None:
    item = make_item([TWOS[0], *THREES])
    assert item.odd is not None
    assert item.odd.is_all
    assert "without it the rest can all be true" in item.odd.explanation
    assert ways_of(item) == [(["2"], 1, 1.0), (["3"], 5, 12.0)]


def test_two_values_that_as_many_give_have_no_odd_one_out() -> None:
    assert make_item([TWOS[0], THREES[0]]).odd is None
    assert make_item([*TWOS, *THREES]).odd is None
    assert make_item([THIRTY]).odd is None


def test_what_one_voice_says_in_many_outlets_is_one_statement() -> None:
    item = make_item([*say("2", [("police",)] * 5), THREES[0], THREES[8]])
    assert item.odd is not None
    assert len(item.odd.assertions) == 5
    assert item.odd.explanation.startswith("Odd one out: 2 (5 statements, 1 origin): ")


def test_the_likeliest_answer_comes_first() -> None:
    threes = THREES[6:]
    early = make_item([make_assertion("4", outlet="North Wire", as_of=MONDAY), *threes])
    assert early.odd is not None
    assert early.odd.doubts == ("time", "incident", "group")
    guards = make_assertion("12", "union", outlet="Coast Courier", scope="guards")
    twenty = say("20", FIVE_ORIGINS[6:])
    group = make_item([make_assertion("12", outlet="North Wire"), guards, *twenty])
    assert group.odd is not None
    assert group.odd.doubts == ("group", "incident", "time")


def test_what_has_no_groups_may_be_misread() -> None:
    claim = make_assertion("Taliban", attribute="attributed_to")
    others = [make_assertion("Islamic State", outlet=name, attribute="attributed_to") for name in ("Bell", "Wire")]
    item = make_item([claim, *others], attribute="attributed_to")
    assert item.odd is not None
    assert item.odd.doubts == ("incident", "time", "reading")
    assert item.odd.explanation.endswith("Is it of another incident, of another time or misread?")


def test_a_measure_is_of_no_group_of_people() -> None:
    lengths = [make_assertion(f"{km} km", outlet=f"Bell {n}", attribute="depth") for n, km in enumerate((10, 10, 35))]
    item = make_item(lengths, attribute="depth")
    assert item.odd is not None
    assert item.odd.doubts == ("incident", "time", "reading")


def test_a_sum_said_twice_has_to_go_twice() -> None:
    """The minimal sets name one part for each whole; that the other says the same is seen once it is set aside."""
    whole = make_assertion("17", outlet="Harbour Post")
    parts = [make_assertion("15", outlet=name, scope="attackers") for name in ("Evening Bell", "Mill Gazette")]
    guards = make_assertion("4", outlet="North Wire", scope="guards")
    item = make_item([whole, *parts, guards])
    assert len(item.minimal_sets) == 1, "one for the upper bound of 17"
    assert sorted(ways_of(item)[:2]) == [(["17"], 1, 2.0), (["4"], 1, 2.0)]
    assert ways_of(item)[2:] == [(["15"], 2, 4.0)]
    for way in item.ways:
        left = [each for each in (whole, *parts, guards) if each.id not in way.assertions]
        assert not make_item(left).minimal_sets


def test_values_without_figures_cannot_be_a_little_off() -> None:
    values = [make_assertion(name, outlet=f"{name} {n}", attribute="attributed_to") for name, n in
              (("Taliban", 1), ("Islamic State", 1), ("Islamic State", 2))]  # fmt: skip
    item = make_item(values, attribute="attributed_to")
    assert item.ways
    assert {way.off for way in item.ways} == {None}
    assert "off by" not in item.ways[0].explanation


def test_the_order_of_statements_changes_nothing() -> None:
    evidence = [*TWOS, *THREES[5:], THIRTY]
    item = make_item(evidence)
    for seed in range(3):
        random.Random(seed).shuffle(evidence)
        assert make_item(evidence) == item


def test_a_statement_that_was_set_aside_is_asked_about_no_more() -> None:
    item = make_item([*TWOS, THIRTY], [make_decision("different_event", assertion=THIRTY.id)])
    assert (item.odd, item.ways, item.clashes) == (None, (), ())
