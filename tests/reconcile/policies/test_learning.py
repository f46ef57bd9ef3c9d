"""Learned baselines: they find the reliable origins, see through copies, and say when they cannot."""

import random

import pytest

from reconcile.policies.case import Case
from reconcile.policies.learning import LEARNERS, LEAST_ITEMS, AccuCopy, Learner, TruthFinder
from tests.support.policy_cases import figure


def case(number: int, **figures: int) -> Case:
    return Case(tuple(figure(f"{origin}-{number}", n, origin=origin) for origin, n in sorted(figures.items())))


def reliable_and_careless(count: int) -> list[Case]:
    """Items on which `post` and `bell` mostly agree, and `gazette` is off in its own way each time."""
    return [case(n, post=10 + n, bell=10 + n + (n % 9 == 0), gazette=40 + 3 * n) for n in range(count)]


def copied(count: int) -> list[Case]:
    """Items on which `wire` is often wrong and two outlets print what it says; two others work for themselves."""
    cases = []
    for n in range(count):
        wire = 10 + n + (50 if n % 3 == 0 else 0)
        cases.append(case(n, wire=wire, print_a=wire, print_b=wire, post=10 + n, bell=10 + n + (n % 7 == 0)))
    return cases


@pytest.mark.parametrize("learner", [TruthFinder(), AccuCopy()], ids=lambda each: each.name)
def test_origins_that_agree_elsewhere_decide_where_they_differ_from_a_careless_one(learner: Learner) -> None:
    proposal = learner.learn(reliable_and_careless(60)).propose(case(99, post=20, gazette=31))
    assert (proposal.shown, proposal.clause) == ("20", "most reliable origins")
    assert proposal.used == ("post-99",)
    assert proposal.left_out == (("gazette-99", "less reliable origins, or not their newest"),)


def test_only_the_copy_aware_one_is_not_outvoted_by_copies() -> None:
    disputed = case(999, wire=70, print_a=70, print_b=70, post=20, bell=20)
    assert AccuCopy().learn(copied(90)).propose(disputed).shown == "20"
    assert TruthFinder().learn(copied(90)).propose(disputed).shown == "70"


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda each: each.name)
def test_too_few_items_are_said_to_be_too_few(learner: Learner) -> None:
    disputed = case(1, post=20, bell=31)
    for taught, known in ((learner, 0), (learner.learn(reliable_and_careless(LEAST_ITEMS - 1)), LEAST_ITEMS - 1)):
        proposal = taught.propose(disputed)
        assert (proposal.shown, proposal.clause) == ("blank", "too few items to learn from: blank")
        assert f"It has {known} items" in proposal.sentence


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda each: each.name)
def test_items_of_one_origin_teach_nothing(learner: Learner) -> None:
    assert "It has 0 items" in learner.learn([case(n, post=n) for n in range(99)]).propose(case(1, post=5)).sentence


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda each: each.name)
def test_the_order_of_the_items_changes_nothing(learner: Learner) -> None:
    cases, disputed = copied(60), case(99, wire=70, post=20, bell=21)
    shuffled = random.Random(5).sample(cases, len(cases))
    assert learner.learn(cases).propose(disputed) == learner.learn(shuffled).propose(disputed)
    assert learner.learn(cases).learned.weights == learner.learn(shuffled).learned.weights  # type: ignore[attr-defined]
