"""What every screen of the reviewer shares: how it reaches the app, and how a question looks.

Owns the types only. The session itself is tui.session's.
"""

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import BindingType
from textual.screen import ModalScreen, Screen

if TYPE_CHECKING:
    from tui.app import ReviewApp

Answer = TypeVar("Answer")


class ReviewScreen(Screen[None]):
    """A screen of the review."""

    @property
    def review(self) -> "ReviewApp":
        """The app, as what it is."""
        return cast("ReviewApp", self.app)


class Question(ModalScreen[Answer]):
    """A question over the screen; Esc leaves it without an answer."""

    DEFAULT_CLASSES = "modal"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Leave without an answer")]

    @property
    def review(self) -> "ReviewApp":
        """The app, as what it is."""
        return cast("ReviewApp", self.app)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
