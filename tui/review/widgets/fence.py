"""The last fence before the terminal: what slipped past `visible` still does not leave the program."""

from collections.abc import Iterable

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.visible import fence, safe_link


class TerminalFence(LineFilter):
    """Every segment without control characters, bidi overrides and link targets that are no links; widths kept."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments as they may be written."""
        return list(map(_fenced, segments))


def _fenced(segment: Segment) -> Segment:
    text, style, control = segment
    shown = text if text.isascii() and text.isprintable() else fence(text)
    if shown is not text and shown != text:
        shown = set_cell_size(shown, cell_len(text))
    if style is not None and style.link is not None and safe_link(style.link) is None:
        style = style.update_link(None)
    return Segment(shown, style, control)


class FencedConsole(Console):
    """A console for messages and tracebacks after the app, whose text may quote an article."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the segments, fenced line by line."""
        for text, style, control in super().render(renderable, options):
            yield Segment("\n".join(map(fence, text.split("\n"))), style, control)
