"""Verdicts of several reviewers: whose stands, when they differ, and what settles between them."""

from typing import Any

import pytest

from claims.models import Decision
from claims.vocabulary.loading import build_vocabulary
from reconcile.items.item import Item
from tests.support.builders import make_assertion, make_decision, make_item

POST, BELL, WIRE = (make_assertion(n, outlet=o) for n, o in (("17", "Post"), ("15", "Bell"), ("17", "Wire")))
EVIDENCE = (POST, BELL, WIRE)
SAY: dict[str, dict[str, Any]] = {
    "17": {"action": "accept", "assertion": POST.id},
    "17 too": {"action": "accept", "assertion": WIRE.id},
    "17 typed": {"action": "range", "low": "17", "high": "17"},
    "15": {"action": "accept", "assertion": BELL.id},
    "contested": {"action": "contested"},
    "nothing": {"action": "needs_evidence"},
    "other": {"action": "not_comparable", "relation": "granularity"},
    "rounding": {"action": "not_comparable", "relation": "part_of_whole"},
}


def decide(*acts: str) -> list[Decision]:
    """Decisions in order: `Ada 17`, `Ben blind 15`, `Cyd adjudicates 17`; a name alone undoes the latest."""
    made: list[Decision] = []
    for act in acts:
        name, *how = act.split(" ")
        flags = {"blind": how[0] == "blind", "adjudicates": how[0] == "adjudicates"} if how else {}
        fields = SAY[" ".join(how[1:] if any(flags.values()) else how)] if how else {"action": "undo"}
        undone = {} if how else {"undoes": made[-1].id}
        based_on = made[-1].id if made else None
        made.append(make_decision(reviewer=name, based_on=based_on, seen=EVIDENCE, **{**fields, **flags, **undone}))
    return made


def item_after(*acts: str, reviews: int = 1, contested: str = "") -> Item:
    words = build_vocabulary([{"protocol": {"default": {"reviews": reviews, "contested": contested}}}])
    return make_item(EVIDENCE, decide(*acts), vocabulary=words)


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        (["Ada blind 17", "Ben blind 15"], "differ"),
        (["Ada blind 17", "Ben blind 17 too"], "resolved"),
        (["Ada blind 17", "Ben blind 17 typed"], "resolved"),
        (["Ada blind 17", "Ben blind contested"], "differ"),
        (["Ada blind other", "Ben blind rounding"], "differ"),
        (["Ada blind other", "Ben blind other"], "explained"),
        (["Ada 17", "Ben 15"], "resolved"),
        (["Ada 17", "Ben blind 15"], "differ"),
        (["Ada blind 17", "Ben 15"], "differ"),
        (["Ada blind 17", "Ben blind 15", "Ada 15"], "resolved"),
        (["Ada blind 17", "Ben blind 15", "Ada contested"], "differ"),
        (["Ada blind 17", "Ben blind 15", "Ada contested", "Ben 17"], "differ"),
        (["Ada blind 17", "Ben blind 15", "Cyd 15"], "resolved"),
        (["Ada blind 17", "Ben blind 15", "Cyd nothing"], "needs_evidence"),
        (["Ada blind 17", "Ben blind 15", "Cyd blind 15"], "differ"),
        (["Ada blind 17", "Ben blind 15", "Ada adjudicates 15"], "resolved"),
        (["Ada blind 17", "Ben blind 15", "Cyd 15", "Cyd"], "differ"),
        (["Ada blind 17", "Ben blind 15", "Ben"], "resolved"),
        (["Ada blind 17", "Ben blind 15", "Cyd 15", "Dee blind 17"], "differ"),
        (["Ada blind 17", "Ada adjudicates 15"], "resolved"),
        (["Ada blind 17", "Ben blind 17", "Cyd 15"], "differ"),
    ],
)
def test_a_blind_disagreement_stays_until_somebody_settles_between(acts: list[str], state: str) -> None:
    assert item_after(*acts).state == state


@pytest.mark.parametrize(
    ("acts", "reviews", "state"),
    [
        (["Ada 17"], 2, "open"),
        (["Ada 17", "Ada 17"], 2, "open"),
        (["Ada 17", "Ben 17 too"], 2, "resolved"),
        (["Ada 17", "Ben 15"], 2, "differ"),
        (["Ada 17", "Ben 15", "Cyd 15"], 2, "resolved"),
        (["Ada 17", "Ben 15", "Cyd 15"], 3, "differ"),
        (["Ada 17", "Ben 15", "Cyd adjudicates 15"], 3, "resolved"),
        (["Ada 17", "Ben 15", "Cyd 15", "Dee 15"], 3, "resolved"),
        (["Ada adjudicates 17"], 2, "open"),
        (["Ada contested"], 2, "contested"),
        (["Ada other"], 2, "open"),
    ],
)
def test_a_protocol_that_asks_for_several_reviews_waits_for_them(acts: list[str], reviews: int, state: str) -> None:
    assert item_after(*acts, reviews=reviews).state == state


def test_an_item_on_which_reviewers_differ_gives_both_verdicts_and_no_answer() -> None:
    item = item_after("Ben blind 15", "Ada blind 17")
    resolution = item.resolution
    assert [(v.decision.reviewer, v.answer) for v in resolution.verdicts] == [("Ada", "17"), ("Ben", "15")]
    assert (resolution.answer, resolution.low, resolution.decision) == ("", None, None)
    assert item.explanation == "Reviewers differ: Ada: 17; Ben: 15."
    assert item.importance > item_after().importance + 1_000


def test_one_review_of_two_says_what_is_missing_where_reviewers_may_look() -> None:
    item = item_after("Ada 17", reviews=2)
    assert "The protocol asks for 2 reviews; so far there is Ada: 17." in item.notes
    assert "Ada" not in item.explanation
    assert item.resolution.answer == ""


def test_removing_evidence_alone_does_not_settle_where_two_reviews_are_asked_for() -> None:
    words = build_vocabulary([{"protocol": {"default": {"reviews": 2}}}])
    rejected = make_decision("reject", assertion=BELL.id, reason="misquoted", reviewer="Ada")
    second = make_decision("accept", assertion=POST.id, reviewer="Ben", based_on=rejected.id, seen=EVIDENCE)
    assert make_item(EVIDENCE, [rejected], vocabulary=words).state == "open"
    assert make_item(EVIDENCE, [rejected, second], vocabulary=words).state == "resolved"


def test_decisions_that_a_merge_of_events_brought_together_had_not_seen_each_other() -> None:
    first, second = (
        make_decision(reviewer=name, seen=[saw], **SAY[says])
        for name, says, saw in (("Ada", "17", POST), ("Ben", "15", BELL))
    )
    assert make_item(EVIDENCE, [first, second]).state == "differ"
    third = make_decision(reviewer="Cyd", based_on=second.id, seen=EVIDENCE, **SAY["15"])
    assert make_item(EVIDENCE, [first, second, third]).state == "resolved"


@pytest.mark.parametrize(
    ("tables", "answer"),
    [
        ({}, ""),
        ({"protocol": {"default": {"contested": "settles"}}}, "contested, 15 to 17"),
        ({"policies": {"default": {"use": "airwars"}}}, "contested, 15 to 17"),
        ({"policies": {"killed": {"use": "every_casualty"}}}, "contested, 15 to 17"),
        ({"policies": {"default": {"use": "gtd"}}}, ""),
        (
            {"policies": {"default": {"use": "airwars"}}, "protocol": {"default": {"contested": "waits"}}},
            "",
        ),
    ],
)
def test_contested_is_an_answer_where_the_protocol_or_else_the_policy_says_so(
    tables: dict[str, Any], answer: str
) -> None:
    item = make_item(EVIDENCE, decide("Ada contested"), vocabulary=build_vocabulary([tables]))
    assert (item.state, item.resolution.answer) == ("resolved" if answer else "contested", answer)
