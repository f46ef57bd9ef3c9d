"""The decisions of the dossier, newest first: who, when, what and why, with a way to each item."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from claims.assertions import describe_assertion
from claims.errors import VariorumError
from claims.models import Decision
from claims.values import format_bounds
from reconcile.items.item import heading_of
from tui.review.screens.inbox_lists import ListQuestion
from tui.review.widgets.linelist import Cell
from tui.review.workers import start_worker
from tui.visible import visible
from tui.writers.wording import ACTION_WORDS, decision_words, reason_words


class HistoryScreen(ListQuestion[tuple[str, str] | None]):
    """List the decisions; answer with the item to go to."""

    def __init__(self, only_by: str | None = None) -> None:
        """List every decision, or those of one reviewer, where others' are not to be seen."""
        super().__init__()
        self._only_by = only_by
        self._numbers: list[int] = []

    def compose(self) -> ComposeResult:
        """Lay out the list over the decision under the cursor."""
        yield from self.compose_list("reading …", "⏎ goes to the item, esc leaves")

    def on_mount(self) -> None:
        """Read the numbers of the decisions in a worker."""
        start_worker(self, "read", self._read)

    async def _read(self) -> None:
        store = self.review.session.workspace.dossier
        try:
            self._numbers = await self.review.run_in_thread(store.decision_numbers)
            if self._only_by is not None:
                decisions = await self.review.run_in_thread(store.decision_page, self._numbers)
                pairs = zip(self._numbers, decisions, strict=True)
                self._numbers = [number for number, one in pairs if one.reviewer == self._only_by]
        except VariorumError as error:
            self.query_one(".asked", Static).update(Content(visible(str(error), limit=600)))
            return
        whose = f" by {visible(self._only_by, limit=40)}" if self._only_by is not None else ""
        count = len(self._numbers)
        words = f"{count:,} decision{'' if count == 1 else 's'}{whose}, newest first"
        self.query_one(".asked", Static).update(Content(words))
        self.lines.show(self._cells, count, 0)
        self.on_paged_list_moved()

    def _page(self, start: int, count: int) -> list[Decision]:
        return self.review.session.workspace.dossier.decision_page(self._numbers[start : start + count])

    def _cells(self, start: int, count: int) -> Sequence[Sequence[Cell]]:
        return [
            (
                Cell(visible(one.decided_at[:16].replace("T", " ")), 16, "quiet"),
                Cell(visible(one.reviewer, limit=80), 12),
                Cell(ACTION_WORDS[one.action], 20),
                Cell(visible(f"{self._heading(one)}: {self._said(one)}{reason_words(one)}", limit=300)),
            )
            for one in self._page(start, count)
        ]

    def _heading(self, decision: Decision) -> str:
        name = self.review.session.workspace.names.of(decision.subject)
        return heading_of(decision.subject, name, decision.attribute)

    def _said(self, decision: Decision) -> str:
        """Return the figure or statement that a decision is about, for its line."""
        if decision.action == "range":
            return f"{format_bounds(decision.low, decision.high)}; "
        if given := decision.tags or " ".join(decision.assignees):
            return given
        return "".join(f"{words}; " for words in self._statement(decision).values())

    def _statement(self, decision: Decision) -> dict[str, str]:
        """Return what the statement says that a decision is about, by its id; nothing where it is about none."""
        if decision.assertion is None:
            return {}
        workspace = self.review.session.workspace
        assertion = workspace.dossier.assertion(decision.assertion)
        info = workspace.article_info([assertion.passage.article])[assertion.passage.article]
        outlet = info.publisher or f"article {info.name}"
        return {assertion.id: describe_assertion(assertion, outlet, assertion.scope)}

    def on_paged_list_moved(self) -> None:
        """Show the decision under the cursor in full."""
        try:
            page = self._page(self.lines.cursor, 1)
        except VariorumError as error:
            self.query_one("#quoted", Static).update(Content(visible(str(error), limit=600)))
            return
        words = (
            f"{self._heading(page[0])}: {decision_words(page[0], self._statement(page[0]))}"
            if page
            else "Nothing has been decided yet."
        )
        self.query_one("#quoted", Static).update(Content(visible(words, limit=600)))

    def on_paged_list_opened(self) -> None:
        """Go to the item that was clicked twice."""
        self.action_choose()

    def action_choose(self) -> None:
        """Give back the item of the decision under the cursor."""
        page = self._page(self.lines.cursor, 1)
        if page:
            self.dismiss(page[0].item)
