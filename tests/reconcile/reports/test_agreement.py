"""Agreement and kappa: what two judges of the same items have in common."""

import pytest

from reconcile.items.item import Resolution
from reconcile.policies import Proposal
from reconcile.reports.agreement import cohens_kappa, compare_resolutions, proposal_answer
from tests.support.builders import make_assertion, make_decision, make_item


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        # The worked table of grant proposals in many textbooks: 20 yes-yes, 5 and 10 split, 15 no-no.
        ([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15, 0.4),
        ([("17", "17"), ("15", "15")], 1.0),
        ([("17", "15"), ("15", "17")], -1.0),
        ([("17", "17")] * 5, None),
        ([], None),
    ],
)
def test_kappa_is_agreement_beyond_chance(pairs: list[tuple[object, object]], kappa: float | None) -> None:
    found = cohens_kappa(pairs)
    assert found is None if kappa is None else found == pytest.approx(kappa)


def settled(**changes: object) -> Resolution:
    evidence = [make_assertion("17"), make_assertion("15", "governor", outlet="Evening Bell")]
    act = str(changes.pop("action", "range"))
    if changes.get("assertion") == "17":
        changes["assertion"] = evidence[0].id
    return make_item(evidence, [make_decision(act, seen=evidence, **changes)]).resolution


def test_the_same_answer_by_another_act_is_the_same_answer() -> None:
    found = compare_resolutions({"a": settled(action="accept", assertion="17")}, {"a": settled(low="17", high="17")})
    assert (found.both, found.same, found.differing) == (1, 1, ())


def test_items_that_differ_on_value_or_on_reason_are_listed() -> None:
    mine = {
        "a": settled(low="17", high="17", reason="itemised"),
        "b": settled(low="17", high="17", reason="itemised"),
        "c": settled(action="contested"),
        "mine": settled(action="contested"),
    }
    theirs = {
        "a": settled(low="15", high="17"),
        "b": settled(low="17", high="17", reason="latest"),
        "c": settled(action="contested"),
    }
    found = compare_resolutions(mine, theirs)
    assert [(d.item, d.on, d.mine, d.theirs) for d in found.differing] == [
        ("a", "value", "17", "15 to 17"),
        ("b", "reason", "17", "17"),
    ]
    assert (found.both, found.same, found.only_mine, found.only_theirs) == (3, 2, 1, 0)
    # 17, 17, contested against 15-17, 17, contested: observed 2/3, by chance (2*1 + 1*1)/9.
    assert found.kappa == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))
    assert found.kappa_of_acts == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("proposal", "answer"),
    [
        ({"low": 15, "best": 15, "high": 19}, ("15",)),
        ({"low": 15, "high": 19}, ("15", "19")),
        ({"low": 15, "high": 15}, ("15",)),
        ({"low": 15, "high": 19, "pending": True}, None),
        ({}, None),
    ],
)
def test_a_proposal_answers_with_its_best_figure_else_its_range(
    proposal: dict[str, int], answer: tuple[str, ...] | None
) -> None:
    made = Proposal.model_validate({"policy": "p", "version": "1", "clause": "c", "sentence": "s.", **proposal})
    assert proposal_answer(made) == answer
