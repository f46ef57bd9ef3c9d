"""What the queue shows while the dossier is being opened, and the return to where the reviewer stopped."""

import asyncio
from typing import TYPE_CHECKING

from claims.errors import VariorumError
from claims.store.tables.first_lines import FirstLines
from claims.store.tables.queue import ItemFilter
from tui.review.host import ReviewHost
from tui.review.screens.queue import QueueScreen
from tui.services.query import UNSETTLED, describe_position, parse_query

if TYPE_CHECKING:
    from tui.services.review_session import ReviewSession


class Opening:
    """The queue of a dossier that is not open yet, read straight from its file."""

    def __init__(self, review: ReviewHost, queue: QueueScreen, show: str) -> None:
        """Begin with the filter `show`; where it is empty, with the filter and item of the bookmark."""
        self._review = review
        self._queue = queue
        self._show = show
        self._view = _parse_or_default(show or review.bookmark.query)
        self._blind = review.settings.blind
        self._lines = FirstLines(review.path, self._view)
        self._is_shown = False

    async def show_first_lines(self) -> None:
        """Show the first lines, then make all of them reachable: before anything that takes long is loaded.

        Stored lines tell what others decided: a blind reviewer waits for those that are computed for them.
        """
        lines, queue = self._lines, self._queue
        if self._blind or not lines.read_first(None if self._show else self._review.bookmark.item):
            return
        self._is_shown = True
        self._review.update_bars()
        queue.show_lines(lines.page, lines.length, lines.position)
        painted = asyncio.Event()
        queue.call_after_refresh(painted.set)
        await painted.wait()
        if await self._review.run_in_thread(lines.read_all):
            queue.rows.lengthen(lines.length)
            self._review.update_bars()

    def place(self) -> str:
        """Return the filter and the position in it, for the header; empty before there is a line."""
        if not self._is_shown:
            return ""
        return describe_position(self._queue.rows.cursor, self._lines.length, self._view, blind=False)

    def hand_over(self, session: "ReviewSession") -> None:
        """Give the session of the open dossier the filter, lines and position shown until now."""
        session.view = self._view
        if self._is_shown:
            session.queue, session.position = self._lines.numbers, self._queue.rows.cursor

    async def resume(self, session: "ReviewSession") -> None:
        """Return to the item where the reviewer stopped, unless they have moved on; closed, since keys decide in it."""
        item = self._review.bookmark.item
        has_moved = self._is_shown and session.position != self._lines.position
        await self._review.reload()
        if has_moved or self._show or item is None:
            return
        try:
            row = await self._review.run_in_thread(session.workspace.dossier.item_row, item)
        except VariorumError:
            return
        if row.item in session.queue:
            session.move_to(session.queue.index(row.item))
            self._queue.show_queue()
            self._review.show_message("back where you stopped: ⏎ opens it; esc begins anew")


def _parse_or_default(query: str) -> ItemFilter:
    try:
        return parse_query(query) if query else UNSETTLED
    except VariorumError:
        return UNSETTLED  # of another version: the queue begins as for somebody new
