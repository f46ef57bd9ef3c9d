"""Events that may be one: side by side, what speaks for it, and the keys to join, part or rename them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import EventDecision
from claims.store.dossier import EventMovedError
from claims.subjects import SubjectMap
from reconcile.events.questions import Question
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.base import ReviewScreen
from tui.review.screens.mending import ask_reason
from tui.review.widgets.bars import KeyBar, MessageLine
from tui.review.workers import start_worker
from tui.services import event_review as events
from tui.services.workspace import Workspace
from tui.visible import visible

_EXCERPT = 1_500
"""Characters of each article: the beginning says what happened."""
_SHORT_EXCERPT = 400
"""Characters of each where several are on one side."""
_LISTED = 20
"""Events that a search lists."""
_ANOTHER = ""
"""The answer that asks for an event by its name: none has an empty key."""
_LINES = {"up": -1, "down": 1, "page_up": -10, "page_down": 10}
_DONE = {"merge": "joined", "split": "kept apart", "rename": "renamed", "undo": "undone"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two events, ready to be drawn."""

    head: str
    text: str


class EventsScreen(ReviewScreen):
    """One question after another: are these one event?"""

    NAME = "events"

    def __init__(self, workspace: Workspace) -> None:
        """Prepare to ask of the dossier in `workspace`."""
        super().__init__()
        self._workspace = workspace
        self._at = 0
        self._busy = False
        self._seen = SubjectMap(())
        self._reason = ""
        """The reason given for an act that could not be recorded."""
        self.questions: list[Question] = []
        self.done: list[Sequence[EventDecision]] = []
        """What was recorded here and not undone, by the act, oldest first."""
        self.acted = False

    def compose(self) -> ComposeResult:
        """Lay out the question over its two sides, the reasons, the keys."""
        yield Static("finding events that may be one …", id="where", markup=False)
        with Horizontal(id="body"):
            for side in ("one", "two"):
                with VerticalScroll(id=side, can_focus=False):
                    yield Static("", id=f"{side}-head", classes="asked", markup=False)
                    yield Static("", id=f"{side}-text", markup=False)
        yield Static("", id="reasons", markup=False)
        yield MessageLine()
        yield KeyBar(self.NAME, self.review.keys)

    def on_mount(self) -> None:
        """Find the questions in a worker."""
        self.read_aside(self._begin, "events")

    async def _begin(self) -> None:
        try:
            await self._ask()
        except VariorumError as error:
            self.review.show_message(str(error), "error")
        await self._show()

    async def _ask(self) -> None:
        self._seen = await self.review.run_in_thread(self._workspace.dossier.subject_map)
        self.questions = list(await self.review.run_in_thread(events.ask_questions, self._workspace))

    async def _show(self) -> None:
        where = self.query_one("#where", Static)
        if not self.questions:
            where.update("No two events look like one. Esc leaves.")
            for part in ("#one-head", "#one-text", "#two-head", "#two-text", "#reasons"):
                self.query_one(part, Static).update("")
            return
        self._at = max(0, min(self._at, len(self.questions) - 1))
        question = self.questions[self._at]
        verdict = "likelier one event than two" if question.points >= 0 else "perhaps one event"
        if question.group:
            verdict = f"{question.group}: {verdict}"
        where.update(
            visible(f"{self._at + 1} of {len(self.questions)}: {verdict} ({question.points / 1000:+.1f} points)")
        )
        for side, texts in (await self.review.run_in_thread(self._sides, question)).items():
            self.query_one(f"#{side}-head", Static).update(Content(visible(texts.head, keep="\n")))
            self.query_one(f"#{side}-text", Static).update(Content(visible(texts.text, keep="\n")))
        reasons = [f"{part.points / 1000:+6.1f}  {part.name}: {part.reason}" for part in question.score.parts]
        self.query_one("#reasons", Static).update(Content("\n".join(map(visible, reasons))))

    def _sides(self, question: Question) -> dict[str, Side]:
        """Return what stands on either side: of a group the first on the left, all others on the right."""
        first, *others = (
            self._side(event, article) for event, (article, _) in zip(question.events, question.mentions, strict=True)
        )
        if len(others) == 1:
            return {"one": first, "two": others[0]}
        texts = (f"{other.head}\n{other.text[:_SHORT_EXCERPT]}" for other in others)
        return {"one": first, "two": Side(f"and {len(others)} others", "\n\n".join(texts))}

    def _side(self, event: str, article: str) -> Side:
        view = events.find_event(self._workspace, event)
        quoted = self._workspace.quoted_article(article)
        lines = (
            view.name,
            *([view.id] if view.id != view.name else []),
            f"{view.kind or 'event'}, {view.date or 'no date'}, {view.place or 'no place'}",
            f"{len(view.articles)} articles; here {quoted.outlet}, {quoted.published or 'no date'}",
        )
        return Side("\n".join(lines), f"{quoted.title or quoted.name}\n\n{quoted.text[:_EXCERPT]}")

    # ------------------------------------------------------------------ acts

    def action_join(self) -> None:
        """Say that they are one event."""
        if not self._busy:
            for question in self.questions[self._at : self._at + 1]:
                self._decide(
                    "Why are they one event?", "joining", partial(events.merge_group, self._workspace, question.events)
                )

    def action_part(self) -> None:
        """Say that the two are two events, or of a group which one is none of the others."""
        if not self._busy:
            for question in self.questions[self._at : self._at + 1]:
                start_worker(self, "ask", self._part, question.events)

    async def _part(self, group: Sequence[str]) -> None:
        one: str | None = group[0]
        if len(group) > 2:
            names = await self.review.run_in_thread(self._workspace.names.of_all, group)
            choices = [(event, f"{name} ({event})") for event, name in names.items()]
            one = await self.app.push_screen_wait(ChoiceScreen("Which of them is another event?", choices))
        if one is not None:
            self._decide(
                "Why are they two events?", "parting", partial(events.keep_one_apart, self._workspace, one, group)
            )

    def action_rename(self) -> None:
        """Give one of the two, or any other event, another name."""
        if not self._busy:
            here = self.questions[self._at : self._at + 1]
            start_worker(self, "ask", self._rename, [event for one in here for event in one.events], self._seen)

    async def _rename(self, here: list[str], seen: SubjectMap) -> None:
        names = await self.review.run_in_thread(self._workspace.names.of_all, here)
        choices = [(event, f"{name} ({event})") for event, name in names.items()]
        event: str | None = _ANOTHER
        if here:
            choices.append((_ANOTHER, "another event, by words of its name or key"))
            event = await self.app.push_screen_wait(ChoiceScreen("Which of them gets another name?", choices))
        if event == _ANOTHER:
            event = await self._search()
        if event is None:
            return
        former = await self.review.run_in_thread(self._workspace.names.of, event)
        name = await self.app.push_screen_wait(LineScreen("What is it called?", former))
        because = await self.app.push_screen_wait(LineScreen("Why this name?", self._reason)) if name else None
        if name and because is not None:
            self._reason = because
            rename = partial(events.rename_event, self._workspace, event, name, self.review.reviewer, because, seen)
            self._record(lambda: [rename()])

    async def _search(self) -> str | None:
        """Return the event that is found by words and chosen; None where none is."""
        words = await self.app.push_screen_wait(LineScreen("Which event? Words of its name or key:", ""))
        if words is None:
            return None
        found = await self.review.run_in_thread(events.search_events, self._workspace, words)
        if not found:
            self.review.show_message(f"no event has “{visible(words)}” in its name or key; `n` asks again", "error")
            return None
        choices = [(view.id, f"{view.name} ({view.id})") for view in found[:_LISTED]]
        more = f"; of {len(found)} the first {_LISTED}, more words tell more" if len(found) > _LISTED else ""
        return await self.app.push_screen_wait(ChoiceScreen(f"Which event gets another name{more}?", choices))

    def _decide(self, why: str, table: str, act: Callable[[str, str, SubjectMap], Sequence[EventDecision]]) -> None:
        seen = self._seen

        def record(because: str | None) -> None:
            if because is not None:
                self._reason = because
                self._record(partial(act, self.review.reviewer, because, seen))

        self.app.push_screen(ask_reason(why, table, self._reason), record)

    def action_undo(self) -> None:
        """Undo the last act of this screen, all that it joined, parted or named."""
        if not self.done:
            message = "nothing was joined, parted or named here; `variorum events undo EVENT` reaches further back"
            self.review.show_message(message)
        elif not self._busy:
            undo = partial(events.undo_event, self._workspace, reviewer=self.review.reviewer, because="")
            last = self.done[-1]
            self._record(lambda: [undo(decision.id) for decision in reversed(last)])

    def _record(self, act: Callable[[], Sequence[EventDecision]]) -> None:
        self._busy = True
        start_worker(self, "events", self._record_act, act)

    async def _record_act(self, act: Callable[[], Sequence[EventDecision]]) -> None:
        try:
            decisions = await self.review.run_in_thread(act)
        except EventMovedError as error:
            await self._ask()
            await self._show()
            self.review.show_message(str(error), "error")
            return
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            return
        finally:
            self._busy = False
        self.acted = True
        self._reason = ""
        if decisions[0].action == "undo":
            self.done.pop()
        else:
            self.done.append(decisions)
        await self._ask()
        self.review.show_message(_DONE[decisions[0].action])
        await self._show()

    # ------------------------------------------------------------------ moving

    def action_next(self) -> None:
        """The next question."""
        self._go(self._at + 1)

    def action_previous(self) -> None:
        """The question before."""
        self._go(self._at - 1)

    def _go(self, at: int) -> None:
        self._at = at
        self.read_aside(self._show, "events")

    def _move(self, way: str) -> None:
        """Scroll both articles, or go to the first or the last question."""
        if way in _LINES:
            for side in self.query(VerticalScroll):
                side.scroll_relative(y=_LINES[way], animate=False)
        else:
            self._go(0 if way == "first" else len(self.questions) - 1)
