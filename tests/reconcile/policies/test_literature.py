"""What the codebooks say of the cases that the literature argues about, each with its source."""

from collections.abc import Sequence

import pytest

from claims.models import Assertion, Decision
from reconcile.items.item import Item
from reconcile.policies import POLICIES, Proposal
from reconcile.reports.timeline import build_timelines
from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, make_decision, make_item, make_vocabulary
from tests.support.policy_cases import MORNING, ORIGINALS, WIRE, say

GTD = "GTD codebook, casualties (most recent, majority of independent sources, lowest; perpetrators' claims)"
ACLED = "ACLED, How does ACLED code fatalities?"
UCDP = "UCDP GED codebook, best, low, high; deaths by side"
AIRWARS = "Airwars, Methodology"
COPIES = "Dong, Berti-Equille, Srivastava 2009, Integrating conflicting data: the role of source dependence"
STANDARDS = "Every Casualty Counts, Standards for Casualty Recording"


DOZENS = [say("dozens")]
ATTACKERS = [say("5", "governor", scope="attackers")]
PERPETRATOR = [
    say("17", "governor", outlet="Harbour Post", as_of=MONDAY),
    say("40", "Al-Shabaab", outlet="Evening Bell", as_of=WEDNESDAY),
]
FELL = [
    say("51", "governor", outlet="Harbour Post", as_of=MONDAY),
    say("91", "rescue service", outlet="Evening Bell", as_of=TUESDAY),
    say("24", "hospital", outlet="Valley Times", as_of=WEDNESDAY),
]
SIDES = [
    say("17", "governor", outlet="Harbour Post"),
    say("15", "governor", outlet="Harbour Post", scope="attackers", start=40),
    say("1", "governor", outlet="Harbour Post", scope="border_guards", start=80),
    say("1", "governor", outlet="Harbour Post", scope="officials", start=120),
]
TOO_MANY = [*SIDES, say("3", "hospital", outlet="Evening Bell", scope="civilians")]
CIVILIANS = [say("30", "governor"), say("7", "hospital", outlet="Evening Bell", scope="civilians")]

CASES = [
    ("three totals", MORNING, "gtd", "17", "most recent figure", GTD),
    ("three totals", MORNING, "acled", "15", "most conservative figure", ACLED),
    ("three totals", MORNING, "ucdp", "15 to 19, best 15", "best: of equally reliable sources the lower", UCDP),
    ("three totals", MORNING, "airwars", "15 to 19", "range, not graded", AIRWARS),
    ("three totals", MORNING, "every_casualty", "pending", "pending: sources contradict", STANDARDS),
    ("a wire in four outlets", WIRE, "gtd", "15", "majority of independent origins", COPIES),
    (
        "a wire in four outlets",
        WIRE,
        "ucdp",
        "15 to 17, best 15",
        "best: the most reliable source (borne out independently)",
        COPIES,
    ),
    ("a wire in four outlets", WIRE, "acled", "15", "most conservative figure", COPIES),
    ("a wire in four outlets", WIRE, "latest", "15", "latest as-of date", COPIES),
    ("a wire in four outlets", WIRE, "majority", "17", "most outlets", COPIES),
    ("without the copies", [*WIRE[:1], *ORIGINALS], "majority", "15", "most outlets", COPIES),
    ("dozens", DOZENS, "acled", "12", "vague words: dozens counts as 12", ACLED),
    ("dozens", DOZENS, "gtd", "blank", "too vague or doubtful: blank", GTD),
    ("dozens", DOZENS, "ucdp", "24 to 99, best 24", "best: the only figure of reliable sources", UCDP),
    ("only attackers counted", ATTACKERS, "gtd", "5", "most recent figure", GTD),
    ("only attackers counted", ATTACKERS, "airwars", "blank", "civilians only: blank", AIRWARS),
    ("a perpetrator speaks last", PERPETRATOR, "gtd", "17", "most recent figure", GTD),
    ("a perpetrator speaks last", PERPETRATOR, "latest", "40", "latest as-of date", GTD),
    ("a toll that fell", FELL, "gtd", "24", "most recent figure", GTD),
    ("a toll that fell", FELL, "widest", "24 to 91", "hull of all statements", GTD),
    ("civilians apart", CIVILIANS, "airwars", "7", "civilians, range, graded weak", AIRWARS),
    ("civilians apart", CIVILIANS, "gtd", "30", "most recent figure", GTD),
]


def proposal(assertions: Sequence[Assertion], policy: str, toml: str = "") -> Proposal:
    return proposal_of(make_item(assertions, vocabulary=make_vocabulary(toml)), policy)


def proposal_of(item: Item, policy: str) -> Proposal:
    return next(each for each in item.proposals if each.policy == policy)


@pytest.mark.parametrize(
    ("assertions", "policy", "shown", "clause"),
    [pytest.param(*row[1:5], id=f"{row[2]}: {row[0]}") for row in CASES],
)
def test_what_a_codebook_says(assertions: list[Assertion], policy: str, shown: str, clause: str) -> None:
    found = proposal(assertions, policy)
    assert (found.shown, found.clause) == (shown, clause)
    assert set(found.used).isdisjoint(id_ for id_, _ in found.left_out)
    assert set(found.used) | {id_ for id_, _ in found.left_out} == {a.id for a in assertions}


def test_every_policy_that_counts_origins_withstands_the_copies() -> None:
    """Four prints of one wire change no answer but that of the one policy that counts prints."""
    once = {p.policy: p.answer for p in make_item([*WIRE[:1], *ORIGINALS]).proposals}
    printed = {p.policy: p.answer for p in make_item(WIRE).proposals}
    changed = {name for name in once if once[name] != printed[name]}
    assert changed == {each.name for each in POLICIES if not each.independent} == {"majority"}


def test_attackers_alone_come_with_a_scope_warning() -> None:
    assert "nobody counts the whole" in proposal(ATTACKERS, "gtd").warning


def test_attackers_are_in_the_total_and_apart() -> None:
    assert proposal(SIDES, "gtd").answer == "17; attackers 15"


def test_ucdp_enters_deaths_by_side_and_what_is_left_as_unknown() -> None:
    found = proposal(SIDES, "ucdp")
    assert [part.shown for part in found.parts] == ["side_a 2", "side_b 15", "civilians blank", "unknown 0"]
    assert found.warning == ""


def test_ucdp_says_where_its_sides_exceed_the_total() -> None:
    found = proposal(TOO_MANY, "ucdp")
    assert "sum check: the sides add up to 20, more than the best estimate, 17" in found.warning
    assert found.parts[-1].shown == "unknown blank"


def test_ucdp_adds_the_sides_where_nobody_counts_the_whole() -> None:
    found = proposal(SIDES[1:], "ucdp")
    assert (found.shown, found.clause) == ("17", "best: the sum of the sides")
    assert proposal(SIDES[1:], "gtd").shown == "blank"


def test_airwars_warns_where_nobody_counts_civilians() -> None:
    assert "nobody counts civilians apart" in proposal(MORNING, "airwars").warning
    assert proposal(CIVILIANS, "airwars").warning == ""


def test_every_casualty_lists_each_status_and_waits() -> None:
    found = proposal(SIDES, "every_casualty")
    assert found.answer == "pending; security_forces 2; attackers 15"


def test_every_casualty_waits_for_a_second_outlet() -> None:
    one_outlet = [say("17", "governor"), say("17", "hospital", start=40)]
    assert proposal(one_outlet, "every_casualty").clause == "pending: one outlet"


def test_a_toll_that_fell_keeps_every_figure_in_sight() -> None:
    item = make_item(FELL)
    (line,) = build_timelines(item)
    assert [(p.low, p.mark) for p in line.points] == [(51, ""), (91, ""), (24, "downward_revision")]
    for found in item.proposals:
        assert {*found.used, *(id_ for id_, _ in found.left_out)} == {a.id for a in FELL}


def test_one_figure_of_two_attributes_corroborates_nothing() -> None:
    """4,460 dead and 4,460 sheltered are two facts, whoever prints them on one page."""
    dead = say("4,460", "governor", outlet="Harbour Post")
    sheltered = say("4,460", "rescue service", outlet="Evening Bell", attribute="displaced")
    item = make_item([dead, sheltered])
    assert [m.assertion.id for m in item.members] == [dead.id]
    assert proposal_of(item, "every_casualty").shown == "pending"
    assert proposal_of(item, "airwars").grade == "weak"


@pytest.mark.parametrize("grade", ["F", "F6"])
@pytest.mark.parametrize("assertions", [MORNING, WIRE, DOZENS, FELL, SIDES])
def test_a_source_that_cannot_be_judged_is_as_if_it_had_no_grade(assertions: list[Assertion], grade: str) -> None:
    """Admiralty F and 6 are no opinion: they never become a number, and stand neither before nor behind a grade."""
    names = {a.chain[-1].speaker if a.chain else a.passage.article for a in assertions}
    graded = "\n".join(f'[sources."{name}"]\ngrade = "{grade}"' for name in names)
    assert make_item(assertions, vocabulary=make_vocabulary(graded)).proposals == make_item(assertions).proposals


@pytest.mark.parametrize("grade", ["E", "D", "C4", "F5"])
def test_a_source_graded_doubtful_is_skipped_and_said_to_be(grade: str) -> None:
    found = proposal(MORNING, "gtd", f'[sources.hospital]\ngrade = "{grade}"')
    assert found.shown == "15"
    assert (MORNING[2].id, f"a reviewer graded its source {grade}") in found.left_out


def test_information_that_cannot_be_judged_leaves_the_letter_as_it_is() -> None:
    assert proposal(MORNING, "gtd", '[sources.hospital]\ngrade = "B6"').shown == "17"


def test_the_best_graded_source_goes_first_only_if_all_are_graded() -> None:
    grades = (
        '[sources.governor]\ngrade = "B"\n[sources.hospital]\ngrade = "C"\n[sources."rescue service"]\ngrade = "{}"'
    )
    assert proposal(MORNING, "every_casualty", grades.format("C")).clause == "prioritised source"
    assert proposal(MORNING, "every_casualty", grades.format("C")).shown == "19"
    assert proposal(MORNING, "every_casualty", grades.format("F")).shown == "pending"


def test_the_policy_a_dossier_goes_by_comes_first() -> None:
    item = make_item(MORNING, vocabulary=make_vocabulary('[policies.default]\nuse = "acled"'))
    assert (item.policy, item.proposals[0].policy) == ("acled", "acled")
    assert {p.policy for p in item.proposals} == {each.name for each in POLICIES}


def grade(assertion: Assertion, digit: str) -> Decision:
    return make_decision("grade", assertion=assertion.id, grade=digit)


@pytest.mark.parametrize(
    ("digit", "toml", "shown"),
    [
        ("4", "", "15"),
        ("5", '[sources.hospital]\ngrade = "B2"', "15"),
        ("2", "", "17"),
        ("6", "", "17"),
        ("2", '[sources.hospital]\ngrade = "C4"', "17"),
        ("2", '[sources.hospital]\ngrade = "D"', "15"),
    ],
)
def test_the_grade_of_one_statement_goes_before_what_its_source_is_given(digit: str, toml: str, shown: str) -> None:
    item = make_item(MORNING, [grade(MORNING[2], digit)], vocabulary=make_vocabulary(toml))
    found = proposal_of(item, "gtd")
    assert found.shown == shown
    assert item.state == make_item(MORNING).state


def test_a_statement_graded_doubtful_is_said_to_be() -> None:
    item = make_item(MORNING, [grade(MORNING[2], "5")])
    assert (MORNING[2].id, "a reviewer graded it 5") in proposal_of(item, "gtd").left_out


def test_a_grade_is_undone_like_any_decision() -> None:
    graded = grade(MORNING[2], "5")
    undone = make_item(MORNING, [graded, make_decision("undo", undoes=graded.id)])
    assert proposal_of(undone, "gtd") == proposal_of(make_item(MORNING), "gtd")
