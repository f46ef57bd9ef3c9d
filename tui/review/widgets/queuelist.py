"""The queue as a virtual list: only the lines on screen are read and drawn, however long the queue is.

Owns the cursor, the page cache and the columns. Refuses to hold the rows: a line is read when it is looked at and
forgotten soon after.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from claims.errors import VariorumError
from claims.store.tables.queue import ItemRow
from tui.visible import visible

_PAGE = 64
_PAGES_KEPT = 16
_LONGEST_TEXT = 400
"""Characters of a field that can ever matter on one line."""

Reader = Callable[[int, int], Sequence[ItemRow]]


class QueueList(ScrollView, can_focus=True, inherit_bindings=False):
    """The queue; the line under the cursor is the item in hand."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"queuelist--cursor", "queuelist--quiet", "queuelist--high"}

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another line."""

        def __init__(self, position: int) -> None:
            self.position = position
            super().__init__()

    class Opened(Message):
        """The line was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._read: Reader | None = None
        self.length = 0
        """Lines of the queue."""
        self._pages: dict[int, Sequence[ItemRow]] = {}
        self.marked: set[int] = set()
        """Row numbers of the items to be decided at one stroke."""

    # ------------------------------------------------------------------ what is shown

    def show(self, read: Reader, length: int, cursor: int) -> None:
        """Show a queue of this length, read through `read`, with the cursor on one of its lines."""
        self._read = read
        self.length = length
        self._pages.clear()
        self._fit()
        self.set_reactive(QueueList.cursor, self._clamp(cursor))
        self._keep_in_view()
        self.refresh()

    def lengthen(self, length: int) -> None:
        """Know of more lines behind the ones that are shown."""
        self.length = length
        self._pages.clear()
        self._fit()

    def row(self, index: int) -> ItemRow | None:
        """Return the line at `index`, from the cache or the store; None where there is none (any more)."""
        if self._read is None or not 0 <= index < self.length:
            return None
        number = index // _PAGE
        page = self._pages.pop(number, None)
        if page is None:
            page = self._read(number * _PAGE, _PAGE)
            while len(self._pages) >= _PAGES_KEPT:
                del self._pages[next(iter(self._pages))]
        self._pages[number] = page  # the page used last is forgotten last
        offset = index - number * _PAGE
        return page[offset] if offset < len(page) else None

    def toggle_mark(self, number: int) -> None:
        """Mark an item, or take its mark away."""
        self.marked ^= {number}
        self.refresh()

    def move(self, lines: int) -> None:
        """Move the cursor by this many lines."""
        self.cursor = self.cursor + lines

    def page_height(self) -> int:
        """Return how many lines one page turn moves."""
        return max(1, self.scrollable_content_region.height - 1)

    def validate_cursor(self, value: int) -> int:
        """Keep the cursor on a line."""
        return self._clamp(value)

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed."""
        if old == new:
            return
        self.refresh_line(old)
        self.refresh_line(new)
        self._keep_in_view()
        self.post_message(self.Moved(new))

    def _clamp(self, value: int) -> int:
        return max(0, min(value, self.length - 1))

    def _keep_in_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, immediate=True, x_axis=False)

    def _fit(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.length)

    def on_resize(self) -> None:
        """Fit the new width."""
        self._fit()
        self.call_after_refresh(self._keep_in_view)

    def on_click(self, event: object) -> None:
        """Put the cursor on the clicked line; a click on the cursor opens it."""
        y = getattr(event, "y", 0) + round(self.scroll_offset.y)
        if y < self.length:
            if y == self.cursor:
                self.post_message(self.Opened())
            self.cursor = y

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """Draw the line at screen row `y`."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        index = y + round(self.scroll_offset.y)
        if index >= self.length:
            return Strip.blank(width, base)
        try:
            row = self.row(index)
        except VariorumError as error:
            return Strip([Segment(set_cell_size(visible(str(error), limit=_LONGEST_TEXT), width), base)], width)
        if row is None:
            return Strip([Segment(set_cell_size("…", width), base)], width)
        high = base + self.get_component_rich_style("queuelist--high", partial=True)
        quiet = base + self.get_component_rich_style("queuelist--quiet", partial=True)
        if index == self.cursor:
            base = high = quiet = self.get_component_rich_style("queuelist--cursor")
        return Strip(_segments(row, width, (index == self.cursor, row.item in self.marked), base, high, quiet), width)


def columns(width: int) -> tuple[int, int, int]:
    """Return the widths of subject, attribute and explanation on a line of `width` cells; the others are fixed."""
    rest = max(0, width - 25)
    attribute = 14 if rest >= 40 else 9
    subject = min(36, max(8, rest * 35 // 100))
    return subject, attribute, max(0, rest - subject - attribute - 2)


def heading(width: int) -> str:
    """Return the line above the list."""
    subject, attribute, explanation = columns(width)
    cells = ("  how", 8), ("state", 9), ("subject", subject), ("attribute", attribute), ("n", 3)
    line = " ".join(set_cell_size(text, size) for text, size in cells)
    return set_cell_size(f"{line} {set_cell_size('why', explanation)}", max(width, 0))


_SHORT_STATES = {"needs_evidence": "evidence"}


def _segments(
    row: ItemRow, width: int, marks: tuple[bool, bool], base: Style, high: Style, quiet: Style
) -> list[Segment]:
    subject, attribute, explanation = columns(width)
    mark = ("▸" if marks[0] else " ") + ("●" if marks[1] else " ")
    severity = row.severity if row.severity != "none" else "–"
    parts = [
        (mark + severity, 8, high if row.severity == "high" else base),
        (_SHORT_STATES.get(row.state, row.state), 9, base),
        (visible(row.subject, limit=_LONGEST_TEXT), subject, base),
        (visible(row.attribute, limit=_LONGEST_TEXT), attribute, base),
        (str(row.members), 3, quiet),
        (visible(row.explanation, limit=_LONGEST_TEXT), explanation, quiet),
    ]
    segments = []
    used = 0
    for text, size, style in parts:
        size = min(size, width - used)
        if size <= 0:
            break
        cell = set_cell_size(text, size - 1).rstrip() + "…" if cell_len(text) > size else text
        cell = set_cell_size(cell, size) + (" " if used + size < width else "")
        segments.append(Segment(cell, style))
        used += size + 1
    if used < width + 1:
        segments.append(Segment(" " * (width - used), base))
    return segments
