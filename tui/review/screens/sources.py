"""The desk of sources and actors: whose names are one, what is part of what, how reliable each is held to be."""

from collections.abc import Callable, Coroutine, Sequence
from functools import partial

from textual import on
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.store.tables.queue import ItemFilter
from claims.vocabulary.reasons import reasons_in
from tui.output import counted
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.base import ListWithNotes
from tui.review.widgets.linelist import Cell, LineList
from tui.review.workers import start_worker
from tui.services.source_desk import SourceDesk, SourceLine
from tui.visible import visible

_LISTED = 30
"""Names that are offered for a choice."""


class SourcesScreen(ListWithNotes):
    """Whoever speaks or publishes in the dossier."""

    NAME = "sources"
    HEADS = (("grade", 5), ("party", 5), ("items", 6), ("may be", 28), ("name", 0))

    def __init__(self, desk: SourceDesk) -> None:
        """Begin with nothing read."""
        super().__init__()
        self._desk = desk
        self._words = ""
        self._asks = ""
        self.acted = False

    def on_mount(self) -> None:
        """Read the list in a worker, then what may be one name."""
        self.read_aside(self._begin, "sources")

    async def _begin(self) -> None:
        await self._read()
        self._asks = "; looking for names that may be one …"
        self._show()
        found = await self.review.run_in_thread(self._desk.suggest, self._words)
        self._asks = f"; {found:,} may be another name of one, y says so" if found else ""
        self._show()

    async def _read(self) -> None:
        try:
            await self.review.run_in_thread(self._desk.load, self._words)
        except VariorumError as error:
            self.review.show_message(str(error), "error")

    def _show(self) -> None:
        lines = self._desk.lines
        found = f" with “{self._words}”" if self._words else ""
        told = f"{counted(len(lines), 'name')} of sources and actors{found}{self._asks}"
        self.query_one("#where", Static).update(Content(visible(told)))
        self.query_one(LineList).show(self._cells, len(lines), self.query_one(LineList).cursor)
        self._tell()

    def _cells(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        return [self._cells_of(line) for line in self._desk.lines[start : start + count]]

    def _cells_of(self, line: SourceLine) -> Sequence[Cell]:
        setting = self._desk.setting(line.name)
        of = line.suggestion.of if line.suggestion else ""
        return (
            Cell(setting.grade or "–", 5, "" if setting.grade else "quiet"),
            Cell("party" if setting.belligerent else "–", 5, "mark" if setting.belligerent else "quiet"),
            Cell(f"{line.items:,}" if line.items else "–", 6, "quiet"),
            Cell(visible(of, limit=100), 28, "mark"),
            Cell(visible(line.name, limit=200)),
        )

    def _line(self) -> SourceLine | None:
        at = self.query_one(LineList).cursor
        return self._desk.lines[at] if at < len(self._desk.lines) else None

    @on(LineList.Moved)
    def _tell(self) -> None:
        """Say what is known of the source under the cursor."""
        line = self._line()
        told = self.query_one("#told", Static)
        if line is None:
            told.update("Nobody speaks here yet: extract proposes, the inbox confirms. Esc leaves.")
            return
        facts = [f"{name:<12} {visible(words, limit=400)}" for name, words in self._desk.facts(line) if words]
        told.update(Content("\n".join([visible(line.name, limit=200), *facts])))

    # ------------------------------------------------------------------ acts

    @on(LineList.Opened)
    def action_open_source(self) -> None:
        """Show in the queue all items in which it speaks."""
        line = self._line()
        if line is not None and line.items:
            view = ItemFilter().having("source", line.spellings)
            start_worker(self.app, "view", self.review.reload, view)
            self.dismiss(None)

    def action_same_name(self) -> None:
        """Take the suggestion: the name under the cursor is another name of the one beside it."""
        line = self._line()
        if line is None or line.suggestion is None:
            self.review.show_message("nothing is suggested here; M says whose other name it is", "warning")
            return
        one = line.suggestion
        self._record(partial(self._desk.join, one.name, one.of, one.reason, line.section))

    def action_one_with(self) -> None:
        """Say whose other name it is."""
        self._ask(self._join)

    async def _join(self, line: SourceLine) -> None:
        other = await self._choose(f"{line.name} is another name of whom?", line.name)
        because = await self._because() if other else None
        if other and because is not None:
            self._record(partial(self._desk.join, line.name, other, because, line.section))

    def action_part_of(self) -> None:
        """Say what it is part of, from when to when."""
        self._ask(self._affiliate)

    async def _affiliate(self, line: SourceLine) -> None:
        other = await self._choose(f"{line.name} is part of what?", line.name)
        since = await self._line_of("Since when? A year, month or day; empty where nobody says") if other else None
        until = await self._line_of("Until when? Empty where it still is") if since is not None else None
        because = await self._because() if until is not None else None
        if other and because is not None:
            self._record(partial(self._desk.affiliate, line.name, other, since or "", until or "", because))

    def action_grade(self) -> None:
        """Say how reliable it is held to be."""
        self._ask(self._grade)

    async def _grade(self, line: SourceLine) -> None:
        choices = [(grade.code, f"{grade.code}  {grade.label}") for grade in reasons_in("grading")]
        letter = await self.app.push_screen_wait(ChoiceScreen(f"How reliable is {line.name}?", choices))
        because = await self._because() if letter else None
        if letter and because is not None:
            self._record(partial(self._desk.grade, line.name, letter, because))

    def action_party(self) -> None:
        """Say that it is a party to the fighting it reports on, or that it is none."""
        line = self._line()
        if line is not None:
            party = not self._desk.setting(line.name).belligerent
            self._record(partial(self._desk.grade, line.name, None, "", party=party))

    def action_find_source(self) -> None:
        """List only those with some words."""
        self._ask(self._find)

    async def _find(self, _: SourceLine) -> None:
        words = await self.app.push_screen_wait(
            LineScreen("Which sources and actors?", self._words, "words of a name; empty shows all")
        )
        if words is not None:
            self._words = words
            await self._begin()

    def action_undo(self) -> None:
        """Undo what was set last on this desk."""
        self._record(self._desk.undo, "undone")

    # ------------------------------------------------------------------ asking and recording

    def _ask(self, ask: Callable[[SourceLine], Coroutine[None, None, None]]) -> None:
        line = self._line() or SourceLine("")
        start_worker(self, "ask", ask, line)

    async def _choose(self, question: str, name: str) -> str | None:
        """Return one of the names here, or one that is typed; None where that is left."""
        names = [line.name for line in self._desk.lines if line.suggestion is None and line.name != name][:_LISTED]
        choices = [(each, each) for each in names]
        return await self.app.push_screen_wait(ChoiceScreen(question, choices, typed="or type a name"))

    async def _line_of(self, question: str) -> str | None:
        return await self.app.push_screen_wait(LineScreen(question))

    async def _because(self) -> str | None:
        return await self._line_of("Why, in a sentence?")

    def _record(self, act: Callable[[], str], word: str = "recorded") -> None:
        start_worker(self, "record", self._record_act, act, word)

    async def _record_act(self, act: Callable[[], str], word: str) -> None:
        try:
            done = await self.review.run_in_thread(act)
        except VariorumError as error:
            self.review.show_message(str(error), "warning")
            return
        self.acted = True
        await self._begin()
        self.review.show_message(f"{word}: {visible(done, limit=200)}")
