"""The reason codes of an act, in two columns, to be chosen with a digit or with arrows and Enter."""

from collections.abc import Sequence

from rich.cells import set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from claims.vocabulary.reasons import Reason

_COLUMN = 36


class ReasonList(Widget, can_focus=True):
    """Reasons with their digits; the chosen one has a mark."""

    cursor: reactive[int | None] = reactive(None)
    """None until somebody moves: Enter without having looked chooses nothing."""
    chosen: reactive[str] = reactive("")

    class Chosen(Message):
        """A reason was chosen."""

        def __init__(self, reason: Reason) -> None:
            self.reason = reason
            super().__init__()

    class Passed(Message):
        """Enter was pressed with no reason under the cursor."""

    def __init__(self, reasons: Sequence[Reason], chosen: str = "") -> None:
        super().__init__()
        self._reasons = list(reasons)
        self.set_reactive(ReasonList.chosen, chosen)

    def _rows(self, width: int) -> int:
        return -(-len(self._reasons) // 2) if width >= 2 * _COLUMN else len(self._reasons)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as two columns need, where there is room for two."""
        return self._rows(width)

    def render(self) -> Content:
        """Draw the columns."""
        width = self.size.width
        rows = self._rows(width)
        lines = []
        for row in range(rows):
            cells = [
                self._cell(n, width if rows == len(self._reasons) else width // 2)
                for n in range(row, len(self._reasons), rows)
            ]
            lines.append(Content("").join(cells))
        return Content("\n").join(lines)

    def _cell(self, number: int, width: int) -> Content:
        reason = self._reasons[number]
        mark = "●" if reason.code == self.chosen else " "
        text = set_cell_size(f"{reason.digit or ' '} {mark} {reason.label}", max(width, 1))
        return Content.styled(text, "reverse") if number == self.cursor and self.has_focus else Content(text)

    def _reached(self, step: int) -> int:
        """Return the reason a step leads to: from nowhere, forward leads to the first, and back past the start."""
        if self.cursor is None:
            return 0 if step > 0 else -1
        return self.cursor + step

    def on_key(self, event: events.Key) -> None:
        """Choose with a digit; move with arrows; Enter takes what is under the cursor."""
        rows = self._rows(self.size.width)
        steps = {"up": -1, "down": 1, "left": -rows, "right": rows}
        if event.key.isdigit():
            event.stop()
            self.choose(event.key)
        elif event.key in steps:
            wanted = self._reached(steps[event.key])
            if 0 <= wanted < len(self._reasons):
                event.stop()
                event.prevent_default()
                self.cursor = wanted
        elif event.key == "enter":
            event.stop()
            self.post_message(self.Passed() if self.cursor is None else self.Chosen(self._reasons[self.cursor]))

    def choose(self, digit: str) -> None:
        """Choose the reason with this digit, where there is one."""
        for reason in self._reasons:
            if reason.digit and str(reason.digit) == digit:
                self.post_message(self.Chosen(reason))

    def on_click(self, event: events.Click) -> None:
        """Choose the reason that was clicked."""
        rows = self._rows(self.size.width)
        number = event.y + (rows if rows < len(self._reasons) and event.x >= self.size.width // 2 else 0)
        if 0 <= number < len(self._reasons):
            self.post_message(self.Chosen(self._reasons[number]))
