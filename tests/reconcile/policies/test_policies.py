"""Policies: the cases the literature argues about, as a table."""

import pytest

from reconcile.policies import POLICIES, Proposal
from reconcile.policies.case import Case, Figure
from tests.support.policy_cases import figure


def ask(policy: str, *figures: Figure, warning: str = "") -> Proposal:
    chosen = next(each for each in POLICIES if each.name == policy)
    return chosen.propose(Case(tuple(sorted(figures, key=lambda f: (f.time or "", f.id))), warning=warning))


MORNING = [
    figure("a", 19, time="2020-01-01T10:00:00"),
    figure("b", 15, time="2020-01-01T10:30:00"),
    figure("c", 17, time="2020-01-01T14:00:00"),
]
WIRE = [figure(f"w{n}", 17, origin="wire", outlet=f"paper {n}") for n in range(4)] + [figure("x", 15), figure("y", 15)]
ONE_VOICE = [figure("a", 29, origin="coastguard", outlet="one"), figure("b", 12, origin="coastguard", outlet="two")]
DOZENS = [figure("a", 24, 99, point=None, words="dozens")]


@pytest.mark.parametrize(
    ("policy", "figures", "shown"),
    [
        ("gtd", MORNING, "17"),
        ("acled", MORNING, "15"),
        ("ucdp", MORNING, "15 to 19, best 15"),
        ("airwars", MORNING, "15 to 19"),
        ("widest", MORNING, "15 to 19"),
        ("latest", MORNING, "17"),
        ("every_casualty", MORNING, "pending"),
        ("gtd", WIRE, "15"),
        ("ucdp", WIRE, "15 to 17, best 15"),
        ("acled", WIRE, "15"),
        ("majority", WIRE, "17"),
        ("ucdp", ONE_VOICE, "12 to 29, best 12"),
        ("acled", DOZENS, "12"),
        ("gtd", DOZENS, "blank"),
        ("ucdp", DOZENS, "24 to 99, best 24"),
        ("gtd", [*MORNING, figure("d", 40, time="2020-01-02T10:00:00", by_perpetrator=True)], "17"),
        ("gtd", [*MORNING, figure("d", 40, time="2020-01-02T10:00:00", doubtful=True)], "17"),
        ("every_casualty", [figure("a", 17), figure("b", 17)], "17"),
        ("every_casualty", [figure("a", 17)], "pending"),
    ],
)
def test_what_a_codebook_says(policy: str, figures: list[Figure], shown: str) -> None:
    assert ask(policy, *figures).shown == shown


def test_a_policy_names_what_it_left_out() -> None:
    proposal = ask("gtd", *MORNING, figure("d", 40, time="2020-01-02T10:00:00", by_perpetrator=True))
    assert ("d", "rests on a perpetrator's claim") in proposal.left_out
    assert proposal.used == ("c",)


def test_a_part_stands_in_for_the_whole_only_with_a_warning() -> None:
    assert ask("gtd", figure("a", 5), warning="nobody counts the whole").warning == "nobody counts the whole"


@pytest.mark.parametrize("policy", [each.name for each in POLICIES])
def test_every_policy_answers_every_case_with_a_clause(policy: str) -> None:
    for figures in (MORNING, WIRE, DOZENS):
        proposal = ask(policy, *figures)
        assert proposal.clause
        assert proposal.sentence.endswith(".")


def test_a_figure_of_the_same_voice_and_time_is_not_called_older() -> None:
    assert dict(ask("acled", *ONE_VOICE).left_out) == {"a": "its origin is given with another figure at the same time"}
    later = figure("c", 30, origin="coastguard", time="2020-01-02")
    assert set(dict(ask("acled", *ONE_VOICE, later).left_out).values()) == {"another statement of its origin is newer"}
