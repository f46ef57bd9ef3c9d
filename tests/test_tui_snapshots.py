"""What the screens look like, read off their SVG screenshots and kept as text, at the smallest and at a large size.

VARIORUM_SNAPSHOTS=write writes them anew; look at the difference before keeping it.
"""

import html
import os
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.test_tui_app import open_killed, review, until
from tests.tui_builders import make_dossier
from tui.app import ReviewApp

KEPT = Path(__file__).parent / "snapshots"
CELL = 12.2
"""Width of a cell in Rich's SVG."""

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


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("NO_COLOR", raising=False)


def compare(name: str, shown: str) -> None:
    kept = KEPT / f"{name}.txt"
    if os.environ.get("VARIORUM_SNAPSHOTS") == "write":
        KEPT.mkdir(exist_ok=True)
        kept.write_text(shown, "utf-8", newline="\n")
    assert shown == kept.read_text("utf-8")


@pytest.mark.parametrize("size", [(80, 24), (160, 48)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_screens_look_as_they_did(tmp_path: Path, size: tuple[int, int]) -> None:
    shots: dict[str, str] = {}

    async def script(app: ReviewApp, pilot: Pilot[int]) -> None:
        await pilot.pause(0.5)
        shots["queue"] = text_of(app.export_screenshot())
        screen = await open_killed(app, pilot)
        await until(pilot, lambda: screen.query_one("#answers").display)
        for name, keys in SCREENS.items():
            for key in keys:
                before = app.screen
                await pilot.press(key)
                await until(pilot, lambda before=before: app.screen is not before)  # type: ignore[misc]
            await pilot.pause(0.3)
            shots[name] = text_of(app.export_screenshot())
            while app.screen is not screen:
                before = app.screen
                await pilot.press("escape")
                await until(pilot, lambda before=before: app.screen is not before)  # type: ignore[misc]

    review(make_dossier(tmp_path), script, size=size)
    for name, shown in shots.items():
        compare(f"{name}-{size[0]}x{size[1]}", shown)
