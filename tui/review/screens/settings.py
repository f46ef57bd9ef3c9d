"""A reviewer's settings, changed while reviewing and kept for the next time."""

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from claims.errors import VariorumError
from tui.review.keymap import PRESETS
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.question import Question
from tui.review.settings import save_settings
from tui.review.workers import start_worker
from tui.services.acts import check_words
from tui.visible import visible

SETTINGS: dict[str, str] = {
    "reviewer": "who reviews, where the command line does not say",
    "theme": "colours",
    "preset": "keys to start from; in force at the next start",
    "reasons": "whether a decision needs a reason",
    "blind": "what others decided stays hidden until one has decided",
}
"""Every setting of one line, a digit each; keys of one's own are written into the file."""


class SettingsScreen(Question[None]):
    """The settings in force; each is changed at once, and kept."""

    def compose(self) -> ComposeResult:
        """Lay out the list over where it is kept."""
        with Vertical(classes="box"):
            yield Static("Settings", classes="asked", markup=False)
            yield OptionList(markup=False)
            yield Static("", id="described", classes="told", markup=False)
            yield Static("", classes="problem", markup=False)
            yield Static(Content(f"kept in {visible(str(self.review.settings.path), limit=200)}"), classes="told")
            yield Static("digit or ⏎ to change, esc to leave", classes="told", markup=False)

    def on_mount(self) -> None:
        """Begin at the first."""
        self._draw(0)
        self.query_one(OptionList).focus()

    def _value(self, name: str) -> str:
        review = self.review
        values = {
            "reviewer": review.reviewer,
            "theme": self.app.theme,
            "preset": review.settings.preset,
            "reasons": review.settings.reasons,
            "blind": "yes" if review.settings.blind else "no",
        }
        return visible(values[name], limit=60)

    def _draw(self, at: int) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        lines = [f"{number}  {name:<10} {self._value(name)}" for number, name in enumerate(SETTINGS, start=1)]
        options.add_options(Option(Content(line)) for line in lines)
        options.highlighted = at

    @on(OptionList.OptionHighlighted)
    def _describe(self, event: OptionList.OptionHighlighted) -> None:
        self.query_one("#described", Static).update(Content(list(SETTINGS.values())[event.option_index]))

    def on_key(self, event: events.Key) -> None:
        """Take a digit as the setting to change."""
        if event.key.isdigit() and 1 <= int(event.key) <= len(SETTINGS):
            event.stop()
            self._start(int(event.key) - 1)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._start(event.option_index)

    def _start(self, at: int) -> None:
        start_worker(self, "change", self._change, at)

    async def _change(self, at: int) -> None:
        name, review = list(SETTINGS)[at], self.review
        value = await self._ask(name)
        if value is None or value == "":
            return
        try:
            if name == "reviewer":
                check_words(str(value), "")
            await review.run_in_thread(save_settings, {name: value}, review.settings.path)
            await review.change_setting(name, value)
        except VariorumError as error:
            problem = self.query_one(".problem", Static)
            problem.update(Content(visible(str(error), limit=400)))
            problem.add_class("-shown")
            return
        self._draw(at)

    async def _ask(self, name: str) -> str | bool | None:
        review = self.review
        if name == "reviewer":
            return await self.app.push_screen_wait(LineScreen("Who is reviewing?", review.reviewer))
        if name == "theme":
            return await self._choose("Which colours?", sorted(self.app.available_themes))
        if name == "preset":
            return await self._choose("Which keys?", PRESETS)
        if name == "reasons":
            return "optional" if review.settings.reasons == "required" else "required"
        return not review.settings.blind

    async def _choose(self, question: str, names: list[str] | tuple[str, ...]) -> str | None:
        return await self.app.push_screen_wait(ChoiceScreen(question, [(each, each) for each in names]))
