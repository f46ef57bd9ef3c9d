"""Driving the reviewer with keys: start it, follow a script, wait for what workers do."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from tui.review.app import ReviewApp

Script = Callable[[ReviewApp, Pilot[int]], Awaitable[None]]


def review(path: Path, script: Script, *, reviewer: str = "Ada", size: tuple[int, int] = (120, 40)) -> ReviewApp:
    """Run the app, let its first reading end, and follow the script."""

    async def run() -> ReviewApp:
        app = ReviewApp(path, reviewer)
        async with app.run_test(size=size) as pilot:
            await until(pilot, lambda: app.is_open and not app.is_comparing)
            await script(app, pilot)
        app.close()
        return app

    return asyncio.run(run())


HANG_S = 600.0
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


def screen_text(app: ReviewApp) -> str:
    """Everything the static parts of the topmost screen say."""
    return "\n".join(str(widget.visual) for widget in app.screen.query(Static))
