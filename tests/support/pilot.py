"""Drive the reviewer with keys: start it, follow a script, wait for what workers do."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Static

from claims.models import Decision
from claims.store.dossier import Dossier
from tests.support.review_builders import KILLED
from tui.review.app import ReviewApp
from tui.review.screens.conflict import ConflictScreen
from tui.review.settings import Settings

Script = Callable[[ReviewApp, Pilot[int]], Awaitable[None]]


def review(
    path: Path,
    script: Script,
    *,
    reviewer: str = "Ada",
    size: tuple[int, int] = (120, 40),
    settings: Settings | None = None,
) -> ReviewApp:
    """Run the app, let its first reading end, and follow the script."""

    async def run() -> ReviewApp:
        app = ReviewApp(path, reviewer, settings)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.is_open and not app.is_comparing)
            await script(app, pilot)
        app.close()
        return app

    return asyncio.run(run())


HANG_S = 180.0
"""So long that no busy machine comes near it: it only ends a test that would wait for ever."""


async def until(pilot: Pilot[int], reached: Callable[[], object]) -> None:
    """Wait for a state that a worker brings about, however long that takes."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + HANG_S
    while not reached():
        assert loop.time() < deadline, f"never reached on {pilot.app.screen}"
        await pilot.pause(0.01)
    await pilot.pause()


def on(app: ReviewApp, screen: type[object]) -> Callable[[], bool]:
    """Whether a screen of this type is on top."""
    return lambda: isinstance(app.screen, screen)


def screen_text(app: App[Any]) -> str:
    """Everything the static parts of the topmost screen say."""
    return "\n".join(str(widget.visual) for widget in app.screen.query(Static))


async def choose(app: ReviewApp, pilot: Pilot[int], *keys: str) -> None:
    """Press keys that each open the next list."""
    for key in keys:
        before: object = app.screen

        def is_another(before: object = before) -> bool:
            return app.screen is not before

        await pilot.press(key)
        await until(pilot, is_another)


async def open_killed(app: ReviewApp, pilot: Pilot[int]) -> ConflictScreen:
    """Open the item with three assertions, the second of the queue."""
    await pilot.press("down")
    await until(pilot, lambda: app.session.position == 1)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, ConflictScreen) and app.screen.item is not None)
    assert isinstance(app.screen, ConflictScreen)
    assert app.screen.item is not None
    assert (app.screen.item.subject, app.screen.item.attribute) == KILLED
    return app.screen


def stored(path: Path, key: tuple[str, str] = KILLED) -> tuple[Decision, ...]:
    """The decisions on an item as the dossier holds them."""
    with Dossier(path) as dossier:
        return dossier.decisions(key)
