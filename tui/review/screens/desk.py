"""The desk of events: a line for each, what is said of the one under the cursor, and the way to it."""

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.store.dossier import ItemRow
from tui.output import counted
from tui.review.screens.asking import LineScreen
from tui.review.screens.base import ListWithNotes
from tui.review.screens.event import EventScreen
from tui.review.widgets.linelist import Cell, LineList
from tui.review.workers import start_worker
from tui.services.event_desk import EventDesk, EventRow
from tui.visible import visible


class DeskScreen(ListWithNotes):
    """All events of which anything is said."""

    NAME = "desk"
    HEADS = (("open", 5), ("art.", 5), ("said", 5), ("event", 0))

    def __init__(self, desk: EventDesk, event: str = "") -> None:
        """Begin at an event, at the first where it is none."""
        super().__init__()
        self._desk = desk
        self._event = event
        self._words = ""
        self.acted = False

    def on_mount(self) -> None:
        """Read the list in a worker."""
        self.read_aside(self._read, "desk")

    async def _read(self) -> None:
        try:
            await self.review.run_in_thread(self._desk.load)
            if self._words:
                await self.review.run_in_thread(self._desk.search, self._words)
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            return
        found = f" with “{self._words}”" if self._words else ""
        self.query_one("#where", Static).update(Content(visible(f"{counted(self._desk.length, 'event')}{found}")))
        self.query_one(LineList).show(self._cells, self._desk.length, self._desk.position(self._event))
        self._tell()

    def _cells(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        blind = self.review.session.blind
        return [
            (
                Cell("" if blind else str(row.unsettled or "–"), 5, "mark" if row.unsettled else "quiet"),
                Cell(str(row.articles), 5, "quiet"),
                Cell(str(row.statements), 5, "quiet"),
                Cell(visible(row.name, limit=200)),
            )
            for row in self._desk.page(start, count)
        ]

    def _row(self) -> EventRow | None:
        page = self._desk.page(self.query_one(LineList).cursor, 1)
        return page[0] if page else None

    @on(LineList.Moved)
    def _tell(self) -> None:
        """Say what the event under the cursor is about."""
        row = self._row()
        told = self.query_one("#told", Static)
        if row is None:
            told.update("Nothing is said of any event yet: extract proposes, the inbox confirms. Esc leaves.")
            return
        self._event = row.subject
        blind = self.review.session.blind
        lines = [_item_words(item, blind=blind) for item in self._desk.items_of(row.subject)]
        told.update(Content("\n".join([visible(row.subject, limit=200), *lines])))

    # ------------------------------------------------------------------ acts

    @on(LineList.Opened)
    def action_open_event(self) -> None:
        """Open the event under the cursor."""
        row = self._row()
        if row is not None:
            screen = EventScreen(self._desk, row.subject)

            def read_again(_: None) -> None:
                self.acted = self.acted or screen.acted
                self._event = screen.event
                self.on_mount()

            self.app.push_screen(screen, read_again)

    def action_likely_joins(self) -> None:
        """Ask, pair by pair, which events are one."""
        self.review.navigator.open_events()

    def action_find_event(self) -> None:
        """Leave only events with some words in their names."""
        start_worker(self, "ask", self._find)

    async def _find(self) -> None:
        hint = "words of its name or key; empty shows all"
        words = await self.app.push_screen_wait(LineScreen("Which events?", self._words, hint))
        if words is not None:
            self._words = words
            await self._read()

    def action_undo(self) -> None:
        """Undo the last act on an event."""
        start_worker(self, "undo", self._undo)

    async def _undo(self) -> None:
        try:
            words = await self.review.run_in_thread(self._desk.undo)
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            return
        self.acted = True
        await self._read()
        self.review.show_message(f"undone: {words}")


def _item_words(item: ItemRow, *, blind: bool) -> str:
    state = "" if blind else f"  ({item.state.replace('_', ' ')})"
    return visible(f"{item.attribute}: {item.competing}{state}", limit=300)
