"""The desk of articles: outlet, date, language and what is missing of each, what rests on it, and how to mend it."""

from collections.abc import Sequence

from textual import on
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.extract.extraction import is_read
from claims.language import name_language
from tui.output import counted
from tui.review.screens.article_mending import ask_correction
from tui.review.screens.asking import LineScreen
from tui.review.screens.base import ListWithNotes
from tui.review.widgets.linelist import Cell, LineList
from tui.review.workers import start_worker
from tui.services.article_desk import ArticleDesk, ArticleLine, Rest
from tui.visible import visible


class ArticlesDeskScreen(ListWithNotes):
    """All articles of the dossier."""

    NAME = "articles"
    HEADS = (("published", 10), ("outlet", 20), ("lang", 4), ("waits", 5), ("missing", 14), ("title or name", 0))

    def __init__(self, desk: ArticleDesk) -> None:
        super().__init__()
        self._desk = desk
        self._article = ""
        self._words = ""
        self.acted = False

    def on_mount(self) -> None:
        """Read the list in a worker."""
        self.read_aside(self._read, "articles")

    async def _read(self) -> None:
        try:
            await self.review.run_in_thread(self._desk.load, self._words)
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            return
        lines = self._desk.lines
        lacking = sum(bool(line.missing) for line in lines)
        found = f" with “{self._words}”" if self._words else ""
        lack = f"; {lacking:,} of them, first in the list, lack a date, an outlet or a language" if lacking else ""
        self.query_one("#where", Static).update(Content(visible(f"{counted(len(lines), 'article')}{found}{lack}")))
        self.query_one(LineList).show(self._cells, len(lines), self._desk.position(self._article))
        self._moved()

    def _cells(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        return [_cells_of(line) for line in self._desk.lines[start : start + count]]

    def _line(self) -> ArticleLine | None:
        at = self.query_one(LineList).cursor
        return self._desk.lines[at] if at < len(self._desk.lines) else None

    @on(LineList.Moved)
    def _moved(self) -> None:
        """Say what rests on the article under the cursor."""
        self.read_aside(self._tell, "about")

    async def _tell(self) -> None:
        line = self._line()
        told = self.query_one("#told", Static)
        if line is None:
            told.update("No article is here. Esc leaves.")
            return
        self._article = line.row.id
        rest = await self.review.run_in_thread(self._desk.rest, line.row.id)
        told.update(_draw(line, rest))

    # ------------------------------------------------------------------ acts

    @on(LineList.Opened)
    def action_open_article(self) -> None:
        """Read the article with what is claimed in it."""
        line = self._line()
        if line is not None:
            self.acted = True  # what the inbox changes has to be read again
            self.review.navigator.open_inbox(line.row.id)

    def on_screen_resume(self) -> None:
        """Read the list again: an article may have been mended."""
        if self._desk.lines:
            self.on_mount()

    def action_amend_article(self) -> None:
        """Correct what the article under the cursor is, never its text."""
        start_worker(self, "ask", self._amend)

    async def _amend(self) -> None:
        line = self._line()
        if line is None:
            return
        session = self._desk.session
        correction = await ask_correction(self.app, line.row, session.counts)
        if correction is None:
            return
        try:
            await self.review.run_in_thread(session.open, line.row.id)
            made = await self.review.run_in_thread(session.amend_article, *correction)
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            return
        reads = "; `variorum extract --again` reads its days by it" if correction.field == "published" else ""
        await self._after(f"recorded: {made.summary}{reads}")

    def action_find_article(self) -> None:
        """Leave only articles with some words."""
        start_worker(self, "ask", self._find)

    async def _find(self) -> None:
        hint = "words of its title, outlet, name or address; empty shows all"
        words = await self.app.push_screen_wait(LineScreen("Which articles?", self._words, hint))
        if words is not None:
            self._words = words
            await self._read()

    def action_undo(self) -> None:
        """Undo the last correction, or what was done last in the inbox."""
        start_worker(self, "undo", self._undo)

    async def _undo(self) -> None:
        try:
            undone = await self.review.run_in_thread(self._desk.session.undo)
        except VariorumError as error:
            self.review.show_message(str(error))
            return
        await self._after(f"undone: {undone.summary}")

    async def _after(self, message: str) -> None:
        self.acted = True
        await self._read()
        self.review.show_message(message)


def _cells_of(line: ArticleLine) -> Sequence[Cell]:
    row = line.row
    texts = (
        row.published or "–",
        row.publisher or "–",
        row.language or "–",
        str(line.waiting or "–"),
        ", ".join(line.missing),
        row.title or row.name,
    )
    styles = ("", "", "quiet", "quiet", "mark", "")
    return [
        Cell(visible(text, limit=300), width, style)
        for text, (_, width), style in zip(texts, ArticlesDeskScreen.HEADS, styles, strict=True)
    ]


def _draw(line: ArticleLine, rest: Rest) -> Content:
    row = line.row
    described = ", ".join(filter(None, (row.author, row.url, f"modified {row.modified}" if row.modified else "")))
    statements = ", ".join(f"{count:,} {words}" for words, count in rest.statements) or "nothing is claimed in it"
    answers = "; ".join(rest.answers) or "no answer yet"
    facts = (
        *(("of its statements", statements), ("answers on it", answers), ("known of it", described)),
        ("language", "" if row.language is None or is_read(row.language) else _say_unread(row.language)),
    )
    parts: list[Content | str | tuple[str, str]] = [(f"{visible(row.name, limit=200)}\n", "bold")]
    for name, words in facts:
        if words:
            parts += [(f"{name:<18}", "$text-muted"), visible(words, limit=400), "\n"]
    return Content.assemble(*parts).rstrip()


def _say_unread(language: str) -> str:
    return f"{name_language(language)}, which no proposer here reads; claims by hand are taken in any language"
