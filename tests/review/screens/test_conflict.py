"""The conflict screen's rarer acts, by their keys."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.pilot import choose, on, review, screen_text, stored, until
from tests.support.wire import make_wire
from tui.review.app import ReviewApp
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.rationale import RationaleScreen

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
