"""What the screens look like, read off their SVG screenshots and kept as text, at the smallest and at a large size.

VARIORUM_SNAPSHOTS=write writes them anew; look at the difference before keeping it.
"""

import html
import os
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.pilot import choose, open_killed, review, screen_text, until
from tests.support.review_builders import KILLED, make_crowd, make_dossier
from tests.support.waiting import picture
from tui.review.app import ReviewApp
from tui.review.screens.conflict import ConflictScreen
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace

KEPT = Path(__file__).parent / "snapshots"
CELL = 12.2
"""Width of a cell in Rich's SVG."""

SIZES = [
    pytest.param((80, 24), id="80x24"),
    pytest.param((120, 36), id="120x36", marks=pytest.mark.whole),
    pytest.param((160, 48), id="160x48", marks=pytest.mark.whole),
]

SCREENS: dict[str, tuple[str, ...]] = {
    "conflict": (),
    "reason": ("1",),
    "menu": ("f2",),
    "help": ("f1",),
    "article": ("v",),
    "other-proposals": ("P",),
    "scope": ("s", "1"),
}


def text_of(svg: str) -> str:
    """Return the lines of a screenshot."""
    rows: dict[float, list[tuple[int, str]]] = {}
    for x, y, content in re.findall(r'<text[^>]*? x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        text = html.unescape(content).replace("\xa0", " ")
        if float(x) or text.strip():
            rows.setdefault(float(y), []).append((round(float(x) / CELL), text))
    lines = []
    for y in sorted(rows):
        line = ""
        for column, text in sorted(rows[y]):
            line = line.ljust(column)[:column] + text
        lines.append(line.rstrip())
    return "\n".join(lines) + "\n"


def compare(name: str, shown: str) -> None:
    kept = KEPT / f"{name}.txt"
    if os.environ.get("VARIORUM_SNAPSHOTS") == "write":
        KEPT.mkdir(exist_ok=True)
        kept.write_text(shown, "utf-8", newline="\n")
    assert shown == kept.read_text("utf-8")


@pytest.mark.parametrize("size", SIZES)
def test_screens_look_as_they_did(tmp_path: Path, size: tuple[int, int]) -> None:
    shots: dict[str, str] = {}

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await until(pilot, lambda: ", 2 origins" in screen_text(app))
        shots["queue"] = text_of(await picture(app, pilot))
        screen = await open_killed(app, pilot)
        await until(pilot, lambda: screen.query_one("#answers").display)
        for name, keys in SCREENS.items():
            await choose(app, pilot, *keys)
            await pilot.pause(0.3)
            shots[name] = text_of(app.export_screenshot())
            while app.screen is not screen:
                await choose(app, pilot, "escape")

    review(make_dossier(tmp_path, reconciled=True), script, size=size)
    for name, shown in shots.items():
        compare(f"{name}-{size[0]}x{size[1]}", shown)


OFF_THE_QUEUE: dict[str, tuple[str, ...]] = {
    "settings": ("S",),
    "bulk": ("b", "1", "2"),
    "history": ("h",),
    "adjudication": ("J",),
    "events": ("E",),
    "articles": ("a",),
    "sources": ("s",),
    "desk": ("e",),
    "event": ("e", "enter"),
    "inbox": ("i",),
    "report": ("o", "4"),
}
"""Screens with a second reviewer's work in them."""


def settle_twice(path: Path) -> None:
    """Have two reviewers settle one item differently, at a time and with ids that stay."""
    ids = (f"{n:032x}" for n in range(1, 9))
    with Workspace(path) as workspace:
        workspace.refresh()
        for name, number in (("Bo", 0), ("Cy", 1)):
            item = workspace.item(KILLED)
            session = ReviewSession(workspace, name, clock=lambda: "2031-03-05T10:00:00Z", new_id=lambda: next(ids))
            session.decide(item, Act("accept", assertion=item.members[number].assertion.id, reason="4"))


@pytest.mark.whole
@pytest.mark.parametrize("size", SIZES)
def test_screens_off_the_queue_look_as_they_did(
    tmp_path: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "/nowhere")  # the settings say where they are kept
    path = make_dossier(tmp_path, reconciled=True)
    settle_twice(path)
    shots: dict[str, str] = {}

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.press("slash", *"all fire killed", "enter")
        await until(pilot, lambda: len(app.session.queue) == 1)
        queue = app.screen
        for name, keys in OFF_THE_QUEUE.items():
            await choose(app, pilot, *keys)
            await until(pilot, lambda: not {"reading", "looking"} & set(screen_text(app).split()))
            await pilot.pause(0.5)
            shots[name] = re.sub("[0-9]+:[0-9a-f]{64}", "N:HASH", text_of(app.export_screenshot()))
            while app.screen is not queue:
                await choose(app, pilot, "escape")

    review(path, script, size=size)
    for name, shown in shots.items():
        compare(f"{name}-{size[0]}x{size[1]}", shown)


@pytest.mark.whole
@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 48)])
def test_twelve_values_are_in_sight_at_once_at_every_size(tmp_path: Path, size: tuple[int, int]) -> None:
    path = make_crowd(tmp_path)

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        app.navigator.open_item(KILLED)
        await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
        await until(pilot, lambda: "In all" in screen_text(app))
        shown = text_of(await picture(app, pilot))
        for value in range(21, 33):
            assert f"{value} in all" in shown
        compare(f"statements-{size[0]}x{size[1]}", shown)

    review(path, script, size=size)
