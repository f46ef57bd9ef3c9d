"""What every screen of the reviewer shares: its keys from the registry, its message line, how it reaches the app.

Owns the actions that every screen has (menu, help, undo, leaving). A screen names itself in NAME, which is where the
action registry and the keymap know it by. The session itself is tui.services.review_session's.
"""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar, cast

from textual.binding import Binding, BindingsMap, BindingType
from textual.css.query import NoMatches
from textual.screen import ModalScreen, Screen

from tui.review.actions import ReviewAction, ScreenName, actions_on
from tui.review.workers import start_worker

if TYPE_CHECKING:
    from tui.review.app import ReviewApp

Answer = TypeVar("Answer")

CLOSING: list[BindingType] = [Binding(key, "leave", "Close", show=False) for key in ("q", "f1", "f10", "question_mark")]
"""What closes a screen that is only read, beside Esc."""


class ReviewScreen(Screen[None]):
    """A screen of the review."""

    NAME: ClassVar[ScreenName]
    """As in the action registry."""

    @property
    def review(self) -> "ReviewApp":
        """The app, as what it is."""
        return cast("ReviewApp", self.app)

    def on_mount(self) -> None:
        """Take the keys that the keymap in force gives to this screen's actions."""
        for action in actions_on(self.NAME):
            for number, key in enumerate(self.review.keys.of(action), start=1):
                call = f"{action.name}({number})" if action.numbered else action.name
                for name, bindings in BindingsMap(
                    [Binding(key, call, action.description, show=False)]
                ).key_to_bindings.items():
                    self._bindings.key_to_bindings[name] = bindings

    def read_aside(self, work: Callable[[], Coroutine[None, None, None]], group: str) -> None:
        """Run what reads and then draws, in place of an earlier one of its group that is still at it."""
        start_worker(self, group, self._while_here, work)

    async def _while_here(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await work()
        except NoMatches:
            if self.app.is_running and self.display:
                raise
            # The screen is being taken down, leaf by leaf: what it would draw on may be gone before it is.

    def perform(self, action: ReviewAction) -> None:
        """Do what an action of this screen says, as its key would."""
        cast("Callable[[], None]", getattr(self, f"action_{action.name}"))()

    def action_menu(self) -> None:
        """Offer everything that can be done here."""
        self.review.show_menu(self)

    def action_help(self) -> None:
        """Show the keys."""
        self.review.show_help(self.NAME)

    def action_undo(self) -> None:
        """Undo the last decision."""
        self.review.undo()

    def action_why(self) -> None:
        """Give the last decision a reason."""
        self.review.why()

    def action_earlier(self) -> None:
        """Look at the publication day before."""
        self.review.look_back(-1)

    def action_later(self) -> None:
        """Look at the next publication day, or at now."""
        self.review.look_back(1)

    def action_as_known(self) -> None:
        """Look at a day that is asked for."""
        self.review.look_back(None)

    def action_present(self) -> None:
        """Look at all that is known."""
        self.review.look_back(0)

    def action_tag(self) -> None:
        """Give the item tags, or take them away."""
        self.review.tag()

    def action_report(self) -> None:
        """Read the conflict report."""
        self.review.read_report()

    def action_screenshot(self) -> None:
        """Save the screen as a picture."""
        self.review.save_picture()

    def action_quit(self) -> None:
        """Leave."""
        self.review.leave()


class _Listed(Protocol):
    """A list with a cursor: the queue, or any other."""

    cursor: int
    length: int

    def move(self, lines: int) -> None: ...
    def page_height(self) -> int: ...


class ListScreen(ReviewScreen):
    """A screen whose moving keys move the cursor of its list."""

    LIST: ClassVar[str]
    """The type of the list."""

    @property
    def _listed(self) -> _Listed:
        return cast("_Listed", self.query_one(self.LIST))

    def action_up(self) -> None:
        """Go to the line before."""
        self._listed.move(-1)

    def action_down(self) -> None:
        """Go to the next line."""
        self._listed.move(1)

    def action_page_up(self) -> None:
        """Go a page up."""
        self._listed.move(-self._listed.page_height())

    def action_page_down(self) -> None:
        """Go a page down."""
        self._listed.move(self._listed.page_height())

    def action_first(self) -> None:
        """Go to the first line."""
        self._listed.cursor = 0

    def action_last(self) -> None:
        """Go to the last line."""
        self._listed.cursor = self._listed.length - 1


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
