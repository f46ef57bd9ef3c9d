"""The Textual app: it opens the dossier, runs slow work in threads and holds the screens together.

What needs the open dossier is in `tui.review.navigation`, loaded after the first paint.
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
from claims.store.addresses import place_name
from claims.store.tables.queue import ItemFilter
from tui.output import counted
from tui.review.actions import ACTIONS, actions_on
from tui.review.keymap import Keymap
from tui.review.opening import Opening
from tui.review.screens.base import ReviewScreen
from tui.review.screens.queue import QueueScreen
from tui.review.settings import Settings, SettingsError
from tui.review.themes import HIGH_CONTRAST, LIGHT, NO_COLOR
from tui.review.widgets.bars import MessageLine, Severity, StatusBar
from tui.review.widgets.fence import FencedConsole, TerminalFence
from tui.review.workers import start_worker, stop_timer
from tui.services.bookmark import Bookmark
from tui.services.drafts import Drafts, drafts_path
from tui.services.query import format_query, parse_query
from tui.visible import visible

if TYPE_CHECKING:
    from tui.review.navigation import Navigator
    from tui.services.review_session import ReviewSession

P = ParamSpec("P")
T = TypeVar("T")

_REST_S = 0.5
"""How long a reviewer rests before the place is put on disk."""

_LOOK_EVERY_S = 1.0
"""How often it is looked whether others have recorded something."""

_SHOW_EVERY_S = 3.0
"""How often a long comparison lets the queue be read afresh, so that a reviewer can begin."""


class _Leaving(Exception):  # noqa: N818 - not an error: the way out of a long refresh
    """The program is ending; the refresh continues where it stopped the next time."""


def run_review(
    workspace_path: Path, reviewer: str, settings: Settings | None = None, show: str = "", notice: str = ""
) -> int:
    """Review the dossier at `workspace_path` until the reviewer leaves; return the exit status.

    Args:
        workspace_path: the dossier.
        reviewer: who reviews; empty: who is asked for.
        settings: those in force.
        show: the filter to begin with.
        notice: what is said at first.

    Raises:
        QueryError: `show`, the filter to begin with, is none.
    """
    parse_query(show)
    app = ReviewApp(workspace_path, reviewer, settings, show, notice)
    try:
        app.run()
    finally:
        app.close()
    return app.return_code or 0


class ReviewApp(App[int]):
    """The review of one dossier on screen; screens know it as a `tui.review.host.ReviewHost`."""

    CSS_PATH = "review.tcss"
    TITLE = "Variorum"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual has it so
    VERTICAL_BREAKPOINTS = [(0, "-short"), (34, "-tall")]  # noqa: RUF012

    def __init__(
        self, path: Path, reviewer: str, settings: Settings | None = None, show: str = "", notice: str = ""
    ) -> None:
        super().__init__()
        self._notice = notice
        self._show = show
        self.settings = settings or Settings()
        self.keys: Keymap = self.settings.keymap()
        self.path = path
        self.reviewer = reviewer.strip()
        self.drafts = Drafts(drafts_path(path))
        self.bookmark = Bookmark.of(path, self.reviewer)
        self._bookmark_timer: Timer | None = None
        self._navigator: Navigator | None = None
        self._opening: Opening | None = None
        self._leaving = False
        self._counts: dict[str, int] = {}
        self.proposals = 0
        """How many wait in the inbox."""
        self.is_comparing = True
        """Whether summaries are being computed, so that an empty queue says little yet."""
        self.elsewhere = 0
        """How many entries of others the queue on screen goes by; another number once it goes by more."""
        self._is_looking = False
        self._fence = TerminalFence()
        self._choose_theme()
        self.error_console = FencedConsole(markup=False, highlight=False, stderr=True)

    def _choose_theme(self) -> None:
        for theme in (HIGH_CONTRAST, LIGHT, NO_COLOR):
            self.register_theme(theme)
        wanted = self.settings.theme or ("no-color" if os.environ.get("NO_COLOR") else "")
        if not wanted:
            return
        if wanted not in self.available_themes:
            known = ", ".join(sorted(self.available_themes))
            raise SettingsError(f"theme: there is no {wanted!r}; there are {known}")
        self.theme = wanted

    @property
    def navigator(self) -> "Navigator":
        """What goes from screen to screen; there is one soon after the first paint."""
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
                line.show_message(message, severity)
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
        queue = self._queue_screen
        if queue is None:
            return
        opening = self._opening = Opening(self, queue, self._show)
        await opening.show_first_lines()
        try:
            navigator = await self.run_in_thread(self._load)
            opening.hand_over(navigator.session)
            self._navigator = navigator
            await opening.resume(navigator.session)
        except VariorumError as error:
            self.exit(error.exit_code, error.exit_code, Text(visible(str(error))))
            return
        self._opening = None
        if not gc.isenabled():  # what is loaded by now stays: it need not be looked through again
            gc.freeze()
            gc.enable()
        start_worker(self, "refresh", self.refresh_summaries)
        self.set_interval(_LOOK_EVERY_S, self._look_elsewhere)
        queue.opened()
        if self._notice:
            self.show_message(self._notice, "warning")
        if not self.reviewer:
            await self._ask_reviewer()

    def _load(self) -> "Navigator":
        from tui.review.navigation import Navigator

        return Navigator(self, self)

    async def _ask_reviewer(self) -> None:
        from tui.review.screens.asking import LineScreen

        name = await self.push_screen_wait(
            LineScreen("Who is reviewing?", hint="your name goes with every decision; esc only reads")
        )
        self._take_reviewer((name or "").strip())
        self.update_bars()

    def _take_reviewer(self, name: str) -> None:
        self.reviewer = self.session.reviewer = name
        self.bookmark = self.bookmark.handed_to(self.path, name)

    @property
    def _queue_screen(self) -> QueueScreen | None:
        return next((screen for screen in self.screen_stack if isinstance(screen, QueueScreen)), None)

    def remember_place(self, key: tuple[str, str]) -> None:
        """Keep the item as the place to return to; it is put on disk as soon as the reviewer rests."""
        self.bookmark.item = key
        stop_timer(self._bookmark_timer)
        self._bookmark_timer = self.set_timer(
            _REST_S, lambda: start_worker(self, "place", self.run_in_thread, self.bookmark.save, exclusive=False)
        )

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

    def progress_of(self, doing: str) -> Callable[[int, int], None]:
        """Return a callback for a call in a thread that shows its progress in the header, and ends it when we leave.

        Where it is not said what is done, nothing is shown.
        """
        loop = asyncio.get_running_loop()

        def progress(done: int, total: int) -> None:
            if self._leaving:
                raise _Leaving
            if not doing:  # how much there is to compare would tell a blind reviewer what others do
                return
            loop.call_soon_threadsafe(self.update_bars, f"{doing} {done:,} of {total:,}")

        return progress

    async def refresh_summaries(self) -> None:
        """Compute what is out of date, with its progress in the header, then show the queue as it is."""
        loop = asyncio.get_running_loop()
        show_progress = self.progress_of("" if self.session.blind else "comparing")
        shown_at = time.monotonic()

        def progress(done: int, total: int) -> None:
            nonlocal shown_at
            show_progress(done, total)
            if not self.session.blind and time.monotonic() - shown_at > _SHOW_EVERY_S:
                shown_at = time.monotonic()
                loop.call_soon_threadsafe(start_worker, self, "reload", self._reload_quietly)

        self.is_comparing = True
        try:
            elsewhere = await self.run_in_thread(self.session.workspace.dossier.recorded_elsewhere)
            await self.run_in_thread(self.session.workspace.refresh, progress)
            self.elsewhere = elsewhere
        except _Leaving:
            return
        except VariorumError as error:
            self.show_message(str(error), "error")
        self.is_comparing = False
        await self._reload_quietly()

    def _look_elsewhere(self) -> None:
        """Bring the queue up to date with what others have recorded, one look at a time."""
        if not (self._is_looking or self.is_comparing or self.session.past or self._leaving):
            self._is_looking = True
            start_worker(self, "elsewhere", self._catch_up, exclusive=False)

    async def _catch_up(self) -> None:
        try:
            workspace = self.session.workspace
            elsewhere = await self.run_in_thread(workspace.dossier.recorded_elsewhere)
            if elsewhere != self.elsewhere:
                await self.run_in_thread(workspace.refresh, self.progress_of(""))
                await self.reload()
                self.elsewhere = elsewhere
                self._let_screens_follow()
        except _Leaving:
            return
        except VariorumError as error:
            self.show_message(str(error), "error")
        finally:
            self._is_looking = False

    def _let_screens_follow(self) -> None:
        for screen in self.screen_stack if self.is_running else ():
            if isinstance(screen, ReviewScreen):
                screen.follow_others()

    async def _reload_quietly(self) -> None:
        try:
            await self.reload()
        except VariorumError as error:
            self.show_message(str(error), "error")

    async def reload(self, view: ItemFilter | None = None) -> None:
        """Read the queue afresh, under another filter where one is given, and show it."""
        await self.run_in_thread(self.session.load_queue, view)
        self.bookmark.query = format_query(self.session.view)
        self.update_bars()
        self._show_queue()
        self._counts = await self.run_in_thread(self.session.progress)
        self.proposals = await self.run_in_thread(self.session.waiting_proposals)
        self._show_queue()
        self.update_bars()

    def _show_queue(self) -> None:
        """Draw the queue where there is one; an app that is ending is taken down leaf by leaf and draws no more."""
        queue = self._queue_screen if self.is_running else None
        if queue is not None:
            queue.show_queue()

    def inbox_words(self) -> str:
        """Return how many proposals wait and the key that leads to them; empty where none does."""
        key = next(self.keys.shown(action) for action in ACTIONS if action.name == "inbox")
        return f"{counted(self.proposals, 'proposal')}: {key}" if self.proposals else ""

    def update_bars(self, busy: str = "") -> None:
        """Show name, progress (or what is being computed) and reviewer on every screen that has a header."""
        is_past = self.is_open and self.session.past is not None
        if is_past and not busy:
            now = next(self.keys.shown(action) for action in ACTIONS if action.name == "present")
            busy = f"nothing is decided here; {now} is now"
        if self.is_open:
            place = self.session.place()
        else:
            busy = "opening …"
            place = self._opening.place() if self._opening is not None else ""
        for screen in self.screen_stack:
            for bar in screen.query(StatusBar):
                bar.set_class(is_past, "-past")
                bar.show_state(place_name(self.path), self.reviewer, place, self._counts, busy, self.inbox_words())

    # ------------------------------------------------------------------ settings and palette

    async def change_setting(self, name: str, value: str | bool) -> None:
        """Put a setting in force that was changed while reviewing."""
        self.settings = self.settings.over({name: value})
        if name == "theme":
            self.theme = str(value)
        elif name == "reviewer":
            self._take_reviewer(str(value).strip())
        elif name == "reasons":
            self.session.reasons = self.settings.reasons
        elif name == "blind":
            self.session.blind = self.settings.blind
        await self.reload()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Offer what the screen's keys do, by name, and the theme."""
        if isinstance(screen, ReviewScreen):
            for action in actions_on(screen.NAME):
                if not action.numbered:
                    title = f"{action.name.replace('_', ' ').capitalize()} ({self.keys.shown(action)})"
                    yield SystemCommand(title, action.description, partial(screen.perform, action))
        yield SystemCommand("Theme", "Change the colours.", self.action_change_theme)
