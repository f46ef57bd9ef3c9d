"""The base of every question that is asked over a screen."""

import time
from typing import ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from claims.errors import VariorumError
from tui.review.host import ReviewHost
from tui.review.workers import start_worker, stop_timer
from tui.visible import visible

Answer = TypeVar("Answer")

_DRAFT_DELAY_S = 0.2
"""How long typing rests before the draft goes to disk."""
_LONGEST_DELAY_S = 1.5
"""How long a draft may wait for that while somebody goes on typing."""

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


class Form(Question[Answer]):
    """A question with fields to fill in; what is filled in is a draft until it is recorded."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "app.focus_previous", "Field above"),
        ("down", "app.focus_next", "Field below"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._timer: Timer | None = None
        self._unsaved_since: float | None = None
        self._saving = False

    def _save_draft_soon(self) -> None:
        """Save once the typing rests, and in the midst of it where it does not."""
        stop_timer(self._timer)
        now = time.monotonic()
        self._unsaved_since = now if self._unsaved_since is None else self._unsaved_since
        left = self._unsaved_since + _LONGEST_DELAY_S - now
        self._timer = self.set_timer(min(_DRAFT_DELAY_S, max(left, 0.001)), self._save_draft)

    def _save_draft(self) -> None:
        self._unsaved_since = None
        start_worker(self, "draft", self.review.run_in_thread, self.review.drafts.save)

    def _show_unsaved(self, error: VariorumError) -> None:
        where = "draft kept" if self.review.drafts.save() else "draft kept on this screen only"
        self.show_problem(f"not saved, {where}: {error}")

    def action_leave(self) -> None:
        """Close; the draft stays, and what is being saved is not interrupted."""
        if not self._saving:
            self.review.drafts.save()
            self.dismiss(None)
