"""What screens and widgets may ask of the app, so that they need not import it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from tui.review.keymap import Keymap
from tui.review.settings import Settings
from tui.review.widgets.bars import Severity
from tui.services.bookmark import Bookmark
from tui.services.drafts import Drafts

if TYPE_CHECKING:  # what reconciles takes long to load, and the first frame is painted without it
    from claims.store.tables.queue import ItemFilter
    from reconcile.items.build import Item
    from tui.services.review_session import Act, ReviewSession

P = ParamSpec("P")
T = TypeVar("T")


class ItemScreen(Protocol):
    """A screen that shows one data item and can show another."""

    def show(self, key: tuple[str, str]) -> None:
        """Show the item of this subject and attribute."""

    def dismiss(self, result: None = None) -> object:
        """Close the screen."""


class Navigation(Protocol):
    """Going from screen to screen, once the dossier is open."""

    def open_item(self, key: tuple[str, str]) -> None:
        """Show an item with its evidence."""

    def open_adjudication(self, key: tuple[str, str]) -> None:
        """Show what the reviewers of an item say, side by side."""

    def open_inbox(self, article: str | None = None, about: str | None = None) -> None:
        """Show the proposals, or all claims of one article, at the claim `about`."""

    def open_events(self) -> None:
        """Show the events that may be one."""

    async def open_report(self) -> None:
        """Ask what to report on, and show that report."""

    async def open_next_item(self, screen: ItemScreen, decided: "Item", act: "Act", message: str) -> None:
        """Show what is to be decided after `act` on `decided`."""

    async def undo(self) -> None:
        """Undo the last decision of this session and return to its item."""

    async def edit_tags(self) -> None:
        """Ask for the tags of the current item."""

    async def give_reason(self) -> None:
        """Ask for the reason of the last decision."""

    async def look_back(self, by: int | None) -> None:
        """Show what was known `by` publication days from the day shown; 0 is now, None asks for the day."""


class ReviewHost(Protocol):
    """The app, as screens know it."""

    settings: Settings
    keys: Keymap
    path: Path
    """The dossier's."""
    reviewer: str
    drafts: Drafts
    bookmark: Bookmark
    is_comparing: bool
    """Whether summaries are being computed, so that an empty queue says little yet."""

    @property
    def is_open(self) -> bool:
        """Whether the dossier is open; until then there is neither session nor navigator."""

    @property
    def session(self) -> "ReviewSession":
        """The review of the open dossier."""

    @property
    def navigator(self) -> Navigation:
        """What goes from screen to screen."""

    async def run_in_thread(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a call that may be slow in a thread."""

    def show_message(self, message: str, severity: Severity = "information") -> None:
        """Show a line on the topmost screen that has one for it."""

    def update_bars(self, busy: str = "") -> None:
        """Show progress, or what is being computed, in the header of every screen."""

    def progress_of(self, doing: str) -> Callable[[int, int], None]:
        """Return a callback for a call in a thread that shows `doing` with its progress in the header."""

    def remember_place(self, key: tuple[str, str], *, is_open: bool) -> None:
        """Keep the item as the place to return to at the next start."""

    def begin(self) -> None:
        """Open the dossier, once the first frame is on screen."""

    async def reload(self, view: "ItemFilter | None" = None) -> None:
        """Read the queue afresh, under another filter where one is given."""

    async def refresh_summaries(self) -> None:
        """Compute what is out of date, then reload the queue."""

    async def change_setting(self, name: str, value: str | bool) -> None:
        """Put a changed setting in force."""

    def leave(self, status: int = 0) -> None:
        """Save the drafts and end the program."""
