"""`variorum policies`: which policy a dossier goes by, and what its reviewers say of sources."""

from pathlib import Path

import pytest

from tests.store_builders import make_dossier
from tui.commands.policies import PolicyError, run_grade, run_use
from tui.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path / "quay.variorum")


def first_policy(dossier: Path) -> str:
    with Workspace(dossier) as workspace:
        return workspace.find_item("quay-0/killed").proposals[0].policy


def test_the_latest_setting_holds_and_an_earlier_one_can_be_set_again(dossier: Path) -> None:
    for policy in ("acled", "ucdp", "acled"):
        run_use(dossier, policy, None, "", "Ada")
        assert first_policy(dossier) == policy
    with Workspace(dossier) as workspace:
        assert len(workspace.dossier.vocabulary_additions()) == 3


def test_an_attribute_of_its_own_beats_the_default(dossier: Path) -> None:
    run_use(dossier, "acled", None, "", "Ada")
    run_use(dossier, "ucdp", "dead", "the alias of killed", "Ada")
    assert first_policy(dossier) == "ucdp"


@pytest.mark.parametrize(("policy", "attribute"), [("gdt", None), ("gtd", "perpetrator"), ("gtd", "crowd")])
def test_what_there_is_not_is_refused_and_nothing_recorded(dossier: Path, policy: str, attribute: str | None) -> None:
    with pytest.raises(PolicyError, match="nothing was recorded"):
        run_use(dossier, policy, attribute, "", "Ada")
    with Workspace(dossier) as workspace:
        assert workspace.dossier.vocabulary_additions() == []


def test_a_grade_is_kept_when_only_the_party_is_set(dossier: Path) -> None:
    run_grade(dossier, "Evening Bell", "E", None, "printed a hoax", "Ada")
    run_grade(dossier, "Evening Bell", None, True, "", "Ada")
    with Workspace(dossier) as workspace:
        setting = workspace.dossier.vocabulary().source_setting("evening bell")
        gtd = workspace.find_item("quay-0/killed").proposals[0]
    assert setting is not None
    assert (setting.grade, setting.belligerent, setting.by) == ("E", True, "Ada")
    assert gtd.shown == "12"
    assert [why for _, why in gtd.left_out] == ["a reviewer graded its source E"]


@pytest.mark.parametrize("grade", ["G", "1", "B1", "B7", "", None])
def test_what_is_no_grade_is_refused(dossier: Path, grade: str | None) -> None:
    with pytest.raises(PolicyError):
        run_grade(dossier, "Evening Bell", grade, None, "", "Ada")


@pytest.mark.parametrize("reviewer", ["", " ", "Ada\x1b[31m"])
def test_a_setting_needs_somebody_who_answers_for_it(dossier: Path, reviewer: str) -> None:
    with pytest.raises(PolicyError, match="needs a reviewer"):
        run_grade(dossier, "Evening Bell", "B", None, "", reviewer)
    with pytest.raises(PolicyError, match="needs a reviewer"):
        run_use(dossier, "gtd", None, "", reviewer)
