"""What one stroke over many items would do, before it does it: the odd ones by name, the rest by number.

Owns the preview and its question. The plan is tui.services.bulk's; nothing is recorded here.
"""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.review.screens.question import Question
from tui.services.bulk import Plan
from tui.visible import visible

_MOST_LISTED = 300

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
        """Show the odd ones over the question."""
        plan = self._plan
        odd = plan.odd
        lines = [f"{one.item.id}: {one.odd}" for one in odd[:_MOST_LISTED]]
        if len(odd) > _MOST_LISTED:
            lines.append(f"… and {len(odd) - _MOST_LISTED:,} more")
        first = [one for one in plan.planned if not one.odd][:5]
        if first:
            lines += ["", "Nothing stands out in the others, such as:"]
            lines += [f"{one.item.id}: {_said(one.act.policy or one.act.action) if one.act else ''}" for one in first]
        with Vertical(classes="box"):
            yield Static(Content(visible(self._question, limit=300)), classes="asked")
            yield Static(Content(f"{_count(len(plan.planned))}; {len(odd):,} to look at first"), classes="field")
            with VerticalScroll(classes="odd"):
                yield Static(Content("\n".join(visible(line, limit=300) for line in lines)), markup=False)
            yield OptionList(
                *(Option(Content(f"{n}  {words}")) for n, (_, words) in enumerate(self._answers, start=1)), markup=False
            )
            yield Static("digit or ↑ ↓ ⏎ to choose, esc decides nothing", classes="told", markup=False)

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


def _said(text: str) -> str:
    return text.replace("_", " ")
