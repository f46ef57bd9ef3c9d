"""Lists to choose from that may be long: which proposals to accept or reject at once, which article to go to."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import Assertion
from claims.store.dossier import Waiting
from tui.output import counted
from tui.review.screens.asking import ChoiceScreen
from tui.review.screens.question import Answer, Question
from tui.review.widgets.claimlines import value_words
from tui.review.widgets.linelist import Cell, LineList
from tui.review.workers import start_worker
from tui.services.inbox import InboxSession, Preview, Which
from tui.services.inbox_bulk import Doing, Group, agreed_or_all, find_groups, in_order, preview_group
from tui.visible import visible


class ListQuestion(Question[Answer]):
    """A question answered from a virtual list."""

    AUTO_FOCUS = "LineList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "turn(-1)", "Page up", show=False),
        Binding("pagedown", "turn(1)", "Page down", show=False),
        Binding("home", "move(-1000000000)", "First", show=False),
        Binding("end", "move(1000000000)", "Last", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    @property
    def lines(self) -> LineList:
        """The list."""
        return self.query_one(LineList)

    def compose_list(self, question: str, keys: str, *, quoted: bool = True) -> ComposeResult:
        """Lay out the question over the list, room for what the line under the cursor quotes, and the keys."""
        with Vertical(classes="box tall"):
            yield Static(question, classes="asked", markup=False)
            yield LineList()
            if quoted:
                yield Static("", id="quoted", markup=False)
            yield Static(keys, classes="told", markup=False)

    def action_move(self, by: int) -> None:
        self.lines.move(by)

    def action_turn(self, by: int) -> None:
        self.lines.move(by * self.lines.page_height())


class ManyScreen(ListQuestion[list[Assertion] | None]):
    """Which of several waiting proposals to accept or to reject at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick or untick", show=False),
        Binding("a", "tick_all", "Tick all, or none", show=False),
        Binding("t,f4", "which", "Agreed ones, or all", show=False),
        Binding("s,f6", "select", "Another selection", show=False),
    ]

    def __init__(self, session: InboxSession, doing: Doing, claim: Assertion | None) -> None:
        """Prepare to ask; `claim` is the one under the cursor, which selections go by."""
        super().__init__()
        self._session = session
        self._doing = doing
        self._claim = claim
        self._group: Group | None = None
        self._preview = Preview("agreed", (), ())
        self._rows: list[tuple[Assertion, str]] = []
        self._ticked: set[str] = set()

    def compose(self) -> ComposeResult:
        """Lay out what is asked over the list."""
        keys = f"⏎ {self._doing}s those ticked, space ticks or unticks one, a all or none, s selects others, esc leaves"
        yield from self.compose_list("reading …", keys)

    def on_mount(self) -> None:
        """Read the preview in a worker; what is to be rejected is selected first."""
        if self._doing == "reject":
            self.action_select()
        else:
            self._read_aside(partial(agreed_or_all, self._session))

    def _read_aside(self, read: Callable[[], Preview]) -> None:
        start_worker(self, "read", self._read, read)

    async def _read(self, read: Callable[[], Preview]) -> None:
        try:
            self._preview = await self.review.run_in_thread(read)
        except VariorumError as error:
            self.query_one(".asked", Static).update(Content(visible(str(error), limit=600)))
            return
        self._rows = [*self._preview.odd, *((claim, "") for claim in self._preview.plain)]
        self._ticked = {claim.id for claim in self._preview.plain}
        self.lines.show(self._cells, len(self._rows), 0)
        self._draw_question()

    def _cells(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        return [
            (
                Cell("[x]" if claim.id in self._ticked else "[ ]", 3),
                Cell(visible(claim.attribute, limit=80), 13),
                Cell(value_words(claim), 24 if self.size.width >= 100 else 14),
                Cell(
                    visible(why, limit=200) if why else visible(claim.passage.exact, limit=200),
                    0,
                    "mark" if why else "quiet",
                ),
            )
            for claim, why in self._rows[start : start + count]
        ]

    def _draw_question(self) -> None:
        odd = len(self._preview.odd)
        words = (
            f"{self._doing.capitalize()} {len(self._ticked):,} of the {len(self._rows):,} proposals {self._which()}?"
        )
        if not self._rows:
            words = f"No proposal waits {self._which()}."
        elif odd:
            words += f" {odd:,} odd one{' stands' if odd == 1 else 's stand'} first, unticked."
        self.query_one(".asked", Static).update(Content(words))
        self._quote()

    def _which(self) -> str:
        if self._group is not None:
            return visible(f"of {self._group.words}, in {counted(self._group.articles, 'article')}", limit=200)
        desk = self._session.current
        name = visible(desk.article.name, limit=60) if desk is not None else ""
        return f"of {name} that two proposers found" if self._preview.which == "agreed" else f"of {name} that wait"

    def _quote(self) -> None:
        row = self._rows[self.lines.cursor] if self.lines.cursor < len(self._rows) else None
        event = self._session.workspace.names.of(row[0].subject) if row else ""
        words = f"“{visible(row[0].passage.exact, limit=300)}”  {visible(event, limit=80)}" if row else ""
        self.query_one("#quoted", Static).update(Content(words))

    def on_paged_list_moved(self) -> None:
        """Show the words of the line under the cursor."""
        self._quote()

    def action_tick(self) -> None:
        """Tick or untick the line under the cursor, and go to the next."""
        if self._rows:
            self._ticked ^= {self._rows[self.lines.cursor][0].id}
            self.lines.show(self._cells, len(self._rows), self.lines.cursor + 1)
            self._draw_question()

    def action_tick_all(self) -> None:
        """Tick every line, or none where all are ticked."""
        every = {claim.id for claim, _ in self._rows}
        self._ticked = set() if self._ticked == every else every
        self.lines.show(self._cells, len(self._rows), self.lines.cursor)
        self._draw_question()

    def action_which(self) -> None:
        """Show all that wait in the article, or those that two proposers found."""
        which: Which = "all" if self._preview.which == "agreed" and self._group is None else "agreed"
        self._group = None
        self._read_aside(partial(self._session.preview, which))

    def action_select(self) -> None:
        """Choose by what the proposals have in common with the one under the cursor of the inbox."""
        if self._claim is not None:
            start_worker(self, "select", self._select, self._claim)

    async def _select(self, claim: Assertion) -> None:
        groups = await self.review.run_in_thread(find_groups, self._session, claim)
        lines = [
            (str(n), f"{len(each.claims):>5,} of {each.words}, in {counted(each.articles, 'article')}")
            for n, each in enumerate(groups)
        ]
        chosen = await self.app.push_screen_wait(ChoiceScreen(f"{self._doing.capitalize()} which proposals?", lines))
        if chosen is not None:
            self._group = groups[int(chosen)]
            self._read_aside(partial(preview_group, self._session, self._group, self._doing))
        elif self._group is None and not self._rows:
            self.action_leave()

    def action_choose(self) -> None:
        """Give back the ticked ones."""
        ticked = [claim for claim, _ in self._rows if claim.id in self._ticked]
        self.dismiss(in_order(self._session, ticked))


class ArticlesScreen(ListQuestion[str | None]):
    """Which article to go to."""

    def __init__(self, counts: Sequence[Waiting], here: str) -> None:
        super().__init__()
        self._counts = counts
        self._here = here

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        waiting = sum(count.waiting for count in self._counts)
        question = f"Which article? {waiting:,} proposals wait."
        yield from self.compose_list(question, "⏎ opens it, esc leaves", quoted=False)

    def on_mount(self) -> None:
        """Begin at the current article."""
        ids = [count.article for count in self._counts]
        self.lines.show(self._cells, len(ids), ids.index(self._here) if self._here in ids else 0)

    def _cells(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        return [
            (
                Cell(f"{row.waiting:,} wait" if row.waiting else "done", 11, "mark" if row.waiting else "quiet"),
                Cell(f"of {row.proposed:,}", 8, "quiet"),
                Cell(visible(row.name, limit=300)),
            )
            for row in self._counts[start : start + count]
        ]

    def on_paged_list_opened(self) -> None:
        """Open the article that was clicked twice."""
        self.action_choose()

    def action_choose(self) -> None:
        """Give back the article under the cursor."""
        if self._counts:
            self.dismiss(self._counts[self.lines.cursor].article)
