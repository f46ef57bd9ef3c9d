"""The conflict report as it would be printed: to scroll and search, and to save in a format that is asked for.

Everything is read and drawn in a worker that ends when the screen is left.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from claims.errors import VariorumError
from claims.saving import save_text
from claims.store.addresses import place_name
from reconcile.reports.report import Report
from tui.review.screens.asking import ChoiceScreen, LineScreen
from tui.review.screens.base import ListScreen
from tui.review.widgets.bars import KeyBar, MessageLine, StatusBar
from tui.review.widgets.linelist import Cell, LineList
from tui.review.workers import start_worker
from tui.services.reporting import Selection, make_report
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.formats import draw, printed

FORMATS: Final = {
    "txt": "text, as shown here",
    "md": "Markdown",
    "html": "one HTML page to hand on",
    "json": "JSON, for programs",
}
"""What a report can be saved as, by the ending of its file."""

MOST_LINES: Final = 20_000
"""Lines that are previewed: more is for a file."""

_SHOWN_EVERY_S: Final = 0.2


class Left(Exception):  # noqa: N818 - not an error: the way out of a long report
    """The screen was left, or has another width by now."""


class ReportScreen(ListScreen):
    """A report, drawn as far as it has been read."""

    NAME = "report"
    AUTO_FOCUS = "LineList"

    def __init__(self, selection: Selection, words: str) -> None:
        """Show the report over a selection, which `words` describe in the line above it."""
        super().__init__()
        self._selection = selection
        self._words = words
        self._width = 0
        """Cells that the lines were drawn for."""
        self._search_words = ""
        self.text: list[str] = []
        """The lines drawn so far."""
        self.is_complete = False

    def compose(self) -> ComposeResult:
        """Lay out header, what is shown, the report, keys."""
        yield StatusBar()
        yield Static("", id="where", markup=False)
        yield LineList()
        yield MessageLine()
        yield KeyBar(self.NAME, self.review.keys)

    @property
    def lines(self) -> LineList:
        """The report."""
        return self.query_one(LineList)

    def on_mount(self) -> None:
        """Read in a worker."""
        self.review.update_bars()
        self._show_state("reading …")

    def on_resize(self) -> None:
        """Draw it for this width."""
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """End what is still being read or written."""
        self._width = -1

    def _begin(self) -> None:
        width = max(40, self.lines.scrollable_content_region.width - 2)
        if self._width not in (width, -1):
            self._width = width
            self.text, self.is_complete = [], False
            self.read_aside(self._read, "report")

    def _show_state(self, state: str) -> None:
        self.query_one("#where", Static).update(Content(visible(f"Report on {self._words}: {state}", limit=300)))

    # ------------------------------------------------------------------ reading

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        text = self.text
        try:
            await self.review.run_in_thread(self._fill, text, lambda: loop.call_soon_threadsafe(self._show_more))
        except Left:
            return
        except VariorumError as error:
            self._show_state(str(error))
            return
        self.is_complete = True
        self._show_more()

    def _fill(self, text: list[str], show_more: Callable[[], object]) -> None:
        """Draw line after line; runs in a thread."""
        shown_at = time.monotonic()
        width = self._width
        for part in self._until_left(printed(self.review.session.workspace, self._make(), width), width):
            text += part.splitlines()
            if len(text) > MOST_LINES:
                text[MOST_LINES:] = ["", "The preview ends here; what is saved is whole."]
                return
            if time.monotonic() - shown_at > _SHOWN_EVERY_S:
                shown_at = time.monotonic()
                show_more()

    def _make(self) -> Report:
        return make_report(self.review.session.workspace, self._selection, refreshing=self._refresh)

    def _refresh(self, workspace: Workspace) -> None:
        def check(done: int, total: int) -> None:
            if self._width == -1:
                raise Left

        workspace.refresh(check)

    def _until_left(self, parts: Iterable[str], width: int | None = None) -> Iterator[str]:
        for part in parts:
            if self._width == -1 or width not in (self._width, None):
                raise Left
            yield part

    def _show_more(self) -> None:
        if self._width == -1:
            return
        self.lines.show(self._cells, len(self.text), self.lines.cursor)
        lines = f"{len(self.text):,} lines"
        self._show_state(lines if self.is_complete else f"{lines}, reading …")

    def _cells(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        return [(Cell(visible(line, limit=1_000)),) for line in self.text[start : start + count]]

    # ------------------------------------------------------------------ searching

    def action_seek(self) -> None:
        """Go to the next line with some words."""
        start_worker(self, "ask", self._seek)

    async def _seek(self) -> None:
        typed = await self.app.push_screen_wait(
            LineScreen("Search the report", self._search_words, "⏎ goes to the next line that has it")
        )
        if typed is None or not typed.strip():
            return
        self._search_words = typed.strip()
        here, wanted = self.lines.cursor, self._search_words.casefold()
        for index in (*range(here + 1, len(self.text)), *range(here + 1)):
            if wanted in self.text[index].casefold():
                self.lines.cursor = index
                return
        self.review.show_message(f"no line has {self._search_words!r}", "warning")

    # ------------------------------------------------------------------ saving

    def action_save(self) -> None:
        """Save the report in a format that is asked for."""
        start_worker(self, "ask", self._save)

    async def _save(self) -> None:
        ending = await self.app.push_screen_wait(ChoiceScreen("Save the report as what?", list(FORMATS.items())))
        if ending is None:
            return
        suggested = f"{Path(place_name(self.review.path)).stem}-report.{ending}"
        name = await self.app.push_screen_wait(LineScreen("Save it where?", suggested, "a file; esc saves nothing"))
        if name is None or not name.strip():
            return
        path = Path(name.strip()).expanduser()
        replace = path.exists()
        if replace:
            again = [("replace", "replace it"), ("leave", "leave it as it is")]
            if await self.app.push_screen_wait(ChoiceScreen(f"{path} is there already", again)) != "replace":
                return
        self.review.show_message(f"writing {path} …")
        try:
            await self.review.run_in_thread(self._write, path, ending, replace)
        except Left:
            return
        except VariorumError as error:
            self.review.show_message(str(error), "error")
            return
        self.review.show_message(f"wrote {path.absolute()}")

    def _write(self, path: Path, ending: str, replace: bool) -> None:
        workspace = self.review.session.workspace
        parts = draw(workspace, self._make(), "terminal" if ending == "txt" else ending, to_file=True)
        save_text(path, self._until_left(parts), force=replace)
