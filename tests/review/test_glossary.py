"""Words are explained on the screen where they stand."""

import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reconcile.items.states import STATES
from tests.support.pilot import choose, review, screen_text
from tests.support.review_builders import make_dossier
from tui.review.actions import screen_names
from tui.review.app import ReviewApp
from tui.review.glossary import words_on
from tui.review.widgets.queuelist import COLUMNS


@pytest.mark.parametrize("screen", screen_names())
def test_every_screen_has_its_words(screen: str) -> None:
    assert len(words_on(screen)) > 1


def test_every_state_that_waits_and_every_short_column_of_the_queue_is_explained() -> None:
    words = dict(words_on("queue"))
    assert {state.replace("_", " ") for state in STATES} - words.keys() == {"needs evidence", "undecided", "resolved"}
    assert {"sev.", "differ in", "said", "orig.", "prop."} <= words.keys() & {c.title for c in COLUMNS.values()}


def test_help_explains_what_a_newcomer_meets(tmp_path: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await choose(app, pilot, "?")
        assert re.search(r"held +Nothing contradicts yet", screen_text(app))

    review(make_dossier(tmp_path, reconciled=True), script)
