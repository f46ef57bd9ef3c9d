"""Starting the reviewer: lines and keys before the dossier is open, and nothing heavy loaded before them."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.pilot import on, screen_text, until
from tests.support.review_builders import make_dossier
from tui.review.app import ReviewApp
from tui.review.navigation import Navigator
from tui.review.screens.asking import ChoiceScreen
from tui.review.screens.conflict import ConflictScreen
from tui.review.screens.queue import QueueScreen
from tui.review.settings import Settings
from tui.services.acts import Act
from tui.services.review_session import ReviewSession
from tui.services.workspace import Workspace


class SlowApp(ReviewApp):
    """The reviewer on a machine on which the dossier takes its time to open."""

    CSS_PATH = str(ROOT / "tui" / "review" / "review.tcss")

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)  # type: ignore[arg-type]
        self.may_open = asyncio.Event()
        self.loop = asyncio.get_running_loop()

    def _load(self) -> Navigator:
        asyncio.run_coroutine_threadsafe(self.may_open.wait(), self.loop).result()
        return super()._load()


def prepare(path: Path) -> None:
    """Have the summaries computed, as they are in every dossier that was opened before."""

    async def run() -> None:
        app = ReviewApp(path, "Ada")
        async with app.run_test() as pilot:
            await until(pilot, lambda: app.is_open and not app.is_comparing)
        app.close()
        app.bookmark.path.unlink(missing_ok=True)

    asyncio.run(run())


@pytest.mark.whole
def test_lines_are_shown_and_keys_answered_before_the_dossier_is_open(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)
    prepare(path)

    async def run() -> None:
        app = SlowApp(path, "Ada")
        async with app.run_test(size=(120, 40)) as pilot:
            queue = app.screen
            assert isinstance(queue, QueueScreen)
            rows = queue.rows
            await until(pilot, lambda: rows.length == 3)
            first = queue.rows.row(0)
            await pilot.press("down")
            second = queue.rows.row(queue.rows.cursor)
            assert second is not None
            assert second != first
            assert not app.is_open
            await pilot.press("u", "R")  # there is nothing to undo, and it is being read
            await pilot.press("enter", "f", "slash", "b")  # the first wish counts
            assert app.screen is queue
            app.may_open.set()
            await until(pilot, on(app, ConflictScreen))
            assert isinstance(app.screen, ConflictScreen)
            assert app.screen.key == second.key
            assert app.session.position == 1
            assert app.session.workspace.dossier.decisions(second.key) == ()
        app.close()

    asyncio.run(run())


@pytest.mark.whole
def test_who_moves_on_while_it_opens_is_not_taken_to_the_item_they_left(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)
    prepare(path)

    async def run() -> None:
        app = SlowApp(path, "Ada")
        async with app.run_test(size=(120, 40)) as pilot:
            queue = app.screen
            assert isinstance(queue, QueueScreen)
            rows = queue.rows
            await until(pilot, lambda: rows.length == 3)
            await pilot.press("enter", "down", "f")
            app.may_open.set()
            await until(pilot, on(app, ChoiceScreen))
            assert app.screen_stack[-2] is queue
            assert app.session.position == rows.cursor == 1
        app.close()

    asyncio.run(run())


@pytest.mark.whole
def test_a_blind_reviewer_sees_nothing_of_others_before_the_dossier_is_open_either(tmp_path: Path) -> None:
    path = make_dossier(tmp_path)
    prepare(path)

    with Workspace(path) as workspace:
        ben = ReviewSession(workspace, "Ben")
        ben.load_queue()
        for number in range(3):
            ben.move_to(number)
            item = ben.current()
            assert item is not None
            ben.decide(item, Act("contested", rationale="They differ."))

    async def run() -> None:
        app = SlowApp(path, "Ada", Settings(blind=True))
        async with app.run_test(size=(120, 40)) as pilot:
            queue = app.screen
            assert isinstance(queue, QueueScreen)
            rows = queue.rows
            await until(pilot, lambda: "opening …" in screen_text(app))
            assert rows.length == 0
            app.may_open.set()
            await until(pilot, lambda: app.is_open and not app.is_comparing and rows.length == 3)
            assert {row.state for n in range(3) if (row := queue.rows.row(n))} == {"open"}
            assert "0/3 settled  3 open" in screen_text(app)
        app.close()

    asyncio.run(run())


def test_nothing_that_reconciles_is_loaded_before_the_first_lines() -> None:
    heavy = (
        "sqlalchemy",
        "pydantic",
        "msgspec",
        "tui.services.review_session",
        "reconcile.items.build",
        "claims.models",
    )
    code = f"import sys, tui.review.app, tui.cli.commands.review\nprint(sorted({set(heavy)!r} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
