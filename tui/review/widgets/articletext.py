"""An article's text of any length with its claims marked in it, and words of it selected by key or mouse.

The text is never changed, only drawn visibly row by row, so that what is selected is what the article says.
"""

import asyncio
import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.review.text_layout import Layout, lay_out, word_after, word_at, word_before
from tui.review.workers import start_worker
from tui.visible import visible_spans

GUTTER = 2
"""Cells before the text, for the marks of claims that begin in a row."""
_AT_ONCE = 300_000
"""Characters that are laid out at once; a longer text is laid out in a thread."""
_RANKS = ("rejected", "accepted", "waiting", "current", "selected")
"""Kinds of marks; of several on one character the later is drawn."""
_SIGNS = {"rejected": "✗", "accepted": "✓", "waiting": "?", "current": "▸"}


class Mark(NamedTuple):
    """A claim in the text."""

    start: int
    stop: int
    kind: str
    """`waiting`, `accepted` or `rejected`."""


class ArticleText(ScrollView, can_focus=True, inherit_bindings=False):
    """The text; while it has the focus, words are selected in it."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"articletext--{kind}" for kind in _RANKS} | {"articletext--gutter"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "The word before", show=False),
        Binding("right", "step(1)", "The next word", show=False),
        Binding("up", "rows(-1)", "A row up", show=False),
        Binding("down", "rows(1)", "A row down", show=False),
        Binding("pageup", "pages(-1)", "A page up", show=False),
        Binding("pagedown", "pages(1)", "A page down", show=False),
        Binding("enter,space", "take", "Begin here, or take the words", show=False),
        Binding("escape", "leave", "Leave off", show=False),
    ]

    class Taken(Message):
        """Words were selected."""

        def __init__(self, span: tuple[int, int]) -> None:
            self.span = span
            super().__init__()

    class Selecting(Message):
        """What is selected so far has changed, or selecting was left off."""

        def __init__(self, span: tuple[int, int] | None, begun: bool) -> None:
            self.span = span
            self.begun = begun
            super().__init__()

    class Pointed(Message):
        """A place in the text was clicked."""

        def __init__(self, offset: int) -> None:
            self.offset = offset
            super().__init__()

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._layout = lay_out("", 8)
        self._marks: Sequence[Mark] = ()
        self._starts: list[int] = []
        self._longest = 0
        self._current: tuple[int, int] | None = None
        self._caret: tuple[int, int] | None = None
        self._anchor: tuple[int, int] | None = None
        self._pressed: int | None = None

    # ------------------------------------------------------------------ what is shown

    def show(self, text: str, marks: Sequence[Mark]) -> None:
        """Show a text with its marks, in the order they begin."""
        self._marks = marks
        self._starts = [mark.start for mark in marks]
        self._longest = max((mark.stop - mark.start for mark in marks), default=0)
        if text is not self._text:
            self._text = text
            self._current = self._caret = self._anchor = None
            self._lay_out()
        self.refresh()

    def reveal(self, start: int, stop: int) -> None:
        """Make a span the current one and bring it into view, with a few rows before it."""
        self._current = (start, stop)
        self._bring_to(start, stop)
        self.refresh()

    def on_resize(self) -> None:
        """Break the rows anew where the width has changed; what was at the top stays in view."""
        if max(8, self._room()) != self._layout.width:
            self._lay_out()

    def _room(self) -> int:
        return self.scrollable_content_region.width - GUTTER - 1

    def _lay_out(self) -> None:
        if self._room() < 8:
            return
        if len(self._text) <= _AT_ONCE:
            self._laid_out(lay_out(self._text, self._room()))
        else:
            self._layout = lay_out("", 8)
            start_worker(self, "layout", self._lay_out_apart, self._text, self._room())

    async def _lay_out_apart(self, text: str, width: int) -> None:
        # A beginning at once, so that something can be read; the whole as soon as it is there.
        self._laid_out(lay_out(text[: _AT_ONCE // 4], width))
        whole = await asyncio.to_thread(lay_out, text, width)
        if text is self._text:
            self._laid_out(whole)

    def _laid_out(self, layout: Layout) -> None:
        self._layout = layout
        self.virtual_size = Size(self.scrollable_content_region.width, layout.height)
        if self._current is not None:
            self._bring_to(*self._current)
        else:
            self.scroll_to(y=0, animate=False)
        self.refresh()

    def _bring_to(self, start: int, stop: int) -> None:
        height = max(1, self.scrollable_content_region.height)
        first, last = self._layout.row_at(start), self._layout.row_at(max(start, stop - 1))
        top = round(self.scroll_offset.y)
        margin = min(2, height // 4)
        if first - margin < top or last + margin >= top + height:
            self.scroll_to(y=max(0, first - height // 3), animate=False, force=True, immediate=True)

    # ------------------------------------------------------------------ selecting

    @property
    def selection(self) -> tuple[int, int] | None:
        """The words selected so far."""
        if self._caret is None:
            return None
        anchor = self._anchor or self._caret
        return min(anchor[0], self._caret[0]), max(anchor[1], self._caret[1])

    def begin_selecting(self) -> None:
        """Let words be selected, from the current claim on, or from the first row on screen."""
        top = round(self.scroll_offset.y)
        here = self._current[0] if self._current is not None else self._layout.starts[min(top, self._layout.height - 1)]
        self._anchor = None
        self._place(word_at(self._text, here))
        self.focus()

    def _place(self, word: tuple[int, int] | None) -> None:
        if word is None:
            return
        self._caret = word
        height = max(1, self.scrollable_content_region.height)
        row, top = self._layout.row_at(word[0]), round(self.scroll_offset.y)
        if not top <= row < top + height:
            self.scroll_to(y=row if row < top else row - height + 1, animate=False, force=True, immediate=True)
        self.refresh()
        self._post_selecting()

    def _post_selecting(self) -> None:
        self.post_message(self.Selecting(self.selection, self._anchor is not None))

    def action_step(self, by: int) -> None:
        if self._caret is not None:
            step = word_after if by > 0 else word_before
            self._place(step(self._text, self._caret[1 if by > 0 else 0]))

    def action_rows(self, by: int) -> None:
        if self._caret is not None:
            row = self._layout.row_at(self._caret[0]) + by
            if 0 <= row < self._layout.height:
                self._place(word_at(self._text, self._layout.offset_at(row, self._layout.cell_of(self._caret[0]))))

    def action_pages(self, by: int) -> None:
        if self._caret is not None:
            row = self._layout.row_at(self._caret[0]) + by * max(1, self.scrollable_content_region.height - 1)
            row = min(max(0, row), self._layout.height - 1)
            self._place(word_at(self._text, self._layout.offset_at(row, 0)))

    def action_take(self) -> None:
        """Begin at the word under the caret; the second time, take the words."""
        if self._caret is None:
            return
        if self._anchor is None:
            self._anchor = self._caret
            self._post_selecting()
        elif (span := self.selection) is not None:
            self.end_selecting()
            self.post_message(self.Taken(span))

    def action_leave(self) -> None:
        """Begin anew where words were begun, else leave off."""
        if self._anchor is not None:
            self._anchor = None
            self.refresh()
            self._post_selecting()
        else:
            self.end_selecting()

    def end_selecting(self) -> None:
        """Forget what is selected."""
        self._caret = self._anchor = self._pressed = None
        self.refresh()
        self._post_selecting()

    def _offset(self, event: events.MouseEvent) -> int | None:
        row = event.y + round(self.scroll_offset.y)
        if row >= self._layout.height:
            return None
        return self._layout.offset_at(row, max(0, event.x - GUTTER))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember where a drag begins."""
        self._pressed = self._offset(event)
        if self._pressed is not None:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select whole words from where the button went down to here."""
        offset = self._offset(event) if self._pressed is not None else None
        if offset is None or self._pressed is None or (offset == self._pressed and self._anchor is None):
            return
        self._anchor = word_at(self._text, self._pressed)
        self._place(word_at(self._text, offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Take the words of a drag; without one, post which place was clicked."""
        self.release_mouse()
        pressed, self._pressed = self._pressed, None
        span = self.selection
        if pressed is None:
            return
        if self._anchor is not None and span is not None:
            self.end_selecting()
            self.post_message(self.Taken(span))
        elif (offset := self._offset(event)) is not None:
            self.post_message(self.Pointed(offset))

    # ------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """Draw the row at screen row `y`."""
        width = self.scrollable_content_region.width
        index = y + round(self.scroll_offset.y)
        base = self.rich_style
        if index >= self._layout.height or not self._text:
            return Strip.blank(width, base)
        start, stop = self._layout.row(index)
        marks = self._marks_in(start, stop)
        segments = [Segment(self._sign(marks, start, stop).ljust(GUTTER), self._style("gutter"))]
        edges = sorted({start, stop, *(edge for m in marks for edge in (m.start, m.stop) if start < edge < stop)})
        pieces = list(itertools.pairwise(edges))
        shown, places = visible_spans(
            self._text[start:stop], [(begin - start, end - start) for begin, end in pieces], keep=""
        )
        for piece, (left, right) in zip(pieces, places, strict=True):
            kind = _kind_of(piece, marks)
            segments.append(Segment(shown[left:right], base + self._style(kind) if kind else base))
        return Strip(segments).adjust_cell_length(width, base)

    def _style(self, kind: str) -> Style:
        return self.get_component_rich_style(f"articletext--{kind}", partial=True)

    def _marks_in(self, start: int, stop: int) -> list[Mark]:
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_right(self._starts, stop)
        marks = [*self._marks[first:last]]
        if self._current is not None:
            marks.append(Mark(*self._current, "current"))
        if (selected := self.selection) is not None:
            marks.append(Mark(*selected, "selected"))
        return [mark for mark in marks if mark.start < stop and start < mark.stop]

    def _sign(self, marks: Sequence[Mark], start: int, stop: int) -> str:
        kinds = [mark.kind for mark in marks if start <= mark.start < stop and mark.kind in _SIGNS]
        return _SIGNS[max(kinds, key=_RANKS.index)] if kinds else ""


def _kind_of(piece: tuple[int, int], marks: Sequence[Mark]) -> str:
    """Return the kind of the mark that a piece of the text is drawn as, empty for none."""
    kinds = [mark.kind for mark in marks if mark.start <= piece[0] and piece[1] <= mark.stop]
    return max(kinds, key=_RANKS.index, default="")
