"""The keys of a screen, from the action registry, and the words that stand on it."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.review.actions import ScreenName, actions_on
from tui.review.glossary import words_on
from tui.review.screens.question import CLOSING, Question


class HelpScreen(Question[None]):
    """What every key does and what the words mean."""

    BINDINGS: ClassVar[list[BindingType]] = CLOSING

    def __init__(self, screen: ScreenName) -> None:
        super().__init__()
        self._screen = screen

    def compose(self) -> ComposeResult:
        """List the keys, then the words."""
        rows = [(self.review.keys.shown(action, every=True), action.description) for action in actions_on(self._screen)]
        rows.append(("Ctrl+P", "Every action by name."))
        rows.append(("Ctrl+Q", "Leave from anywhere, also while typing."))
        width = max(len(keys) for keys, _ in rows)
        lines = [Content.assemble((keys.ljust(width), "bold"), f"  {what}") for keys, what in rows]
        words = words_on(self._screen)
        longest = max((len(word) for word, _ in words), default=0)
        meanings = [Content.assemble((word.ljust(longest), "bold"), f"  {meaning}") for word, meaning in words]
        with VerticalScroll(classes="box"):
            yield Static("Keys (↓ the words on this screen, esc closes)", classes="asked", markup=False)
            yield Static(Content("\n").join(lines), markup=False)
            yield Static("\nWords on this screen", classes="asked", markup=False)
            yield Static(Content("\n").join(meanings), markup=False)
