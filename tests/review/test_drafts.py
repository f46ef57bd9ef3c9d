"""Drafts reach the disk while somebody types, and not only once they rest."""

import asyncio
import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.pilot import on, review, until
from tests.support.review_builders import make_dossier
from tests.support.waiting import is_idle
from tui.review.app import ReviewApp
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.rationale import RationaleScreen
from tui.services.drafts import Drafts, drafts_path


@pytest.mark.whole
@pytest.mark.usefixtures("own_state_folder")
def test_a_draft_reaches_the_disk_in_the_midst_of_steady_typing(tmp_path: Path) -> None:
    dossier = make_dossier(tmp_path)

    async def type_steadily(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("enter")
        await until(pilot, on(app, ConflictScreen))
        await until(pilot, lambda: is_idle(app))
        await pilot.press("1")
        await until(pilot, on(app, RationaleScreen))
        words = app.screen.query_one("#words", Input)
        while not drafts_path(dossier).exists() and len(words.value) < 120:
            words.value += "a"  # never a rest of 0.2 s
            await asyncio.sleep(0.05)
        assert any(draft.words for _, draft in Drafts(drafts_path(dossier)).of_item(item_of(dossier)))

    review(dossier, type_steadily)


def item_of(dossier: Path) -> str:
    [key] = json.loads(drafts_path(dossier).read_text())
    return str(json.loads(key)[0])
