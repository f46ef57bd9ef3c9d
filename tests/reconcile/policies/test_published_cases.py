"""Every policy answers the cases that follow from the definitions its document publishes."""

import pytest

from reconcile.policies import Proposal
from tests.support.published_cases import PUBLISHED, Published


@pytest.mark.parametrize(
    ("policy", "case"),
    [pytest.param(name, each, id=f"{name}: {each.defines}") for name, cases in PUBLISHED.items() for each in cases],
)
def test_a_case_is_answered_as_published(policy: str, case: Published) -> None:
    found = next(p for p in case.item.proposals if p.policy == policy)
    assert found.answer == case.answer, found.sentence
    assert case.clause in found.clause


def ask(policy: str, defines: str) -> tuple[Published, Proposal]:
    case = next(each for each in PUBLISHED[policy] if each.defines == defines)
    return case, next(p for p in case.item.proposals if p.policy == policy)


def test_a_grade_names_the_statements_of_responsibility_it_rests_on() -> None:
    case, found = ask("airwars", "confirmed: a specific belligerent has accepted responsibility")
    assert found.beside == (case.statements[1].id,)
    assert "Al-Shabaab has accepted responsibility" in found.sentence


def test_what_a_grade_lacks_is_said() -> None:
    _, found = ask("airwars", "fair needs near actions")
    assert "nobody has set whether a party acted near" in found.warning
