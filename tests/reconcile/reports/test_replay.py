"""Replay: a policy over many items gives what it gives on each, and says where others differ."""

from hypothesis import given, settings

from claims.models import Assertion
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.items.evidence import Evidence
from reconcile.policies import POLICIES
from reconcile.policies.case import Case
from reconcile.reports.agreement import answer_words
from reconcile.reports.replay import REVIEWERS, ReplayCase, build_replay_case, replay
from tests.support.builders import infos, make_assertion, make_item
from tests.support.policy_cases import MORNING, WIRE
from tests.support.strategies import statements_on_parts

GTD, ACLED = POLICIES[0], POLICIES[2]


def posed_case(assertions: list[Assertion]) -> Case | None:
    return build_replay_case(Evidence(("quay fire", "killed"), assertions, (), builtin_vocabulary(), infos(assertions)))


def case_of(assertions: list[Assertion]) -> Case:
    case = posed_case(assertions)
    assert case is not None
    return case


@settings(deadline=None)
@given(statements_on_parts)
def test_the_lean_road_gives_the_proposals_of_the_whole_item(assertions: list[Assertion]) -> None:
    case = posed_case(assertions)
    lean = () if case is None else tuple(policy.propose(case) for policy in POLICIES)
    assert set(lean) == set(make_item(assertions).proposals)


def test_copies_are_one_voice_on_the_lean_road_too() -> None:
    assert GTD.propose(case_of(WIRE)).shown == "15"


def test_an_open_item_comes_with_those_who_differ() -> None:
    found = replay(GTD, (ACLED,), [ReplayCase("a/killed", True, case_of(MORNING))])
    (line,) = found.open
    assert (line.item, line.shown, line.others) == ("a/killed", "17", (("acled", "15"),))
    assert [(rate.other, rate.same, rate.both) for rate in found.rates] == [(REVIEWERS, 0, 0), ("acled", 0, 1)]
    assert found.against_reviewers == ()


def test_a_settled_item_is_listed_only_where_the_policy_differs_from_the_reviewers() -> None:
    items = [
        ReplayCase("a/killed", False, case_of(MORNING), ("17",)),
        ReplayCase("b/killed", False, case_of(MORNING), ("15", "19")),
        ReplayCase("c/killed", False, case_of(MORNING), None),
    ]
    found = replay(GTD, (), items)
    assert [(line.item, line.others) for line in found.against_reviewers] == [
        ("b/killed", ((REVIEWERS, answer_words(("15", "19"))),))
    ]
    assert [(rate.same, rate.both, rate.share) for rate in found.rates] == [(1, 2, 0.5)]
    assert (found.asked, found.answered, found.open) == (3, 3, ())


def test_a_blank_agrees_and_disagrees_with_nobody() -> None:
    found = replay(GTD, (ACLED,), [ReplayCase("a/killed", True, case_of([make_assertion("dozens")]))])
    assert [rate.both for rate in found.rates] == [0, 0]
    assert (found.answered, found.open[0].others) == (0, ())
