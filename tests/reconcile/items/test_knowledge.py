"""What a blind reviewer may know of the decisions on a subject."""

from typing import Any

import pytest

from claims.identity import digest
from claims.models import Decision
from reconcile.items.knowledge import could_know_others, known_decisions

NAMES: dict[str, str] = {}
"""The names that decisions have here, by id."""


def named(name: str) -> str:
    id_ = digest(name)[:32]
    NAMES[id_] = name
    return id_


def statement(name: str) -> str:
    return digest({"statement": name})


def decide(name: str, action: str, reviewer: str = "Ann", **changes: Any) -> Decision:
    fields = {"id": named(name), "subject": "quay fire", "attribute": "killed", "action": action, "reviewer": reviewer}
    if "assertion" in changes:
        changes["assertion"] = statement(changes["assertion"])
    if "undoes" in changes:
        changes["undoes"] = named(changes["undoes"])
    changes["seen"] = tuple(sorted(map(statement, changes.pop("seen", ()))))
    return Decision.model_validate({**fields, "decided_at": "2031-03-02T10:00:00Z", **changes})


ACCEPT = decide("accept", "accept", assertion="a", seen=("a", "b"), batch="stroke")
CONFIRMED_WITH_IT = decide("with", "confirm", assertion="a", seen=("a",), batch="stroke")
CURATED = decide("curated", "confirm", assertion="b", seen=("b",))
MISREAD = decide("misread", "reject", assertion="c", seen=("c",), reason="misread")
MINE = decide("mine", "contested", "Ben")
MINE_ELSEWHERE = decide("elsewhere", "contested", "Ben", attribute="injured")


def ids(decisions: list[Decision], opened: str = "") -> list[str]:
    return [NAMES[decision.id] for decision in known_decisions(decisions, "Ben", opened)]


@pytest.mark.parametrize(
    ("theirs", "known"),
    [
        (ACCEPT, False),
        (decide("x", "contested"), False),
        (decide("x", "tag", tags="+urgent"), False),
        (decide("x", "set_scope", assertion="a", scope="civilians", seen=("a",)), False),
        (decide("x", "different_event", assertion="a", seen=("a",)), False),
        (decide("x", "reject", assertion="a", seen=("a",), reason="fabricated_or_satire"), False),
        (decide("x", "reject", assertion="a", seen=("a", "b"), reason="misread"), False),
        (decide("x", "confirm", assertion="a", seen=("a", "b")), False),
        (decide("x", "confirm", assertion="a", seen=("a",), blind=True), False),
        (CURATED, True),
        (MISREAD, True),
    ],
    ids=lambda each: f"{each.action}-{NAMES[each.id]}" if isinstance(each, Decision) else "",
)
def test_verdicts_of_others_are_unknown_and_how_articles_were_read_is_known(theirs: Decision, known: bool) -> None:
    assert ids([theirs], "killed") == ([NAMES[theirs.id]] if known else [])


def test_what_was_confirmed_at_one_stroke_with_a_verdict_goes_with_it() -> None:
    assert ids([ACCEPT, CONFIRMED_WITH_IT, CURATED]) == ["curated"]


def test_a_decision_does_not_name_the_unknown_one_that_it_builds_on() -> None:
    first, last = decide("first", "contested", "Ben"), decide("last", "undecided", "Ben")
    theirs = ACCEPT.changed(based_on=first.id)
    chain = [first, theirs, CONFIRMED_WITH_IT.changed(based_on=theirs.id)]
    known = known_decisions([*chain, last.changed(based_on=chain[-1].id)], "Ben")
    assert [(NAMES[d.id], d.based_on) for d in known] == [("first", None), ("last", first.id)]


def test_an_undoing_is_known_as_far_as_what_it_undoes_is() -> None:
    undoings = [decide("no", "undo", undoes="accept"), decide("yes", "undo", undoes="misread")]
    again = decide("again", "undo", undoes="yes")
    assert ids([ACCEPT, MISREAD, *undoings, again]) == ["misread", "yes", "again"]


def test_another_who_undoes_ones_own_verdict_is_not_heard_before_one_decides_again() -> None:
    assert ids([MINE, decide("undone", "undo", undoes="mine")]) == ["mine"]


def test_others_are_heard_on_an_opened_item_that_one_has_settled_and_in_no_list() -> None:
    decisions = [ACCEPT, MINE, decide("their injured", "undecided", attribute="injured")]
    assert ids(decisions, "killed") == ["accept", "mine"]
    assert ids(decisions, "injured") == ids(decisions) == ["mine"]
    assert ids([*decisions, decide("undo", "undo", "Ben", undoes="mine")], "killed") == ["mine", "undo"]


def test_one_could_know_others_once_both_verdicts_were_there_at_one_time() -> None:
    undo = decide("undo", "undo", "Ben", undoes="mine")
    assert not could_know_others([ACCEPT], "Ben", "killed")
    assert not could_know_others([MINE, undo, ACCEPT], "Ben", "killed")
    assert not could_know_others([CURATED, MINE], "Ben", "killed")
    assert not could_know_others([ACCEPT, MINE_ELSEWHERE], "Ben", "killed")
    assert could_know_others([ACCEPT, MINE], "Ben", "killed")
    assert could_know_others([MINE, ACCEPT, undo], "Ben", "killed")
