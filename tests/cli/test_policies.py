"""`variorum policies`: which policy a dossier goes by, and what its reviewers say of sources."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from claims.store.dossier import ItemRow
from tests.support.command_line import Run, command
from tests.support.store_builders import make_dossier
from tui.services.policy_settings import PolicyError, grade_source, use_policy
from tui.services.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path / "quay.variorum")


def use(dossier: Path, *setting: Any) -> None:
    with Workspace(dossier) as workspace:
        use_policy(workspace.dossier, *setting)


def grade(dossier: Path, *setting: Any) -> None:
    with Workspace(dossier) as workspace:
        grade_source(workspace.dossier, *setting)


def first_policy(dossier: Path) -> str:
    with Workspace(dossier) as workspace:
        return workspace.find_item("quay-0/killed").proposals[0].policy


def test_the_latest_setting_holds_and_an_earlier_one_can_be_set_again(dossier: Path) -> None:
    for policy in ("acled", "ucdp", "acled"):
        use(dossier, policy, None, "", "Ada")
        assert first_policy(dossier) == policy
    with Workspace(dossier) as workspace:
        assert len(workspace.dossier.vocabulary_additions()) == 3


def test_an_attribute_of_its_own_beats_the_default(dossier: Path) -> None:
    use(dossier, "acled", None, "", "Ada")
    use(dossier, "ucdp", "dead", "the alias of killed", "Ada")
    assert first_policy(dossier) == "ucdp"


def test_a_value_that_is_no_count_goes_by_the_policy_set_for_it(run: Run, tmp_path: Path) -> None:
    """Two outlets against one that knows later: the majority and the latest differ, and what is set comes first."""
    lines = []
    for name, cause, day in (("a", "gas", 4), ("b", "gas", 4), ("c", "petrol", 6)):
        text = f"---\npublisher: Outlet {name}\npublished: 2031-03-{day:02}\n---\nThe cause was {cause}, it said."
        (tmp_path / f"{name}.txt").write_text(text)
        run("add", f"{name}.txt")
        claim = {"article": f"{name}.txt", "quote": f"The cause was {cause}", "attribute": "cause", "value": cause}
        lines.append(json.dumps({**claim, "subject": "quay"}))
    (tmp_path / "claims.jsonl").write_text("\n".join(lines))
    assert run("claims", "import", "claims.jsonl").code == 0
    dossier = tmp_path / "dossier.variorum"

    def first() -> tuple[str, str]:
        with Workspace(dossier) as workspace:
            proposal = workspace.find_item("quay/cause").proposals[0]
        return proposal.policy, proposal.shown

    assert first() == ("majority", "gas")
    use(dossier, "latest", "cause", "the fire brigade knew more", "Ada")
    assert first() == ("latest", "petrol")
    assert run("--reviewer", "Ada", "decide", "quay/cause", "--proposal", "--because", "it knew more").code == 0
    with Workspace(dossier) as workspace:
        resolution = workspace.find_item("quay/cause").resolution
    assert (resolution.answer, resolution.decision and resolution.decision.policy.split()[0]) == ("petrol", "latest")
    use(dossier, "acled", None, "", "Ada")
    assert first() == ("latest", "petrol")


@pytest.mark.parametrize(("policy", "attribute"), [("gdt", None), ("gtd", "perpetrator"), ("gtd", "crowd")])
def test_what_there_is_not_is_refused_and_nothing_recorded(dossier: Path, policy: str, attribute: str | None) -> None:
    with pytest.raises(PolicyError, match="nothing was recorded"):
        use(dossier, policy, attribute, "", "Ada")
    with Workspace(dossier) as workspace:
        assert workspace.dossier.vocabulary_additions() == []


def test_a_grade_is_kept_when_only_the_party_is_set(dossier: Path) -> None:
    grade(dossier, "Evening Bell", "E", None, "printed a hoax", "Ada")
    grade(dossier, "Evening Bell", None, True, "", "Ada")
    with Workspace(dossier) as workspace:
        setting = workspace.dossier.vocabulary().source_setting("evening bell")
        gtd = next(p for p in workspace.find_item("quay-0/killed").proposals if p.policy == "gtd")
    assert setting is not None
    assert (setting.grade, setting.belligerent, setting.by) == ("E", True, "Ada")
    assert setting.because == "printed a hoax"
    assert gtd.shown == "12"
    assert [why for _, why in gtd.left_out] == ["a reviewer graded its source E"]


@pytest.mark.parametrize("letter", ["G", "1", "B1", "B7", "", None])
def test_what_is_no_grade_is_refused(dossier: Path, letter: str | None) -> None:
    with pytest.raises(PolicyError):
        grade(dossier, "Evening Bell", letter, None, "", "Ada")


@pytest.mark.parametrize("reviewer", ["", " ", "Ada\x1b[31m"])
def test_a_setting_needs_somebody_who_answers_for_it(dossier: Path, reviewer: str) -> None:
    with pytest.raises(PolicyError, match="needs a reviewer"):
        grade(dossier, "Evening Bell", "B", None, "", reviewer)
    with pytest.raises(PolicyError, match="needs a reviewer"):
        use(dossier, "gtd", None, "", reviewer)


def test_one_statement_is_graded_by_a_decision_that_can_be_undone(
    dossier: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VARIORUM_REVIEWER", "Ada")

    def run(*arguments: str) -> int:
        return command("--dossier", dossier, *arguments)

    def gtd() -> str:
        with Workspace(dossier) as workspace:
            return next(p.shown for p in workspace.find_item("quay-0/killed").proposals if p.policy == "gtd")

    with Workspace(dossier) as workspace:
        item = workspace.find_item("quay-0/killed")
        before, used = gtd(), next(p.used for p in item.proposals if p.policy == "gtd")
    assert run("decide", item.id, "--grade", used[0], "5", "--because", "the clerk was not there") == 0
    assert "graded" in capsys.readouterr().out
    assert gtd() != before
    with Workspace(dossier) as workspace:
        assert workspace.find_item(item.id).state == item.state
    assert run("audit", "verify") == 0
    assert run("decide", item.id, "--undo", "--because", "she was") == 0
    assert gtd() == before
    for wrong in ("1", "7", "B"):
        assert run("decide", item.id, "--grade", used[0], wrong, "--because", "no") == 2
        assert "is no grade of a statement" in capsys.readouterr().err


def test_a_claim_of_responsibility_grades_the_count_of_its_event_and_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "---\npublisher: Post\n---\nPolice counted 12 dead. Boko Haram said it had done it."
    )
    lines: list[dict[str, object]] = [
        {"quote": "12 dead", "attribute": "killed", "value": "12", "chain": ["police"]},
        {"quote": "Boko Haram said it had done it", "attribute": "claimed_by", "value": "Boko Haram"},
    ]
    run("add", "a.txt")
    waiting: Sequence[ItemRow] = ()
    for number, line in enumerate(lines):
        file = tmp_path / f"{number}.jsonl"
        file.write_text(json.dumps({"article": "a.txt", "subject": "quay", **line}))
        assert run("claims", "import", file.name).code == 0
        with Workspace(tmp_path / "dossier.variorum") as workspace:
            waiting = workspace.dossier.item_page(workspace.dossier.dirty_numbers())
            workspace.refresh()
    assert {row.attribute for row in waiting} == {"killed", "claimed_by", "perpetrator"}
    shown = run("policies", "explain", "quay/killed").out
    assert "airwars 5: 12 (confirmed)" in shown
    assert "claimed_by: Boko Haram said it had done it" in shown


def test_a_dossier_sets_how_the_standards_deal_with_disagreement(run: Run, dossier: Path) -> None:
    def answer() -> str:
        with Workspace(dossier) as workspace:
            return next(p.shown for p in workspace.find_item("quay-0/killed").proposals if p.policy == "every_casualty")

    answers = []
    for way in ("range", "discussion"):
        assert run("--dossier", str(dossier), "policies", "use", "every_casualty", "--way", way).code == 0
        answers.append(answer())
    assert answers[0] != answers[1] == "pending"
    for policy, way in (("every_casualty", "dice"), ("acled", "range")):
        refused = run("--dossier", str(dossier), "policies", "use", policy, "--way", way)
        assert (refused.code, "ways are every_casualty's: range, majority" in refused.err) == (2, True)
