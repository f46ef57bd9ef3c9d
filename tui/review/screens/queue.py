"""The queue: what is to be decided, most important first, with a preview of the item under the cursor.

Imports nothing that reconciles: the first lines are shown, and keys move among them, before the dossier is open.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from claims.errors import VariorumError
from claims.store.tables.queue import ItemFilter, ItemRow
from tui.review.screens.base import ListScreen
from tui.review.widgets.bars import KeyBar, MessageLine, StatusBar
from tui.review.widgets.linelist import Reader
from tui.review.widgets.queuelist import QueueList, heading
from tui.review.workers import start_worker, stop_timer
from tui.services.query import UNSETTLED, format_query, row_name, widen_query
from tui.visible import visible

_REST_S = 0.12
"""How long the cursor rests before its item is computed for the preview."""


class QueueScreen(ListScreen):
    """The list of items and what the one under the cursor says."""

    NAME = "queue"
    AUTO_FOCUS = "QueueList"

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self._waiting: Callable[[], None] | None = None
        """What was asked for while the dossier was being opened."""
        self._waiting_for_item = False
        self._previewed: tuple[str, str] | None = None
        """The item whose evidence the preview shows."""

    def compose(self) -> ComposeResult:
        """Lay out header, list with preview, keys."""
        yield StatusBar()
        with Container(id="body"):
            with Vertical(id="list"):
                yield Static("", id="columns", markup=False)
                yield QueueList()
            with VerticalScroll(id="preview", can_focus=False):
                yield Static("", id="told", markup=False)
        yield MessageLine()
        yield KeyBar(self.NAME, self.review.keys)

    @property
    def rows(self) -> QueueList:
        """The list."""
        return self.query_one(QueueList)

    def on_mount(self) -> None:
        """Draw first, read afterwards."""
        self.call_after_refresh(self.review.begin)

    def on_screen_resume(self) -> None:
        """Show the queue as it is now, with the current item under the cursor."""
        self.show_queue()

    def on_resize(self) -> None:
        """Fit the line of column names."""
        self.call_after_refresh(self._draw_columns)

    def _draw_columns(self) -> None:
        self.rows.chosen = self.review.bookmark.columns
        width = self.rows.scrollable_content_region.width
        self.query_one("#columns", Static).update(Content(heading(self.rows.chosen, width)))

    # ------------------------------------------------------------------ showing

    def show_queue(self) -> None:
        """Draw the session's queue; nothing is read but the lines on screen."""
        if not self.review.is_open:
            return
        session = self.review.session
        self.show_lines(session.page, len(session.queue), session.position)

    def show_lines(self, read: Reader[ItemRow], length: int, position: int) -> None:
        """Draw a queue of this length with the cursor on one of its lines."""
        self._draw_columns()
        self.rows.show(read, length, position)
        self._preview()

    def opened(self) -> None:
        """Do what was asked for while the dossier was being opened."""
        act, self._waiting = self._waiting, None
        self._preview()
        if act is not None:
            act()

    def when_open(self, act: Callable[[], None], *, of_item: bool = False) -> None:
        """Do something now or as soon as the dossier is open; only the first such act waits until then.

        One about the current item (`of_item`) is dropped when the cursor leaves it.
        """
        if self.review.is_open:
            act()
        elif self._waiting is None:
            self._waiting, self._waiting_for_item = act, of_item

    @on(QueueList.Moved)
    def _moved(self, event: QueueList.Moved) -> None:
        if self._waiting_for_item:
            self._waiting = None
        if self.review.is_open:
            self.review.session.move_to(event.position)
        self.review.update_bars()
        row = self.rows.row(event.position)
        if row is not None:
            self.review.remember_place(row.key)
        self._preview()

    def _preview(self) -> None:
        """Show what the line says at once, and the evidence when the cursor rests."""
        preview = self.query_one("#told", Static)
        stop_timer(self._timer)
        try:
            row = self.rows.row(self.rows.cursor)
        except VariorumError as error:
            preview.update(Content(visible(str(error), limit=600)))
            return
        if row is None:
            self._previewed = None
            preview.update(Content(self._nothing()))
            return
        if row.key != self._previewed:  # else it stays while the item is read again
            self._previewed = None
            preview.update(_draw_row(row))
        self._timer = self.set_timer(_REST_S, self._start_reading)

    def _start_reading(self) -> None:
        if self.review.is_open:
            self.read_aside(self._read_item, "preview")

    async def _read_item(self) -> None:
        row = self.rows.row(self.rows.cursor)
        if row is None:
            return
        try:
            item = await self.review.run_in_thread(self.review.session.sight.outcome, row.key)
            now = self.rows.row(self.rows.cursor)  # the list may have changed meanwhile
        except VariorumError as error:
            self.query_one("#told", Static).update(Content(visible(str(error), limit=600)))
            return
        if item.members and now is not None and now.key == row.key:
            from tui.review.widgets.evidence import draw_brief

            room = self.query_one("#preview").scrollable_content_region
            self.query_one("#told", Static).update(draw_brief(item, room.width, room.height))
            self._previewed = row.key

    def _nothing(self) -> str:
        if not self.review.is_open:
            return "The dossier is being opened."
        view = self.review.session.view
        if self.review.is_comparing:
            return "The dossier is being compared; the queue fills as that is done."
        if view == UNSETTLED:
            inbox = self.review.inbox_words()
            waiting = f" What nobody has reviewed waits in the inbox ({inbox})." if inbox else ""
            nothing = "No conflict is left, and no question." if inbox else "Nothing left to decide."
            return f"{nothing}{waiting} f shows resolved, agreed or all items."
        return f"Nothing here is: {visible(format_query(view), limit=200)}. esc takes the search back, then the filter."

    # ------------------------------------------------------------------ actions

    def action_history(self) -> None:
        """List the decisions, and go to the item of one; a blind reviewer sees their own."""
        self.when_open(self._history)

    def _history(self) -> None:
        from tui.review.screens.history import HistoryScreen

        session = self.review.session
        self.app.push_screen(HistoryScreen(session.reviewer if session.blind else None), self._go_to)

    def _go_to(self, key: tuple[str, str] | None) -> None:
        if key is not None:
            self.review.navigator.open_item(key)

    def action_inbox(self) -> None:
        """Review the proposals."""
        self.when_open(lambda: self.review.navigator.open_inbox())

    def action_events(self) -> None:
        """Say which events are one."""
        self.when_open(lambda: self.review.navigator.open_events())

    def action_article_desk(self) -> None:
        """Show the articles."""
        self.when_open(lambda: self.review.navigator.open_articles())

    def action_source_desk(self) -> None:
        """Show the sources and actors."""
        self.when_open(lambda: self.review.navigator.open_sources())

    def action_desk(self) -> None:
        """Show the events, at that of the item under the cursor."""
        row = self.rows.row(self.rows.cursor)
        event = row.subject if row is not None else ""
        self.when_open(lambda: self.review.navigator.open_desk(event))

    @on(QueueList.Opened)
    def action_open(self) -> None:
        """Open the item under the cursor."""
        row = self.rows.row(self.rows.cursor)
        if row is not None:
            key = row.key
            self.when_open(lambda: self.review.navigator.open_item(key), of_item=True)

    def action_settings(self) -> None:
        """Change the settings."""
        self.when_open(self._settings)

    def _settings(self) -> None:
        from tui.review.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())

    def action_adjudicate(self) -> None:
        """Open the item under the cursor with what its reviewers say side by side."""
        row = self.rows.row(self.rows.cursor)
        if row is not None:
            key = row.key
            find = self.review.navigator.find_adjudication
            self.when_open(lambda: start_worker(self, "adjudicate", find, key), of_item=True)

    def action_filter(self) -> None:
        """Choose what to show, field by field, with counts."""
        self._ask(lambda questions: questions.choose_filter(self))

    def action_search(self) -> None:
        """Ask for words, or a filter in words."""
        self._ask(lambda questions: questions.search(self))

    def action_columns(self) -> None:
        """Choose what each line says."""
        self._ask(lambda questions: questions.choose_columns(self))

    def action_sort(self) -> None:
        """Choose the order of the lines."""
        self._ask(lambda questions: questions.choose_order(self))

    def redraw_columns(self) -> None:
        """Show the columns that are chosen now."""
        self._draw_columns()
        self.rows.refresh()

    def action_clear(self) -> None:
        """Take back the search; without one, the filter."""
        if self.review.is_open:
            start_worker(self, "ask", self.reload, widen_query(self.review.session.view))

    def action_views(self) -> None:
        """Go to a named view, or name the one in force."""
        self._ask(lambda questions: questions.choose_view(self))

    # ------------------------------------------------------------------ several at once

    def action_mark(self) -> None:
        """Mark the item under the cursor, or take its mark away, and go to the next."""
        row = self.rows.row(self.rows.cursor)
        if row is not None:
            self.rows.toggle_mark(row.item)
            self.rows.move(1)

    def action_bulk(self) -> None:
        """Decide the marked items, or all of the filter."""
        self._ask(lambda questions: questions.decide_several(self))

    def action_adopt(self) -> None:
        """Adopt what is unanimous."""
        self._ask(lambda questions: questions.adopt_unanimous(self))

    def action_agreement(self) -> None:
        """Show how far reviewers agree, and go to where they do not."""
        self._ask(lambda questions: questions.compare_reviewers(self))

    def _ask(self, ask: Callable[[Any], Coroutine[None, None, None]]) -> None:
        def start() -> None:
            from tui.review.screens import queue_questions

            start_worker(self, "ask", ask, queue_questions)

        self.when_open(start)

    async def reload(self, view: ItemFilter | None = None) -> None:
        """Read the queue afresh, under another filter where one is given."""
        try:
            await self.review.reload(view)
        except VariorumError as error:
            self.review.show_message(str(error), "error")

    def action_reload(self) -> None:
        """Read the queue afresh."""
        if not self.review.is_open:
            return
        start_worker(self, "refresh", self.review.refresh_summaries)


def _draw_row(row: ItemRow) -> Content:
    return Content.assemble(
        (visible(row_name(row), limit=200), "bold"),
        "  ",
        (visible(row.attribute, limit=100), "bold $text-accent"),
        f"   {row.state.replace('_', ' ')}, {row.severity}\n",
        visible(row.explanation, limit=1_000),
    )
