"""Drafts reach the disk while somebody types, and not only once they rest."""

import asyncio
import time
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.support.pilot import until
from tests.support.review_builders import make_dossier
from tui.review.app import ReviewApp
from tui.review.screens.rationale import RationaleScreen
from tui.services.drafts import Drafts, drafts_path


@pytest.mark.whole
@pytest.mark.usefixtures("own_state_folder")
def test_a_draft_reaches_the_disk_in_the_midst_of_steady_typing(tmp_path: Path) -> None:
    dossier = make_dossier(tmp_path)

    async def drive() -> None:
        app = ReviewApp(dossier, "Ada")
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: app.is_open)
            await pilot.press("enter")
            await until(pilot, lambda: "1" in str(app.screen) or app.screen is not None)
            while not isinstance(app.screen, RationaleScreen):
                await pilot.press("1")
                await pilot.pause(0.1)
            words = app.screen.query_one("#words", Input)
            begun = time.monotonic()
            while time.monotonic() - begun < 6:
                words.value += "a"  # steadily: never a rest of 0.2 s
                await asyncio.sleep(0.05)
                if drafts_path(dossier).exists():
                    break
            assert any(draft.words for _, draft in Drafts(drafts_path(dossier)).of_item(item_of(dossier)))

    asyncio.run(drive())


def item_of(dossier: Path) -> str:
    import json

    [key] = json.loads(drafts_path(dossier).read_text())
    return str(json.loads(key)[0])
