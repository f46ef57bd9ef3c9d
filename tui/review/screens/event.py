"""One event: what each article says of it, and the keys to split, merge, rename and move."""

import re
from collections.abc import Callable, Sequence
from functools import partial

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import Article, Assertion
from tui.output import counted
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.base import ListScreen
from tui.review.screens.mending import ask_why
from tui.review.text_layout import cut_middle
from tui.review.widgets.bars import KeyBar, MessageLine
from tui.review.widgets.claimlines import value_words
from tui.review.widgets.linelist import Cell, PagedList
from tui.review.workers import start_worker
from tui.services.event_desk import EventDesk, EventLine
from tui.services.event_mending import MendingPlan
from tui.services.event_review import EventError
from tui.visible import visible

_LISTED = 30
"""Events that a search lists."""
_AROUND = 300
"""Characters of the article on either side of a statement's words."""


class EventLines(PagedList[EventLine]):
    """The articles of an event with their statements."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[int] = set()

    def row_number(self, line: EventLine) -> int:
        """Return the place of a line that was read."""
        return next(n for n in range(self.length) if self.row(n) is line)

    def sign(self, row: EventLine) -> str:
        """Return the mark."""
        return "●" if self.row_number(row) in self.marked else " "

    def cells(self, row: EventLine) -> Sequence[Cell]:
        """Return the columns of a line."""
        if row.claim is None or row.is_background:
            return (Cell(visible(row.words, limit=300), 0, "quiet" if row.is_background else "mark"),)
        wide = self.size.width >= 100
        return (
            Cell("?" if row.claim.tier else "", 1, "quiet"),
            Cell(visible(row.claim.attribute, limit=80), 13),
            Cell(value_words(row.claim), 34 if wide else 22),
            Cell(f"“{visible(row.claim.passage.exact, limit=300)}”", 0, "quiet"),
        )


class EventScreen(ListScreen):
    """What is said of one event."""

    NAME = "event"
    AUTO_FOCUS = "EventLines"

    def __init__(self, desk: EventDesk, event: str) -> None:
        super().__init__()
        self._desk = desk
        self.event = event
        """Its key: another one where it was merged into it."""
        self._reason = ""
        """The reason given for an act that could not be recorded."""
        self.acted = False
        self._lines: list[EventLine] = []
        """Those on the event itself, without its background."""

    def compose(self) -> ComposeResult:
        """Lay out the name over the lines, then the words of the line under the cursor and the keys."""
        yield Static("reading …", id="where", markup=False)
        yield EventLines()
        with VerticalScroll(id="about", can_focus=False):
            yield Static("", id="told", markup=False)
        yield MessageLine()
        yield KeyBar(self.NAME, self.review.keys)

    @property
    def rows(self) -> EventLines:
        """The list."""
        return self.query_one(EventLines)

    def on_mount(self) -> None:
        """Read the event in a worker."""
        self.read_aside(self._read, "event")

    async def _read(self) -> None:
        try:
            lines = await self.review.run_in_thread(self._desk.lines, self.event)
            name = await self.review.run_in_thread(self.review.session.workspace.names.of, self.event)
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            return
        here = [line for line in lines if not line.is_background]
        articles = sum(line.claim is None for line in here)
        counts = f"   {counted(articles, 'article')}, {counted(len(here) - articles, 'statement')}"
        shown = cut_middle(visible(name, limit=300), max(8, self.size.width - cell_len(counts) - 2))
        self.query_one("#where", Static).update(Content(shown + counts))
        self.rows.marked = set()
        self._lines = here
        self.rows.show(lambda start, count: lines[start : start + count], len(lines), self.rows.cursor)
        self._tell()

    @on(EventLines.Moved)
    def _tell(self) -> None:
        """Show the words of the statement under the cursor, marked in what stands around them."""
        line = self.rows.row(self.rows.cursor)
        self.query_one("#told", Static).update(self._draw_line(line) if line else "Nothing is said of it any more.")

    def _draw_line(self, line: EventLine) -> Content:
        article = self.review.session.workspace.quoted_article(line.article)
        if line.claim is None:
            said = [each.claim.passage for each in self._lines if each.claim and each.article == line.article]
            return draw_article(article, sorted((passage.start, passage.end) for passage in said))
        start, end = line.claim.passage.start, line.claim.passage.end
        before, after = article.text[max(0, start - _AROUND // 2) : start], article.text[end : end + _AROUND]
        words = article.text[start:end]
        return Content.assemble(f"…{_running(before)}", (_running(words), "reverse"), f"{_running(after)}…")

    # ------------------------------------------------------------------ marks

    def action_mark_line(self) -> None:
        """Mark the line under the cursor, or take its mark away, and go to the next."""
        self.rows.marked ^= {self.rows.cursor}
        self.rows.refresh()
        self.rows.move(1)

    def _chosen(self) -> list[EventLine]:
        """Return the marked lines; the one under the cursor where none is marked."""
        numbers = sorted(self.rows.marked) or [self.rows.cursor]
        return [line for line in map(self.rows.row, numbers) if line is not None and not line.is_background]

    def _chosen_claims(self) -> list[Assertion]:
        return [line.claim for line in self._chosen() if line.claim is not None]

    # ------------------------------------------------------------------ acts

    def action_split(self) -> None:
        """Split off the articles of the marked lines."""
        articles = {line.article for line in self._chosen()}
        self._ask(partial(self._desk.split, self.event, articles))

    def action_merge(self) -> None:
        """Merge another event into this one."""
        start_worker(self, "ask", self._merge)

    async def _merge(self) -> None:
        other = await self._choose_event("Which event is one with this? Words of its name:")
        if other is not None:
            self._ask(partial(self._desk.merge, self.event, other))

    def action_move_statement(self) -> None:
        """Put the marked statements under another event."""
        start_worker(self, "ask", self._move_statements, self._chosen_claims())

    async def _move_statements(self, claims: Sequence[Assertion]) -> None:
        if not claims:
            self.review.show_message("mark statements, or go to one; s splits off whole articles", "warning")
            return
        question = f"To which event does {counted(len(claims), 'statement')} belong? Words of its name:"
        other = await self._choose_event(question)
        if other is not None:
            await self._act(partial(self._desk.move, claims, other))

    async def _choose_event(self, question: str) -> str | None:
        """Return another event that is found by words and chosen; None where none is."""
        words = await self.app.push_screen_wait(LineScreen(question, "", "empty lists all; ⏎ goes on, esc leaves"))
        if words is None:
            return None
        events = [row for row in await self.review.run_in_thread(self._desk.find, words) if row[0] != self.event]
        if not events:
            self.review.show_message(f"no other event has “{visible(words)}” in its name or key", "warning")
            return None
        more = f" (the first {_LISTED} of {len(events)})" if len(events) > _LISTED else ""
        return await self.app.push_screen_wait(ChoiceScreen(f"Which event?{more}", events[:_LISTED]))

    def action_attach_background(self) -> None:
        """Attach an article, or a statement in one, that tells of the background and is no evidence."""
        start_worker(self, "ask", self._attach_background)

    async def _attach_background(self) -> None:
        words = await self.app.push_screen_wait(LineScreen("Which article? Words of its title or outlet:"))
        found = await self.review.run_in_thread(self._desk.find_articles, words) if words is not None else []
        if not found:
            return
        article = await self.app.push_screen_wait(ChoiceScreen("Which article?", found[:_LISTED]))
        claims = await self.review.run_in_thread(self._desk.statements_of, article) if article else []
        choices = [("", "the whole article"), *((claim.id, _claim_words(claim)) for claim in claims[:_LISTED])]
        meant = await self.app.push_screen_wait(ChoiceScreen("What of it?", choices)) if article else None
        because = await self.app.push_screen_wait(LineScreen("Why is it background?")) if meant is not None else None
        if article and meant is not None and because is not None:
            await self._act(partial(self._desk.attach, self.event, article, meant, because))

    def action_event_history(self) -> None:
        """List what was joined, parted and named, and take one of them back."""
        start_worker(self, "ask", self._take_back)

    async def _take_back(self) -> None:
        history = await self.review.run_in_thread(self._desk.history, self.event)
        moves = await self.review.run_in_thread(self._desk.moves, self.event)
        if not history and not moves:
            self.review.show_message("nothing was joined, parted, named or moved here")
            return
        lines = [(str(n), words) for n, (_, words) in enumerate((*history, *moves))]
        chosen = await self.app.push_screen_wait(ChoiceScreen("Take back which?", lines))
        if chosen is None:
            return
        if (at := int(chosen) - len(history)) >= 0:
            await self._act(partial(self._desk.move_back, *moves[at]))
            return
        decision, words = history[int(chosen)]
        self._ask(partial(self._desk.take_back, self.event, decision, words))

    def action_rename(self) -> None:
        """Give the event another name."""
        start_worker(self, "ask", self._rename)

    async def _rename(self) -> None:
        former = await self.review.run_in_thread(self.review.session.workspace.names.of, self.event)
        name = await self.app.push_screen_wait(LineScreen("What is it called?", former))
        if name:
            await self._act(partial(self._desk.rename, self.event, name, ""))

    def _ask(self, plan: Callable[[], MendingPlan]) -> None:
        start_worker(self, "plan", self._plan, plan)

    async def _plan(self, make: Callable[[], MendingPlan]) -> None:
        """Show what would follow, ask for the reason, and record it."""
        try:
            plan = await self.review.run_in_thread(make)
        except VariorumError as error:
            self.review.show_message(str(error), "warning")
            return
        because = await ask_why(self.app, plan, self._reason)
        if because is not None:
            self._reason = because
            await self._act(partial(self._desk.record, plan, because))

    async def _act(self, act: Callable[[], str]) -> None:
        try:
            words = await self.review.run_in_thread(act)
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            await self._read()
            return
        self.acted = True
        self._reason = ""
        await self._read()
        self.review.show_message(f"recorded: {words}")

    def action_undo(self) -> None:
        """Undo the last act on an event."""
        start_worker(self, "undo", self._undo)

    async def _undo(self) -> None:
        try:
            words = await self.review.run_in_thread(self._desk.undo)
        except EventError as error:
            self.review.show_message(str(error))
            return
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            return
        self.acted = True
        await self._read()
        self.review.show_message(f"undone: {words}")

    # ------------------------------------------------------------------ going elsewhere

    @on(EventLines.Opened)
    def action_open_line(self) -> None:
        """Read the statement in its article, where it can be mended too."""
        line = self.rows.row(self.rows.cursor)
        if line is not None:
            self.acted = True  # what the inbox changes, this screen and the queue have to read again
            self.review.navigator.open_inbox(line.article, line.claim.id if line.claim else None)

    def on_screen_resume(self) -> None:
        """Read the event again: it may have been changed in the article."""
        if self.rows.length:
            self.on_mount()

    def action_decide_date(self) -> None:
        """Settle when it was."""
        self._settle("date")

    def action_decide_place(self) -> None:
        """Settle where it was."""
        self._settle("place")

    def _settle(self, attribute: str) -> None:
        if any(row.attribute == attribute and row.members for row in self._desk.items_of(self.event)):
            self.acted = True
            self.review.navigator.open_item((self.event, attribute))
            return
        message = f"no article says its {attribute}: ⏎ opens one, and a there adds what its words say"
        self.review.show_message(message, "warning")


def draw_article(article: Article, said: Sequence[tuple[int, int]]) -> Content:
    """Draw an article from where it tells of the event on, with the words of the statements marked."""
    start = max(0, said[0][0] - _AROUND // 2) if said else 0
    title, at = article.title or article.name, start
    head = "" if article.text.startswith(title, start) else f"{visible(title, limit=200)}\n"
    parts: list[tuple[str, str]] = []
    for low, high in said[:_LISTED]:
        if low >= at:
            parts += [(article.text[at:low], ""), (article.text[low:high], "reverse")]
            at = high
    parts.append((article.text[at : at + _AROUND], ""))
    words = ((_running(text), style) for text, style in parts)
    return Content.assemble((head, "bold"), "…" if start else "", *words)


def _claim_words(claim: Assertion) -> str:
    return f"{claim.attribute} {value_words(claim)}: “{claim.passage.exact}”"


def _running(text: str) -> str:
    """Return a part of an article with its lines run together."""
    return visible(re.sub(r"\s*\n\s*", "  ", text))
