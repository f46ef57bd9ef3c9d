"""`variorum derive` on a dossier."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import command
from tests.support.report_dossiers import make_undecided_demo

ITEM = "halden-quay-2021/killed"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return make_undecided_demo(tmp_path / "demo.variorum")


def test_a_figure_from_elsewhere_is_told_with_its_arithmetic_and_odds(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("--dossier", demo, "derive", ITEM, "--value", "23", "--as-of", "2021-03-20") == 0
    text = capsys.readouterr().out
    assert "23 killed, as of 2021-03-20: could be made from these" in text
    assert "can be made so simply" in text


def test_not_from_these(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command("--dossier", demo, "derive", ITEM, "--value", "9731")
    assert "9,731 killed: not from these" in capsys.readouterr().out


def test_one_statement_is_asked_about_by_its_id(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command("--dossier", demo, "explain", ITEM, "--format", "json")
    id_ = json.loads(capsys.readouterr().out)["members"][0]["id"]
    command("--dossier", demo, "derive", id_, "--format", "json")
    (derived,) = json.loads(capsys.readouterr().out)
    assert derived["assertion"] == id_
    assert all(id_ not in ids for each in derived["derivations"] for ids in each["statements"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((ITEM, "--value", "many"), "many"),
        ((ITEM, "--value", "23", "--as-of", "soon"), "soon"),
        ((ITEM, "--value", "dozens"), "no single figure"),
        (("halden-quay-2021/attributed_to", "--value", "3"), "only counts and measures"),
        (("halden-quay-2021/attributed_to",), "names its source"),
        (("nowhere/killed",), "nowhere"),
    ],
)
def test_what_cannot_be_asked_is_said(
    demo: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert command("--dossier", demo, "derive", *arguments) == 2
    assert said in capsys.readouterr().err
