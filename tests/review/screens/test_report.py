"""The report preview: what is printed is what is shown, in parts of the dossier, searched, saved, left at any time."""

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.pilot import choose, on, review, screen_text, until
from tui.review.app import ReviewApp
from tui.review.screens.asking import LineScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.queue import QueueScreen
from tui.review.screens.report import Left, ReportScreen
from tui.review.settings import Settings
from tui.services.reporting import Selection, make_report
from tui.services.workspace import Workspace
from tui.writers.formats import printed


async def preview(app: ReviewApp, pilot: Pilot[int], choice: str) -> ReportScreen:
    """Open the preview of one of what is offered, and wait until all of it is there."""
    await choose(app, pilot, "o")
    await pilot.press(choice)
    await until(pilot, lambda: isinstance(app.screen, ReportScreen) and app.screen.is_complete)
    assert isinstance(app.screen, ReportScreen)
    return app.screen


def test_the_preview_is_what_the_command_prints(dossier: Path) -> None:
    shown: list[str] = []
    widths: list[int] = []

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await preview(app, pilot, "4")
        shown.extend(screen.text)
        widths.append(screen.lines.scrollable_content_region.width - 2)
        assert f"the whole dossier: {len(shown):,} lines" in screen_text(app)

    review(dossier, script)
    with Workspace(dossier) as workspace:
        whole = "".join(printed(workspace, make_report(workspace, refreshing=Workspace.refresh), widths[0]))
    assert shown == whole.splitlines()
    assert any("At least 12 people were killed" in line for line in shown)


@pytest.mark.whole
@pytest.mark.parametrize(
    ("choice", "subjects", "conflicts"), [("1", ["quay fire"], 1), ("2", ["quay fire"], 2), ("3", ["quay fire"], 1)]
)
def test_an_item_its_event_or_the_filter_is_reported_on(
    dossier: Path, choice: str, subjects: list[str], conflicts: int
) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash")
        await pilot.press(*"attribute:killed fire", "enter")
        await until(pilot, lambda: len(app.session.queue) == 1)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        screen = await preview(app, pilot, choice)
        text = "\n".join(screen.text)
        assert f"{conflicts} conflict" in text
        assert ("ferry" in text) == ("ferry" in subjects)
        assert ("only the filter: unsettled attribute:killed fire" in text) == (choice == "3")
        await pilot.press("escape")
        await until(pilot, on(app, ConflictScreen))

    review(dossier, script)


@pytest.mark.whole
def test_the_report_is_searched_and_scrolled(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await preview(app, pilot, "4")
        for _ in range(2):
            await choose(app, pilot, "slash")
            await pilot.press(*(["ctrl+a", "ctrl+k"]), *"COAST GUARD", "enter")
            await until(pilot, lambda: app.screen is screen)
        found = [n for n, line in enumerate(screen.text) if "coast guard" in line.casefold()]
        assert screen.lines.cursor == found[1]
        await choose(app, pilot, "f3")
        await pilot.press("ctrl+a", "ctrl+k", *"zeppelin", "enter")
        await until(pilot, lambda: "no line has 'zeppelin'" in screen_text(app))
        assert screen.lines.cursor == found[1]
        for key, line in (("end", len(screen.text) - 1), ("home", 0), ("down", 1), ("up", 0)):
            await pilot.press(key)
            assert screen.lines.cursor == line
        await pilot.press("pagedown")
        assert screen.lines.cursor == screen.lines.page_height()
        await pilot.press("pageup", "escape")
        await until(pilot, on(app, QueueScreen))

    review(dossier, script)


@pytest.mark.whole
def test_the_report_is_saved_in_the_format_asked_for_and_nothing_is_replaced_unasked(
    dossier: Path, tmp_path: Path
) -> None:
    target = tmp_path / "night.json"

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = await preview(app, pilot, "4")
        await choose(app, pilot, "s", "4")
        assert isinstance(app.screen, LineScreen)
        await pilot.press("ctrl+a", "ctrl+k", *str(target), "enter")
        await until(pilot, lambda: f"wrote {target}" in screen_text(app).replace("\n", ""))
        assert len(json.loads(target.read_text("utf-8"))["conflicts"]) == 3
        target.write_text("mine", "utf-8")
        await choose(app, pilot, "f4", "2")
        await pilot.press("ctrl+a", "ctrl+k", *str(target), "enter")
        await until(pilot, lambda: "is there already" in screen_text(app))
        await pilot.press("2")
        await until(pilot, lambda: app.screen is screen)
        assert target.read_text("utf-8") == "mine"
        await choose(app, pilot, "s", "1")
        await pilot.press("ctrl+a", "ctrl+k", *str(tmp_path / "no" / "such.txt"), "enter")
        await until(pilot, lambda: "nothing was written there" in screen_text(app).replace("\n", " "))

    review(dossier, script)
    assert target.read_text("utf-8") == "mine"


@pytest.mark.whole
def test_leaving_ends_the_reading(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        screen = ReportScreen(Selection(), "the whole dossier")
        await app.push_screen(screen)
        await pilot.press("escape")
        await until(pilot, on(app, QueueScreen))
        parts = screen._until_left(iter(["a", "b"]))
        with pytest.raises(Left):
            list(parts)

    review(dossier, script)


@pytest.mark.whole
def test_a_blind_reviewer_is_not_shown_what_others_decided(dossier: Path) -> None:
    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("o")
        await until(pilot, lambda: "a blind reviewer reads it afterwards" in screen_text(app).replace("\n", " "))
        assert isinstance(app.screen, QueueScreen)

    review(dossier, script, settings=Settings(blind=True))
