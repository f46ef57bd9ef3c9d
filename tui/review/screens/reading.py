"""Screens to read and leave: an article around a quote, two decisions on one item made at the same time."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from claims.errors import VariorumError
from claims.models import Decision
from tui.review.screens.question import CLOSING, Question
from tui.review.widgets.cards import Card, draw_excerpt, draw_source, view_card
from tui.review.widgets.evidence import draw_decision
from tui.review.workers import start_worker
from tui.visible import visible


class ArticleScreen(Question[None]):
    """More of the article around one quote; left and right go to the other quotes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *CLOSING,
        Binding("left", "turn(-1)", "The quote before", show=False),
        Binding("right", "turn(1)", "The next quote", show=False),
        Binding("enter", "whole", "The whole article", show=False),
    ]

    def __init__(self, cards: Sequence[Card], at: int = 0) -> None:
        super().__init__()
        self._cards = cards
        self._index = at

    def compose(self) -> ComposeResult:
        """Lay out source over text."""
        with Vertical(classes="box article"):
            yield Static("", id="source", markup=False)
            with VerticalScroll(id="page", classes="reading"):
                yield Static("", id="text", markup=False)
            yield Static(
                "← → other quotes, ↑ ↓ scroll, ⏎ the whole article with its claims, esc closes",
                classes="told",
                markup=False,
            )

    def on_mount(self) -> None:
        """Show the first quote."""
        self.query_one("#page").focus()
        start_worker(self, "read", self._show)

    def action_turn(self, by: int) -> None:
        """Show another quote."""
        self._index = (self._index + by) % len(self._cards)
        start_worker(self, "read", self._show)

    def action_whole(self) -> None:
        """Show the whole article, with everything claimed in it."""
        claim = self._cards[self._index].member.assertion
        self.dismiss(None)
        self.review.navigator.open_inbox(claim.passage.article, claim.id)

    async def _show(self) -> None:
        card = self._cards[self._index]
        try:
            article = await self.review.run_in_thread(
                self.review.session.article, card.member.assertion.passage.article
            )
        except VariorumError as error:
            self.query_one("#text", Static).update(Content(visible(str(error), limit=600)))
            return
        card = view_card(card, article)
        text, line = draw_excerpt(card), self.query_one("#text", Static)
        self.query_one("#source", Static).update(draw_source(card))
        line.update(text)
        self.call_after_refresh(self._scroll_to_quote, text)

    def _scroll_to_quote(self, text: Content) -> None:
        width = self.query_one("#text").size.width
        start = next((span.start for span in text.spans if "reverse" in str(span.style)), 0)
        if width > 0:
            above = len(text[:start].wrap(width)) - 1
            self.query_one("#page").scroll_to(y=max(0, above - 4), animate=False)


class HeadMovedScreen(Question[bool | None]):
    """Somebody decided the item meanwhile: show both decisions, offer to decide again on top of theirs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("1", "answer(True)", "Decide again, on top of theirs"),
        ("2", "answer(False)", "Leave theirs, keep my draft"),
    ]

    def __init__(self, mine: Decision, theirs: Decision, cards: Sequence[Card]) -> None:
        super().__init__()
        self._mine = mine
        self._theirs = theirs
        self._cards = cards

    def compose(self) -> ComposeResult:
        """Show theirs, then mine, then ask."""
        with VerticalScroll(classes="box"):
            yield Static("Somebody decided this item while you did. Nothing is lost.", classes="asked", markup=False)
            yield Static("recorded", classes="field", markup=False)
            yield Static(Content(draw_decision(self._theirs, self._cards)), markup=False)
            yield Static("yours, kept as a draft", classes="field", markup=False)
            yield Static(Content(draw_decision(self._mine, self._cards)), markup=False)
            yield OptionList(
                Option(Content("1  decide again, on top of theirs")), Option(Content("2  leave theirs, keep my draft"))
            )

    def on_mount(self) -> None:
        """Begin at the list."""
        options = self.query_one(OptionList)
        options.focus()
        options.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer with the choice."""
        self.dismiss(event.option_index == 0)

    def action_answer(self, again: bool) -> None:
        """Answer with a digit."""
        self.dismiss(again)
