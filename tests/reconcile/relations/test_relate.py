"""What two assertions are to each other: at least one case for every relation, and the order of the gates."""

import re
from itertools import combinations
from random import Random
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.editions import Edition
from claims.models import Assertion
from claims.values import format_value
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.evidence.copies import are_copies, join_copies, link_copies
from reconcile.evidence.reading import ArticleInfo, Reading, read_assertions
from reconcile.relations import revisions
from reconcile.relations.gates.comparable import answer_apart
from reconcile.relations.pairs import HELD, Context, RelationName
from reconcile.relations.relate import relate, relate_apart
from reconcile.relations.revisions import find_revised
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    infos,
    make_article_info,
    make_assertion,
    make_readings,
    make_vocabulary,
    relate_pair,
)

VOCABULARY = make_vocabulary(
    """
    [actors."Red Hill Front"]
    aliases = ["RHF"]
    [actors."River Brigade"]
    part_of = [{actor = "Red Hill Front", from = "2024"}]
    [actors."Lake Brigade"]
    part_of = [{actor = "Red Hill Front", from = "2025"}]
    [actors."Blue Plain Union"]
    [actors."Ministry of Harbours"]
    part_of = [{actor = "Government of Quayland"}]
    [actors."Government of Quayland"]
    [attributes.crowd]
    kind = "count"
    time = "fixed"
    """
)
WORDS = "The committee said that seventeen people had been killed at the quay"


def said(value: str, *chain: str, **changes: object) -> Assertion:
    return make_assertion(value, *chain, vocabulary=VOCABULARY, **changes)  # type: ignore[arg-type]


def by_post(value: str, *chain: str, **changes: object) -> Assertion:
    return said(value, *chain, **{"outlet": "Harbour Post", **changes})


def by_bell(value: str, *chain: str, **changes: object) -> Assertion:
    return said(value, *chain, **{"outlet": "Evening Bell", **changes})


def actor(attribute: str) -> dict[str, object]:
    return {"attribute": attribute}


Case = tuple[RelationName, bool, Assertion, Assertion]

CASES: dict[str, Case] = {
    # not comparable
    "another subject": ("different_event", False, by_post("17"), by_bell("15", subject="mill fire")),
    "dead and evacuated": (
        "different_attribute",
        False,
        by_post("4,460", attribute="killed"),
        by_bell("4,460", attribute="displaced"),
    ),
    "what is measured differs": (
        "different_attribute",
        False,
        by_post("50 km", attribute="value"),
        by_bell("EUR 50", attribute="value"),
    ),
    # same origin
    "one speaker twice": ("identical", False, by_post("17", "police"), by_bell("17", "police")),
    "one source twice in its own words": ("identical", False, by_post("17"), by_post("17", start=40)),
    "relayed through one wire": (
        "same_origin",
        False,
        by_post("17", "North Wire", "police"),
        by_bell("17", "North Wire", "police"),
    ),
    "one outlet quotes the other": ("same_origin", False, by_post("17"), by_bell("17", "Harbour Post")),
    "one text in two papers": ("same_origin", False, by_post("17", quote=WORDS), by_bell("17", quote=WORDS)),
    "relayed with two values": ("relay_divergence", True, by_post("17", "police"), by_bell("15", "police")),
    # compatible
    "two origins": ("equivalent", False, by_post("17", "police"), by_bell("17", "hospital")),
    "two units": (
        "equivalent",
        False,
        by_post("50 miles", attribute="length"),
        by_bell("80 km", attribute="length"),
    ),
    "a bound that the other keeps": ("compatible_bound", False, by_post("at least 15"), by_bell("17")),
    "a range and a figure": ("refinement", False, by_post("10 to 20"), by_bell("17")),
    "dozens and a figure": ("refinement", False, by_post("dozens"), by_bell("31")),
    "a month and its day": (
        "refinement",
        False,
        by_post("2018-07", attribute="date"),
        by_bell("2018-07-29", attribute="date"),
    ),
    "a city and its suburb": (
        "refinement",
        False,
        by_post("Moscow", attribute="place"),
        by_bell("Krasnogorsk", attribute="place"),
    ),
    "attackers among the dead": ("part_of_whole", False, by_post("17"), by_bell("15", scope="attackers")),
    "caught among the attackers": (
        "part_of_whole",
        False,
        by_post("20", attribute="attackers"),
        by_bell("5", attribute="detained", scope="attackers"),
    ),
    "another name": (
        "alias",
        False,
        by_post("RHF", **actor("perpetrator")),
        by_bell("Red Hill Front", **actor("perpetrator")),
    ),
    "a branch and its organisation": (
        "affiliation",
        False,
        by_post("River Brigade", **actor("perpetrator")),
        by_bell("Red Hill Front", **actor("perpetrator")),
    ),
    "two ways to cut the dead": (
        "other_facet",
        False,
        by_post("15", scope="attackers"),
        by_bell("9", scope="foreigners"),
    ),
    "about and a figure": ("granularity", False, by_post("about 100"), by_bell("97")),
    "a time with and without a zone": (
        "granularity",
        False,
        by_post("07:37", attribute="time"),
        by_bell("02:37 GMT", attribute="time"),
    ),
    "two currencies": (
        "granularity",
        False,
        by_post("EUR 85 million", attribute="value"),
        by_bell("USD 108 million", attribute="value"),
    ),
    "near a place and in it": (
        "granularity",
        False,
        by_post("near Termez", attribute="place"),
        by_bell("Termez", attribute="place"),
    ),
    # time
    "its own toll rose": (
        "self_update",
        False,
        by_post("12", "police", as_of=MONDAY),
        by_bell("20", "police", as_of=WEDNESDAY),
    ),
    "another's toll rose": ("superseded", False, by_post("12", as_of=MONDAY), by_bell("20", as_of=WEDNESDAY)),
    "a floor was passed": ("superseded", False, by_post("at least 3", as_of=MONDAY), by_bell("24", as_of=WEDNESDAY)),
    "a toll fell": ("downward_revision", True, by_post("91", as_of=TUESDAY), by_bell("24", as_of=WEDNESDAY)),
    "a source lowered its toll": (
        "downward_revision",
        False,
        by_post("91", "police", as_of=TUESDAY),
        by_bell("24", "police", as_of=WEDNESDAY),
    ),
    "a toll rose while it was open": (
        "superseded",
        False,
        by_post("3", as_of="2031-03-04", subject="ferry crash"),
        by_bell("4", as_of="2031-03-10", subject="ferry crash"),
    ),
    "a final toll does not rise": (
        "contradiction",
        True,
        by_post("3", as_of=MONDAY, quote="The final death toll was 3"),
        by_bell("4", as_of=WEDNESDAY),
    ),
    "a final toll that its own source replaces": (
        "self_update",
        False,
        by_post("3", "police", as_of=MONDAY, quote="The final death toll was 3"),
        by_bell("4", "police", as_of=WEDNESDAY),
    ),
    "nobody had claimed it on the day of the claim": (
        "superseded",
        False,
        by_post("nobody", as_of=TUESDAY, **actor("claimed_by")),
        by_bell("Red Hill Front", as_of=TUESDAY, **actor("claimed_by")),
    ),
    "more than a round figure and that figure": ("granularity", False, by_post("more than 60"), by_bell("60")),
    "more than half a million and 500,000": (
        "granularity",
        False,
        by_post("more than half a million", as_of=TUESDAY),
        by_bell("500,000", as_of=WEDNESDAY),
    ),
    "nearly a round figure and that figure": ("granularity", False, by_post("nearly 3,000"), by_bell("3,000")),
    "more than a figure that is not round and that figure": (
        "contradiction",
        True,
        by_post("more than 17"),
        by_bell("17"),
    ),
    "detained, then charged": (
        "status_progression",
        False,
        by_post("5", attribute="detained"),
        by_bell("4", attribute="charged"),
    ),
    "a state at two times": (
        "superseded",
        False,
        by_post("3,000", attribute="strength", as_of="2030"),
        by_bell("5,000", attribute="strength", as_of="2031"),
    ),
    # conflict
    "a part above its whole": ("scope_violation", True, by_post("12"), by_bell("15", scope="attackers")),
    "more caught than attacked": (
        "scope_violation",
        True,
        by_post("4", attribute="attackers"),
        by_bell("5", attribute="detained", scope="attackers"),
    ),
    "two figures at one time": ("contradiction", True, by_post("17"), by_bell("15")),
    "two dates": (
        "contradiction",
        True,
        by_post("2031-03-03", attribute="date", as_of=MONDAY),
        by_bell("2031-03-02", attribute="date", as_of=WEDNESDAY),
    ),
    "two places": ("contradiction", True, by_post("Termez", attribute="place"), by_bell("Moscow", attribute="place")),
    "a speaker far below their own figure": (
        "contradiction",
        True,
        by_post("at least 3"),
        by_post("24", start=40),
    ),
    "two groups claim it": (
        "competing_claims",
        True,
        by_post("Red Hill Front", **actor("claimed_by")),
        by_bell("Blue Plain Union", **actor("claimed_by")),
    ),
    "the claim and the finding exclude each other": (
        "competing_claims",
        True,
        by_post("Red Hill Front", **actor("claimed_by")),
        by_bell("Blue Plain Union", "police", **actor("attributed_to")),
    ),
    "it denies": (
        "denial",
        True,
        by_post("Red Hill Front", "police", **actor("perpetrator")),
        by_bell("Red Hill Front", "Red Hill Front", stance="denies", **actor("perpetrator")),
    ),
    "it did not happen": (
        "denial",
        True,
        by_post("yes", "police", attribute="occurred"),
        by_bell("no", "harbour office", attribute="occurred"),
    ),
    "it reversed itself": (
        "position_change",
        False,
        by_post("yes", "police", attribute="occurred", as_of=MONDAY),
        by_bell("no", "police", attribute="occurred", as_of=WEDNESDAY),
    ),
    "added, and new among them": (
        "late_count",
        False,
        by_post("471", quote="471 deaths were added, 35 of them in the last day"),
        by_post("35", quote="471 deaths were added, 35 of them in the last day", start=60),
    ),
    "a first suspicion and a later finding": (
        "position_change",
        False,
        by_post("2031-03-02", "police", attribute="date", as_of=MONDAY, stance="suspects"),
        by_bell("2031-03-03", "court", attribute="date", as_of=WEDNESDAY),
    ),
    "a finding and a later suspicion": (
        "contradiction",
        True,
        by_post("2031-03-02", "police", attribute="date", as_of=MONDAY),
        by_bell("2031-03-03", "court", attribute="date", as_of=WEDNESDAY, stance="suspects"),
    ),
    "a suspicion and a finding of one day": (
        "contradiction",
        True,
        by_post("2031-03-02", "police", attribute="date", stance="suspects"),
        by_bell("2031-03-03", "court", attribute="date"),
    ),
    "whom one suspects and another finds": (
        "contradiction",
        True,
        by_post("Red Hill Front", "police", as_of=MONDAY, stance="suspects", **actor("perpetrator")),
        by_bell("Blue Plain Union", "court", as_of=WEDNESDAY, **actor("perpetrator")),
    ),
    "two texts of one thing": (
        "contradiction",
        True,
        by_post("two knives", attribute="weapon"),
        by_bell("three knives", attribute="weapon"),
    ),
    "a ministry reversed its government": (
        "position_change",
        False,
        by_post("yes", "Government of Quayland", attribute="occurred", as_of=MONDAY),
        by_bell("no", "Ministry of Harbours", attribute="occurred", as_of=WEDNESDAY),
    ),
    "the same words in two mouths": (
        "misattribution",
        True,
        by_post("17", "North Wire", "police", quote="17 are dead"),
        by_bell("17", "North Wire", "coast guard", quote="17 are dead"),
    ),
    "the same words, one chain cut short": (
        "same_origin",
        False,
        by_post("17", "North Wire", "police", quote="17 are dead"),
        by_bell("17", "North Wire", quote="17 are dead"),
    ),
    "reported to say it and to deny it": (
        "misattribution",
        True,
        by_post("17", "police"),
        by_bell("17", "police", stance="denies"),
    ),
    # no conflict by itself
    "the claim and the finding agree": (
        "claim_vs_attribution",
        False,
        by_post("RHF", **actor("claimed_by")),
        by_bell("Red Hill Front", "police", **actor("attributed_to")),
    ),
    "nobody claimed it": (
        "claim_vs_attribution",
        False,
        by_post("nobody", **actor("claimed_by")),
        by_bell("Red Hill Front", "police", **actor("attributed_to")),
    ),
    "told with less certainty": ("modality_gap", False, by_post("17"), by_bell("17", stance="suspects")),
    "nobody says whose": ("unknown_scope", False, by_post("17"), by_bell("15", scope=None)),
    "a scope outside the tree": ("unknown_scope", False, by_post("17"), by_bell("15", scope="dockers")),
    "whose dollars": (
        "unknown_scope",
        False,
        by_post("$85 million", attribute="value"),
        by_bell("USD 108 million", attribute="value"),
    ),
    "two causes in other words": (
        "undecided",
        False,
        by_post("a gas leak", attribute="cause"),
        by_bell("faulty wiring", attribute="cause"),
    ),
    "a description of somebody": (
        "undecided",
        False,
        by_post("two masked men", **actor("perpetrator")),
        by_bell("Red Hill Front", **actor("perpetrator")),
    ),
}


@pytest.mark.parametrize(("name", "conflict", "a", "b"), CASES.values(), ids=CASES)
def test_two_assertions_have_this_relation(name: RelationName, conflict: bool, a: Assertion, b: Assertion) -> None:
    relation = relate_pair(a, b, vocabulary=VOCABULARY)
    assert (relation.relation, relation.conflict) == (name, conflict), relation.explanation
    assert (relation.a, relation.b) == tuple(sorted((a.id, b.id)))


@pytest.mark.parametrize(("a", "b"), [case[2:] for case in CASES.values()], ids=CASES)
def test_the_explanation_is_one_sentence_with_both_values(a: Assertion, b: Assertion) -> None:
    explanation = relate_pair(a, b, vocabulary=VOCABULARY).explanation
    assert format_value(a.value) in explanation
    assert format_value(b.value) in explanation
    assert explanation.endswith(".")
    assert not re.search(r"[.!?] [A-Z]|\n|\.\.$", explanation)


def test_every_relation_has_a_case() -> None:
    """Silence has none: it is about what was not said, and there is no assertion of that."""
    assert {case[0] for case in CASES.values()} == set(get_args(RelationName)) - {"silence"}


def test_what_waits_is_never_a_conflict() -> None:
    assert {name for name, *_ in CASES.values()} >= HELD
    assert not any(conflict for name, conflict, *_ in CASES.values() if name in HELD)


# ---------------------------------------------------------------------- the order of the gates

ORDERED: dict[str, tuple[RelationName, Assertion, Assertion]] = {
    "another event before another attribute": (
        "different_event",
        by_post("17"),
        by_bell("17", subject="mill fire", attribute="injured"),
    ),
    "another attribute before an unstated scope": (
        "different_attribute",
        by_post("17"),
        by_bell("17", attribute="injured", scope=None),
    ),
    "scope before a denial": ("part_of_whole", by_post("17"), by_bell("15", scope="attackers", stance="denies")),
    "an unstated scope before one origin": (
        "unknown_scope",
        by_post("17", "police", scope=None),
        by_bell("17", "police", scope=None),
    ),
    "a denial before one origin": (
        "position_change",
        by_post("Red Hill Front", "police", as_of=MONDAY, **actor("attributed_to")),
        by_post("Red Hill Front", "police", as_of=TUESDAY, stance="denies", start=40, **actor("attributed_to")),
    ),
    "one origin before agreement": ("identical", by_post("17", "police"), by_bell("17", "police", as_of=MONDAY)),
    "growth before a kept bound": (
        "superseded",
        by_post("at least 3", as_of=MONDAY),
        by_bell("at least 9", as_of=TUESDAY),
    ),
    "another name before one origin": (
        "alias",
        by_post("RHF", "police", **actor("perpetrator")),
        by_bell("Red Hill Front", "police", **actor("perpetrator")),
    ),
    "agreement before certainty": (
        "compatible_bound",
        by_post("at least 15"),
        by_bell("17", stance="suspects"),
    ),
    "a fallen toll before two values of one relay": (
        "downward_revision",
        by_post("17", "police", as_of=MONDAY),
        by_bell("15", "police", as_of=TUESDAY),
    ),
}


@pytest.mark.parametrize(("name", "a", "b"), ORDERED.values(), ids=ORDERED)
def test_the_first_gate_that_applies_wins(name: RelationName, a: Assertion, b: Assertion) -> None:
    assert relate_pair(a, b, vocabulary=VOCABULARY).relation == name


# ---------------------------------------------------------------------- time

NOON, EVENING = "2031-03-04T12:00Z", "2031-03-04T20:00Z"


@pytest.mark.parametrize(
    ("attribute", "first", "then", "relation", "conflict"),
    [
        ("killed", ("12", MONDAY), ("20", WEDNESDAY), "superseded", False),
        ("killed", ("12", NOON), ("20", EVENING), "superseded", False),
        ("killed", ("91", TUESDAY), ("24", WEDNESDAY), "downward_revision", True),
        ("killed", ("91", TUESDAY), ("up to 24", WEDNESDAY), "downward_revision", True),
        ("killed", ("at least 91", TUESDAY), ("24", WEDNESDAY), "downward_revision", True),
        ("killed", ("17", TUESDAY), ("15", TUESDAY), "contradiction", True),
        ("killed", ("17", None), ("15", TUESDAY), "contradiction", True),
        ("killed", ("17", "2031-03"), ("15", TUESDAY), "superseded", False),
        ("attackers", ("12", MONDAY), ("20", WEDNESDAY), "contradiction", True),
        ("attackers", ("20", MONDAY), ("12", WEDNESDAY), "contradiction", True),
        ("attackers", ("at least 3", MONDAY), ("24", WEDNESDAY), "compatible_bound", False),
        ("strength", ("3,000", "2030"), ("5,000", "2031"), "superseded", False),
        ("strength", ("5,000", "2030"), ("3,000", "2031"), "superseded", False),
        ("strength", ("3,000", "2031"), ("5,000", "2031-06"), "contradiction", True),
        ("strength", ("3,000", None), ("5,000", "2031"), "contradiction", True),
        ("leader", ("Ola Berg", "2030"), ("Kai Strand", "2031"), "superseded", False),
        ("claimed_by", ("nobody", MONDAY), ("Red Hill Front", TUESDAY), "superseded", False),
        ("claimed_by", ("Red Hill Front", MONDAY), ("nobody", TUESDAY), "competing_claims", True),
    ],
)
def test_time_is_part_of_the_comparison(
    attribute: str,
    first: tuple[str, str | None],
    then: tuple[str, str | None],
    relation: RelationName,
    conflict: bool,
) -> None:
    """Fixed: one answer, whenever it is said. Cumulative: no fall. State: only one time compares."""
    old = by_post(first[0], attribute=attribute, as_of=first[1])
    new = by_bell(then[0], attribute=attribute, as_of=then[1])
    found = relate_pair(old, new, vocabulary=VOCABULARY)
    assert (found.relation, found.conflict) == (relation, conflict), found.explanation


def test_a_rise_after_a_figure_corrects_nothing() -> None:
    """Police say 91, then 95: that the coast guard said 24 in between still excludes the 91."""
    before, between, after = (
        by_post("91", "police", as_of=MONDAY),
        by_bell("24", "coast guard", as_of=TUESDAY),
        by_post("95", "police", as_of=WEDNESDAY, start=40),
    )
    found = relate_pair(before, between, after, vocabulary=VOCABULARY)
    assert (found.relation, found.conflict) == ("downward_revision", True)


@pytest.mark.parametrize(
    ("before", "after", "relation", "conflict"),
    [("dead", "alive", "contradiction", True), ("alive", "dead", "superseded", False)],
)
def test_nothing_comes_after_a_final_state(before: str, after: str, relation: str, conflict: bool) -> None:
    earlier, later = (
        by_post(before, attribute="status", as_of=MONDAY),
        by_bell(after, attribute="status", as_of=TUESDAY),
    )
    found = relate_pair(earlier, later, vocabulary=VOCABULARY)
    assert (found.relation, found.conflict) == (relation, conflict)


def test_the_dollars_of_one_outlet_are_one_money() -> None:
    one, other = by_post("$102 million", attribute="value"), by_post("$108 million", attribute="value", start=40)
    assert relate_pair(one, other, vocabulary=VOCABULARY).relation == "contradiction"
    assert (
        relate_pair(one, by_bell("$108 million", attribute="value"), vocabulary=VOCABULARY).relation == "unknown_scope"
    )


def test_a_source_may_take_back_that_somebody_is_dead() -> None:
    earlier, later = (
        by_post("dead", "army", attribute="status", as_of=MONDAY),
        by_bell("alive", "army", attribute="status", as_of=TUESDAY),
    )
    assert relate_pair(earlier, later, vocabulary=VOCABULARY).relation == "self_update"


@pytest.mark.parametrize("last", ["25", "20"])
def test_a_figure_its_own_origin_lowered_stands_against_nobody(last: str) -> None:
    before, between, after = (
        by_post("91", "police", as_of=MONDAY),
        by_bell("24", "coast guard", as_of=TUESDAY),
        by_post(last, "police", as_of=WEDNESDAY, start=40),
    )
    assert not relate_pair(before, between, after, vocabulary=VOCABULARY).conflict


def test_a_low_figure_its_own_origin_raised_since_stands_against_nobody() -> None:
    high, low, again = by_post("91"), by_bell("24", as_of=WEDNESDAY), by_bell("95", as_of="2031-03-06", start=40)
    found = relate_pair(high, low, again, vocabulary=VOCABULARY)
    assert (found.relation, found.conflict) == ("superseded", False)


def test_a_whole_its_own_origin_raised_since_leaves_room_for_the_part() -> None:
    whole, part = by_post("12", as_of=TUESDAY), by_bell("15", scope="attackers", as_of=TUESDAY)
    raised = by_post("20", as_of=WEDNESDAY, start=40)
    assert relate_pair(whole, part, vocabulary=VOCABULARY).conflict
    assert not relate_pair(whole, part, raised, vocabulary=VOCABULARY).conflict


@pytest.mark.parametrize(
    ("whole", "part", "conflict"),
    [
        (("killed", "total", MONDAY), ("killed", "attackers", TUESDAY), False),
        (("killed", "total", TUESDAY), ("killed", "attackers", MONDAY), True),
        (("killed", "total", None), ("killed", "attackers", MONDAY), True),
        (("aboard", "total", TUESDAY), ("missing", "total", MONDAY), True),
        (("aboard", "total", MONDAY), ("missing", "total", TUESDAY), True),
        (("attackers", "total", MONDAY), ("detained", "attackers", TUESDAY), True),
        (("missing", "total", MONDAY), ("missing", "civilians", TUESDAY), False),
        (("missing", "total", MONDAY), ("missing", "civilians", MONDAY), True),
    ],
)
def test_a_part_exceeds_its_whole_only_where_their_times_meet(
    whole: tuple[str, str, str], part: tuple[str, str, str], conflict: bool
) -> None:
    large, small = (
        by(value, attribute=attribute, scope=scope, as_of=as_of)
        for by, value, (attribute, scope, as_of) in ((by_post, "12", whole), (by_bell, "15", part))
    )
    assert relate_pair(large, small, vocabulary=VOCABULARY).conflict == conflict


# ---------------------------------------------------------------------- stance


@pytest.mark.parametrize(
    ("asserted", "denied", "conflict"),
    [
        ("17", "17", True),
        ("17", "at least 15", True),
        ("17", "19", False),
        ("at least 15", "17", False),
        ("10 to 20", "15 to 25", False),
    ],
)
def test_a_denial_meets_only_what_it_leaves_no_room_for(asserted: str, denied: str, conflict: bool) -> None:
    found = relate_pair(by_post(asserted), by_bell(denied, stance="denies"), vocabulary=VOCABULARY)
    assert (found.relation, found.conflict) == ("denial" if conflict else "compatible_bound", conflict)


def test_an_outlet_that_finds_the_contrary_denies_nothing() -> None:
    happened = by_post("yes", "army", attribute="occurred")
    by_outlet, by_owner = by_bell("no", attribute="occurred"), by_bell("no", "the owner", attribute="occurred")
    assert relate_pair(happened, by_outlet, vocabulary=VOCABULARY).relation == "contradiction"
    assert relate_pair(happened, by_owner, vocabulary=VOCABULARY).relation == "denial"


def test_a_denial_names_whose_part_is_denied() -> None:
    found = relate_pair(*CASES["it denies"][2:], vocabulary=VOCABULARY)
    assert "Red Hill Front denies its own part" in found.explanation


def test_a_denial_from_before_the_count_rose_can_have_been_true() -> None:
    denied = by_post("17", stance="denies", as_of=MONDAY)
    assert relate_pair(denied, by_bell("17", as_of=WEDNESDAY)).relation == "superseded"


def test_two_denials_do_not_exclude_each_other() -> None:
    one, other = (by("17", stance="denies") for by in (by_post, by_bell))
    assert relate_pair(one, other).relation == "equivalent"
    assert relate_pair(one, by_bell("19", stance="denies")).relation == "compatible_bound"


@pytest.mark.parametrize(
    ("value", "retracted", "relation"),
    [
        (("17", MONDAY), ("17", TUESDAY), "self_update"),
        (("17", WEDNESDAY), ("17", TUESDAY), "position_change"),
        (("12", MONDAY), ("17", TUESDAY), "compatible_bound"),
    ],
)
def test_what_a_source_takes_back_is_the_figure_it_gave(
    value: tuple[str, str], retracted: tuple[str, str], relation: RelationName
) -> None:
    given = by_post(value[0], "police", as_of=value[1])
    back = by_post(retracted[0], "police", as_of=retracted[1], stance="retracts", start=40)
    found = relate_pair(given, back)
    assert (found.relation, found.conflict) == (relation, False)


def test_another_source_may_hold_up_what_one_took_back() -> None:
    assert relate_pair(by_post("17"), by_bell("17", stance="retracts")).relation == "modality_gap"


# ---------------------------------------------------------------------- responsibility


@pytest.mark.parametrize(
    ("claim", "finding", "relation", "conflict"),
    [
        ("River Brigade", "Red Hill Front", "affiliation", False),
        ("Red Hill Front", "River Brigade", "affiliation", False),
        ("River Brigade", "Lake Brigade", "competing_claims", True),
        ("Blue Plain Union", "Lake Brigade", "competing_claims", True),
        ("Red Hill Front", "unknown gunmen", "refinement", False),
        ("nobody", "River Brigade", "claim_vs_attribution", False),
    ],
)
def test_a_claim_and_a_finding_meet_at_the_perpetrator(
    claim: str, finding: str, relation: RelationName, conflict: bool
) -> None:
    found = relate_pair(
        by_post(claim, claim, **actor("claimed_by")),
        by_bell(finding, "police", **actor("attributed_to")),
        vocabulary=VOCABULARY,
    )
    assert (found.relation, found.conflict) == (relation, conflict)


def test_an_outlets_own_label_for_a_branch_is_no_finding() -> None:
    claim = by_post("River Brigade", "River Brigade", **actor("claimed_by"))
    label = by_bell("Lake Brigade", **actor("attributed_to"))
    assert relate_pair(claim, label, vocabulary=VOCABULARY).relation == "affiliation"


# ---------------------------------------------------------------------- sums of a pair


@pytest.mark.parametrize(
    ("whole", "part", "rest"),
    [("17", "15", "leaves 2 for the others"), ("at least 17", "15", "leaves at least 2 for the others")],
)
def test_the_residual_of_a_part_is_shown(whole: str, part: str, rest: str) -> None:
    assert rest in relate_pair(by_post(whole), by_bell(part, scope="attackers")).explanation


@pytest.mark.parametrize(("whole", "part"), [("17", "at least 15"), ("at least 3", "15"), ("up to 17", "15 to 18")])
def test_no_residual_is_made_up(whole: str, part: str) -> None:
    found = relate_pair(by_post(whole), by_bell(part, scope="attackers"))
    assert found.relation == "part_of_whole"
    assert "leaves" not in found.explanation


def test_parts_that_make_up_their_whole_refine_it() -> None:
    whole, one, other = by_post("17"), by_bell("15", scope="attackers"), by_bell("2", scope="security_forces")
    found = relate_pair(whole, one, other)
    assert found.relation == "refinement"
    assert relate_pair(whole, one).relation == "part_of_whole"


@st.composite
def _said_by_one(draw: st.DrawFn) -> Assertion:
    n = draw(st.integers(0, 6))
    return make_assertion(
        draw(st.sampled_from(("{n}", "at least {n}", "up to {n}", "{n} to {m}"))).format(n=n, m=n + 2),
        *draw(st.sampled_from((("governor",), ("North Wire", "governor")))),
        outlet=draw(st.sampled_from(("Harbour Post", "Evening Bell", "Valley Times", "governor"))),
        attribute=draw(st.sampled_from(("killed", "attackers"))),
        as_of=draw(st.sampled_from((MONDAY, TUESDAY, WEDNESDAY, None))),
        stance=draw(st.sampled_from(("asserts", "asserts", "suspects", "denies", "retracts"))),
        start=draw(st.integers(0, 30)) * 50,
    )


@settings(deadline=None)
@given(st.lists(_said_by_one(), min_size=1, max_size=9, unique_by=lambda a: a.id))
def test_what_an_origin_has_revised_is_what_comparing_each_with_every_later_one_finds(
    assertions: list[Assertion],
) -> None:
    readings = make_readings(assertions)
    vocabulary = builtin_vocabulary()
    expected: dict[str, str] = {}
    for attribute in ("killed", "attackers"):
        group = [r for r in readings if r.attribute.name == attribute]
        clocks = revisions._first_clocks(group)
        for old in group:
            later = [new for new in group if clocks[new.id].order(clocks[old.id]) == "later"]
            if (verdict := revisions._revision(old, later, vocabulary)) is not None:
                expected[old.id] = verdict
    assert find_revised(readings, vocabulary) == expected


def test_a_copy_that_names_nobody_is_revised_with_what_it_copies() -> None:
    words = "The governor said at noon that 51 people had died there"
    first = make_assertion("51", "governor", as_of=MONDAY, quote=words)
    copy = make_assertion("51", outlet="Evening Bell", as_of=MONDAY, quote=words)
    other = make_assertion("51", outlet="Valley Times", as_of=MONDAY)
    later = make_assertion("24", "governor", outlet="North Wire", as_of=WEDNESDAY)
    revised = find_revised(make_readings([first, copy, other, later]), builtin_vocabulary())
    assert revised == {first.id: "corrected", copy.id: "corrected"}


EDITION_CASES = (
    ("12", "15", (), (), "self_update"),
    ("15", "12", (), (), "downward_revision"),
    ("12", "15", ("mayor",), ("police",), "superseded"),
    ("15", "12", ("mayor",), ("police",), "downward_revision"),
    ("at least 12", "at least 15", ("mayor",), ("mayor",), "self_update"),
)


@pytest.mark.parametrize(("old", "new", "one", "other", "relation"), EDITION_CASES)
@pytest.mark.parametrize("publisher", ["Harbour Post", None])
def test_a_later_edition_of_one_date_is_the_outlets_update(
    old: str, new: str, one: tuple[str, ...], other: tuple[str, ...], relation: str, publisher: str | None
) -> None:
    first = make_assertion(old, *one, outlet="a.html")
    second = make_assertion(new, *other, outlet="b.html")
    articles = {
        name: ArticleInfo(name, publisher, TUESDAY, Edition("text", number))
        for number, name in enumerate(("a.html", "b.html"))
    }
    readings = read_assertions([first, second], builtin_vocabulary(), articles)
    by_id = {reading.id: reading for reading in readings}
    revised = find_revised(readings, builtin_vocabulary())
    context = Context(builtin_vocabulary(), revised=revised)
    assert list(revised) == [first.id]
    assert len({reading.outlet for reading in readings}) == 1
    found = relate(by_id[second.id], by_id[first.id], context)
    assert (found.relation, found.conflict) == (relation, False)


def test_what_the_later_edition_still_says_is_not_revised() -> None:
    kept = [make_assertion("12", "mayor", outlet=name) for name in ("a.html", "b.html")]
    beside = make_assertion("15", "police", outlet="b.html")
    articles = {
        name: ArticleInfo(name, "Harbour Post", TUESDAY, Edition("text", number))
        for number, name in enumerate(("a.html", "b.html"))
    }
    readings = read_assertions([*kept, beside], builtin_vocabulary(), articles)
    assert find_revised(readings, builtin_vocabulary()) == {}


@pytest.mark.whole
@settings(deadline=None)
@given(st.randoms(use_true_random=False), st.integers(41, 90))
def test_copies_among_many_statements_are_joined_as_they_are_among_few(random: Random, count: int) -> None:
    """Of many equal statements only some pairs are looked at; the groups are those that all pairs give."""
    names = ("governor", "North Wire", "South Wire", "Paper 3", "Paper 4")
    words = ("17", "The governor said at noon that 17 people had died there")
    readings = make_readings(
        [
            make_assertion(
                "17",
                *random.sample(names, random.choice((0, 1, 1, 2))),
                outlet=f"Paper {random.randrange(40)}",
                quote=random.choice(words) if random.random() < 0.2 else "",
                start=n * 50,
            )
            for n in range(count)
        ]
    )
    every = [(a, b) for a, b in combinations(readings, 2) if are_copies(a, b)]
    assert ids_of(join_copies(readings, link_copies(readings))) == ids_of(join_copies(readings, every))


def ids_of(groups: list[list[Reading]]) -> set[frozenset[str]]:
    return {frozenset(reading.id for reading in group) for group in groups}


@pytest.mark.parametrize("attributes", [("perpetrator", "perpetrator"), ("attributed_to", "perpetrator")])
@pytest.mark.parametrize(
    ("one", "two"),
    [("a Tajik national", "ISKP"), ("men from Kunduz", "an ISKP member"), ("two Uzbeks", "fighters from Afghanistan")],
)
def test_a_nationality_is_no_other_perpetrator_than_an_organisation(
    attributes: tuple[str, str], one: str, two: str
) -> None:
    a = make_assertion(one, "governor", attribute=attributes[0])
    b = make_assertion(two, "hospital", outlet="Evening Bell", attribute=attributes[1])
    relation = relate_pair(a, b)
    assert (relation.relation, relation.conflict) == ("other_facet", False)
    assert "both can hold" in relation.explanation


def test_to_deny_a_nationality_denies_no_organisation() -> None:
    a = make_assertion("a Tajik national", "governor", attribute="perpetrator", stance="denies")
    b = make_assertion("ISKP", "hospital", outlet="Evening Bell", attribute="perpetrator")
    assert relate_pair(a, b).relation == "other_facet"


@pytest.mark.parametrize("marked", [True, False])
def test_an_attribute_is_a_claim_of_responsibility_where_the_vocabulary_says_so(marked: bool) -> None:
    vocabulary = make_vocabulary(
        f"""
        [attributes.boast]
        kind = "actor"
        {"claims_responsibility = true" if marked else ""}
        [actors."Red Hill Front"]
        [actors."Blue Plain Union"]
        """
    )
    one, two = (
        make_assertion(name, attribute="boast", outlet=outlet, vocabulary=vocabulary)
        for name, outlet in (("Red Hill Front", "Harbour Post"), ("Blue Plain Union", "Evening Bell"))
    )
    relation = relate_pair(one, two, vocabulary=vocabulary)
    assert relation.relation == ("competing_claims" if marked else "contradiction")


def test_a_toll_does_not_grow_when_its_event_is_long_over() -> None:
    """What was first said of it stands for its day."""
    first = by_post("2", as_of="2031-03-03", subject="ferry crash")
    late = by_post("3", as_of="2031-05-01", subject="ferry crash", start=40)
    later = by_bell("4", as_of="2031-05-20", subject="ferry crash")
    assert relate_pair(late, later, first).relation == "contradiction"
    assert relate_pair(first, later, late).relation == "superseded"


@pytest.mark.parametrize(("published", "relation"), [(True, "relay_divergence"), (False, "self_update")])
def test_one_statement_with_two_values_diverges_on_whatever_days_it_appeared(published: bool, relation: str) -> None:
    """Unless the text itself says when each was made."""
    words = "The committee said late in the evening that {} people had been killed when the ferry struck the old quay"
    two = [
        by_post("3", "committee", as_of=MONDAY, quote=words.format("three")),
        by_bell("4", "committee", as_of=TUESDAY, quote=words.format("four")),
    ]
    articles = {
        one.passage.article: make_article_info(one.passage.article, published=one.as_of if published else None)
        for one in two
    }
    a, b = read_assertions(two, VOCABULARY, articles)
    assert relate(a, b, Context(VOCABULARY)).relation == relation


@pytest.mark.parametrize("name", CASES)
def test_two_statements_that_answer_two_questions_are_related_without_comparing_their_values(name: str) -> None:
    _, _, one, two = CASES[name]
    a, b = read_assertions((one, two), VOCABULARY, infos((one, two)))
    context = Context(VOCABULARY)
    if answer_apart(a, b, VOCABULARY):
        assert relate_apart(a, b, context) == relate(a, b, context)
    elif a.attribute.name != b.attribute.name:
        assert relate(a, b, context).relation != "different_attribute"
