"""`variorum timeline` on a dossier, whole and as of a date."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import command
from tests.support.report_dossiers import make_undecided_demo

ITEM = "halden-quay-2021/killed"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    return make_undecided_demo(tmp_path / "demo.variorum")


def test_the_revision_stands_out_and_was_not_there_before_it_was_made(
    demo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("--dossier", demo, "timeline", ITEM)
    assert "▼ downward revision: 23" in capsys.readouterr().out
    command("--dossier", demo, "timeline", ITEM, "--known-at", "2021-03-15")
    assert "▼" not in capsys.readouterr().out


def test_programs_get_the_records(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command("--dossier", demo, "timeline", ITEM, "--format", "json")
    whole, *parts = json.loads(capsys.readouterr().out)
    assert (whole["scope"], [series["origin"] for series in whole["series"]]) == (
        "total",
        ["Interior Ministry of Tavara", "Ilse Varn"],
    )
    assert [part["scope"] for part in parts] == ["attackers", "dock_workers", "port_guards"]


def test_what_is_no_count_has_none(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command("--dossier", demo, "timeline", "halden-quay-2021/attributed_to")
    said = capsys.readouterr()
    assert (said.out, "no dated count" in said.err) == ("", True)
