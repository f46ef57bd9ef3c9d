"""Press keys in the reviewer and wait for what each of them opens."""

from collections.abc import Callable, Iterable

from textual.command import CommandList
from textual.pilot import Pilot

from tests.support.pilot import until
from tui.review.app import ReviewApp
from tui.review.screens.question import Question
from tui.review.screens.rationale import RationaleScreen


async def press_through(
    app: ReviewApp, pilot: Pilot[int], keys: Iterable[str], is_done: Callable[[], bool] = lambda: False
) -> None:
    """Press keys that open a question, choose in one or fill one in; each waits for the next question, or the end."""
    for key in keys:
        before = app.screen
        await pilot.press(key)
        if key != "down" and not isinstance(before, RationaleScreen):
            await until(
                pilot,
                lambda before=before: is_done() or (app.screen is not before and isinstance(app.screen, Question)),  # type: ignore[misc]
            )


def is_idle(app: ReviewApp) -> bool:
    """Whether every worker has done its part, or waits for the answer to a question."""
    return all(worker.is_finished or worker.group == "ask" for worker in app.workers)


async def picture(app: ReviewApp, pilot: Pilot[int]) -> str:
    """Return the screen as SVG, once no worker is going to change it and it has stopped changing."""
    await until(pilot, lambda: is_idle(app))
    before, shot = "", app.export_screenshot()
    while shot != before:
        await pilot.pause(0.05)
        before, shot = shot, app.export_screenshot()
    return shot


def palette_has_one(app: ReviewApp, words: str) -> bool:
    """Whether the command palette offers one command, and that has these words."""
    options = app.screen.query_one(CommandList).options
    return len(options) == 1 and words in str(options[0].prompt)
