"""What decisions come to: every act, undoing, and when new evidence makes a resolution stale."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.decisions import effective
from claims.models import Assertion, Decision
from claims.values import ValueProblem
from reconcile.items.standing import fold_decisions
from reconcile.items.verdicts import parse_range
from tests.support.builders import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    make_assertion,
    make_decision,
    make_item,
    make_vocabulary,
    sets_of,
)
from tests.support.profiles import examples

POST, BELL = make_assertion("17"), make_assertion("15", outlet="Evening Bell")
BOTH = (POST, BELL)
LATER = "2031-03-06"


def wire(value: str, *chain: str, **changes: object) -> Assertion:
    return make_assertion(value, *chain, outlet="North Wire", **changes)  # type: ignore[arg-type]


# ---------------------------------------------------------------------- acts


def test_a_conflict_nobody_has_settled_is_open() -> None:
    item = make_item(BOTH)
    assert (item.state, item.resolution.answer, item.head) == ("open", "", None)


@pytest.mark.parametrize(
    ("act", "state", "answer", "edges"),
    [
        ({"action": "accept", "assertion": POST.id}, "resolved", "17", ("17", "17")),
        ({"action": "range", "low": "15", "high": "17"}, "resolved", "15 to 17", ("15", "17")),
        ({"action": "range", "low": "15", "high": None}, "resolved", "at least 15", ("15", None)),
        ({"action": "contested"}, "contested", "", (None, None)),
        ({"action": "not_comparable", "relation": "granularity"}, "explained", "", (None, None)),
        ({"action": "needs_evidence"}, "needs_evidence", "", (None, None)),
    ],
)
def test_an_act_that_settles(
    act: dict[str, object], state: str, answer: str, edges: tuple[str | None, str | None]
) -> None:
    decision = make_decision(seen=BOTH, **act)  # type: ignore[arg-type]
    item = make_item(BOTH, [decision])
    resolution = item.resolution
    assert (item.state, resolution.answer, (resolution.low, resolution.high)) == (state, answer, edges)
    assert resolution.decision == decision
    assert item.head == decision.id
    assert item.is_conflict
    assert sets_of(item) == {frozenset({"17", "15"})}, "what was settled is still shown"


def test_mending_how_an_article_was_read_settles_no_conflict_of_sources() -> None:
    item = make_item(BOTH, [make_decision("reject", assertion=BELL.id, reason="misread", seen=BOTH)])
    assert (item.state, item.minimal_sets) == ("said_once", ())


@pytest.mark.parametrize("action", ["reject", "different_event"])
def test_removing_one_side_settles_the_conflict_and_keeps_it_in_sight(action: str) -> None:
    item = make_item(BOTH, [make_decision(action, assertion=BELL.id, reason="misquoted", seen=BOTH)])
    assert (item.state, item.minimal_sets, item.relations) == ("resolved", (), ())
    assert (item.resolution.answer, item.resolution.low, item.resolution.high) == ("17", "17", "17")
    assert {m.assertion.id: m.removed for m in item.members} == {POST.id: "", BELL.id: action}
    assert item.notes == ("1 assertion set aside by a reviewer.",)


def test_an_item_with_nothing_left_to_conflict_has_an_answer_or_relations_that_explain_it() -> None:
    third = wire("at least 14")
    rejected = make_decision("reject", assertion=BELL.id, reason="misquoted", seen=[*BOTH, third])
    several = make_item([*BOTH, third], [rejected])
    assert (several.state, several.resolution.answer) == ("explained", "")
    assert [relation.relation for relation in several.relations] == ["compatible_bound"]
    both = make_item([POST], [make_decision("reject", assertion=POST.id, reason="misquoted")])
    assert (both.state, both.resolution.answer) == ("explained", "")
    unconfirmed = make_item([POST.changed(tier="single"), BELL], [rejected])
    assert unconfirmed.state == "unreviewed", "nobody has looked at what remains"


def test_what_was_removed_on_one_item_is_gone_from_all() -> None:
    """An assertion of the killed attackers bears on how many attackers there were."""
    attackers, killed = make_assertion("12", attribute="attackers"), wire("15", scope="attackers")
    assert make_item([attackers, killed], attribute="attackers").state == "open"
    rejected = make_decision("reject", assertion=killed.id, seen=[killed])
    without = make_item([attackers, killed], [rejected], attribute="attackers")
    assert without.minimal_sets == ()
    assert without.notes == ("1 assertion set aside by a reviewer.",)
    assert make_item([make_assertion("3", attribute="injured")], [rejected], attribute="injured").notes == ()


def test_setting_a_scope_places_what_was_held() -> None:
    held = wire("15", scope=None)
    assert make_item([POST, held]).state == "held"
    placed = make_item([POST, held], [make_decision("set_scope", assertion=held.id, scope="attackers")])
    assert (placed.state, placed.resolution.answer) == ("explained", "")
    assert [r.relation for r in placed.relations] == ["part_of_whole"]
    assert [m.scope for m in placed.members if m.assertion.id == held.id] == ["attackers"]
    total = make_item([POST, held], [make_decision("set_scope", assertion=held.id, scope="total")])
    assert total.state == "open"


def test_placing_one_of_two_leaves_the_item_waiting_for_the_other() -> None:
    first, second = wire("15", scope=None), wire("3", scope=None, start=40)
    decision = make_decision("set_scope", assertion=first.id, scope="attackers")
    assert make_item([POST, first, second], [decision]).state == "held"


@pytest.mark.parametrize("action", ["reject", "different_event", "set_scope"])
def test_an_act_about_no_assertion_settles_nothing(action: str) -> None:
    assert make_item(BOTH, [make_decision(action, seen=BOTH)]).state == "open"


def test_an_accepted_assertion_that_is_rejected_later_leaves_the_answer_stale() -> None:
    accepted = make_decision("accept", assertion=POST.id, seen=BOTH)
    item = make_item(BOTH, [accepted, make_decision("reject", assertion=POST.id, seen=BOTH)])
    assert (item.state, item.resolution.answer) == ("stale", "")


def test_the_last_settling_act_stands() -> None:
    first = make_decision("accept", assertion=POST.id, seen=BOTH)
    second = make_decision("contested", seen=BOTH)
    assert make_item(BOTH, [first, second]).state == "contested"
    assert make_item(BOTH, [second, first]).state == "resolved"


def test_a_decision_settles_only_its_own_attribute() -> None:
    other = make_decision("contested", attribute="injured", seen=BOTH)
    assert make_item(BOTH, [other]).state == "open"
    assert make_item(BOTH, [other]).head is None


# ---------------------------------------------------------------------- undo


def undo(decision: Decision) -> Decision:
    return make_decision("undo", undoes=decision.id)


def test_undoing_brings_back_what_was_before_and_undoing_that_brings_it_back_again() -> None:
    first = make_decision("contested", seen=BOTH)
    second = make_decision("accept", assertion=POST.id, seen=BOTH)
    back = undo(second)
    again = undo(back)
    states = [make_item(BOTH, decisions).state for decisions in ([first], [first, second])]
    assert states == ["contested", "resolved"]
    assert make_item(BOTH, [first, second, back]).resolution == make_item(BOTH, [first]).resolution
    assert make_item(BOTH, [first, second, back, again]).resolution == make_item(BOTH, [first, second]).resolution
    assert make_item(BOTH, [first, second, back, again, undo(again)]).state == "contested"


@pytest.mark.parametrize(
    "act",
    [
        {"action": "reject", "assertion": BELL.id},
        {"action": "different_event", "assertion": BELL.id},
        {"action": "set_scope", "assertion": BELL.id, "scope": "attackers"},
        {"action": "range", "low": "15", "high": "17"},
    ],
)
def test_every_act_can_be_undone_but_stays_the_head(act: dict[str, object]) -> None:
    decision = make_decision(seen=BOTH, **act)  # type: ignore[arg-type]
    back = undo(decision)
    before, after = make_item(BOTH), make_item(BOTH, [decision, back])
    assert after.changed(head=None) == before
    assert after.head == back.id


_ids = [f"{n:032x}" for n in range(1, 9)]


@st.composite
def histories(draw: st.DrawFn) -> list[Decision]:
    """Acts and undos of any earlier decision, undone ones included."""
    history: list[Decision] = []
    for id_ in _ids[: draw(st.integers(0, 8))]:
        undoes = draw(st.none() | st.sampled_from([d.id for d in history])) if history else None
        act = (
            {"action": "undo", "undoes": undoes}
            if undoes
            else draw(
                st.sampled_from(
                    [
                        {"action": "accept", "assertion": POST.id},
                        {"action": "contested"},
                        {"action": "reject", "assertion": BELL.id},
                        {"action": "set_scope", "assertion": BELL.id, "scope": "attackers"},
                        {"action": "range", "low": "1", "high": "20", "attribute": "injured"},
                    ]
                )
            )
        )
        history.append(make_decision(**{"id": id_, "seen": BOTH, **act}))  # type: ignore[arg-type]
    return history


@settings(deadline=None, max_examples=examples(200))
@given(histories())
def test_replaying_the_decisions_rebuilds_the_same(history: list[Decision]) -> None:
    assert fold_decisions(history, "killed") == fold_decisions(tuple(history), "killed")
    assert effective(effective(history)) == effective(history)
    assert make_item(BOTH, history) == make_item(BOTH[::-1], list(history))


@settings(deadline=None, max_examples=examples(200))
@given(histories(), st.integers(0, 2**32))
def test_undoing_the_last_act_and_undoing_that_changes_nothing(history: list[Decision], number: int) -> None:
    last = history[-1] if history else make_decision("contested", id=f"{number:032x}")
    done = [*history[:-1], last]
    back = make_decision("undo", id="a" * 32, undoes=last.id)
    again = make_decision("undo", id="b" * 32, undoes=back.id)
    assert effective([*done, back, again]) == effective(done)
    assert effective([*done, back]) == effective(done[:-1])


# ---------------------------------------------------------------------- staleness

ACCEPT = make_decision("accept", assertion=POST.id, seen=BOTH)
RANGE = make_decision("range", low="15", high="17", seen=BOTH)
CONTESTED = make_decision("contested", seen=BOTH)
APART = make_decision("not_comparable", relation="granularity", seen=BOTH)
WANTED = make_decision("needs_evidence", seen=BOTH)


@pytest.mark.parametrize(
    ("decision", "arrived", "stale"),
    [
        (ACCEPT, wire("17"), False),
        (ACCEPT, wire("at least 15"), False),
        (ACCEPT, wire("17", stance="suspects"), False),
        (ACCEPT, wire("15"), True),
        (ACCEPT, wire("17", stance="denies"), True),
        (ACCEPT, wire("12", as_of=MONDAY), False),
        (ACCEPT, wire("20", as_of=WEDNESDAY), True),
        (ACCEPT, wire("12", as_of=WEDNESDAY), True),
        (ACCEPT, wire("15", scope="attackers"), False),
        (ACCEPT, wire("18", scope="attackers"), True),
        (ACCEPT, wire("17", subject="quay fire", attribute="injured"), False),
        (RANGE, wire("16"), False),
        (RANGE, wire("17", as_of=LATER), False),
        (RANGE, wire("20"), True),
        (RANGE, wire("20", as_of=LATER), True),
        (RANGE, wire("at least 3", as_of=MONDAY), False),
        (RANGE, wire("18", scope="attackers"), True),
        (CONTESTED, wire("at least 3"), False),
        (CONTESTED, wire("17"), True),
        (CONTESTED, wire("16"), True),
        (APART, wire("at least 3"), False),
        (APART, wire("16"), True),
        (WANTED, wire("at least 3"), True),
        (WANTED, wire("17"), True),
    ],
)
def test_a_resolution_goes_stale_on_evidence_it_had_not_seen_and_that_does_not_agree(
    decision: Decision, arrived: Assertion, stale: bool
) -> None:
    item = make_item([*BOTH, arrived], [decision])
    assert (item.state == "stale") == stale, item.explanation
    assert item.resolution.unseen == ((arrived.id,) if stale else ())
    seen = decision.changed(seen=tuple(sorted((*decision.seen, arrived.id))))
    assert make_item([*BOTH, arrived], [seen]).state != "stale", "seen, it is no news"


@pytest.mark.parametrize("decision", [ACCEPT, RANGE])
def test_parts_that_together_exceed_the_accepted_answer_make_it_stale(decision: Decision) -> None:
    parts = [wire("15", scope="attackers"), wire("4", scope="civilians", start=40)]
    item = make_item([*BOTH, *parts], [decision])
    assert item.state == "stale"
    assert item.resolution.unseen == tuple(sorted(part.id for part in parts))
    assert make_item([*BOTH, parts[0]], [decision]).state == "resolved"


def test_a_new_part_counts_with_the_parts_already_seen() -> None:
    seen, new = wire("15", scope="attackers"), wire("4", scope="civilians", start=40)
    accepted = make_decision("accept", assertion=POST.id, seen=[*BOTH, seen])
    item = make_item([*BOTH, seen, new], [accepted])
    assert (item.state, item.resolution.unseen) == ("stale", (new.id,))


def test_a_statement_equal_to_the_accepted_one_does_not_hide_what_speaks_against_it() -> None:
    """Two outlets say at least 17, one of them is accepted; a breakdown said to be complete makes 16."""
    twins = [make_assertion("at least 17"), make_assertion("at least 17", outlet="Evening Bell")]
    parts = [wire("15", scope="attackers", exhaustive=True), wire("1", scope="civilians", exhaustive=True, start=40)]
    for accepted in twins:
        decision = make_decision("accept", assertion=accepted.id, seen=twins)
        assert make_item([*twins, *parts], [decision]).state == "stale"


def test_what_arrived_and_was_replaced_by_its_own_origin_does_not_trouble_the_answer() -> None:
    old, new = wire("12", "police", as_of=TUESDAY), wire("17", "police", as_of=WEDNESDAY, start=40)
    assert make_item([*BOTH, old, new], [ACCEPT]).state == "resolved"


def test_an_old_disagreement_does_not_make_a_decision_stale() -> None:
    third = wire("16")
    decision = make_decision("accept", assertion=POST.id, seen=[*BOTH, third])
    assert make_item([*BOTH, third], [decision]).state == "resolved"


def test_removing_the_evidence_that_disagrees_freshens_the_resolution() -> None:
    new = wire("20")
    assert make_item([*BOTH, new], [ACCEPT]).state == "stale"
    assert make_item([*BOTH, new], [ACCEPT, make_decision("reject", assertion=new.id)]).state == "resolved"


@settings(deadline=None, max_examples=examples(150))
@given(st.lists(st.tuples(st.integers(13, 19), st.booleans(), st.sampled_from([MONDAY, TUESDAY, WEDNESDAY]))))
def test_only_unseen_evidence_is_ever_named_as_disagreeing(drawn: Sequence[tuple[int, bool, str]]) -> None:
    arrived = [
        wire(f"at least {n}" if open_ else str(n), start=at, as_of=as_of) for at, (n, open_, as_of) in enumerate(drawn)
    ]
    item = make_item([*BOTH, *arrived], [ACCEPT])
    assert set(item.resolution.unseen) <= {a.id for a in arrived}
    assert (item.state == "stale") == bool(item.resolution.unseen)


# ---------------------------------------------------------------------- ranges


@pytest.mark.parametrize(
    ("attribute", "low", "high", "printed"),
    [
        ("killed", "15", "19", ("15", "19")),
        ("length", "5", "7", ("5", "7")),
        ("date", "2018-07", None, ("2018-07", None)),
    ],
)
def test_a_range_is_read_as_its_attribute(
    attribute: str, low: str, high: str | None, printed: tuple[str, str | None]
) -> None:
    value = parse_range(low, high, make_vocabulary().attributes[attribute])
    assert str(value.low).startswith(printed[0])  # type: ignore[union-attr]
    assert (value.high is None) == (printed[1] is None)  # type: ignore[union-attr]


@pytest.mark.parametrize(("low", "high"), [("seventeen", "19"), ("19", "15"), (None, None), ("-1", "3"), ("1.5", "2")])
def test_bounds_that_make_no_count_are_refused(low: str | None, high: str | None) -> None:
    with pytest.raises(ValueProblem):
        parse_range(low, high, make_vocabulary().attributes["killed"])


def test_another_print_of_what_the_decision_had_seen_is_no_news() -> None:
    told = "It is now known that 15 people died in the fire at the quay"
    seen = [make_assertion("17", "governor"), make_assertion("15", outlet="Evening Bell", quote=told)]
    decision = make_decision("range", low="17", high="17", seen=seen)
    reprint = make_assertion("15", outlet="Valley Times", quote=told, as_of=WEDNESDAY)
    other_words = make_assertion("15", outlet="Valley Times", as_of=WEDNESDAY)
    assert make_item([*seen, reprint], [decision]).state == "resolved"
    assert make_item([*seen, other_words], [decision]).state == "stale"


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ({"action": "reject", "reason": "retracted", "rationale": "withdrawn"}, "-post.txt was retracted (withdrawn)"),
        ({"action": "reject", "reason": "primary", "rationale": "a list"}, "it was rejected (primary: a list)"),
        ({"action": "different_event", "rationale": ""}, "it speaks of a different event"),
    ],
)
def test_a_decision_on_what_was_set_aside_since_says_what_it_was_and_why(act: dict[str, str], why: str) -> None:
    accepted = make_decision("accept", assertion=POST.id, seen=BOTH)
    new = wire("40", as_of=LATER)
    item = make_item([*BOTH, new], [accepted, make_decision(assertion=POST.id, seen=BOTH, **act)])
    assert item.state == "stale"
    assert item.explanation.startswith("The decision accepted 17 (")
    assert ", because " in item.explanation
    assert f"{why}." in item.explanation


def test_a_statement_alone_that_was_accepted_is_no_conflict_and_one_that_met_another_is() -> None:
    alone = make_item([POST], [make_decision("accept", assertion=POST.id, seen=[POST])])
    assert (alone.state, alone.is_conflict) == ("resolved", False)
    assert make_item(BOTH, [make_decision("reject", assertion=BELL.id, seen=BOTH)]).is_conflict
