"""`variorum replay` and `variorum compare` on dossiers: what they print, and that they decide nothing."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import command
from tests.support.store_builders import make_dossier
from tui.cli.commands.demo import fill
from tui.services.acts import Act, act_of
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


def settle(dossier: Path, item: str, low: str, high: str, reason: str = "") -> None:
    with Workspace(dossier) as workspace:
        session = ReviewSession(workspace, "Ada")
        act = Act("range", low=low, high=high, reason=reason, rationale="counted again")
        session.decide(workspace.find_item(item), act)


def test_a_replay_proposes_for_open_items_and_decides_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = make_dossier(tmp_path / "quay.variorum", items=3)
    settle(dossier, "quay-1/killed", "12", "12")
    settle(dossier, "quay-2/killed", "9", "9")
    with Workspace(dossier) as workspace:
        before = workspace.dossier.head()
    capsys.readouterr()
    command("--dossier", dossier, "replay", "--policy", "acled", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert [line["item"] for line in found["open"]] == ["quay-0/killed"]
    assert found["open"][0]["proposal"] == "9"
    assert found["open"][0]["differs_from"]["widest"] == "9 to 12"
    assert [line["item"] for line in found["against_reviewers"]] == ["quay-1/killed"]
    assert found["agreement"][0] == {"with": "reviewers", "same": 1, "both": 2, "rate": "50.0%"}
    with Workspace(dossier) as workspace:
        assert workspace.dossier.head() == before
        assert workspace.find_item("quay-0/killed").state == "open"


@pytest.mark.whole
def test_a_replay_through_a_lens_sees_what_was_known_then(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = make_dossier(tmp_path / "quay.variorum")
    command("--dossier", dossier, "replay", "--policy", "gtd", "--known-at", "2031-01-01", "--format", "json")
    assert json.loads(capsys.readouterr().out)["asked"] == 0


@pytest.mark.whole
def test_a_learned_policy_says_that_the_dossier_is_too_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = make_dossier(tmp_path / "quay.variorum", items=4)
    command("--dossier", dossier, "replay", "--policy", "truthfinder", "--beside", "gtd", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert {line["clause"] for line in found["open"]} == {"too few items to learn from: blank"}
    assert found["answered"] == 0


@pytest.mark.whole
def test_a_learned_policy_answers_where_there_is_enough(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier = make_dossier(tmp_path / "quay.variorum", items=40)
    command("--dossier", dossier, "replay", "--policy", "accu_copy", "--beside", "truthfinder", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert found["answered"] == 40
    assert found["agreement"][1]["with"] == "truthfinder"


@pytest.mark.whole
def test_an_unknown_policy_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--dossier", make_dossier(tmp_path / "quay.variorum"), "replay", "--policy", "gdt") == 2
    assert "known are gtd, ucdp" in capsys.readouterr().err


@pytest.mark.whole
def test_two_dossiers_are_compared_and_neither_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = make_dossier(tmp_path / "mine.variorum", items=3)
    theirs = make_dossier(tmp_path / "theirs.variorum", items=3)
    for item, low, high in (("quay-0", "12", "12"), ("quay-1", "9", "12")):
        settle(mine, f"{item}/killed", low, high, "itemised")
    for item, low, high, reason in (
        ("quay-0", "9", "9", "itemised"),
        ("quay-1", "9", "12", "official_record"),
        ("quay-2", "9", "9", ""),
    ):
        settle(theirs, f"{item}/killed", low, high, reason)
    bytes_before = theirs.read_bytes()
    capsys.readouterr()
    command("--dossier", mine, "compare", theirs, "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert (found["settled_in_both"], found["same"], found["only_theirs"]) == (2, 1, 1)
    assert [(d["item"], d["on"]) for d in found["differing"]] == [
        ("quay-0/killed", "value"),
        ("quay-1/killed", "reason"),
    ]
    command("--dossier", mine, "compare", theirs)
    assert "quay-0/killed: 12 here, 9 there" in capsys.readouterr().out
    assert theirs.read_bytes() == bytes_before


def test_values_that_are_no_counts_are_replayed_explained_and_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Workspace(tmp_path / "demo.variorum", create=True) as workspace:
        fill(workspace)
        item = workspace.find_item("halden-quay-2021/attributed_to")
        acts = {proposal.policy: act_of(proposal) for proposal in item.proposals}
    assert [(p.policy, p.value) for p in item.proposals] == [("majority", "Northern Wing"), ("latest", "Northern Wing")]
    assert acts["majority"].action == "accept"
    assert acts["majority"].assertion in {m.assertion.id for m in item.members}
    capsys.readouterr()
    command("--dossier", tmp_path / "demo.variorum", "replay", "--policy", "majority", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert {line["item"]: line["proposal"] for line in found["open"]}[item.id] == "Northern Wing"
    command("--dossier", tmp_path / "demo.variorum", "policies", "explain", item.id, "--format", "json")
    explained = {each["policy"]: each["value"] for each in json.loads(capsys.readouterr().out)}
    assert explained == {
        **dict.fromkeys(("majority", "latest"), "Northern Wing"),
        **dict.fromkeys(("truthfinder", "accu_copy", "pop_accu")),
    }
