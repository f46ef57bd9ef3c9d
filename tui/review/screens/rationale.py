"""The last question before a decision: for which reason, in which words; and the saving itself.

The form is drawn below the evidence and leaves it in sight. It closes with the item once the store has the decision;
until then what was filled in is a draft, kept through Esc, a full disk and the end of the program.
"""

from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from claims.errors import VariorumError
from claims.models import Decision
from claims.store.dossier import HeadMovedError
from claims.vocabulary.reasons import NEEDS_WORDS, Reason, reasons_for
from reconcile.items.item import Item
from tui.review.screens.question import Form
from tui.review.widgets.reasons import ReasonList
from tui.review.workers import start_worker, stop_timer
from tui.services.acts import Act, DecisionError, standing_of
from tui.services.drafts import EMPTY, Draft, draft_key
from tui.visible import visible


def key_of(item: Item, act: Act) -> str:
    """Return the key under which a draft of this act on this item is kept."""
    return draft_key(item.id, act.action, act.assertion or act.relation or act.policy)


class RationaleScreen(Form[Item | HeadMovedError | None]):
    """Ask for reason and rationale (and for a range its ends), then record the decision.

    It closes with the item as it is after the decision, with the error of a decision that came between, or with None.
    """

    DEFAULT_CLASSES = "modal low"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "read", "Read it in its article", show=False)]

    def __init__(self, item: Item, act: Act, question: str) -> None:
        super().__init__()
        self._item = item
        self._act = act
        self._question = question
        self._key = key_of(item, act)
        self._is_resumed = False
        self._prepared: tuple[Act, tuple[Decision, ...]] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        draft = self.review.drafts.get(self._key)
        self._is_resumed = bool(draft.words.strip())
        with Vertical(classes="box"):
            yield Static(Content(visible(self._question, limit=400)), classes="asked")
            if self._act.action == "range":
                with Horizontal(classes="ends"):
                    yield Static("from ", markup=False)
                    yield Input(draft.low or self._act.low or "", placeholder="open", id="low", compact=True)
                    yield Static(" to ", markup=False)
                    yield Input(draft.high or self._act.high or "", placeholder="open", id="high", compact=True)
            yield ReasonList(self._offered_reasons(), draft.reason or self._act.reason)
            yield Input(
                draft.words or self._act.rationale,
                placeholder="in your words",
                id="words",
                compact=True,
                select_on_focus=False,
            )
            yield Static("", classes="problem", markup=False)
            yield Static(self._hint(), classes="told", markup=False)

    def _offered_reasons(self) -> tuple[Reason, ...]:
        """Return what may be chosen; of a statement that a program proposed also that it was misread."""
        member = next((each for each in self._item.members if each.assertion.id == self._act.assertion), None)
        return reasons_for(self._act.action, standing_of(member) if member else "")

    def _hint(self) -> str:
        return self._saving_hint() + (", v or F9: read it in its article" if self._act.assertion else "")

    def _saving_hint(self) -> str:
        if self.review.session.reasons == "optional" or self._act.policy:
            return "a digit saves with that reason, ⏎ ⏎ without one, ⏎ or tab: words, esc keeps the draft"
        return "a digit saves with that reason, ⏎ or tab: in your words, esc leaves and keeps the draft"

    def on_mount(self) -> None:
        """Begin with the range's ends, or with the reason."""
        own_range = self._act.action == "range" and not self._act.policy
        (self.query_one("#low", Input) if own_range else self.reasons).focus()

    @property
    def reasons(self) -> ReasonList:
        """The reasons to choose from."""
        return self.query_one(ReasonList)

    @property
    def _words(self) -> Input:
        return self.query_one("#words", Input)

    # ------------------------------------------------------------------ filling in

    def on_key(self, event: events.Key) -> None:
        """Take a digit as the reason and `v` as reading on, unless they were typed into a line."""
        if event.key.isdigit():
            event.stop()
            self.reasons.choose(event.key)
        elif event.key == "v":
            event.stop()
            self.action_read()

    @on(ReasonList.Passed)
    def _passed(self) -> None:
        self._words.focus()

    @on(ReasonList.Chosen)
    def _chosen(self, event: ReasonList.Chosen) -> None:
        self.reasons.chosen = event.reason.code
        self._keep_draft()
        if self._is_resumed or (event.reason.code in NEEDS_WORDS and not self._words.value.strip()):
            if not self._is_resumed:
                self.show_problem("another reason: say which, in a sentence")
            self._words.focus()  # words of an earlier day are looked at before they are saved
            return
        self._submit()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._keep_draft()

    def _keep_draft(self) -> None:
        """Keep what is filled in as a draft, on disk as soon as typing rests."""
        self.review.drafts.keep(self._key, self._draft())
        self._save_draft_soon()

    def _draft(self) -> Draft:
        if self._act.action != "range":
            return Draft(reason=self.reasons.chosen, words=self._words.value)
        low, high = (self.query_one(name, Input).value for name in ("#low", "#high"))
        own = (low, high) != (self._act.low or "", self._act.high or "")
        return Draft(self.reasons.chosen, self._words.value, *((low, high) if own else ("", "")))

    @on(Input.Submitted, "#low")
    def _low_given(self) -> None:
        self.query_one("#high", Input).focus()

    @on(Input.Submitted, "#high")
    def _high_given(self) -> None:
        self.reasons.focus()

    def action_read(self) -> None:
        """Leave the form for the statement in its article, with everything claimed there; the draft stays."""
        member = next((each for each in self._item.members if each.assertion.id == self._act.assertion), None)
        if member is not None and not self._saving:
            self.action_leave()
            self.review.navigator.open_inbox(member.assertion.passage.article, member.assertion.id)

    # ------------------------------------------------------------------ saving

    @on(Input.Submitted, "#words")
    def _submitted(self) -> None:
        self._submit()

    def _submit(self) -> None:
        if self._saving:
            return
        self._saving = True
        act = replace(self._act, reason=self.reasons.chosen, rationale=self._words.value)
        if act.action == "range":
            low, high = (self.query_one(name, Input).value.strip() or None for name in ("#low", "#high"))
            is_policy = (low, high) == (act.low, act.high)  # other ends are the reviewer's own, not the policy's
            act = replace(act, low=low, high=high, policy=act.policy if is_policy else "")
        self._act = act
        self.show_problem("saving …")
        start_worker(self, "save", self._save, act, exclusive=False)

    async def _save(self, act: Act) -> None:
        session = self.review.session
        try:
            if self._prepared is None or self._prepared[0] != act:
                # The same act tried again is the same decision: it is recorded once, however often it is tried.
                self._prepared = (act, await self.review.run_in_thread(session.prepare, self._item, act))
            result = await self.review.run_in_thread(session.record, *self._prepared[1])
        except DecisionError as error:
            self.show_problem(str(error))
        except HeadMovedError as error:
            self.review.drafts.save()
            self.dismiss(error)
        except VariorumError as error:
            self._show_unsaved(error)
        else:
            stop_timer(self._timer)
            self.review.drafts.keep(self._key, EMPTY)
            await self.review.run_in_thread(self.review.drafts.save)
            self.dismiss(result)
        finally:
            self._saving = False

    def act(self) -> Act:
        """Return the act as far as it was filled in, to ask again on top of another decision."""
        return self._act
