"""The conflict screen's rarer acts, by their keys."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.inbox_builders import PLAIN, make_inbox
from tests.support.pilot import choose, on, review, screen_text, stored, until
from tests.support.review_builders import KILLED
from tests.support.wire import make_wire
from tui.review.app import ReviewApp
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.inbox import InboxScreen
from tui.review.screens.rationale import RationaleScreen
from tui.review.widgets.bars import MessageLine

SELKIE = ("selkie", "killed")


def test_a_mark_as_copy_is_overruled_and_given_back(tmp_path: Path) -> None:
    path = make_wire(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        def voices() -> list[int] | None:
            item = app.screen.item if isinstance(app.screen, ConflictScreen) else None
            return sorted(len(ids) for _, ids in item.origins) if item else None

        app.navigator.open_item(SELKIE)
        await until(pilot, lambda: voices() == [1, 2])
        await choose(app, pilot, "I")
        assert "statement 3" not in screen_text(app)
        await choose(app, pilot, "1")
        assert isinstance(app.screen, RationaleScreen)
        await pilot.press("tab", *"two reporters stood there", "enter")
        await until(pilot, lambda: len(stored(path, SELKIE)) == 1)
        app.navigator.open_item(SELKIE)
        await until(pilot, lambda: voices() == [1, 1, 1])
        await pilot.press("u")
        await until(pilot, lambda: voices() == [1, 2])

    review(path, script)
    first, second = stored(path, SELKIE)
    assert (first.action, first.rationale, second.undoes) == ("independent", "two reporters stood there", first.id)


@pytest.mark.whole
def test_where_nothing_is_a_copy_that_is_said(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("down", "down")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        await pilot.press("I")
        await until(pilot, lambda: "no statement here is taken for a copy" in screen_text(app))
        assert on(app, ConflictScreen)()

    review(dossier, script)


async def open_item(app: ReviewApp, pilot: Pilot[int], key: tuple[str, str]) -> ConflictScreen:
    app.navigator.open_item(key)
    await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
    assert isinstance(app.screen, ConflictScreen)
    return app.screen


def number_of(screen: ConflictScreen, quote: str) -> str:
    return next(str(card.number) for card in screen.cards if card.member.assertion.passage.exact == quote)


def test_a_proposal_says_so_before_the_press_opens_in_its_article_and_is_confirmed_by_it(tmp_path: Path) -> None:
    path = make_inbox(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await open_item(app, pilot, KILLED)
        assert screen_text(app).count("PROPOSED") == len(screen.cards)
        number = number_of(screen, PLAIN)
        await choose(app, pilot, number)
        assert isinstance(app.screen, RationaleScreen)
        assert ", proposed" in screen_text(app)
        await choose(app, pilot, "v")
        await until(pilot, lambda: isinstance(app.screen, InboxScreen) and app.screen.claim() is not None)
        assert isinstance(app.screen, InboxScreen)
        claim = app.screen.claim()
        assert claim is not None
        assert claim.passage.exact == PLAIN
        await pilot.press("escape")
        await until(pilot, on(app, ConflictScreen))
        await choose(app, pilot, number)
        await pilot.press("1")
        await until(pilot, lambda: len(stored(path)) == 2)
        await until(pilot, lambda: "which confirms 1 proposal" in app_message(app))
        await pilot.press("u")
        await until(pilot, lambda: len(stored(path)) == 4)
        await until(pilot, lambda: on(app, ConflictScreen)() and screen_text(app).count("PROPOSED") == 3)

    review(path, script)
    assert [d.action for d in stored(path)] == ["accept", "confirm", "undo", "undo"]


def app_message(app: ReviewApp) -> str:
    return "\n".join(str(line.visual) for screen in app.screen_stack for line in screen.query(MessageLine))
