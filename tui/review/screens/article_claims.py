"""One article with what is claimed in it, to be read: the screen under the inbox."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import Article, Assertion, Decision
from tui.review.screens.base import ListScreen
from tui.review.widgets.articletext import ArticleText
from tui.review.widgets.bars import KeyBar, MessageLine
from tui.review.widgets.claimlines import claim_cells, draw_claim, mark_of
from tui.review.widgets.linelist import Cell, LineList, fitted
from tui.review.workers import stop_timer
from tui.services.inbox import ArticleClaims, InboxSession
from tui.visible import visible

SET_ASIDE = frozenset({"reject", "different_event"})
"""Decisions by which a claim no longer counts."""
_LEGEND = "? waits  ✓ accepted  ✗ rejected  + entered by hand  2× agreed  ! worth a look"
_REST_S = 0.05
"""How long the cursor rests before the claim's decision is looked up."""
_MOST_COMPARED = 2_000
"""Claims of one article among which odd ones are looked for while reading; the preview looks through all."""
_PAGE = 500


class ArticleClaimsScreen(ListScreen):
    """An article with its claims: text, list and the claim under the cursor."""

    AUTO_FOCUS = "LineList"

    def __init__(self, session: InboxSession, article: str | None = None, about: str | None = None) -> None:
        """Open at `article` (the first with waiting proposals, if none), at the claim `about`."""
        super().__init__()
        self.session = session
        self._article = article
        self._about = about
        self._oddities: dict[str, str] = {}
        self._compared: list[int] = []
        self._claims: dict[int, Assertion] = {}
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out progress, text beside list and claim, keys."""
        yield Static("", id="where", markup=False)
        with Container(id="body"):
            yield ArticleText()
            with Vertical(id="side"):
                yield LineList(id="claims")
                with VerticalScroll(id="claim", can_focus=False):
                    yield Static("reading …", id="told", markup=False)
        yield Static("", id="selecting", markup=False)
        yield MessageLine()
        yield KeyBar(self.NAME, self.review.keys)

    def on_mount(self) -> None:
        """Read the first article in a worker."""
        self.review.show_message(_LEGEND)
        self.read_aside(self._begin, "open")

    def on_resize(self) -> None:
        """Fit the line of progress."""
        self.call_after_refresh(self._draw_progress)

    @property
    def lines(self) -> LineList:
        """The list of claims."""
        return self.query_one(LineList)

    @property
    def text(self) -> ArticleText:
        """The article."""
        return self.query_one(ArticleText)

    # ------------------------------------------------------------------ showing

    async def _begin(self) -> None:
        await self.review.run_in_thread(self.session.load)
        first = next((count.article for count in self.session.counts if count.waiting), None)
        every = next((count.article for count in self.session.counts), None)
        article = self._article or first or every
        if article is None:
            self._show_note("No proposals yet. Leave with esc, then `variorum extract` makes them from the articles.")
            return
        await self._open(article)

    async def _open(self, article: str, about: str | None = None) -> None:
        about = about or self._about
        self._about = None
        try:
            desk = await self.review.run_in_thread(self.session.open, article)
            if about is not None:
                await self.review.run_in_thread(self._go_to, desk, about)
            await self._find_oddities(desk)
        except VariorumError as error:
            self._show_note(str(error))
            return
        self._show(desk)

    def _go_to(self, desk: ArticleClaims, about: str) -> None:
        for start in range(0, len(desk.entries), _PAGE):
            for index, claim in enumerate(self.session.page(start, _PAGE), start=start):
                if claim.id == about:
                    self.session.position = index
                    return

    async def _find_oddities(self, desk: ArticleClaims) -> None:
        """Find the odd ones among what has not been set aside, unless that is what it was when last looked at."""
        remaining = {n: entry.seq for n, entry in enumerate(desk.entries) if entry.act not in SET_ASIDE}
        if list(remaining.values()) == self._compared:
            return
        self._compared = list(remaining.values())
        self._oddities = {}
        if len(desk.entries) <= _MOST_COMPARED:
            claims = await self.review.run_in_thread(self.session.page, 0, len(desk.entries))
            standing = [claim for n, claim in enumerate(claims) if n in remaining]
            self._oddities = await self.review.run_in_thread(self.session.oddities_of, standing)

    def _show(self, desk: ArticleClaims) -> None:
        self._claims.clear()
        self.text.show(desk.article.text, list(map(mark_of, desk.entries)))
        self.lines.show(self._read_lines, len(desk.entries), self.session.position)
        self._draw_progress()
        self._preview()

    def _read_lines(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        desk = self.session.current
        if desk is None:
            return ()
        claims = self.session.page(start, count)
        for index, claim in enumerate(claims, start=start):
            self._claims[index] = claim
        entries = desk.entries[start : start + count]
        return [
            claim_cells(entry, claim, self._oddities.get(claim.id, ""))
            for entry, claim in zip(entries, claims, strict=False)
        ]

    def _draw_progress(self) -> None:
        desk = self.session.current
        width = max(20, self.size.width)
        if desk is None:
            self.query_one("#where", Static).update(Content(set_cell_size("inbox", width)))
            return
        settled, proposed = self.session.progress()
        ids = [count.article for count in self.session.counts]
        article = desk.article
        number = f"article {ids.index(article.id) + 1} of {len(ids)}  " if article.id in ids else ""
        right = f"{desk.proposed - desk.waiting:,}/{desk.proposed:,} here, {settled:,}/{proposed:,} in all"
        right += f"  {visible(self.session.reviewer, limit=30) or 'no reviewer'}"
        name = visible(_describe(article), limit=400)
        room = width - cell_len(right) - 2 - cell_len(number)
        left = number + (fitted(name, room) if room > 1 else name)
        line = set_cell_size(left, max(0, width - cell_len(right) - 2)) + "  " + right
        self.query_one("#where", Static).update(Content(set_cell_size(line, width)))

    def _show_note(self, words: str) -> None:
        self.query_one("#told", Static).update(Content(visible(words, limit=600)))

    def claim(self, index: int | None = None) -> Assertion | None:
        """Return the claim under the cursor, or on a line."""
        desk = self.session.current
        index = self.lines.cursor if index is None else index
        if desk is None or not 0 <= index < len(desk.entries):
            return None
        if index not in self._claims:
            page = self.session.page(index, 1)
            if page:
                self._claims[index] = page[0]
        return self._claims.get(index)

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        self.session.position = event.position
        self._preview()

    def _preview(self) -> None:
        """Show the claim under the cursor in the text at once; what was decided on it when the cursor rests."""
        desk = self.session.current
        stop_timer(self._timer)
        if desk is None or not desk.entries:
            self._show_note("Nothing is proposed of this article. a adds a claim on words you select in it.")
            return
        try:
            claim = self.claim()
        except VariorumError as error:
            self._show_note(str(error))
            return
        if claim is None:
            return
        entry = desk.entries[self.lines.cursor]
        self.text.reveal(entry.start, entry.stop)
        self._draw(claim, None)
        if entry.act:
            self._timer = self.set_timer(_REST_S, self._look_up)

    def _draw(self, claim: Assertion, decision: Decision | None) -> None:
        desk = self.session.current
        if desk is not None and self.lines.cursor < len(desk.entries):
            entry, oddity = desk.entries[self.lines.cursor], self._oddities.get(claim.id, "")
            content = draw_claim(entry, claim, self.session.workspace.names.of(claim.subject), decision, oddity)
            self.query_one("#told", Static).update(content)
            self.query_one("#claim").scroll_home(animate=False)

    def _look_up(self) -> None:
        self.read_aside(self._read_decision, "preview")

    async def _read_decision(self) -> None:
        claim = self.claim()
        if claim is None:
            return
        try:
            decision = await self.review.run_in_thread(self.session.decision_on, claim)
        except VariorumError as error:
            self._show_note(str(error))
            return
        if self.claim() is claim:
            self._draw(claim, decision)

    async def _reread(self, about: str = "") -> ArticleClaims | None:
        """Read the claims afresh; the cursor stays on its claim, or goes to the claim `about`."""
        before, position = self.session.current, self.lines.cursor
        here = before.entries[position].seq if before is not None and position < len(before.entries) else None
        desk = await self.review.run_in_thread(self.session.reread)
        if desk is None:
            return None
        numbers = [entry.seq for entry in desk.entries]
        self.session.position = numbers.index(here) if here in numbers else 0
        if about:
            await self.review.run_in_thread(self._go_to, desk, about)
        await self._find_oddities(desk)
        self._show(desk)
        return desk


def _describe(article: Article) -> str:
    title = f": {article.title}" if article.title else ""
    published = f", {article.published}" if article.published else ""
    return f"{article.name} ({article.publisher or 'no publisher'}{published}){title}"
