"""One data item between reviewers who differ: what each says side by side, over the evidence.

What is decided here is marked as settling between them, and does not count as a verdict when agreement is measured.
"""

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from claims.models import Decision
from reconcile.items.item import Item
from tui.review.screens.conflict import ConflictScreen
from tui.review.widgets.cards import Card
from tui.review.widgets.evidence import draw_verdict
from tui.services.acts import Act, DecisionError, repeat_act

_COLUMN = 36
"""Cells a verdict needs to be read."""

_DIFFERING = {
    "value_differs": "They give different answers.",
    "reason_differs": "They give one answer for different reasons.",
    "unanimous": "They say the same.",
    "adjudicated": "They differ; it has been settled between them (see Decision).",
}


class AdjudicationScreen(ConflictScreen):
    """An item with the verdicts of its reviewers, and the keys to settle between them."""

    NAME = "adjudication"

    def __init__(self, key: tuple[str, str]) -> None:
        super().__init__(key)
        self._differing = ""

    def compose_verdicts(self) -> ComposeResult:
        """Lay out the columns over what they have in common."""
        yield Static("", id="differing", markup=False)
        yield Container(id="reviewers")

    def on_resize(self) -> None:
        """Put as many verdicts side by side as can be read."""
        grid = self.query_one("#reviewers", Container)
        grid.styles.grid_size_columns = max(1, min(3, self.size.width // _COLUMN, len(grid.children)))

    def _read(self, key: tuple[str, str]) -> tuple[Item, list[Card], list[Decision]]:
        item, cards, verdicts = super()._read(key)
        self._differing = self.review.session.workspace.agreement(item) if verdicts else ""
        return item, cards, verdicts

    async def _draw(self, item: Item, cards: list[Card], verdicts: list[Decision]) -> None:
        await super()._draw(item, cards, [])
        words = _DIFFERING.get(self._differing, "") or self._why_none(item, verdicts)
        self.query_one("#differing", Static).update(Content(words))
        grid = self.query_one("#reviewers", Container)
        await grid.remove_children()
        await grid.mount_all(
            Static(draw_verdict(number, verdict, cards), classes="card", markup=False)
            for number, verdict in enumerate(verdicts, start=1)
        )
        AdjudicationScreen.on_resize(self)

    def _why_none(self, item: Item, verdicts: list[Decision]) -> str:
        try:
            self.review.session.check_verdicts(item, verdicts)
        except DecisionError as error:
            return f"{error}."
        return ""

    def action_take(self, number: int) -> None:
        """Settle it as the reviewer of that number says."""
        if not self._is_ready() or self.item is None:
            return
        if number > len(self.verdicts):
            why = self._why_none(self.item, self.verdicts).rstrip(".")
            self.review.show_message(why or f"there is no verdict {number} here", "warning")
            return
        self._start(lambda: self._take(self.verdicts[number - 1]))

    async def _take(self, verdict: Decision) -> None:
        act = replace(repeat_act(verdict), rationale="")
        at_once = self.review.session.reasons == "optional"
        await self._decide(act, f"Settle it as {verdict.reviewer} says", at_once=at_once)

    async def _decide(self, act: Act, question: str, *, at_once: bool = False) -> None:
        if not self.verdicts:
            message = "there are no verdicts to settle between; esc, and decide the item itself"
            self.review.show_message(message, "warning")
            return
        await super()._decide(replace(act, adjudicates=True), question, at_once=at_once)
