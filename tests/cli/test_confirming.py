"""Every face says what an act on a proposal confirms; what stands alone among confirmed claims is no conflict."""

from pathlib import Path

import pytest

from claims.store.dossier import Dossier
from tests.cli.test_plain import converse
from tests.support.command_line import Run
from tests.support.review_builders import make_article, make_assertion

ITEM = "quay fire/killed"


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """Two proposals that contradict each other."""
    post = make_article("It killed 17 people.")
    bell = make_article("It killed 15 people.", name="bell.txt", publisher="Evening Bell")
    proposals = [
        make_assertion(post, "killed 17 people", "17").changed(tier="single"),
        make_assertion(bell, "killed 15 people", "15").changed(tier="single"),
    ]
    with Dossier(tmp_path / "dossier.variorum", create=True) as store:
        store.add_articles([post, bell])
        store.add_assertions(proposals)
    return [proposal.id for proposal in proposals]


def test_deciding_by_command_says_what_it_confirms(run: Run, ids: list[str]) -> None:
    first = run("decide", ITEM, "--accept", ids[0], "--because", "the paper counted")
    assert ", which confirms 1 proposal: accepted 17" in first.out
    again = run("decide", ITEM, "--accept", ids[0], "--because", "it counted twice")
    assert "recorded " in again.out
    assert "confirms" not in again.out
    assert "confirms" not in run("decide", ITEM, "--contested", "--because", "who knows").out


@pytest.mark.whole
def test_deciding_in_plain_lines_says_what_it_confirms(tmp_path: Path, ids: list[str]) -> None:
    assert "recorded: quay fire/killed is settled as 15 (accept, which confirms 1 proposal)" in converse(
        tmp_path / "dossier.variorum", "1 4 a register", "q"
    )


def test_what_stands_alone_among_the_confirmed_is_no_conflict(run: Run, ids: list[str]) -> None:
    run("decide", ITEM, "--accept", ids[0], "--because", "the paper counted")
    assert [item["id"] for item in run("conflicts", "--format", "json").json] == [ITEM]
    alone = run("report", "--accepted-only", "--format", "json").json
    assert [item["id"] for item in alone["conflicts"]] == []
    assert [(item["id"], item["state"]) for item in alone["agreed"]] == [(ITEM, "resolved")]
    assert "0 conflicts" in run("report", "--accepted-only").out
    assert run("conflicts", "--accepted-only", "--format", "json").json == []
    assert "no conflicts" in run("conflicts", "--accepted-only").err
    assert ITEM in [item["id"] for item in run("items", "--accepted-only", "--format", "json").json]
