"""The Textual app: it opens the dossier, runs slow work in threads and holds the screens together.

What needs the open dossier is in `tui.review.navigation`, loaded after the first paint; until then the queue shows its
first lines, read straight from the file.
"""

import asyncio
import gc
import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.filter import LineFilter
from textual.screen import Screen
from textual.timer import Timer

from claims.errors import VariorumError
from claims.store.tables.first_lines import Glimpse
from claims.store.tables.queue import ItemFilter
from tui.review.actions import ACTIONS, ScreenName, actions_on
from tui.review.keymap import Keymap
from tui.review.screens.base import ReviewScreen
from tui.review.screens.help import HelpScreen
from tui.review.screens.queue import QueueScreen
from tui.review.settings import Settings, SettingsError
from tui.review.themes import HIGH_CONTRAST, LIGHT, NO_COLOR
from tui.review.widgets.bars import MessageLine, Severity, StatusBar
from tui.review.widgets.fence import FencedConsole, TerminalFence
from tui.review.workers import start_worker
from tui.services.bookmark import Bookmark
from tui.services.drafts import Drafts, drafts_path
from tui.services.query import TO_SETTLE, format_query, parse_query, place_words, unseen_by, without_others
from tui.visible import visible

if TYPE_CHECKING:
    from claims.store.tables.queue import ItemRow
    from reconcile.items.build import Item
    from tui.review.navigation import Navigator
    from tui.review.screens.conflict import ConflictScreen
    from tui.services.review_session import Act, ReviewSession

P = ParamSpec("P")
T = TypeVar("T")

_REST_S = 0.5
"""How long a reviewer rests before the place is put on disk."""

_SHOW_EVERY_S = 3.0
"""How often a long comparison lets the queue be read afresh, so that a reviewer can begin."""


class _Leaving(Exception):  # noqa: N818 - not an error: the way out of a long refresh
    """The program is ending; the refresh goes on where it stopped the next time."""


def run_review(workspace_path: Path, reviewer: str, settings: Settings | None = None, show: str = "") -> int:
    """Review the dossier at `workspace_path` until the reviewer leaves; return the exit status.

    Raises:
        QueryError: `show`, the filter to begin with, is none.
    """
    parse_query(show)
    app = ReviewApp(workspace_path, reviewer, settings, show)
    try:
        app.run()
    finally:
        app.close()
    return app.return_code or 0


class ReviewApp(App[int]):
    """The review of one dossier on screen."""

    CSS_PATH = "review.tcss"
    TITLE = "Variorum"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual has it so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012

    def __init__(self, path: Path, reviewer: str, settings: Settings | None = None, show: str = "") -> None:
        super().__init__()
        self._show_first = show
        self.settings = settings or Settings()
        self.keys: Keymap = self.settings.keymap()
        self.path = path
        self.reviewer = reviewer.strip()
        self.drafts = Drafts(drafts_path(path))
        self.bookmark = Bookmark.of(path)
        self._place_timer: Timer | None = None
        self._navigator: Navigator | None = None
        self._first_lines: Glimpse | None = None
        self._leaving = False
        self._counts: dict[str, int] = {}
        self.is_comparing = True
        """Whether summaries are being computed, so that an empty queue says little yet."""
        self._fence = TerminalFence()
        for theme in (HIGH_CONTRAST, LIGHT, NO_COLOR):
            self.register_theme(theme)
        wanted = self.settings.theme or ("no-color" if os.environ.get("NO_COLOR") else "")
        if wanted:
            if wanted not in self.available_themes:
                known = ", ".join(sorted(self.available_themes))
                raise SettingsError(f"theme: there is no {wanted!r}; there are {known}")
            self.theme = wanted
        self.error_console = FencedConsole(markup=False, highlight=False, stderr=True)

    @property
    def navigator(self) -> "Navigator":
        """The open dossier; there is one soon after the first paint."""
        assert self._navigator is not None
        return self._navigator

    @property
    def session(self) -> "ReviewSession":
        """The review; there is one as soon as the dossier is open."""
        return self.navigator.session

    @property
    def is_open(self) -> bool:
        """Whether the dossier is open."""
        return self._navigator is not None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Every drawn line passes the fence last."""
        return [*super().get_line_filters(), self._fence]

    async def run_in_thread(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call that may be slow in a thread; at the end of the program it is waited for, not cut off."""
        return await asyncio.to_thread(call, *args, **kwargs)

    def show_message(self, message: str, severity: Severity = "information") -> None:
        """Show a line on the topmost screen that has one for it."""
        for screen in reversed(self.screen_stack):
            for line in screen.query(MessageLine):
                line.say(message, severity)
                return

    # ------------------------------------------------------------------ start and end

    def pop_screen(self) -> AwaitComplete:
        """Close the top screen; the last one stays, however often a flood of keys asks."""
        return super().pop_screen() if len(self.screen_stack) > 1 else AwaitComplete()

    def on_mount(self) -> None:
        """Show the empty queue, and see to it that signals leave a sane terminal."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                try:
                    loop.add_signal_handler(number, self.leave, 128 + number)
                except (NotImplementedError, RuntimeError, ValueError):
                    continue  # not the main thread, or no such signals on this system
        self.push_screen(QueueScreen())

    def begin(self) -> None:
        """Show the first lines of the queue, then open the dossier: once the first frame is on screen."""
        if self._navigator is None:
            start_worker(self, "open", self._open, exclusive=False)

    async def _open(self) -> None:
        view = self._wanted()
        queue = await self._show_first_lines(view)
        try:
            navigator = await self.run_in_thread(self._load)
            session, first_lines = navigator.session, self._first_lines
            session.view = view
            if first_lines is not None and queue is not None:
                session.queue, session.position = first_lines.numbers, queue.rows.cursor
            self._navigator = navigator
            await self._resume(moved=first_lines is not None and session.position != first_lines.position)
        except VariorumError as error:
            self.exit(error.exit_code, error.exit_code, Text(visible(str(error))))
            return
        self._first_lines = None
        if not gc.isenabled():  # what is loaded by now stays: it need not be looked through again
            gc.freeze()
            gc.enable()
        start_worker(self, "refresh", self.refresh_summaries)
        if queue is not None:
            queue.opened()
        if not self.reviewer:
            from tui.review.screens.asking import LineScreen

            name = await self.push_screen_wait(
                LineScreen("Who is reviewing?", hint="your name goes with every decision; esc only reads")
            )
            self.reviewer = self.session.reviewer = (name or "").strip()
            self.update_bars()

    async def _show_first_lines(self, view: ItemFilter) -> QueueScreen | None:
        """Show the first lines, then make all of them reachable: before anything that takes long is loaded."""
        queue = self._queue_screen
        first_lines = Glimpse(self.path, unseen_by(self.reviewer, view) if self.settings.blind else view)
        if queue is None or not first_lines.look(None if self._show_first else self.bookmark.item):
            return queue
        self._first_lines = first_lines
        self.update_bars()
        queue.show_lines(self._first_page, first_lines.length, first_lines.position)
        painted = asyncio.Event()
        queue.call_after_refresh(painted.set)
        await painted.wait()
        if await self.run_in_thread(first_lines.look_at_all):
            queue.rows.lengthen(first_lines.length)
            self.update_bars()
        return queue

    def _wanted(self) -> ItemFilter:
        """Return the filter to begin with: the one asked for, the one in force when the reviewer stopped, or none."""
        try:
            wanted = self._show_first or self.bookmark.query
            return parse_query(wanted) if wanted else TO_SETTLE
        except VariorumError:
            return TO_SETTLE  # of another version: the queue begins as for somebody new

    def _load(self) -> "Navigator":
        from tui.review.navigation import Navigator

        return Navigator(self)

    @property
    def _queue_screen(self) -> QueueScreen | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, QueueScreen)), None)

    def _first_page(self, start: int, count: int) -> "list[ItemRow]":
        rows = self._first_lines.page(start, count) if self._first_lines is not None else []
        return [without_others(row) for row in rows] if self.settings.blind else rows

    async def _resume(self, *, moved: bool) -> None:
        """Go back to where the reviewer stopped: the item, and whether it stood open."""
        await self.reload()
        item = self.bookmark.item
        if moved or self._show_first or item is None:
            return
        try:
            row = await self.run_in_thread(self.session.workspace.dossier.item_row, item)
        except VariorumError:
            return
        if row.item in self.session.queue:
            self.session.move_to(self.session.queue.index(row.item))
            if self._queue_screen is not None:
                self._queue_screen.show_queue()
            if self.bookmark.is_open:
                self.open_item(item)
            self.show_message("back where you stopped; esc, twice or more, begins anew")

    def remember_place(self, key: tuple[str, str], *, is_open: bool) -> None:
        """Take note of where the reviewer is, and put it on disk as soon as they rest."""
        self.bookmark.item, self.bookmark.is_open = key, is_open
        if self._place_timer is not None:
            self._place_timer.stop()
        self._place_timer = self.set_timer(
            _REST_S, lambda: start_worker(self, "place", self.run_in_thread, self.bookmark.save, exclusive=False)
        )

    def progress_of(self, doing: str) -> Callable[[int, int], None]:
        """Return what tells in the header how far a call in a thread has come; it ends the call when we leave."""
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int) -> None:
            if self._leaving:
                raise _Leaving
            loop.call_soon_threadsafe(self.update_bars, f"{doing} {done:,} of {total:,}")

        return progress

    def leave(self, status: int = 0) -> None:
        """Save the drafts and end; a decision that is being saved is still saved."""
        self._leaving = True
        self.drafts.save()
        self.bookmark.save()
        self.exit(status, status)

    async def action_quit(self) -> None:
        """Leave, from the palette or with ctrl+q."""
        self.leave()

    def close(self) -> None:
        """Save the drafts and let go of the dossier, however the app ended."""
        self._leaving = True
        self.drafts.save()
        if self._navigator is not None:
            self.session.workspace.dossier.close()

    # ------------------------------------------------------------------ the queue

    async def refresh_summaries(self) -> None:
        """Compute what is out of date, with its progress in the header, then show the queue as it is."""
        loop = asyncio.get_running_loop()
        shown_at = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal shown_at
            if self._leaving:
                raise _Leaving
            loop.call_soon_threadsafe(self.update_bars, f"comparing {done:,} of {total:,}")
            if time.monotonic() - shown_at > _SHOW_EVERY_S:
                shown_at = time.monotonic()
                loop.call_soon_threadsafe(self._reload_soon)

        self.is_comparing = True
        try:
            await self.run_in_thread(self.session.workspace.refresh, progress)
        except _Leaving:
            return
        except VariorumError as error:
            self.show_message(str(error), "error")
        self.is_comparing = False
        await self._reload_quietly()

    def _reload_soon(self) -> None:
        start_worker(self, "reload", self._reload_quietly)

    async def _reload_quietly(self) -> None:
        try:
            await self.reload()
        except VariorumError as error:
            self.show_message(str(error), "error")

    async def reload(self, view: ItemFilter | None = None) -> None:
        """Read the queue afresh and show it where it is on screen."""
        await self.run_in_thread(self.session.load_queue, view)
        self.bookmark.query = format_query(self.session.view)
        self.update_bars()
        for screen in self.screen_stack:
            if isinstance(screen, QueueScreen):
                screen.show_queue()
        self._counts = await self.run_in_thread(self.session.progress)
        self.update_bars()

    def update_bars(self, busy: str = "") -> None:
        """Show name, progress (or what is being done) and reviewer on every screen that has a header."""
        place = self._place()
        past = self.is_open and self.session.past is not None
        if past and not busy:
            now = next(self.keys.shown(action) for action in ACTIONS if action.name == "present")
            busy = f"nothing is decided here; {now} is now"
        if not self.is_open:
            busy = "opening …"
        for screen in self.screen_stack:
            for bar in screen.query(StatusBar):
                bar.set_class(past, "-past")
                bar.show_state(self.path.name, self.reviewer, place, self._counts, busy)

    def _place(self) -> str:
        if self.is_open:
            return self.session.place()
        queue = self._queue_screen
        if self._first_lines is None or queue is None:
            return ""
        return place_words(queue.rows.cursor, self._first_lines.length, self._wanted(), blind=self.settings.blind)

    # ------------------------------------------------------------------ looking back

    def look_back(self, by: int | None) -> None:
        """See what was known `by` publication days from the one in sight; 0 is now, None asks for the day."""
        if self._navigator is not None:
            start_worker(self, "past", self.navigator.look_back, by, exclusive=False)

    def is_present(self) -> bool:
        """Return whether all there is is in sight; say so where it is not."""
        try:
            self.session.check_present()
        except VariorumError as error:
            self.show_message(str(error), "warning")
            return False
        return True

    # ------------------------------------------------------------------ items

    def open_item(self, key: tuple[str, str]) -> None:
        """Show an item with its evidence."""
        self.navigator.open_item(key)

    def adjudicate(self, key: tuple[str, str]) -> None:
        """Show an item with what its reviewers say side by side."""
        self.navigator.adjudicate(key)

    def open_inbox(self, article: str | None = None, about: str | None = None) -> None:
        """Show the proposals, or all claims of one article, at one of them."""
        self.navigator.open_inbox(article, about)

    def open_events(self) -> None:
        """Show the events that may be one."""
        self.navigator.open_events()

    def tag(self) -> None:
        """Ask for the tags of the item in hand."""
        if self._navigator is not None:
            start_worker(self, "ask", self.navigator.tag)

    def read_report(self) -> None:
        """Ask what to report on, and show that report."""
        if self._navigator is not None:
            start_worker(self, "ask", self.navigator.read_report)

    async def open_next_item(self, screen: "ConflictScreen", decided: "Item", act: "Act", told: str) -> None:
        """After a decision: the item itself while it still asks for one, else the next of the queue."""
        await self.navigator.open_next_item(screen, decided, act, told)

    def undo(self) -> None:
        """Undo the last decision of this session and return to its item."""
        if self._navigator is not None:
            start_worker(self, "undo", self.navigator.undo)

    def why(self) -> None:
        """Ask for the reason of this session's last decision: the same act once more, with a reason."""
        if self._navigator is not None:
            start_worker(self, "ask", self.navigator.why)

    # ------------------------------------------------------------------ help and palette

    def show_help(self, screen: ScreenName) -> None:
        """Show what every key does."""
        self.push_screen(HelpScreen(screen))

    async def change_setting(self, name: str, value: str | bool) -> None:
        """Put a setting in force that was changed while reviewing."""
        self.settings = self.settings.over({name: value})
        if name == "theme":
            self.theme = str(value)
        elif name == "reviewer":
            self.reviewer = self.session.reviewer = str(value)
        elif name == "reasons":
            self.session.reasons = self.settings.reasons
        elif name == "blind":
            self.session.blind = self.settings.blind
        await self.reload()

    def save_picture(self) -> None:
        """Save the screen as an SVG picture in the folder the program was started in."""
        number = 1
        while (path := Path(f"variorum-{number}.svg")).exists():
            number += 1
        try:
            path.write_text(self.export_screenshot(title=visible(self.path.name)), "utf-8")
        except OSError as error:
            self.show_message(f"no picture was saved: {error.strerror or error}", "error")
            return
        self.show_message(f"saved {path.absolute()}")

    def show_menu(self, screen: ReviewScreen) -> None:
        """Offer everything that can be done on a screen, for hands without its letters."""
        from tui.review.screens.asking import ChoiceScreen

        offered = [a for a in actions_on(screen.NAME) if not (a.numbered or a.moving or a.name == "menu")]
        lines = [(a.name, f"{self.keys.shown(a):<5} {a.description}") for a in offered]

        def perform(chosen: str | None) -> None:
            for action in offered:
                if action.name == chosen:
                    screen.perform(action)

        self.push_screen(ChoiceScreen("What to do", lines), perform)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what the screen's keys do, by name, and the theme."""
        if isinstance(screen, ReviewScreen):
            for action in actions_on(screen.NAME):
                if not action.numbered:
                    title = f"{action.name.replace('_', ' ').capitalize()} ({self.keys.shown(action)})"
                    yield SystemCommand(title, action.description, partial(screen.perform, action))
        yield SystemCommand("Theme", "Change the colours.", self.action_change_theme)
