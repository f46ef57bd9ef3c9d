"""The preview of deciding many items at once: the odd ones by name, the rest by number."""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.review.screens.question import Question
from tui.services.bulk import Plan, PlannedAct
from tui.visible import visible

_MOST_LISTED = 300
_MOST_EXAMPLES = 5

Which = Literal["plain", "all"]


class BulkScreen(Question[Which | None]):
    """Show a plan; answer with which of it to do."""

    BINDINGS: ClassVar[list[BindingType]] = [("1", "answer(0)", "The first"), ("2", "answer(1)", "The second")]

    def __init__(self, question: str, plan: Plan) -> None:
        super().__init__()
        self._question = question
        self._plan = plan
        plain, every = plan.chosen(with_odd=False), plan.chosen(with_odd=True)
        self._answers: list[tuple[Which, str]] = []
        if plain:
            self._answers.append(("plain", f"decide the {_count(len(plain))} where nothing stands out"))
        if len(every) > len(plain):
            self._answers.append(("all", f"decide {_count(len(every))}, {len(every) - len(plain)} odd ones among them"))

    def compose(self) -> ComposeResult:
        """Lay out the odd ones over the question."""
        with Vertical(classes="box"):
            yield Static(Content(visible(self._question, limit=300)), classes="asked")
            count = f"{_count(len(self._plan.planned))}; {len(self._plan.odd):,} to look at first"
            yield Static(Content(count), classes="field")
            with VerticalScroll(classes="odd"):
                yield Static(Content("\n".join(visible(line, limit=300) for line in self._lines())), markup=False)
            yield OptionList(
                *(Option(Content(f"{n}  {words}")) for n, (_, words) in enumerate(self._answers, start=1)), markup=False
            )
            yield Static("digit or ↑ ↓ ⏎ to choose, esc decides nothing", classes="told", markup=False)

    def _lines(self) -> list[str]:
        plan = self._plan
        odd = plan.odd
        lines = [f"{one.item.heading}: {one.odd}" for one in odd[:_MOST_LISTED]]
        if len(odd) > _MOST_LISTED:
            lines.append(f"… and {len(odd) - _MOST_LISTED:,} more")
        plain = [one for one in plan.planned if not one.odd][:_MOST_EXAMPLES]
        if plain:
            lines += ["", "Nothing stands out in the others, such as:"]
            lines += [f"{one.item.heading}: {_act_words(one)}" for one in plain]
        return lines

    def on_mount(self) -> None:
        """Begin at the choice."""
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = 0 if self._answers else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the choice."""
        self.action_answer(event.option_index)

    def action_answer(self, index: int) -> None:
        """Answer with a digit."""
        if index < len(self._answers):
            self.dismiss(self._answers[index][0])


def _count(number: int) -> str:
    return f"{number:,} item{'' if number == 1 else 's'}"


def _act_words(one: PlannedAct) -> str:
    return (one.act.policy or one.act.action).replace("_", " ") if one.act else ""
