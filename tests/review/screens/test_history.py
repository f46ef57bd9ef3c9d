"""The history: every decision in its order, and the way from each to its item."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from claims.store.dossier import Dossier
from tests.support.pilot import on, review, screen_text, until
from tests.support.profiles import one_quick
from tests.support.review_builders import make_dossier
from tui.review.app import ReviewApp
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.history import HistoryScreen
from tui.review.screens.queue import QueueScreen
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    path = make_dossier(tmp_path)
    with Workspace(path) as workspace:
        for reviewer, attribute, words in (("Bo", "killed", "two lists\x1b[2J"), ("Ada", "injured", "by name")):
            session = ReviewSession(workspace, reviewer)
            session.decide(workspace.item(("quay fire", attribute)), Act("contested", rationale=words))
    return path


@pytest.mark.parametrize("key", one_quick("h", "f11"))
def test_decisions_are_listed_newest_first_and_lead_to_their_items(dossier: Path, key: str) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press(key)
        await until(
            pilot, lambda: isinstance(app.screen, HistoryScreen) and "2 decisions, newest first" in screen_text(app)
        )
        assert "quay fire/injured: kept as contested by Ada" in screen_text(app)
        await pilot.press("down")
        await until(pilot, lambda: "quay fire/killed: kept as contested by Bo" in screen_text(app))
        assert "two lists␛[2J" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        assert isinstance(app.screen, ConflictScreen)
        assert app.screen.item is not None
        assert app.screen.item.attribute == "killed"

    review(dossier, script)


@pytest.mark.whole
def test_a_blind_reviewer_sees_their_own_decisions_only(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        app.session.blind = True
        await pilot.press("h")
        await until(pilot, lambda: isinstance(app.screen, HistoryScreen) and "1 decision by Ada" in screen_text(app))
        assert "Bo" not in screen_text(app)
        await pilot.press("down", "pagedown", "end", "escape")
        await until(pilot, on(app, QueueScreen))

    review(dossier, script)


@pytest.mark.whole
def test_without_decisions_it_says_so(tmp_path: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("h")
        await until(pilot, lambda: "Nothing has been decided yet." in screen_text(app))
        await pilot.press("enter", "escape")

    review(make_dossier(tmp_path), script)


def test_pages_of_decisions_come_in_the_order_asked_for(dossier: Path) -> None:
    with Dossier(dossier) as store:
        numbers = store.decision_numbers()
        assert [one.reviewer for one in store.decision_page(numbers)] == ["Ada", "Bo"]
        assert [one.reviewer for one in store.decision_page([*reversed(numbers), 1, 999])] == ["Bo", "Ada"]
