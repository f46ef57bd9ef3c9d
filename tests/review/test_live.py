"""What others record appears while a reviewer is at work, and takes neither place nor draft from them."""

import asyncio
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from claims.store.dossier import Dossier
from tests.support.pilot import choose, open_killed, review, screen_text, stored, until
from tests.support.review_builders import KILLED, make_article, make_assertion, make_dossier
from tui.review.app import ReviewApp
from tui.review.screens.rationale import RationaleScreen
from tui.review.settings import Settings
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

FERRY = ("ferry grounding", "killed")


@pytest.fixture
def dossier(tmp_path: Path, own_state_folder: None) -> Path:
    return make_dossier(tmp_path, reconciled=True)


def add_evidence(path: Path) -> None:
    late = make_article("Later 77 people were killed, the mayor said.", name="late.txt", publisher="Late Post")
    with Dossier(path) as store:
        store.add_articles([late])
        store.add_assertions([make_assertion(late, "77 people were killed", "77", speakers=["mayor"])])


def decide(path: Path, key: tuple[str, str], reviewer: str = "Bo", *, blind: bool = False) -> None:
    with Workspace(path) as workspace:
        item = workspace.item(key)
        session = ReviewSession(workspace, reviewer, reasons="optional", blind=blind)
        session.decide(item, Act("accept", assertion=item.members[0].assertion.id))


@pytest.mark.whole
def test_the_queue_takes_in_evidence_and_decisions_and_keeps_the_line_in_hand(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("end")
        await until(pilot, lambda: app.session.position == 2)
        in_hand = app.session.queue[2]
        await asyncio.to_thread(decide, dossier, FERRY)
        await until(pilot, lambda: len(app.session.queue) == 2)
        assert app.session.queue[app.session.position] == in_hand
        await asyncio.to_thread(add_evidence, dossier)
        await until(pilot, lambda: any("77" in row.competing for row in app.session.page(0, 3)))
        assert app.session.queue[app.session.position] == in_hand

    review(dossier, script)


@pytest.mark.whole
def test_an_open_item_takes_in_what_others_add_and_decide_and_its_draft_stays(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        numbers = {card.id: card.number for card in screen.cards}
        await choose(app, pilot, "c")
        await pilot.press("tab", *"both stand")
        await asyncio.to_thread(add_evidence, dossier)
        await until(pilot, lambda: app.elsewhere > 0 and any("77" in r.competing for r in app.session.page(0, 3)))
        assert isinstance(app.screen, RationaleScreen)
        assert app.screen.query_one("#words", Input).value == "both stand"
        await pilot.press("escape")
        await until(pilot, lambda: screen.item is not None and len(screen.item.members) == 4)
        assert {card.id: card.number for card in screen.cards if card.id in numbers} == numbers
        await until(pilot, lambda: "1 new statement" in screen_text(app))
        await asyncio.to_thread(decide, dossier, KILLED)
        await until(pilot, lambda: screen.item is not None and screen.item.reviewers == ("Bo",))
        await choose(app, pilot, "c")
        assert isinstance(app.screen, RationaleScreen)
        assert app.screen.query_one("#words", Input).value == "both stand"
        await pilot.press("tab", "enter")
        await until(pilot, lambda: len(stored(dossier)) == 2)

    review(dossier, script)
    first, second = stored(dossier)
    assert (first.reviewer, second.reviewer, second.based_on) == ("Bo", "Ada", first.id)
    assert len(second.seen) == 4


@pytest.mark.whole
def test_an_open_item_of_a_blind_reviewer_takes_in_evidence_and_no_verdict(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_killed(app, pilot)
        before, seen = screen.item, screen_text(app)
        await asyncio.to_thread(decide, dossier, KILLED, blind=True)
        elsewhere = app.elsewhere
        await until(pilot, lambda: app.elsewhere != elsewhere)
        await until(pilot, lambda: screen._elsewhere == app.elsewhere)
        assert screen.item is before
        assert screen_text(app) == seen
        await asyncio.to_thread(add_evidence, dossier)
        await until(pilot, lambda: screen.item is not None and len(screen.item.members) == 4)
        assert "Bo" not in screen_text(app).split()

    review(dossier, script, settings=Settings(blind=True))
