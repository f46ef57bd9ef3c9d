"""The event of an item mended by the keys, and an open item that follows merges and splits made elsewhere."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.pilot import choose, on, review, screen_text, stored, until
from tests.support.review_builders import KILLED
from tui.review.app import ReviewApp
from tui.review.screens.asking import ChoiceScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.evidence import Evidence
from tui.review.screens.mending import PlanScreen
from tui.review.screens.rationale import RationaleScreen
from tui.review.widgets.bars import MessageLine
from tui.services.event_review import merge_events, split_event
from tui.services.workspace import Workspace

FERRY = ("ferry grounding", "killed")
PART = ("quay fire-2", "killed")


def shown(app: ReviewApp) -> tuple[tuple[str, str], int] | None:
    """The item on screen and how many statements it has; None until one is there."""
    item = app.screen.item if isinstance(app.screen, ConflictScreen) else None
    return ((item.subject, item.attribute), len(item.members)) if item else None


def message(app: ReviewApp) -> str:
    return str(app.screen.query_one(MessageLine).content)


def merge(dossier: Path, keep: str = "quay fire", other: str = "ferry grounding") -> None:
    with Workspace(dossier) as workspace:
        merge_events(workspace, keep, other, "Bo", "one night")


@pytest.mark.whole
def test_two_incidents_that_were_joined_are_parted_from_their_item_and_joined_by_undo(dossier: Path) -> None:
    merge(dossier)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        app.navigator.open_item(KILLED)
        await until(pilot, lambda: shown(app) == (KILLED, 5))
        await choose(app, pilot, "E")
        assert "take back the merge of ferry grounding into quay fire" in str(
            app.screen.query_one("OptionList").get_option_at_index(0).prompt  # type: ignore[attr-defined]
        )
        await choose(app, pilot, "1")
        assert isinstance(app.screen, PlanScreen)
        assert "then ferry grounding/killed: open" in screen_text(app)
        assert "ferry grounding\nHarbour Post, 2031-03-02: killed 3" in screen_text(app)
        await pilot.press("3")
        await until(pilot, lambda: shown(app) == (KILLED, 3))
        assert message(app) == "recorded: take back the merge of ferry grounding into quay fire"
        await pilot.press("u")
        await until(pilot, lambda: shown(app) == (KILLED, 5))
        await until(pilot, lambda: "undone: take back the merge" in message(app))

    review(dossier, script)


@pytest.mark.whole
def test_articles_are_split_off_by_the_numbers_of_their_statements_and_merged_back(dossier: Path) -> None:
    merge(dossier)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        app.navigator.open_item(KILLED)
        await until(pilot, lambda: shown(app) == (KILLED, 5))
        assert isinstance(app.screen, ConflictScreen)
        ferries = [str(c.number) for c in app.screen.cards if c.member.article_name.startswith("ferry")]
        await choose(app, pilot, "E", "2")
        assert isinstance(app.screen, ChoiceScreen)
        app.screen.query_one(Input).focus()
        await pilot.press(*" ".join(ferries), "enter")
        await until(pilot, on(app, PlanScreen))
        await pilot.press("3")
        await until(pilot, lambda: shown(app) == (KILLED, 3))
        app.navigator.open_item(PART)
        await until(pilot, lambda: shown(app) == (PART, 2))
        await choose(app, pilot, "E", "1")
        assert "merge quay fire-2 back with quay fire" in screen_text(app)
        await pilot.press("1")
        await until(pilot, lambda: shown(app) == (KILLED, 5))

    review(dossier, script)


@pytest.mark.whole
def test_where_a_split_leaves_nothing_to_decide_the_next_item_comes(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        app.navigator.open_item(FERRY)
        await until(pilot, lambda: shown(app) == (FERRY, 2))
        await choose(app, pilot, "E", "1")
        assert isinstance(app.screen, PlanScreen)
        line = app.screen.query_one(Input)
        line.value = "two groundings"
        line.focus()
        await pilot.press("enter")
        await until(pilot, lambda: (shown(app) or ((), 0))[0] not in ((), FERRY))

    review(dossier, script)


@pytest.mark.whole
def test_an_open_item_follows_a_merge_and_a_split_with_its_numbers_place_and_draft(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        app.navigator.open_item(FERRY)
        await until(pilot, lambda: shown(app) == (FERRY, 2))
        screen = app.screen
        assert isinstance(screen, ConflictScreen)
        numbers = {card.id: card.number for card in screen.cards}
        await choose(app, pilot, "c")
        await pilot.press("tab", *"both stand")
        await asyncio.to_thread(merge, dossier)
        await pilot.press("escape")
        await until(pilot, lambda: shown(app) == (KILLED, 5))
        assert {id_: number for id_, number in ((c.id, c.number) for c in screen.cards) if id_ in numbers} == numbers
        await until(pilot, lambda: "this is now quay fire/killed" in message(app))
        await choose(app, pilot, "c")
        assert isinstance(app.screen, RationaleScreen)
        assert app.screen.query_one("#words", Input).value == "both stand"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen)
        await pilot.press("end")
        bottom = screen.query_one(Evidence)
        await until(pilot, lambda: bottom.scroll_y > 0)

        def split() -> None:
            with Workspace(dossier) as workspace:
                split_event(workspace, "quay fire", "wire.txt", "Bo", "a third one")

        await asyncio.to_thread(split)
        await until(pilot, lambda: shown(app) == (KILLED, 4))
        assert bottom.scroll_y > 0

    review(dossier, script)


@pytest.mark.whole
def test_an_open_item_follows_another_process_and_what_is_decided_then_is_on_the_merged_event(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        app.navigator.open_item(FERRY)
        await until(pilot, lambda: shown(app) == (FERRY, 2))
        code = "from tui.cli.main import main; main()"
        command = [sys.executable, "-c", code, "--dossier", str(dossier), "--reviewer", "Bo", "events", "merge"]
        words = ["quay fire", "ferry grounding", "--because", "one night"]
        await asyncio.to_thread(subprocess.run, [*command, *words], check=True, capture_output=True)
        await until(pilot, lambda: shown(app) == (KILLED, 5))
        await choose(app, pilot, "c")
        await pilot.press("tab", *"both stand", "enter")
        await until(pilot, lambda: len(stored(dossier)) == 1)

    review(dossier, script)
    [decision] = stored(dossier)
    assert (decision.subject, len(decision.seen)) == ("quay fire", 5)
