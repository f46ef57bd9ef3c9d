"""The base of screens with keys of their own: bindings from the action registry, and the actions that screens share."""

from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap
from textual.containers import VerticalScroll
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Static

from claims.saving import OutputError, save_text
from claims.store.addresses import place_name
from tui.review.actions import ReviewAction, ScreenName, actions_on
from tui.review.host import Navigation, ReviewHost
from tui.review.screens.help import HelpScreen
from tui.review.widgets.bars import KeyBar, MessageLine
from tui.review.widgets.linelist import LineList, PagedList
from tui.review.workers import start_worker
from tui.visible import visible


class ReviewScreen(Screen[None]):
    """A screen of the review."""

    NAME: ClassVar[ScreenName]
    """As in the action registry."""

    @property
    def review(self) -> ReviewHost:
        """The app."""
        return cast("ReviewHost", self.app)

    def on_mount(self) -> None:
        """Bind the keys that the keymap in force gives to this screen's actions."""
        for action in actions_on(self.NAME):
            for number, key in enumerate(self.review.keys.of(action), start=1):
                call = f"{action.name}({number})" if action.numbered else action.name
                binding = Binding(key, call, action.description, show=False)
                self._bindings.key_to_bindings.update(BindingsMap([binding]).key_to_bindings)

    def read_aside(self, work: Callable[[], Coroutine[None, None, None]], group: str) -> None:
        """Run what reads and then draws in a worker, in place of an earlier one of its group."""
        start_worker(self, group, self._while_mounted, work)

    async def _while_mounted(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await work()
        except NoMatches:
            if self.app.is_running and self.display:
                raise
            # The screen is being taken down, leaf by leaf: what it would draw on may be gone before it is.

    def follow_others(self) -> None:
        """Take in what others have recorded, where the screen shows any of it; the queue has done so."""

    def perform(self, action: ReviewAction) -> None:
        """Do what an action of this screen says, as its key would."""
        cast("Callable[[], None]", getattr(self, f"action_{action.name}"))()

    def _navigate(
        self, group: str, act: Callable[[Navigation], Coroutine[Any, Any, None]], *, exclusive: bool = True
    ) -> None:
        """Run an act of the navigator in a worker that outlives this screen; nothing before the dossier is open."""
        if self.review.is_open:
            start_worker(self.app, group, act, self.review.navigator, exclusive=exclusive)

    def action_menu(self) -> None:
        """Offer everything that can be done on this screen, for hands without its letters."""
        from tui.review.screens.asking import ChoiceScreen

        keys = self.review.keys
        offered = [a for a in actions_on(self.NAME) if not (a.numbered or a.moving or a.name == "menu")]
        lines = [(a.name, f"{keys.shown(a):<5} {a.description}") for a in offered]

        def perform(chosen: str | None) -> None:
            for action in offered:
                if action.name == chosen:
                    self.perform(action)

        self.app.push_screen(ChoiceScreen("What to do", lines), perform)

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(self.NAME))

    def action_undo(self) -> None:
        """Undo the last decision."""
        self._navigate("undo", lambda navigator: navigator.undo())

    def action_why(self) -> None:
        """Give the last decision a reason."""
        self._navigate("ask", lambda navigator: navigator.give_reason())

    def action_earlier(self) -> None:
        """Look at the publication day before."""
        self._look_back(-1)

    def action_later(self) -> None:
        """Look at the next publication day, or at now."""
        self._look_back(1)

    def action_as_known(self) -> None:
        """Look at a day that is asked for."""
        self._look_back(None)

    def action_present(self) -> None:
        """Look at all that is known."""
        self._look_back(0)

    def _look_back(self, by: int | None) -> None:
        self._navigate("past", lambda navigator: navigator.look_back(by), exclusive=False)

    def action_tag(self) -> None:
        """Give the item tags, or take them away."""
        self._navigate("ask", lambda navigator: navigator.edit_tags())

    def action_report(self) -> None:
        """Read the conflict report."""
        self._navigate("ask", lambda navigator: navigator.open_report())

    def action_screenshot(self) -> None:
        """Save the screen as an SVG picture in the folder the program was started in."""
        number = 1
        while (path := Path(f"variorum-{number}.svg")).exists():
            number += 1
        try:
            save_text(path, [self.app.export_screenshot(title=visible(place_name(self.review.path)))])
        except OutputError as error:
            self.review.show_message(f"no picture was saved: {error}", "error")
            return
        self.review.show_message(f"saved {path.absolute()}")

    def action_quit(self) -> None:
        """Leave."""
        self.review.leave()

    def action_back(self) -> None:
        """Go back to the screen below."""
        self.dismiss(None)

    # ------------------------------------------------------------------ moving

    def _move(self, way: str) -> None:
        """Move as the action of that name says: what moves is the screen's own."""
        raise NotImplementedError

    def action_up(self) -> None:
        self._move("up")

    def action_down(self) -> None:
        self._move("down")

    def action_page_up(self) -> None:
        self._move("page_up")

    def action_page_down(self) -> None:
        self._move("page_down")

    def action_first(self) -> None:
        self._move("first")

    def action_last(self) -> None:
        self._move("last")


class ListScreen(ReviewScreen):
    """A screen whose moving keys move the cursor of its list."""

    def _move(self, way: str) -> None:
        lines = self.query_one(PagedList)
        page, end = lines.page_height(), lines.length
        steps = {"up": -1, "down": 1, "page_up": -page, "page_down": page, "first": -end, "last": end}
        lines.move(steps[way])


class ListWithNotes(ListScreen):
    """A list under its heads, over what is known of the line under the cursor."""

    HEADS: ClassVar[Sequence[tuple[str, int]]]
    """Of the columns: their titles and widths."""
    AUTO_FOCUS = "LineList"

    def compose(self) -> ComposeResult:
        """Lay out the list over the notes, then the keys."""
        yield Static("reading …", id="where", markup=False)
        heads = " ".join(title.ljust(width) for title, width in self.HEADS)
        yield Static(f"  {heads}", id="columns", markup=False)
        yield LineList()
        with VerticalScroll(id="about", can_focus=False):
            yield Static("", id="told", markup=False)
        yield MessageLine()
        yield KeyBar(self.NAME, self.review.keys)
