"""Data items: what conflicts, what waits, what counts once, and the same record from any order."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.models import Assertion
from claims.values.model import CountValue
from reconcile.items.conflicts import MOST_COMPARED, MOST_SETS
from reconcile.items.item import Item, split_item_id
from reconcile.reports.report import build_entry, build_report
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, make_assertion, make_decision, make_item, sets_of
from tests.support.profiles import examples

OUTLETS = ("Harbour Post", "Evening Bell", "North Wire", "Coast Courier", "Mill Gazette")
COPIED = "Officials counted seventeen dead on the quay by nightfall"


def relations_of(item: Item) -> list[str]:
    return sorted(relation.relation for relation in item.relations)


# ---------------------------------------------------------------------- states


@pytest.mark.parametrize(
    ("evidence", "attribute", "state"),
    [
        ([], "killed", "said_once"),
        ([make_assertion("17")], "killed", "said_once"),
        ([make_assertion("17"), make_assertion("17", outlet="Evening Bell")], "killed", "agreed"),
        (
            [make_assertion("17", "police"), make_assertion("17", "police", outlet="Evening Bell")],
            "killed",
            "said_once",
        ),
        ([make_assertion("17", scope=None)], "killed", "held"),
        ([make_assertion("17"), make_assertion("15", outlet="Evening Bell", scope="dockers")], "killed", "held"),
        ([make_assertion("17"), make_assertion("15", outlet="Evening Bell")], "killed", "open"),
        ([make_assertion("a leak", attribute="cause")], "cause", "said_once"),
        (
            [
                make_assertion("a leak", attribute="cause"),
                make_assertion("arson", attribute="cause", outlet="Evening Bell"),
            ],
            "cause",
            "held",
        ),
    ],
)
def test_an_item_is_in_this_state(evidence: list[Assertion], attribute: str, state: str) -> None:
    item = make_item(evidence, attribute=attribute)
    assert item.state == state
    assert item.is_conflict == (state == "open")
    assert item.explanation.endswith((".", "?", ".)"))


PROPOSED, TWIN = make_assertion("17").changed(tier="single"), make_assertion("17", outlet="Evening Bell")


@pytest.mark.parametrize(
    ("evidence", "confirmed", "state"),
    [
        ([PROPOSED], [], "unreviewed"),
        ([PROPOSED], [PROPOSED], "said_once"),
        ([PROPOSED, TWIN.changed(tier="single")], [], "unreviewed"),
        ([PROPOSED, TWIN], [], "said_once"),
        ([PROPOSED, TWIN], [PROPOSED], "agreed"),
        ([PROPOSED, make_assertion("15", outlet="Evening Bell").changed(tier="single")], [], "open"),
        ([make_assertion("17", scope=None).changed(tier="single")], [], "held"),
    ],
)
def test_what_rests_on_proposals_that_nobody_confirmed_is_unreviewed(
    evidence: list[Assertion], confirmed: list[Assertion], state: str
) -> None:
    item = make_item(evidence, [make_decision("confirm", assertion=each.id) for each in confirmed])
    assert item.state == state


def test_a_held_item_asks_the_one_question_that_would_free_it() -> None:
    unplaced = make_item([make_assertion("17"), make_assertion("15", outlet="Evening Bell", scope=None)])
    assert unplaced.explanation == "Whose number is 15 of unstated scope (Evening Bell, as of 2031-03-04)?"
    texts = [make_assertion("a leak", attribute="cause"), make_assertion("arson", attribute="cause", outlet="Bell")]
    asked = make_item(texts, attribute="cause").explanation
    assert re.match("Do .*a leak.* and .*arson.* say the same[?]|Do .*arson.* and .*a leak.* say the same[?]", asked)
    assert unplaced.importance > 0, "it stands in the queue before what nobody needs to look at"


def test_plain_texts_wait_and_are_never_a_conflict() -> None:
    evidence = [
        make_assertion(text, attribute="cause", outlet=outlet)
        for outlet, text in zip(OUTLETS, ("a leak", "arson", "A leak!", "lightning", "a gas leak"), strict=True)
    ]
    item = make_item(evidence, attribute="cause")
    assert (item.state, item.minimal_sets) == ("held", ())
    assert set(relations_of(item)) == {"undecided", "equivalent"}


def test_as_many_dead_as_homeless_corroborate_nothing() -> None:
    dead, homeless = make_assertion("4,460"), make_assertion("4,460", attribute="displaced", outlet="Evening Bell")
    assert relations_of(make_item([dead, homeless])) == []
    assert len(make_item([dead, homeless]).origins) == 1


# ---------------------------------------------------------------------- origins


def test_one_statement_in_five_outlets_counts_once() -> None:
    item = make_item([make_assertion("17", "police", outlet=outlet) for outlet in OUTLETS])
    assert item.origins == (("police", tuple(sorted(m.assertion.id for m in item.members))),)
    assert set(relations_of(item)) == {"identical"}


def test_one_text_in_five_outlets_counts_once_though_none_names_the_other() -> None:
    item = make_item([make_assertion("17", outlet=outlet, quote=COPIED) for outlet in OUTLETS])
    assert [origin for origin, _ in item.origins] == ["Coast Courier"]
    assert set(relations_of(item)) == {"same_origin"}


def test_an_outlet_quoting_another_rests_on_whom_that_one_rests() -> None:
    quoted, quoting = make_assertion("17", "police"), make_assertion("17", "Harbour Post", outlet="Evening Bell")
    own = make_assertion("15", outlet="Evening Bell", start=40)
    item = make_item([quoted, quoting, own])
    assert item.origins == (("Evening Bell", (own.id,)), ("police", tuple(sorted((quoted.id, quoting.id)))))


def test_an_origin_twice_against_one_is_one_side() -> None:
    """The weaker side counts origins, so relaying a figure more often does not lift it in the queue."""
    once = [make_assertion("17", "police"), make_assertion("15", "mayor", outlet="Evening Bell")]
    relayed = [*once, *(make_assertion("15", "mayor", outlet=outlet) for outlet in OUTLETS[2:])]
    assert make_item(relayed).importance == make_item(once).importance


# ---------------------------------------------------------------------- minimal sets


def test_a_toll_that_rose_and_fell_shows_the_fall() -> None:
    tolls = (("51", MONDAY), ("91", TUESDAY), ("24", WEDNESDAY))
    three = [make_assertion(v, outlet=o, as_of=t) for o, (v, t) in zip(OUTLETS, tolls, strict=False)]
    item = make_item(three)
    assert sets_of(item) == {frozenset({"51", "24"}), frozenset({"91", "24"})}
    assert "such a count does not fall" in item.explanation
    one = [make_assertion(v, "police", outlet=o, as_of=t) for o, (v, t) in zip(OUTLETS, tolls, strict=False)]
    item = make_item(one)
    assert (item.state, item.minimal_sets) == ("said_once", ())
    assert relations_of(item) == ["downward_revision", "downward_revision", "self_update"]


@pytest.mark.parametrize(
    ("tolls", "conflict"),
    [
        ([("12", MONDAY), ("20", WEDNESDAY)], False),
        ([("91", TUESDAY), ("24", WEDNESDAY)], True),
        ([("17", TUESDAY), ("15", TUESDAY)], True),
        ([("12", MONDAY), ("at least 17", TUESDAY), ("19", WEDNESDAY)], False),
        ([("up to 20", MONDAY), ("21", TUESDAY)], False),
        ([("up to 20", TUESDAY), ("21", MONDAY)], True),
    ],
)
def test_a_count_that_only_grows_is_no_conflict(tolls: list[tuple[str, str]], conflict: bool) -> None:
    evidence = [make_assertion(v, outlet=o, as_of=t) for o, (v, t) in zip(OUTLETS, tolls, strict=False)]
    assert make_item(evidence).is_conflict == conflict


def test_two_groups_and_the_findings_meet_at_the_perpetrator() -> None:
    evidence = [
        make_assertion("Taliban", "Taliban", attribute="claimed_by"),
        make_assertion("Islamic State", "police", attribute="attributed_to", outlet="Evening Bell"),
        make_assertion("nobody", attribute="claimed_by", outlet="North Wire", as_of=MONDAY),
    ]
    item = make_item(evidence, attribute="perpetrator")
    assert sets_of(item) == {frozenset({"Taliban", "Islamic State"})}
    assert all(member.linked for member in item.members)
    assert make_item(evidence, attribute="claimed_by").minimal_sets == ()


def test_no_minimal_set_holds_another() -> None:
    values = ("17", "15", "at least 16", "18")
    totals = [make_assertion(v, outlet=o) for o, v in zip(OUTLETS, values, strict=False)]
    parts = [make_assertion(v, outlet="Quay Journal", scope=s) for v, s in (("10", "attackers"), ("8", "civilians"))]
    found = [set(s.assertions) for s in make_item([*totals, *parts]).minimal_sets]
    assert found
    assert not any(a < b for a in found for b in found)


# ---------------------------------------------------------------------- order


@st.composite
def bodies_of_evidence(draw: st.DrawFn) -> list[Assertion]:
    made = []
    for number in range(draw(st.integers(0, 7))):
        low = draw(st.integers(0, 20))
        value = draw(st.sampled_from([str(low), f"at least {low}", f"up to {low}", "dozens", f"{low} to {low + 5}"]))
        chain = draw(st.sampled_from([(), ("police",), ("North Wire", "police"), ("Harbour Post",)]))
        made.append(
            make_assertion(
                value,
                *chain,
                outlet=draw(st.sampled_from(OUTLETS)),
                start=number * 50,
                scope=draw(st.sampled_from(["total", "attackers", "border_guards", "foreigners", "unplaced", None])),
                stance=draw(st.sampled_from(["asserts", "asserts", "asserts", "suspects", "denies", "retracts"])),
                as_of=draw(st.sampled_from([MONDAY, TUESDAY, WEDNESDAY, "2031-03", "2031-03-04/..", None])),
                exhaustive=draw(st.integers(0, 4)) == 0,
                quote=draw(st.sampled_from(["", COPIED])),
            )
        )
    return made


@settings(deadline=None, max_examples=examples(150))
@given(bodies_of_evidence(), st.randoms(use_true_random=False))
def test_shuffled_evidence_gives_the_same_record(evidence: list[Assertion], mixer: random.Random) -> None:
    decisions = [make_decision("accept", assertion=evidence[0].id, seen=evidence[:2])] if evidence else []
    shuffled = list(evidence)
    mixer.shuffle(shuffled)
    one, two = make_item(evidence, decisions), make_item(shuffled, decisions)
    assert one == two


@settings(deadline=None, max_examples=examples(150))
@given(bodies_of_evidence())
def test_every_finding_is_about_the_evidence_and_says_so_in_a_sentence(evidence: list[Assertion]) -> None:
    item = make_item(evidence)
    ids = {assertion.id for assertion in evidence}
    for found in item.minimal_sets:
        assert len(found.assertions) > 1
        assert set(found.assertions) <= ids
        assert found.explanation.endswith((".", ")"))
    sets = [set(found.assertions) for found in item.minimal_sets]
    assert not any(a < b for a in sets for b in sets)
    for relation in item.relations:
        assert relation.a < relation.b
        assert not relation.conflict or {relation.a, relation.b} in sets
    assert sorted(id_ for _, group in item.origins for id_ in group) == sorted(ids)


def test_the_id_of_an_item_splits_at_its_last_slash() -> None:
    assert split_item_id("flood/2031/killed") == ("flood/2031", "killed")


# ---------------------------------------------------------------------- much and odd evidence


@pytest.mark.whole
def test_of_two_thousand_assertions_on_one_item_some_are_compared() -> None:
    mixer = random.Random(7)
    evidence = [
        make_assertion(
            str(mixer.randint(1, 60)),
            f"speaker {n % 50}",
            outlet=f"Outlet {n % 300}",
            start=n * 20,
            scope=mixer.choice(["total", "attackers", "civilians", "border_guards"]),
            exhaustive=n % 100 == 0,
            as_of=f"2031-03-{mixer.randint(1, 28):02}T{mixer.randint(0, 23):02}:{mixer.randint(0, 59):02}",
        )
        for n in range(2_000)
    ]
    item = make_item(evidence)
    assert len(item.members) == 2_000
    assert len(item.relations) <= MOST_COMPARED * (MOST_COMPARED - 1) / 2
    assert 0 < len(item.minimal_sets) <= MOST_SETS
    assert "150 of them" in item.notes[-1]
    shuffled = list(evidence)
    mixer.shuffle(shuffled)
    assert make_item(shuffled) == item


def test_every_distinct_value_is_compared_before_any_second_of_one() -> None:
    crowd = [make_assertion("17", f"speaker {n}", start=n * 20) for n in range(MOST_COMPARED + 50)]
    odd = make_assertion("3", outlet="Evening Bell")
    assert make_item([*crowd, odd]).is_conflict


def test_open_and_largest_bounds_are_compared_like_others() -> None:
    largest = 10**15
    values: list[dict[str, object]] = [
        {"low": 0, "high": None},
        {"low": largest, "high": largest},
        {"low": 0, "high": 0},
        {"low": largest, "high": None},
    ]
    evidence = [
        make_assertion(value, outlet=outlet, scope=scope, start=at * 50)
        for outlet, value in zip(OUTLETS, values, strict=False)
        for at, scope in enumerate(("total", "attackers", "civilians"))
    ]
    item = make_item(evidence)
    assert item.is_conflict
    assert {len(found.assertions) for found in item.minimal_sets} == {2, 3}


def test_nothing_but_open_bounds_conflicts_with_nothing() -> None:
    everything = [{"low": 0, "high": None}]
    evidence = [
        make_assertion(value, outlet=outlet, scope=scope, as_of=as_of)
        for value in everything
        for outlet in OUTLETS
        for scope in ("total", "attackers", "unplaced")
        for as_of in (MONDAY, None)
    ]
    assert make_item(evidence).minimal_sets == ()


@pytest.mark.parametrize(
    "as_of", ["2031-03-04/..", "../2031-03-04", "[2031-03-03,2031-03-04]", "2031~", "0001", "9999-12-31"]
)
def test_any_edtf_as_of_can_be_compared(as_of: str) -> None:
    evidence = [make_assertion("17", as_of=as_of), make_assertion("15", outlet="Evening Bell", as_of=as_of)]
    assert make_item(evidence).is_conflict


def test_an_attribute_the_vocabulary_lost_is_compared_by_its_kind() -> None:
    """Its place in any tree is lost with it."""
    evidence = [
        make_assertion(value, outlet=outlet).changed(attribute="lost")
        for value, outlet in (("17", "Harbour Post"), ("15", "Evening Bell"))
    ]
    assert isinstance(evidence[0].value, CountValue)
    item = make_item([*evidence], attribute="lost")
    assert item.state == "open"


# ---------------------------------------------------------------------- the report


def test_a_report_puts_every_item_in_one_place_and_the_weightiest_first() -> None:
    dates = [
        make_assertion(value, outlet=outlet, attribute="date")
        for value, outlet in (("2031-03-03", "Harbour Post"), ("2031-03-02", "Evening Bell"))
    ]
    deaths = [make_assertion("17"), make_assertion("15", outlet="Evening Bell")]
    causes = [
        make_assertion("a leak", attribute="cause"),
        make_assertion("arson", attribute="cause", outlet="Evening Bell"),
    ]
    injured = [make_assertion("3", attribute="injured")]
    items = [make_item(evidence, attribute=evidence[0].attribute) for evidence in (injured, dates, causes, deaths)]
    entries = [build_entry(item) for item in items]
    report = build_report(entries, dossier="quay.variorum", head=(9, "f" * 64), articles=2)
    assert [item.attribute for item in report.conflicts] == ["killed", "date"]
    assert report.open == report.conflicts
    assert [item.attribute for item in report.held] == ["cause"]
    assert [item.attribute for item in report.agreed] == ["injured"]
    assert build_report(entries[::-1], dossier="quay.variorum", head=(9, "f" * 64), articles=2) == report
