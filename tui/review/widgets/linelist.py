"""Lists of any length: only the rows on screen are read and drawn."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from claims.errors import VariorumError
from tui.visible import visible

_PAGE = 64
"""Rows read at once."""
_MOST_PAGES = 16
"""Pages in memory; the one used longest ago gives way."""
_LONGEST_TEXT = 400

Row = TypeVar("Row")
Reader = Callable[[int, int], Sequence[Row]]
"""Return the rows from a start on, as many as asked for or fewer where the list ends."""


class Cell(NamedTuple):
    """A part of a line."""

    text: str
    """Already made visible."""
    width: int = 0
    """In terminal cells; 0 takes what the others leave, and only the last such cell gets it."""
    style: str = ""
    """`quiet` or `mark`; plain where empty."""


class PagedList(ScrollView, Generic[Row], can_focus=True, inherit_bindings=False):
    """A list with a cursor over rows that are read in pages; what a row looks like is the subclass's `cells`."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"linelist--cursor", "linelist--quiet", "linelist--mark"}

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another row."""

        def __init__(self, position: int) -> None:
            self.position = position
            super().__init__()

    class Opened(Message):
        """The row under the cursor was clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual calls it so
        super().__init__(id=id)
        self._read: Reader[Row] | None = None
        self.length = 0
        """Rows of the list."""
        self._pages: dict[int, Sequence[Row]] = {}

    def cells(self, row: Row) -> Sequence[Cell]:
        """Return a row as the cells of its line."""
        raise NotImplementedError

    def sign(self, row: Row) -> str:
        """Return the one character between the cursor and the cells of a row."""
        return " "

    # ------------------------------------------------------------------ rows and cursor

    def show(self, read: Reader[Row], length: int, cursor: int) -> None:
        """Show a list of this length, read through `read`, with the cursor on one of its rows."""
        self._read = read
        self.lengthen(length)
        self.set_reactive(PagedList.cursor, self.validate_cursor(cursor))
        self._scroll_to_cursor()
        self.refresh()

    def lengthen(self, length: int) -> None:
        """Make more rows reachable behind those that are shown."""
        self.length = length
        self._pages.clear()
        self._fit()

    def row(self, index: int) -> Row | None:
        """Return the row at `index`; None where there is none (any more)."""
        if self._read is None or not 0 <= index < self.length:
            return None
        number, offset = divmod(index, _PAGE)
        page = self._pages.pop(number, None)
        if page is None:
            page = self._read(number * _PAGE, _PAGE)
            while len(self._pages) >= _MOST_PAGES:
                del self._pages[next(iter(self._pages))]
        self._pages[number] = page  # at the end: the first of the dict is the one used longest ago
        return page[offset] if offset < len(page) else None

    def move(self, rows: int) -> None:
        """Move the cursor by this many rows."""
        self.cursor = self.cursor + rows

    def page_height(self) -> int:
        """Return how many rows one page turn moves."""
        return max(1, self.scrollable_content_region.height - 1)

    def validate_cursor(self, value: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(value, self.length - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed."""
        if old != new:
            self.refresh_line(old)
            self.refresh_line(new)
            self._scroll_to_cursor()
            self.post_message(self.Moved(new))

    def on_resize(self) -> None:
        """Fit the new width."""
        self._fit()
        self.call_after_refresh(self._scroll_to_cursor)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked row; a click on the cursor opens it."""
        index = event.y + round(self.scroll_offset.y)
        if index < self.length:
            if index == self.cursor:
                self.post_message(self.Opened())
            self.cursor = index

    def _scroll_to_cursor(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, immediate=True, x_axis=False)

    def _fit(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.length)

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """Draw the row at screen line `y`."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        index = y + round(self.scroll_offset.y)
        if index >= self.length:
            return Strip.blank(width, base)
        sign, cells = self._line(index)
        is_cursor = index == self.cursor
        if is_cursor:
            base = self._style("cursor")
        remainder = width - sum(cell.width + 1 for cell in cells if cell.width) - 2
        segments = [Segment(f"{'▸' if is_cursor else ' '}{sign}", base)]
        used = 2
        for cell in cells:
            size = min(cell.width or remainder, width - used)
            if size <= 0:
                break
            with_gap = min(size + 1, width - used)
            style = base if is_cursor else self._cell_style(cell, base)
            segments.append(Segment(set_cell_size(fitted(cell.text, size), with_gap), style))
            used += with_gap
        segments.append(Segment(" " * (width - used), base))
        return Strip(segments, width)

    def _cell_style(self, cell: Cell, base: Style) -> Style:
        return base + self._style(cell.style) if cell.style else base

    def _line(self, index: int) -> tuple[str, Sequence[Cell]]:
        try:
            row = self.row(index)
        except VariorumError as error:
            return " ", (Cell(visible(str(error), limit=_LONGEST_TEXT)),)
        return (" ", (Cell("…"),)) if row is None else (self.sign(row), self.cells(row))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"linelist--{name}", partial=name != "cursor")


class LineList(PagedList[Sequence[Cell]]):
    """A list whose reader gives the cells themselves."""

    def cells(self, row: Sequence[Cell]) -> Sequence[Cell]:
        """Return the row."""
        return row


def fitted(text: str, size: int) -> str:
    """Return `text` in `size` terminal cells; what is cut ends in an ellipsis."""
    return set_cell_size(text, size - 1).rstrip() + "…" if cell_len(text) > size else text
