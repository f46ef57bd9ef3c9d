"""The queue: what is to be decided, most important first, with a preview of the item in hand.

Owns moving, filtering and searching. The rows are read a page at a time by the list; the item in hand is computed in a
worker, once the cursor rests.
"""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from claims.errors import VariorumError
from claims.store.dossier import ItemRow
from reconcile.conflicts import Item
from tui.screens.asking import ChoiceScreen, LineScreen
from tui.screens.base import ReviewScreen
from tui.visible import visible
from tui.widgets.bars import KeyBar, MessageLine, StatusBar
from tui.widgets.evidence import draw_heading, member_line
from tui.widgets.queuelist import QueueList, heading
from tui.workspace import UNSETTLED

FILTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("unsettled", "unsettled: open, stale, contested or waiting for evidence", UNSETTLED),
    ("open", "open: a conflict nobody has decided", ("open",)),
    ("stale", "stale: decided, but newer evidence does not agree", ("stale",)),
    ("contested", "contested: kept as contested", ("contested",)),
    ("needs_evidence", "needs evidence", ("needs_evidence",)),
    ("resolved", "resolved: a decision stands", ("resolved",)),
    ("held", "held: waits for a word, such as an unstated scope", ("held",)),
    ("agreed", "agreed: nothing to decide", ("agreed",)),
    ("all", "all items", ()),
)
_REST_S = 0.12
"""How long the cursor rests before its item is computed for the preview."""
_PREVIEWED = 12


class QueueScreen(ReviewScreen):
    """The list of items and what the one under the cursor says."""

    NAME = "queue"
    AUTO_FOCUS = "QueueList"

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None

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
        yield KeyBar()

    @property
    def rows(self) -> QueueList:
        """The list."""
        return self.query_one(QueueList)

    def on_mount(self) -> None:
        """Draw first, read afterwards."""
        self.call_after_refresh(self.review.begin)

    def on_screen_resume(self) -> None:
        """Show the queue as it is now, with the item in hand under the cursor."""
        self.show_queue()

    def on_resize(self) -> None:
        """Fit the line of column names."""
        self.call_after_refresh(self._draw_columns)

    def _draw_columns(self) -> None:
        self.query_one("#columns", Static).update(Content(heading(self.rows.scrollable_content_region.width)))

    # ------------------------------------------------------------------ showing

    def show_queue(self) -> None:
        """Draw the session's queue; nothing is read but the lines on screen."""
        if not self.review.is_open:
            return
        session = self.review.session
        self.rows.show(session.page, len(session.queue), session.position)
        self._draw_columns()
        self._preview()

    @on(QueueList.Moved)
    def _moved(self, event: QueueList.Moved) -> None:
        self.review.session.move_to(event.position)
        self.review.update_bars()
        self._preview()

    def _preview(self) -> None:
        """Show what the line says at once, and the evidence when the cursor rests."""
        told = self.query_one("#told", Static)
        if self._timer is not None:
            self._timer.stop()
        try:
            row = self.rows.row(self.rows.cursor)
        except VariorumError as error:
            told.update(Content(visible(str(error), limit=600)))
            return
        if row is None:
            told.update(Content(self._nothing()))
            return
        told.update(_draw_row(row))
        self._timer = self.set_timer(_REST_S, self._start_reading)

    def _start_reading(self) -> None:
        self.run_worker(self._read_item(), exclusive=True, group="preview")

    async def _read_item(self) -> None:
        row = self.rows.row(self.rows.cursor)
        if row is None:
            return
        try:
            item = await self.review.off(self.review.session.workspace.item, row.key)
        except VariorumError as error:
            self.query_one("#told", Static).update(Content(visible(str(error), limit=600)))
            return
        if item.members:
            self.query_one("#told", Static).update(_draw_item(item))

    def _nothing(self) -> str:
        session = self.review.session
        if self.review.is_comparing:
            return "The dossier is being compared; the queue fills as that is done."
        if session.search:
            words = visible(session.search, limit=200)
            return f"Nothing here has the words “{words}”. / searches again; an empty line shows everything."
        if session.states == UNSETTLED:
            return "Nothing left to decide. f shows resolved, agreed or all items."
        return "No item is in this state. f chooses another."

    # ------------------------------------------------------------------ actions

    def action_up(self) -> None:
        self.rows.move(-1)

    def action_down(self) -> None:
        self.rows.move(1)

    def action_page_up(self) -> None:
        self.rows.move(-self.rows.page_height())

    def action_page_down(self) -> None:
        self.rows.move(self.rows.page_height())

    def action_first(self) -> None:
        self.rows.cursor = 0

    def action_last(self) -> None:
        self.rows.cursor = len(self.review.session.queue) - 1 if self.review.is_open else 0

    @on(QueueList.Opened)
    def action_open(self) -> None:
        """Open the item under the cursor."""
        row = self.rows.row(self.rows.cursor)
        if row is not None:
            self.review.open_item(row.key)

    def action_filter(self) -> None:
        """Ask which states to show."""
        self.run_worker(self._filter(), exclusive=True, group="ask")

    async def _filter(self) -> None:
        if not self.review.is_open:
            return
        chosen = await self.app.push_screen_wait(
            ChoiceScreen("Which items?", [(name, label) for name, label, _ in FILTERS])
        )
        for name, _, states in FILTERS:
            if name == chosen:
                await self._reload(states=states)

    def action_search(self) -> None:
        """Ask for words."""
        self.run_worker(self._search(), exclusive=True, group="ask")

    async def _search(self) -> None:
        if not self.review.is_open:
            return
        words = await self.app.push_screen_wait(
            LineScreen(
                "Search subject, attribute, explanation and quotes",
                self.review.session.search,
                "all words must occur; an empty line shows everything; ⏎ searches, esc leaves",
            )
        )
        if words is not None:
            await self._reload(search=words)

    def action_clear(self) -> None:
        """Take back the search; without one, the filter."""
        if not self.review.is_open:
            return
        session = self.review.session
        if session.search:
            self.run_worker(self._reload(search=""), exclusive=True, group="ask")
        elif session.states != UNSETTLED:
            self.run_worker(self._reload(states=UNSETTLED), exclusive=True, group="ask")

    async def _reload(self, *, states: Sequence[str] | None = None, search: str | None = None) -> None:
        try:
            await self.review.reload(states=states, search=search)
        except VariorumError as error:
            self.review.tell(str(error), "error")

    def action_reload(self) -> None:
        """Read the queue afresh."""
        if not self.review.is_open:
            return
        self.run_worker(self.review.refresh_summaries(), exclusive=True, group="refresh")


def _draw_row(row: ItemRow) -> Content:
    return Content.assemble(
        (visible(row.subject, limit=200), "bold"),
        "  ",
        (visible(row.attribute, limit=100), "bold $accent"),
        f"   {row.state.replace('_', ' ')}, {row.severity}\n",
        visible(row.explanation, limit=1_000),
    )


def _draw_item(item: Item) -> Content:
    members = item.members
    lines = [member_line(number, member) for number, member in enumerate(members[:_PREVIEWED], start=1)]
    if len(members) > _PREVIEWED:
        lines.append(f"… and {len(members) - _PREVIEWED} more")
    decision = item.resolution.decision
    settled = f"\n{item.state}: {visible(item.resolution.answer or (decision.action if decision else ''), limit=200)}"
    return Content.assemble(draw_heading(item), "\n", "\n".join(lines), settled if decision else "")
