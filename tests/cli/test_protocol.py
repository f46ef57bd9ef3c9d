"""`variorum protocol`: what a dossier asks of its reviewers, kept in its ledger."""

from pathlib import Path

import pytest

from claims.vocabulary.model import Protocol
from tests.support.command_line import command
from tests.support.store_builders import make_dossier
from tui.services.acts import Act
from tui.services.policy_settings import PolicyError
from tui.services.protocol import protocol_words, set_protocol
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path / "quay.variorum")


def change(workspace: Workspace, reviews: int | None = None, contested: str | None = None) -> Protocol:
    return set_protocol(workspace.dossier, reviews=reviews, contested=contested, because="pairs", reviewer="Ada")


def test_each_half_of_a_protocol_changes_alone_and_the_latest_holds(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        assert workspace.dossier.vocabulary().protocol.reviews == 1
        change(workspace, reviews=2)
        change(workspace, contested="settles")
        now = change(workspace, reviews=3)
        assert (now.reviews, now.contested, now.by, now.because) == (3, "settles", "Ada", "pairs")
        assert change(workspace, contested="policy").contested == ""
    with Workspace(dossier) as workspace:
        assert workspace.dossier.vocabulary().protocol.reviews == 3


def test_a_protocol_of_two_reviews_unsettles_what_one_reviewer_settled(dossier: Path) -> None:
    with Workspace(dossier) as workspace:
        item = workspace.find_item("quay-0/killed")
        key = (item.subject, item.attribute)
        one, two = (m.assertion.id for m in item.members[:2])
        assert ReviewSession(workspace, "Ada").decide(item, Act("accept", one, reason="1")).state == "resolved"
        change(workspace, reviews=2)
        workspace.refresh()
        assert workspace.dossier.item_row(key).state == "open"
        ben = ReviewSession(workspace, "Ben")
        assert ben.decide(workspace.item(key), Act("accept", two, reason="1")).state == "differ"
        cyd = ReviewSession(workspace, "Cyd")
        assert cyd.decide(workspace.item(key), Act("accept", one, reason="1")).state == "resolved"
        ben.workspace.refresh()
        cyd.undo()
        assert workspace.dossier.item_row(key).state == "differ"


@pytest.mark.parametrize(
    ("reviews", "contested", "reviewer", "words"),
    [
        (0, None, "Ada", "1 to 9"),
        (10, None, "Ada", "1 to 9"),
        (None, "perhaps", "Ada", "settles, waits, policy"),
        (2, None, " ", "needs a reviewer"),
    ],
)
def test_what_is_no_protocol_is_refused(
    dossier: Path, reviews: int | None, contested: str | None, reviewer: str, words: str
) -> None:
    with Workspace(dossier) as workspace, pytest.raises(PolicyError, match=words):
        set_protocol(workspace.dossier, reviews=reviews, contested=contested, because="", reviewer=reviewer)


def test_the_command_shows_and_changes_it(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("--dossier", dossier, "protocol") == 0
    assert "settled by one review;" in capsys.readouterr().out
    assert command("--dossier", dossier, "--reviewer", "Ada", "protocol", "--reviews", 2, "--contested", "settles") == 0
    with Workspace(dossier) as workspace:
        said = capsys.readouterr().out
        assert said.startswith(protocol_words(workspace.dossier.vocabulary().protocol))
    assert "2 reviews" in said
    assert "by Ada" in said
