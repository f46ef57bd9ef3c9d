"""The policy in force: one source for sessions, bulk decisions, the command line and reports."""

from pathlib import Path

import pytest

from reconcile.policies import DEFAULT_POLICY, POLICIES
from reconcile.reports.answers import build_rows
from tests.support.command_line import command, read_output
from tests.support.pilot import stored
from tests.support.review_builders import KILLED, make_dossier
from tests.support.templates import write_built
from tui.services.acts import DecisionError, act_of, find_proposal
from tui.services.bulk import make_plan, record_plan
from tui.services.policy_settings import attributes_using, use_policy
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

INJURED = ("quay fire", "injured")


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return write_built(tmp_path / "fire.variorum", build)


def build(path: Path) -> None:
    make_dossier(path.parent, reconciled=True).rename(path)
    with Workspace(path) as workspace:
        use_policy(workspace.dossier, "acled", None, "", "Ada")
        use_policy(workspace.dossier, "widest", "injured", "", "Ada")
        workspace.refresh()


@pytest.mark.parametrize(("key", "policy"), [(KILLED, "acled"), (INJURED, "widest")])
def test_what_is_proposed_recorded_and_reported_goes_by_the_setting(
    dossier: Path, key: tuple[str, str], policy: str
) -> None:
    with Workspace(dossier) as workspace:
        session = ReviewSession(workspace, "Ada")
        item = session.item(key)
        assert item.proposals[0].policy == item.policy_in_force == policy
        assert build_rows(item)[0].basis.startswith(f"{policy} ")
        session.decide(item, act_of(find_proposal(item)))
    [decision] = stored(dossier, key)
    assert decision.policy.startswith(f"{policy} ")


def test_each_act_of_a_stroke_names_the_policy_of_its_attribute(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        session = ReviewSession(workspace, "Ada")
        session.load_queue()
        plan = make_plan(session, session.queue, "proposal")
        recorded, _ = record_plan(session, plan.chosen(with_odd=True), "", "")
    names = {decision.attribute: decision.policy.split()[0] for decision in recorded}
    assert names == {"killed": "acled", "injured": "widest"}


def test_the_command_line_accepts_what_is_in_force(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command("--dossier", dossier, "--reviewer", "Ada", "decide", "quay fire/injured", "--proposal")
    assert stored(dossier, INJURED)[0].policy.startswith("widest ")
    assert ", as widest" in read_output(capsys, "--dossier", dossier, "report", "--item", "quay fire/injured")
    assert command("--dossier", dossier, "--reviewer", "Ada", "decide", "quay fire/killed", "--proposal", "--undo") == 2
    assert "give one act, not 2" in capsys.readouterr().err


def test_where_a_dossier_names_none_one_default_is_in_force_everywhere(tmp_path: Path) -> None:
    with Workspace(make_dossier(tmp_path)) as workspace:
        item = workspace.item(KILLED)
        words = workspace.dossier.vocabulary()
    assert item.proposals[0].policy == item.policy_in_force == DEFAULT_POLICY
    assert build_rows(item)[0].basis.startswith(f"{DEFAULT_POLICY} ")
    assert [policy.name for policy in POLICIES if "default" in attributes_using(words, policy.name)] == [DEFAULT_POLICY]


def test_a_policy_without_a_figure_says_which_it_is(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        item = workspace.item(KILLED).changed(proposals=())
    with pytest.raises(DecisionError, match="acled, the codebook in force, has no figure for quay fire/killed"):
        find_proposal(item)
