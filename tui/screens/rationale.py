"""The last question before a decision: for which reason, in which words; and the saving itself.

Owns the form. It says "recorded" only by closing with the item as the store has it; until then what was typed is a
draft, kept through Esc, a full disk and the end of the program.
"""

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from claims.errors import VariorumError
from claims.models import Decision
from claims.store.dossier import HeadMovedError
from claims.vocabulary.reasons import Reason, decision_reasons, rejection_reasons
from reconcile.conflicts import Item
from tui.screens.base import Question
from tui.session import Act, DecisionError
from tui.visible import visible

_DRAFT_DELAY_S = 0.2
"""How long typing rests before the draft goes to disk."""


class RationaleScreen(Question[Item | HeadMovedError | None]):
    """Ask for reason and rationale (and for a range its ends), then record the decision.

    It closes with the item as it is after the decision, with the error of a decision that came between, or with None.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("up", "app.focus_previous", "Field above"),
        ("down", "app.focus_next", "Field below"),
    ]

    def __init__(self, item: Item, act: Act, question: str) -> None:
        super().__init__()
        self._item = item
        self._act = act
        self._question = question
        self._reasons: tuple[Reason, ...] = rejection_reasons() if act.action == "reject" else decision_reasons()
        self._reason = act.reason
        self._timer: Timer | None = None
        self._saving = False
        self._moved = False
        self._drafted: tuple[Act, Decision] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        with Vertical(classes="box"):
            yield Static(Content(visible(self._question, limit=400)), classes="asked")
            if self._act.action == "range":
                yield Static("from (empty: open)", classes="field", markup=False)
                yield Input(self._act.low or "", placeholder="lowest", id="low", compact=True)
                yield Static("to (empty: open)", classes="field", markup=False)
                yield Input(self._act.high or "", placeholder="highest", id="high", compact=True)
            yield Static("reason: a digit, or ↑ ↓ ⏎", classes="field", markup=False)
            yield OptionList(*(Option(self._label(reason)) for reason in self._reasons), markup=False)
            yield Static("in your words", classes="field", markup=False)
            yield Input(
                self.review.drafts.get(self._item.id),
                placeholder="why this answer",
                id="words",
                compact=True,
                select_on_focus=False,
            )
            yield Static("", classes="problem", markup=False)
            yield Static("⏎ saves from the last line, esc leaves and keeps the draft", classes="told", markup=False)

    def _label(self, reason: Reason) -> Content:
        mark = "●" if self._reason in {reason.code, str(reason.digit)} else " "
        return Content(f"{reason.digit} {mark} {reason.label}")

    def on_mount(self) -> None:
        """Begin with the range's ends, or with the reason."""
        options = self.query_one(OptionList)
        options.highlighted = 0
        own_range = self._act.action == "range" and not self._act.policy
        first = self.query("#low").first(Input) if own_range else options
        first.focus()

    # ------------------------------------------------------------------ filling in

    def on_key(self, event: events.Key) -> None:
        """Take a digit as the reason, unless it was typed into a line."""
        if event.key.isdigit() and 1 <= int(event.key) <= len(self._reasons):
            event.stop()
            self._choose(int(event.key) - 1)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        if self._moved:
            self._choose(event.option_index)
        else:  # going on without having looked at a reason chooses none
            self.query_one("#words", Input).focus()

    @on(OptionList.OptionHighlighted)
    def _looked_at(self, event: OptionList.OptionHighlighted) -> None:
        self._moved = self._moved or event.option_index > 0

    def _choose(self, index: int) -> None:
        self._reason = self._reasons[index].code
        options = self.query_one(OptionList)
        for each, reason in enumerate(self._reasons):
            options.replace_option_prompt_at_index(each, self._label(reason))
        options.highlighted = index
        self.query_one("#words", Input).focus()

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        self.review.drafts.keep(self._item.id, event.value)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_DRAFT_DELAY_S, self._save_draft)

    def _save_draft(self) -> None:
        self.run_worker(self.review.off(self.review.drafts.save), exclusive=True, group="draft")

    @on(Input.Submitted, "#low")
    def _low_given(self) -> None:
        self.query_one("#high", Input).focus()

    @on(Input.Submitted, "#high")
    def _high_given(self) -> None:
        self.query_one(OptionList).focus()

    def action_leave(self) -> None:
        """Close; the draft stays, and what is being saved is not interrupted."""
        if not self._saving:
            self.review.drafts.save()
            self.dismiss(None)

    # ------------------------------------------------------------------ saving

    @on(Input.Submitted, "#words")
    def _submitted(self, event: Input.Submitted) -> None:
        if self._saving:
            return
        self._saving = True
        act = replace(self._act, reason=self._reason, rationale=event.value)
        if act.action == "range":
            low, high = (self.query_one(name, Input).value.strip() or None for name in ("#low", "#high"))
            kept = (low, high) == (act.low, act.high)  # other ends are the reviewer's own, not the policy's
            act = replace(act, low=low, high=high, policy=act.policy if kept else "")
        self._act = act
        self._tell("saving …")
        self.run_worker(self._save(act), group="save")

    async def _save(self, act: Act) -> None:
        session = self.review.session
        try:
            if self._drafted is None or self._drafted[0] != act:
                # The same act tried again is the same decision: it is recorded once, however often it is tried.
                self._drafted = (act, await self.review.off(session.draft, self._item, act))
            result = await self.review.off(session.record, self._drafted[1])
        except DecisionError as error:
            self._tell(str(error))
        except HeadMovedError as error:
            self.review.drafts.save()
            self.dismiss(error)
        except VariorumError as error:
            kept = "draft kept" if self.review.drafts.save() else "draft kept on this screen only"
            self._tell(f"not saved, {kept}: {error}")
        else:
            self.review.drafts.keep(self._item.id, "")
            await self.review.off(self.review.drafts.save)
            self.dismiss(result)
        finally:
            self._saving = False

    def act(self) -> Act:
        """Return the act as far as it was filled in, to ask again on top of another decision."""
        return self._act

    def _tell(self, problem: str) -> None:
        line = self.query_one(".problem", Static)
        line.update(Content(visible(problem, limit=600)))
        line.add_class("-shown")
