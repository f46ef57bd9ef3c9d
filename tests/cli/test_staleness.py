"""From the command line: what agrees leaves a decision standing, what does not puts the item back with it marked."""

import json
from pathlib import Path

import pytest

from tests.support.command_line import command
from tests.support.store_builders import make_article, make_claim, make_dossier
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = make_dossier(tmp_path / "quay.variorum")
    with Workspace(path) as workspace:
        session = ReviewSession(workspace, "Ada")
        session.decide(workspace.find_item("quay-0/killed"), Act("range", low="12", high="12", reason="itemised"))
    return path


def arrive(path: Path, figure: str) -> str:
    """Add an article that gives this figure; return the id of its statement."""
    article = make_article(f"The hospital counted {figure} dead.", name="late.txt", publisher="Valley Times")
    claim = make_claim(article, f"{figure} dead", figure, subject="quay-0", chain=["hospital"], as_of="2031-03-04")
    with Workspace(path) as workspace:
        workspace.dossier.add_articles([article])
        workspace.dossier.add_assertions([claim])
    return claim.id


def stale(path: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    command("--dossier", path, "conflicts", "--state", "stale", "--format", "json")
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_what_agrees_leaves_the_decision_standing(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arrive(dossier, "12")
    assert stale(dossier, capsys) == []


def test_what_does_not_agree_comes_back_to_the_queue_marked(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = arrive(dossier, "14")
    (item,) = stale(dossier, capsys)
    assert item["resolution"]["unseen"] == [new]  # type: ignore[index]
    command("--dossier", dossier, "explain", "quay-0/killed")
    assert "arrived since the decision: #" in capsys.readouterr().out
    with Workspace(dossier) as workspace:
        session = ReviewSession(workspace, "Ada")
        assert session.load_queue() == 1
        current = session.current()
    assert current is not None
    assert current.state == "stale"
