"""The Textual app: it opens the dossier, keeps slow work in threads and holds the screens together.

Owns start, end and what several screens ask for: reading the queue, opening an item, undoing, going on. It says nothing
of how a screen looks and refuses to decide: every act goes through `ReviewSession`.
"""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import ParamSpec, TypeVar

from rich.text import Text
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.filter import LineFilter
from textual.screen import Screen
from textual.timer import Timer

from claims.errors import VariorumError
from claims.store.queue import ItemFilter
from reconcile.conflicts import Item
from tui.actions import ACTIONS, ScreenName, actions_on
from tui.drafts import Drafts, drafts_path
from tui.inbox import InboxSession
from tui.keymap import Keymap
from tui.lookback import step_day
from tui.places import Places
from tui.query import format_query, parse_query
from tui.screens.adjudication import AdjudicationScreen
from tui.screens.asking import ChoiceScreen, LineScreen
from tui.screens.base import ReviewScreen
from tui.screens.conflict import ConflictScreen
from tui.screens.events import EventsScreen
from tui.screens.inbox import InboxScreen
from tui.screens.queue import QueueScreen
from tui.screens.rationale import RationaleScreen
from tui.screens.reading import HelpScreen
from tui.session import Act, ReviewSession
from tui.settings import Settings, SettingsError
from tui.themes import HIGH_CONTRAST, NO_COLOR
from tui.visible import visible
from tui.widgets.bars import MessageLine, Severity, StatusBar
from tui.widgets.fence import FencedConsole, TerminalFence
from tui.workspace import Workspace

P = ParamSpec("P")
T = TypeVar("T")

_STAYING = frozenset({"reject", "different_event", "set_scope"})
"""Acts that change the evidence: an item still unsettled after one is the next thing to decide."""

_CACHE_KB = 4_096
"""Of the dossier, for each thread: the queue is read off one index, and an item's rows lie together."""

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
    """The reviewer's desk on one dossier."""

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
        self.places = Places.of(path)
        self._place_timer: Timer | None = None
        self._session: ReviewSession | None = None
        self._inbox: InboxSession | None = None
        self._leaving = False
        self._counts: dict[str, int] = {}
        self.is_comparing = True
        """Whether summaries are being computed, so that an empty queue says little yet."""
        self._fence = TerminalFence()
        self.register_theme(HIGH_CONTRAST)
        self.register_theme(NO_COLOR)
        wanted = self.settings.theme or ("no-color" if os.environ.get("NO_COLOR") else "")
        if wanted:
            if wanted not in self.available_themes:
                known = ", ".join(sorted(self.available_themes))
                raise SettingsError(f"theme: there is no {wanted!r}; there are {known}")
            self.theme = wanted
        self.error_console = FencedConsole(markup=False, highlight=False, stderr=True)

    @property
    def session(self) -> ReviewSession:
        """The review; there is one as soon as the dossier is open."""
        assert self._session is not None
        return self._session

    @property
    def is_open(self) -> bool:
        """Whether the dossier is open."""
        return self._session is not None

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Every drawn line passes the fence last."""
        return [*super().get_line_filters(), self._fence]

    async def off(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call that may be slow in a thread; at the end of the program it is waited for, not cut off."""
        return await asyncio.to_thread(call, *args, **kwargs)

    def tell(self, message: str, severity: Severity = "information") -> None:
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
        """Open the dossier, once the first frame is on screen."""
        if self._session is None:
            self.run_worker(self._open(), group="open")

    async def _open(self) -> None:
        try:
            workspace = await self.off(Workspace, self.path, cache_kb=_CACHE_KB)
            self._session = ReviewSession(
                workspace, self.reviewer, reasons=self.settings.reasons, blind=self.settings.blind
            )
            await self._resume()
        except VariorumError as error:
            self.exit(error.exit_code, error.exit_code, Text(visible(str(error))))
            return
        self.run_worker(self.refresh_summaries(), exclusive=True, group="refresh")
        if not self.reviewer:
            name = await self.push_screen_wait(
                LineScreen("Who is reviewing?", hint="your name goes with every decision; esc only reads")
            )
            self.reviewer = self.session.reviewer = (name or "").strip()
            self.update_bars()

    async def _resume(self) -> None:
        """Go back to where the reviewer stopped: the filter, the item, and whether it stood open."""
        places = self.places
        try:
            wanted = self._show_first or places.query
            view = parse_query(wanted) if wanted else None
        except VariorumError:
            view = None  # of another version: the queue begins as for somebody new
        item, is_open = (None, False) if self._show_first else (places.item, places.is_open)
        await self.reload(view)
        if item is None:
            return
        try:
            row = await self.off(self.session.workspace.dossier.item_row, item)
        except VariorumError:
            return
        if row.item in self.session.queue:
            self.session.move_to(self.session.queue.index(row.item))
            for screen in self.screen_stack:
                if isinstance(screen, QueueScreen):
                    screen.show_queue()
            if is_open:
                self.open_item(item)
            self.tell("back where you stopped; esc, twice or more, begins anew")

    def stand(self, key: tuple[str, str], *, is_open: bool) -> None:
        """Take note of where the reviewer is, and put it on disk as soon as they rest."""
        self.places.item, self.places.is_open = key, is_open
        if self._place_timer is not None:
            self._place_timer.stop()
        self._place_timer = self.set_timer(_REST_S, lambda: self.run_worker(self.off(self.places.save), group="place"))

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
        self.places.save()
        self.exit(status, status)

    async def action_quit(self) -> None:
        """Leave, from the palette or with ctrl+q."""
        self.leave()

    def close(self) -> None:
        """Save the drafts and let go of the dossier, however the app ended."""
        self._leaving = True
        self.drafts.save()
        if self._session is not None:
            self._session.workspace.dossier.close()

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
            await self.off(self.session.workspace.refresh, progress)
        except _Leaving:
            return
        except VariorumError as error:
            self.tell(str(error), "error")
        self.is_comparing = False
        await self._reload_quietly()

    def _reload_soon(self) -> None:
        self.run_worker(self._reload_quietly(), exclusive=True, group="reload")

    async def _reload_quietly(self) -> None:
        try:
            await self.reload()
        except VariorumError as error:
            self.tell(str(error), "error")

    async def reload(self, view: ItemFilter | None = None) -> None:
        """Read the queue afresh and show it where it is on screen."""
        await self.off(self.session.load_queue, view)
        self.places.query = format_query(self.session.view)
        self.update_bars()
        for screen in self.screen_stack:
            if isinstance(screen, QueueScreen):
                screen.show_queue()
        self._counts = await self.off(self.session.progress)
        self.update_bars()

    def update_bars(self, busy: str = "") -> None:
        """Show name, progress (or what is being done) and reviewer on every screen that has a header."""
        place = self.session.place() if self.is_open else ""
        past = self.is_open and self.session.known_at is not None
        if past and not busy:
            now = next(self.keys.shown(action) for action in ACTIONS if action.name == "present")
            busy = f"nothing is decided here; {now} is now"
        for screen in self.screen_stack:
            for bar in screen.query(StatusBar):
                bar.set_class(past, "-past")
                bar.tell(dossier=self.path.name, reviewer=self.reviewer, place=place, counts=self._counts, busy=busy)

    # ------------------------------------------------------------------ looking back

    def look_back(self, by: int | None) -> None:
        """See what was known `by` publication days from the one in sight; 0 is now, None asks for the day."""
        if self._session is not None:
            self.run_worker(self._look_back(by), group="past")

    async def _look_back(self, by: int | None) -> None:
        session, screen = self.session, self.screen
        day: str | None = None
        try:
            if by is None:
                question = LineScreen("As known on which day?", session.known_at or "", "2019-11-07; empty is now")
                typed = await self.push_screen_wait(question)
                if typed is None:
                    return
                day = typed.strip() or None
            elif by:
                key = screen.key if isinstance(screen, ConflictScreen) else None
                day = step_day(await self.off(session.days, key), session.known_at, by)
            session.look_at(day)
        except VariorumError as error:
            self.tell(str(error), "error")
            return
        for shown in self.screen_stack:
            if isinstance(shown, ConflictScreen):
                shown.read_again()
            elif isinstance(shown, QueueScreen):
                shown.show_queue()
        self.update_bars()

    def is_present(self) -> bool:
        """Return whether all there is is in sight; say so where it is not."""
        try:
            self.session.check_present()
        except VariorumError as error:
            self.tell(str(error), "warning")
            return False
        return True

    # ------------------------------------------------------------------ items

    def open_item(self, key: tuple[str, str]) -> None:
        """Show an item with its evidence."""
        if isinstance(self.screen, ConflictScreen):
            self.screen.show(key)
        else:
            self.push_screen(ConflictScreen(key))
            self.update_bars()

    def adjudicate(self, key: tuple[str, str]) -> None:
        """Show an item with what its reviewers say side by side."""
        if isinstance(self.screen, ConflictScreen):
            self.pop_screen()
        self.push_screen(AdjudicationScreen(key))
        self.update_bars()

    def open_inbox(self, article: str | None = None, about: str | None = None) -> None:
        """Show the proposals, or all claims of one article, at one of them."""
        if not self.is_present():
            return
        if self._inbox is None:
            self._inbox = InboxSession(self.session.workspace, self.reviewer)
        self._inbox.reviewer = self.reviewer
        screen = InboxScreen(self._inbox, article, about)

        def left(_: None) -> None:
            if screen.acted:
                self.run_worker(self.refresh_summaries(), exclusive=True, group="refresh")
                if isinstance(self.screen, ConflictScreen):
                    self.screen.read_again()

        self.push_screen(screen, left)

    def open_events(self) -> None:
        """Show the events that may be one."""
        if not self.is_present():
            return
        screen = EventsScreen(self.session.workspace)

        def left(_: None) -> None:
            if screen.acted:
                self.run_worker(self.refresh_summaries(), exclusive=True, group="refresh")

        self.push_screen(screen, left)

    async def go_on(self, screen: ConflictScreen, decided: Item, act: Act, told: str) -> None:
        """After a decision: the item itself while it still asks for one, else the next of the queue.

        `told` is said on whichever screen is left: one that closes takes its message line with it.
        """
        self.tell(told)
        session = self.session
        position = session.position
        number = session.queue[position] if position < len(session.queue) else None
        await self.reload()
        here = await self.off(session.page, session.position, 1)
        if act.action in _STAYING and here and here[0].key == (decided.subject, decided.attribute):
            screen.show(here[0].key)
            return
        if number in session.queue:
            still_there = session.queue.index(number)
            position = position + 1 if still_there <= position else position
        if position >= len(session.queue):
            session.move_to(len(session.queue) - 1)
            screen.dismiss(None)
            self.tell(f"{told}; that was the last item of the queue")
            return
        session.move_to(position)
        screen.show((await self.off(session.page, position, 1))[0].key)

    def undo(self) -> None:
        """Undo the last decision of this session and return to its item."""
        if self._session is not None:
            self.run_worker(self._undo(), exclusive=True, group="undo")

    async def _undo(self) -> None:
        session = self.session
        screen = self.screen
        many = len(session.last)
        shown = screen.item if isinstance(screen, ConflictScreen) else None
        if isinstance(screen, ConflictScreen):
            screen.item = None  # it is about to give way: the next key is not for it
        try:
            undone = await self.off(session.undo)
            await self.reload()
            row = await self.off(session.workspace.dossier.item_row, undone.item)
        except VariorumError as error:
            if isinstance(screen, ConflictScreen):
                screen.item = shown
            self.tell(str(error), "warning")
            return
        if row.item in session.queue:
            session.move_to(session.queue.index(row.item))
        if many > 1:  # the lot was decided on the queue, and that is where it is undone to
            if isinstance(screen, ConflictScreen):
                screen.dismiss(None)
            self.tell(f"undone: {many:,} decisions made at one stroke")
            return
        if isinstance(self.screen, ConflictScreen):
            self.screen.show(undone.item)
        else:  # waited for, so that it has its message line when it is to say what was undone
            await self.push_screen(ConflictScreen(undone.item))
            self.update_bars()
        self.tell(f"undone: {undone.action.replace('_', ' ')} on {undone.subject}/{undone.attribute}")

    def why(self) -> None:
        """Ask for the reason of this session's last decision: the same act once more, with a reason."""
        if self._session is not None:
            self.run_worker(self._why(), exclusive=True, group="ask")

    async def _why(self) -> None:
        session = self.session
        if len(session.last) != 1:
            self.tell("there is no single last decision in this session to give a reason for", "warning")
            return
        given = session.last[0]
        act = Act(
            given.action,
            assertion=given.assertion,
            low=given.low,
            high=given.high,
            relation=given.relation,
            scope=given.scope,
            policy=given.policy,
            reason=given.reason,
            rationale=given.rationale,
            adjudicates=given.adjudicates,
        )
        try:
            item = await self.off(session.item, given.item)
        except VariorumError as error:
            self.tell(str(error), "error")
            return
        said = f"{given.action.replace('_', ' ')} on {item.id}"
        outcome = await self.push_screen_wait(RationaleScreen(item, act, f"Why {said}?"))
        if isinstance(outcome, Item):
            await self.reload()
            self.tell(f"recorded the reason: {said}")
        elif outcome is not None:
            self.tell(str(outcome), "warning")

    # ------------------------------------------------------------------ help and palette

    def show_help(self, screen: ScreenName) -> None:
        """Show what every key does."""
        self.push_screen(HelpScreen(screen))

    async def change_setting(self, name: str, value: str | bool) -> None:
        """Put a setting in force that was changed while reviewing."""
        self.settings = self.settings.changed(**{name: value})
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
            self.tell(f"no picture was saved: {error.strerror or error}", "error")
            return
        self.tell(f"saved {path.absolute()}")

    def show_menu(self, screen: ReviewScreen) -> None:
        """Offer everything that can be done on a screen, for hands without its letters."""
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
