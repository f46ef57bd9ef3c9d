"""The base of every question that is asked over a screen."""

from typing import ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui.review.host import ReviewHost

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

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
