"""The base of every question that is asked over a screen."""

from typing import ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.review.host import ReviewHost
from tui.visible import visible

Answer = TypeVar("Answer")

CLOSING: list[BindingType] = [Binding(key, "leave", "Close", show=False) for key in ("q", "f1", "f10", "question_mark")]
"""What closes a screen that is only read, beside Esc."""


class Question(ModalScreen[Answer]):
    """A question over the screen; Esc leaves it without an answer."""

    DEFAULT_CLASSES = "modal"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Leave without an answer")]

    @property
    def review(self) -> ReviewHost:
        """The app."""
        return cast("ReviewHost", self.app)

    def show_problem(self, problem: str) -> None:
        """Show on the question's own line what is wrong, or nothing any more."""
        line = self.query_one(".problem", Static)
        line.update(Content(visible(problem, limit=600)))
        line.set_class(bool(problem), "-shown")

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
