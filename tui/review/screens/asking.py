"""Small questions: one of a list, or one line of text."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from claims.vocabulary.model import TOTAL, ScopeTree
from tui.review.screens.question import Question
from tui.visible import visible

_LONGEST_NUMBER: Final = 6
_LONGEST_QUOTE: Final = 400


class ChoiceScreen(Question[str | None]):
    """Choose one of a list with its digit, or with arrows and Enter; or type one where that is allowed.

    Where the choices go by numbers of their own that reach ten, a number is typed and Enter takes it: what it names is
    marked meanwhile, and no digit is taken for the whole of a number that it only begins.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("backspace", "erase", "Erase a digit", show=False)]

    def __init__(
        self,
        question: str,
        choices: Sequence[tuple[str, str]],
        *,
        typed: str = "",
        value: str = "",
        numbers: Sequence[int] = (),
        highest: int = 0,
        begun: str = "",
        quotes: Sequence[str] = (),
        at: int = 0,
        low: bool = False,
    ) -> None:
        """Ask `question`.

        Args:
            question: as shown.
            choices: (answer, label), in order; the first nine have a digit.
            typed: what a typed answer would be, where one may be typed.
            value: what was typed before.
            numbers: the numbers the choices go by, where not 1, 2, 3 ...; their labels begin with them.
            highest: the highest number there is, though it may not be among the choices.
            begun: the first digit of a number, where it has been typed already.
            quotes: the words that each choice is about, shown while the cursor is on it.
            at: the choice that the cursor begins on.
            low: stand at the bottom, where it leaves the evidence above in sight.
        """
        super().__init__()
        self.set_class(low, "low")
        self._quotes = list(quotes)
        self._at = at
        self._question = question
        self._choices = list(choices)
        self._typed = typed
        self._value = value
        self._numbers = list(numbers)
        self._takes_digits = max((highest, *numbers)) < 10
        self._entered = begun

    def compose(self) -> ComposeResult:
        """Lay out the question over its choices."""
        with Vertical(classes="box"):
            yield Static(Content(visible(self._question, limit=300)), classes="asked")
            if self._quotes:
                yield Static("", id="words", markup=False)
            yield from self.compose_evidence()
            yield OptionList(*self._options(), markup=False)
            if self._typed:
                yield Input(self._value, placeholder=self._typed, compact=True)
            yield Static("", classes="told", markup=False)

    def compose_evidence(self) -> ComposeResult:
        """Lay out what is to be seen before the choice: nothing, unless a subclass has it."""
        yield from ()

    def _options(self) -> list[Option]:
        labels = [visible(label, limit=300) for _, label in self._choices]
        if not self._numbers:
            labels = [f"{n if n <= 9 else ' '}  {label}" for n, label in enumerate(labels, start=1)]
        return [Option(Content(label)) for label in labels]

    def on_mount(self) -> None:
        """Begin at the first choice."""
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = min(self._at, len(self._choices) - 1) if self._choices else None
        self._show_entered()

    def on_key(self, event: events.Key) -> None:
        """Take a digit as the choice, or as the next one of a number."""
        if event.key.isdigit():
            event.stop()
            self.type_digit(event.key)

    def type_digit(self, digit: str) -> None:
        """Do what a digit does, also one that was pressed before this screen had the keys."""
        if not self._takes_digits:
            self._entered = (self._entered + digit)[:_LONGEST_NUMBER]
            self._show_entered()
            return
        numbers = self._numbers or list(range(1, len(self._choices) + 1))
        if int(digit) in numbers:
            self.dismiss(self._choices[numbers.index(int(digit))][0])

    def action_erase(self) -> None:
        """Take back the last digit."""
        self._entered = self._entered[:-1]
        self._show_entered()

    def _show_entered(self) -> None:
        """Mark the choice that the typed number names, and say so."""
        if not self.query(".told"):
            return  # not laid out yet
        options, line = self.query_one(OptionList), self.query_one(".told", Static)
        if not self._entered:
            keys = "digit" if self._takes_digits else "type its number"
            line.update(f"{keys} or ↑ ↓ ⏎ to choose, esc to leave")
            return
        number = int(self._entered)
        options.highlighted = self._numbers.index(number) if number in self._numbers else None
        words = "⏎ takes it" if number in self._numbers else "there is no such number here"
        line.update(f"{self._entered}: {words}, backspace erases, esc to leave")

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        """Show the choice's quote; forget a typed number once the cursor is moved off the choice that it names."""
        if self._quotes:
            quote = visible(self._quotes[event.option_index], limit=_LONGEST_QUOTE)
            self.query_one("#words", Static).update(Content(f"“{quote}”"))
        is_there = event.option_index == event.option_list.highlighted
        if self._entered and is_there and self._numbers[event.option_index] != int(self._entered):
            self._entered = ""
            self._show_entered()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index][0])

    @on(Input.Submitted)
    def _typed_in(self, event: Input.Submitted) -> None:
        if event.value.strip():
            self.dismiss(event.value.strip())


class LineScreen(Question[str | None]):
    """Ask for one line of text; an empty line is an answer."""

    def __init__(self, question: str, value: str = "", hint: str = "") -> None:
        super().__init__()
        self._question = question
        self._value = value
        self._hint = hint

    def compose(self) -> ComposeResult:
        """Lay out the question over its line."""
        with Vertical(classes="box"):
            yield Static(Content(visible(self._question)), classes="asked")
            yield Input(self._value, compact=True)
            yield Static(Content(self._hint or "⏎ to go on, esc to leave"), classes="told")

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())


def scope_lines(tree: ScopeTree) -> list[tuple[str, str]]:
    """Return the scopes of a tree with the line each is shown by: every whole before its parts, these indented."""
    lines = [(TOTAL, TOTAL)]

    def add(parent: str, depth: int) -> None:
        for above, facet, children in tree.facets:
            if above == parent:
                for child in children:
                    lines.append((child, f"{'  ' * depth}{child.replace('_', ' ')}{f' ({facet})' if facet else ''}"))
                    add(child, depth + 1)

    add(TOTAL, 1)
    return lines
