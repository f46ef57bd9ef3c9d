"""A list of any length: only the lines on screen are read and drawn.

Owns the cursor, the page cache and how cells become a line. Refuses to know what the lines are about: a reader hands it
cells of text already made visible.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

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
_PAGES_KEPT = 16


class Cell(NamedTuple):
    """A part of a line."""

    text: str
    """Made visible by whoever gives it."""
    width: int = 0
    """In cells; 0 takes what the others leave, and only the last such cell gets it."""
    style: str = ""
    """`quiet` or `mark`; plain where empty."""


Reader = Callable[[int, int], Sequence[Sequence[Cell]]]


class LineList(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines with a cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"linelist--cursor", "linelist--quiet", "linelist--mark"}

    cursor: reactive[int] = reactive(0, repaint=False)

    class Moved(Message):
        """The cursor is on another line."""

        def __init__(self, position: int) -> None:
            self.position = position
            super().__init__()

    class Opened(Message):
        """The line under the cursor was clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual calls it so
        super().__init__(id=id)
        self._read: Reader | None = None
        self.length = 0
        """Lines of the list."""
        self._pages: dict[int, Sequence[Sequence[Cell]]] = {}

    def show(self, read: Reader, length: int, cursor: int) -> None:
        """Show a list of this length, read through `read`, with the cursor on one of its lines."""
        self._read = read
        self.length = length
        self._pages.clear()
        self._fit()
        self.set_reactive(LineList.cursor, self._clamp(cursor))
        self._keep_in_view()
        self.refresh()

    def lengthen(self, read: Reader, length: int) -> None:
        """Know of more lines behind those that were shown; the cursor stays."""
        self.show(read, length, self.cursor)

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
        if old != new:
            self.refresh_line(old)
            self.refresh_line(new)
            self._keep_in_view()
            self.post_message(self.Moved(new))

    def on_resize(self) -> None:
        """Fit the new width."""
        self._fit()
        self.call_after_refresh(self._keep_in_view)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the clicked line; a click on the cursor opens it."""
        y = event.y + round(self.scroll_offset.y)
        if y < self.length:
            if y == self.cursor:
                self.post_message(self.Opened())
            self.cursor = y

    def _clamp(self, value: int) -> int:
        return max(0, min(value, self.length - 1))

    def _keep_in_view(self) -> None:
        self.scroll_to_region(Region(0, self.cursor, 1, 1), animate=False, force=True, immediate=True, x_axis=False)

    def _fit(self) -> None:
        self.virtual_size = Size(self.scrollable_content_region.width, self.length)

    def _line(self, index: int) -> Sequence[Cell]:
        if self._read is None:
            return ()
        number = index // _PAGE
        page = self._pages.pop(number, None)
        if page is None:
            page = self._read(number * _PAGE, _PAGE)
            while len(self._pages) >= _PAGES_KEPT:
                del self._pages[next(iter(self._pages))]
        self._pages[number] = page  # the page used last is forgotten last
        offset = index - number * _PAGE
        return page[offset] if offset < len(page) else ()

    def render_line(self, y: int) -> Strip:
        """Draw the line at screen row `y`."""
        width = self.scrollable_content_region.width
        base = self.rich_style
        index = y + round(self.scroll_offset.y)
        if index >= self.length:
            return Strip.blank(width, base)
        try:
            cells = self._line(index)
        except VariorumError as error:
            cells = (Cell(visible(str(error), limit=400)),)
        here = index == self.cursor
        rest = width - sum(cell.width + 1 for cell in cells if cell.width) - 2
        segments = [Segment("▸ " if here else "  ", self._style("cursor") if here else base)]
        used = 2
        for cell in cells:
            size = min(cell.width or rest, width - used)
            if size <= 0:
                break
            style = self._style("cursor") if here else base + self._style(cell.style) if cell.style else base
            shown = set_cell_size(fitted(cell.text, size), min(size + 1, width - used))
            segments.append(Segment(shown, style))
            used += min(size + 1, width - used)
        segments.append(Segment(" " * (width - used), self._style("cursor") if here else base))
        return Strip(segments, width)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"linelist--{name}", partial=name != "cursor")


def fitted(text: str, size: int) -> str:
    """Return `text` in `size` cells; what is cut ends in an ellipsis."""
    return set_cell_size(text, size - 1).rstrip() + "…" if cell_len(text) > size else text
