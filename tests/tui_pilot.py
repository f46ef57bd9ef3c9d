"""Driving the reviewer with keys: start it, follow a script, wait for what workers do."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot
from textual.widgets import Static

from tui.app import ReviewApp

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


async def until(pilot: Pilot[int], reached: Callable[[], object], patience_s: float = 60.0) -> None:
    """Wait for what a worker does."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience_s
    while not reached():
        assert loop.time() < deadline, f"not reached in {patience_s} s on {pilot.app.screen}"
        await pilot.pause(0.01)
    await pilot.pause()


def on(app: ReviewApp, screen: type[object]) -> Callable[[], bool]:
    """Whether a screen of this type is on top."""
    return lambda: isinstance(app.screen, screen)


def told(app: ReviewApp) -> str:
    """Everything the static parts of the topmost screen say."""
    return "\n".join(str(widget.visual) for widget in app.screen.query(Static))
