"""The inbox: an article with its proposals, and the keys to accept, mend, reject and add.

Owns the steps from a key to an act on the claim under the cursor, or on words selected in the text. Refuses to say that
anything is recorded before the store has it.
"""

from collections.abc import Awaitable, Callable, Sequence

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from claims.errors import VariorumError
from claims.models import Assertion, Decision
from claims.vocabulary.reasons import proposal_reasons
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.base import ListScreen
from tui.review.screens.claimform import ClaimForm, Mending
from tui.review.screens.inbox_lists import AcceptScreen, ArticlesScreen
from tui.review.widgets.articletext import ArticleText
from tui.review.widgets.bars import KeyBar, MessageLine
from tui.review.widgets.claimlines import claim_cells, draw_claim, mark_of, value_words
from tui.review.widgets.linelist import Cell, LineList
from tui.review.workers import start_worker
from tui.services.inbox import Desk, InboxSession, Made, find_oddities
from tui.visible import visible

_LEGEND = "? waits  ✓ accepted  ✗ rejected  + entered by hand  2× agreed  ! worth a look"
_REST_S = 0.05
"""How long the cursor rests before the claim's decision is looked up."""
_MOST_WEIGHED = 2_000
"""Claims of one article among which odd ones are looked for while reading; the preview looks through all."""


class InboxScreen(ListScreen):
    """One article after another, with what is proposed of it."""

    NAME = "inbox"
    AUTO_FOCUS = "LineList"

    def __init__(self, session: InboxSession, article: str | None = None, about: str | None = None) -> None:
        """Open at `article` (the first with waiting proposals, if none), at the claim `about`."""
        super().__init__()
        self.session = session
        self._article = article
        self._about = about
        self._oddities: dict[str, str] = {}
        self._weighed: list[int] = []
        self._claims: dict[int, Assertion] = {}
        self._timer: Timer | None = None
        self._busy = False
        self.acted = False
        """Whether anything was recorded here, so that conflicts may have changed."""

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
            self._say("No proposals yet. Leave with esc, then `variorum extract` makes them from the articles.")
            return
        await self._open(article)

    async def _open(self, article: str, about: str | None = None) -> None:
        about = about or self._about
        self._about = None
        try:
            desk = await self.review.run_in_thread(self.session.open, article)
            if about is not None:
                await self.review.run_in_thread(self._go_to, desk, about)
            await self._weigh(desk)
        except VariorumError as error:
            self._say(str(error))
            return
        self._show(desk)

    def _go_to(self, desk: Desk, about: str) -> None:
        for start in range(0, len(desk.entries), 500):
            for index, claim in enumerate(self.session.page(start, 500), start=start):
                if claim.id == about:
                    self.session.position = index
                    return

    async def _weigh(self, desk: Desk) -> None:
        """Find the odd ones among what has not been set aside, unless that is what it was when last looked at."""
        standing = {
            n: entry.seq for n, entry in enumerate(desk.entries) if entry.act not in {"reject", "different_event"}
        }
        if list(standing.values()) == self._weighed:
            return
        self._weighed = list(standing.values())
        self._oddities = {}
        if len(desk.entries) <= _MOST_WEIGHED:
            claims = await self.review.run_in_thread(self.session.page, 0, len(desk.entries))
            self._oddities = find_oddities([claim for n, claim in enumerate(claims) if n in standing])

    def _show(self, desk: Desk) -> None:
        self._claims.clear()
        self.text.show(desk.article.text, [mark_of(entry) for entry in desk.entries])
        self.lines.show(self._read_lines, len(desk.entries), self.session.position)
        self._draw_progress()
        self._preview()

    def _read_lines(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        desk = self.session.desk
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
        desk = self.session.desk
        width = max(20, self.size.width)
        if desk is None:
            self.query_one("#where", Static).update(Content(set_cell_size("inbox", width)))
            return
        settled, proposed = self.session.progress()
        ids = [count.article for count in self.session.counts]
        number = f"article {ids.index(desk.article.id) + 1} of {len(ids)}  " if desk.article.id in ids else ""
        right = f"{desk.proposed - desk.waiting:,}/{desk.proposed:,} here, {settled:,}/{proposed:,} in all"
        right += f"  {visible(self.session.reviewer, limit=30) or 'no reviewer'}"
        title = f": {desk.article.title}" if desk.article.title else ""
        dated = f", {desk.article.published}" if desk.article.published else ""
        name = visible(f"{desk.article.name} ({desk.article.publisher or 'no publisher'}{dated}){title}", limit=400)
        room = width - cell_len(right) - 2 - cell_len(number)
        if cell_len(name) > room > 1:
            name = set_cell_size(name, room - 1).rstrip() + "…"
        line = set_cell_size(number + name, max(0, width - cell_len(right) - 2)) + "  " + right
        self.query_one("#where", Static).update(Content(set_cell_size(line, width)))

    def _say(self, words: str) -> None:
        self.query_one("#told", Static).update(Content(visible(words, limit=600)))

    def claim(self, index: int | None = None) -> Assertion | None:
        """Return the claim under the cursor, or on a line."""
        desk = self.session.desk
        index = self.lines.cursor if index is None else index
        if desk is None or not 0 <= index < len(desk.entries):
            return None
        if index not in self._claims:
            found = self.session.page(index, 1)
            if found:
                self._claims[index] = found[0]
        return self._claims.get(index)

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        self.session.position = event.position
        self._preview()

    def _preview(self) -> None:
        """Show the claim under the cursor in the text at once; what was decided on it when the cursor rests."""
        desk = self.session.desk
        if self._timer is not None:
            self._timer.stop()
        if desk is None or not desk.entries:
            self._say("Nothing is proposed of this article. a adds a claim on words you select in it.")
            return
        try:
            claim = self.claim()
        except VariorumError as error:
            self._say(str(error))
            return
        if claim is None:
            return
        entry = desk.entries[self.lines.cursor]
        self.text.reveal(entry.start, entry.stop)
        self._draw(claim, None)
        if entry.act:
            self._timer = self.set_timer(_REST_S, self._look_up)

    def _draw(self, claim: Assertion, holds: Decision | None) -> None:
        desk = self.session.desk
        if desk is not None and self.lines.cursor < len(desk.entries):
            drawn = draw_claim(desk.entries[self.lines.cursor], claim, holds, self._oddities.get(claim.id, ""))
            self.query_one("#told", Static).update(drawn)
            self.query_one("#claim").scroll_home(animate=False)

    def _look_up(self) -> None:
        self.read_aside(self._look_up_decision, "preview")

    async def _look_up_decision(self) -> None:
        claim = self.claim()
        if claim is None:
            return
        try:
            holds = await self.review.run_in_thread(self.session.held, claim)
        except VariorumError as error:
            self._say(str(error))
            return
        if self.claim() is claim:
            self._draw(claim, holds)

    # ------------------------------------------------------------------ acting

    def _start(self, ask: Callable[[], Awaitable[None]]) -> None:
        """Begin an act, unless one is being recorded: a key pressed meanwhile was not meant for the next."""
        if self.session.desk is not None and not self._busy:
            self._busy = True
            start_worker(self, "ask", self._asking, ask, exclusive=False)

    async def _asking(self, ask: Callable[[], Awaitable[None]]) -> None:
        try:
            await ask()
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            await self._reread()
        finally:
            self._busy = False

    def action_confirm(self) -> None:
        """Accept the claim under the cursor."""
        self._start(self._confirm)

    async def _confirm(self) -> None:
        claim, desk = self.claim(), self.session.desk
        if claim is None or desk is None:
            return
        shown = desk.entries[self.lines.cursor].act
        restoring = shown in {"reject", "different_event"}
        made = await self.review.run_in_thread(self.session.confirm, [claim], restoring=restoring)
        await self._go_on(made)

    def action_reject(self) -> None:
        """Reject the claim under the cursor, for a reason."""
        self._start(self._reject)

    async def _reject(self) -> None:
        claim = self.claim()
        if claim is None:
            return
        reasons = [(reason.code, reason.label) for reason in proposal_reasons()]
        reason = await self.app.push_screen_wait(ChoiceScreen(f"Reject {_named(claim)}, because …", reasons))
        if reason is None:
            return
        words: str | None = ""
        if reason == proposal_reasons()[-1].code:
            words = await self.app.push_screen_wait(LineScreen(f"Why reject {_named(claim)}?"))
        if words is not None:
            await self._go_on(await self.review.run_in_thread(self.session.reject, [claim], reason, words))

    def action_amend(self) -> None:
        """Mend the claim under the cursor."""
        self._start(self._amend)

    async def _amend(self) -> None:
        claim, desk = self.claim(), self.session.desk
        if claim is not None and desk is not None:
            span = (claim.passage.start, claim.passage.end)
            made = await self.app.push_screen_wait(ClaimForm(self.session, Mending(desk.text, span, claim)))
            if made is not None:
                await self._go_on(made)

    def action_add_claim(self) -> None:
        """Let words be selected for a claim; go on with one that was begun here."""
        if self.session.desk is not None:
            kept = ClaimForm.kept_span(self.review.drafts, self.session.desk.article.id)
            if kept is not None and kept[1] <= len(self.session.desk.article.text):
                self._start(lambda: self._add(*kept))
            else:
                self.text.begin_selecting()

    @on(ArticleText.Selecting)
    def _words_selected(self, event: ArticleText.Selecting) -> None:
        line = self.query_one("#selecting", Static)
        desk = self.session.desk
        selecting = event.span is not None and desk is not None
        line.display = selecting
        self.query_one(KeyBar).display = not selecting
        if event.span is None or desk is None:
            if self.text.has_focus:
                self.lines.focus()
            return
        start, stop = event.span
        words = visible(desk.article.text[start:stop], limit=200)
        keys = "⏎ takes" if event.begun else "⏎ begins here"
        leave = "esc begins anew" if event.begun else "esc leaves"
        line.update(
            Content(f"Select the words of the claim: ← → ↑ ↓ move, {keys}, {leave}; or drag with the mouse\n“{words}”")
        )

    @on(ArticleText.Taken)
    def _taken(self, event: ArticleText.Taken) -> None:
        self._start(lambda: self._add(*event.span))

    async def _add(self, start: int, stop: int) -> None:
        desk = self.session.desk
        if desk is not None:
            near = self.claim()
            made = await self.app.push_screen_wait(
                ClaimForm(self.session, Mending(desk.text, (start, stop), None, near))
            )
            if made is not None:
                await self._go_on(made, stay=True)

    @on(ArticleText.Pointed)
    def _pointed(self, event: ArticleText.Pointed) -> None:
        """Go to the claim that was clicked in the text; of several the shortest, the one in hand last."""
        desk = self.session.desk
        if desk is None:
            return
        here = [
            (index == self.lines.cursor, entry.stop - entry.start, index)
            for index, entry in enumerate(desk.entries)
            if entry.start <= event.offset < entry.stop
        ]
        if here:
            self.lines.cursor = min(here)[2]

    def action_accept_agreed(self) -> None:
        """Accept several at once, after a look at which."""
        self._start(self._accept_agreed)

    async def _accept_agreed(self) -> None:
        claims = await self.app.push_screen_wait(AcceptScreen(self.session))
        if claims:
            await self._go_on(await self.review.run_in_thread(self.session.confirm, claims))

    async def _go_on(self, made: Made, *, stay: bool = False) -> None:
        """Tell what is recorded, and go to the next that waits."""
        self.acted = True
        desk = await self._reread(made.about if stay else "")
        if desk is None:
            return
        left = f"{desk.waiting} left here" if desk.waiting else self._done()
        self.review.show_message(f"{made.what}; {left}")
        if not stay:
            following = desk.next_waiting(self.lines.cursor)
            if following is not None:
                self.lines.cursor = following

    def _done(self) -> str:
        settled, proposed = self.session.progress()
        return "this article is done, n goes to the next" if settled < proposed else "all proposals are settled"

    async def _reread(self, about: str = "") -> Desk | None:
        """Read the claims afresh; the cursor stays on its claim, or goes to the claim `about`."""
        before, position = self.session.desk, self.lines.cursor
        here = before.entries[position].seq if before is not None and position < len(before.entries) else None
        desk = await self.review.run_in_thread(self.session.reread)
        if desk is None:
            return None
        numbers = [entry.seq for entry in desk.entries]
        self.session.position = numbers.index(here) if here in numbers else 0
        if about:
            await self.review.run_in_thread(self._go_to, desk, about)
        await self._weigh(desk)
        self._show(desk)
        return desk

    # ------------------------------------------------------------------ undo and moving

    def action_undo(self) -> None:
        """Undo the last act and return to its claim."""
        self._start(self._undo)

    async def _undo(self) -> None:
        undone = await self.review.run_in_thread(self.session.undo)
        self.acted = True
        await self.review.run_in_thread(self.session.load)
        await self._open(undone.article, undone.about)
        self.review.show_message(f"undone: {undone.what}")

    def action_next_article(self) -> None:
        """The next article with waiting proposals."""
        self._start(lambda: self._step(1))

    def action_previous_article(self) -> None:
        """The article with waiting proposals before this one."""
        self._start(lambda: self._step(-1))

    async def _step(self, by: int) -> None:
        desk = self.session.desk
        await self.review.run_in_thread(self.session.load)
        article = self.session.neighbour(desk.article.id, by) if desk is not None else None
        if article is None:
            self.review.show_message("no other article has proposals that wait")
        else:
            await self._open(article)

    def action_articles(self) -> None:
        """Choose an article from the list of all."""
        self._start(self._choose_article)

    async def _choose_article(self) -> None:
        desk = self.session.desk
        await self.review.run_in_thread(self.session.load)
        article = await self.app.push_screen_wait(
            ArticlesScreen(self.session.counts, desk.article.id if desk is not None else "")
        )
        if article is not None:
            await self._open(article)

    def action_next_waiting(self) -> None:
        """The next proposal that waits, round the end."""
        desk = self.session.desk
        following = desk.next_waiting(self.lines.cursor + 1) if desk is not None else None
        if following is None:
            self.review.show_message("nothing waits in this article; n goes to the next")
        else:
            self.lines.cursor = following

    def action_back(self) -> None:
        self.dismiss(None)


def _named(claim: Assertion) -> str:
    return f"{visible(claim.attribute, limit=80)} {value_words(claim)}"
