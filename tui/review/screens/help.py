"""The keys of a screen, from the action registry."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.review.actions import ScreenName, actions_on
from tui.review.screens.question import CLOSING, Question


class HelpScreen(Question[None]):
    """What every key does."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSING

    def __init__(self, screen: ScreenName) -> None:
        super().__init__()
        self._screen = screen

    def compose(self) -> ComposeResult:
        """List the keys."""
        rows = [(self.review.keys.shown(action, every=True), action.description) for action in actions_on(self._screen)]
        rows.append(("Ctrl+P", "Every action by name."))
        rows.append(("Ctrl+Q", "Leave from anywhere, also while typing."))
        width = max(len(keys) for keys, _ in rows)
        lines = [Content.assemble((keys.ljust(width), "bold"), f"  {what}") for keys, what in rows]
        with VerticalScroll(classes="box"):
            yield Static("Keys (esc closes)", classes="asked", markup=False)
            yield Static(Content("\n").join(lines), markup=False)
