"""Small questions: one of a list, or one line of text."""

from collections.abc import Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.review.screens.question import Question
from tui.visible import visible


class ChoiceScreen(Question[str | None]):
    """Choose one of a list with its digit, or with arrows and Enter; or type one where that is allowed."""

    def __init__(
        self, question: str, choices: Sequence[tuple[str, str]], *, typed: str = "", numbers: Sequence[int] = ()
    ) -> None:
        """Ask `question`.

        Args:
            question: as shown.
            choices: (answer, label), in order; the first nine have a digit.
            typed: what a typed answer would be, where one may be typed.
            numbers: the numbers the choices go by, where not 1, 2, 3 ...; their labels begin with them.
        """
        super().__init__()
        self._question = question
        self._choices = list(choices)
        self._typed = typed
        self._numbers = list(numbers)

    def compose(self) -> ComposeResult:
        """Lay out the question over its choices."""
        with Vertical(classes="box"):
            yield Static(Content(visible(self._question, limit=300)), classes="asked")
            yield OptionList(*self._options(), markup=False)
            if self._typed:
                yield Input(placeholder=self._typed, compact=True)
            yield Static("digit or ↑ ↓ ⏎ to choose, esc to leave", classes="told", markup=False)

    def _options(self) -> list[Option]:
        labels = [visible(label, limit=300) for _, label in self._choices]
        if not self._numbers:
            labels = [f"{n if n <= 9 else ' '}  {label}" for n, label in enumerate(labels, start=1)]
        return [Option(Content(label)) for label in labels]

    def on_mount(self) -> None:
        """Begin at the first choice."""
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = 0 if self._choices else None

    def on_key(self, event: events.Key) -> None:
        """Take a digit as the choice."""
        numbers = self._numbers or list(range(1, len(self._choices) + 1))
        if event.key.isdigit() and int(event.key) in numbers:
            event.stop()
            self.dismiss(self._choices[numbers.index(int(event.key))][0])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._choices[event.option_index][0])

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
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
