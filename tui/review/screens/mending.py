"""The questions by which an event is mended: how, which statements are of another incident, and why."""

from collections.abc import Sequence
from typing import Final

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from claims.vocabulary.reasons import OTHER, reasons_in
from reconcile.items.item import Item
from tui.review.host import ReviewHost
from tui.review.screens.asking import ChoiceScreen
from tui.review.widgets.cards import Card, card_line
from tui.services.event_mending import Half, MendingPlan, split_off
from tui.services.event_review import EventError
from tui.visible import visible

_SPLIT: Final = "split"
_MOST_HALVES: Final = 3
_TYPED: Final = "or say why in a sentence"


class PlanScreen(ChoiceScreen):
    """What a mending would make of its events, side by side, over the reasons for it."""

    def __init__(self, plan: MendingPlan, value: str) -> None:
        joining = len(plan.halves) < 2
        reasons = reasons_in("joining" if joining else "parting")
        choices = [(reason.label, reason.label) for reason in reasons if reason.code != OTHER]
        super().__init__(f"{plan.words}, because …", choices, typed=_TYPED, value=value)
        self._plan = plan

    def compose_evidence(self) -> ComposeResult:
        """Lay out the events as they would be, and what changes."""
        halves = self._plan.halves
        with Horizontal(classes="halves"):
            for half in halves[:_MOST_HALVES]:
                with VerticalScroll(classes="half", can_focus=False):
                    yield Static(_draw_half(half), markup=False)
        more = len(halves) - _MOST_HALVES
        more_words = f"and {more} more events as they are; " if more > 0 else ""
        yield Static(Content(visible(f"{more_words}{self._plan.preview}", limit=600)), classes="follows")


def _draw_half(half: Half) -> Content:
    lines = [visible(line, limit=300) for line in half.lines]
    return Content("\n").join([Content.styled(visible(half.name, limit=200), "bold"), *map(Content, lines)])


async def ask_why(app: App[int], plan: MendingPlan, value: str = "") -> str | None:
    """Show what a plan would do and ask for the reason; return it as it is recorded, None where it is left."""
    return await app.push_screen_wait(PlanScreen(plan, value))


def ask_reason(question: str, table: str, value: str = "") -> ChoiceScreen:
    """Return the question for a reason of a table of reasons, or a sentence of one's own."""
    choices = [(reason.label, reason.label) for reason in reasons_in(table) if reason.code != OTHER]
    return ChoiceScreen(question, choices, typed=_TYPED, value=value, low=True)


async def ask_mending(app: App[int], review: ReviewHost, item: Item, cards: Sequence[Card]) -> MendingPlan | None:
    """Ask how the event of an item is to be mended; return what that would record, None where nothing is chosen.

    Raises:
        EventError: what was chosen leaves nothing of the item.
    """
    session = review.session
    mendings = await review.run_in_thread(session.mendings, item)
    chosen: str | None = _SPLIT
    if mendings:
        choices = [(str(number), each.words) for number, each in enumerate(mendings)]
        choices.append((_SPLIT, f"split off {item.name} what some statements' articles say"))
        chosen = await app.push_screen_wait(ChoiceScreen(f"How is {item.name} to be mended?", choices))
    if chosen is None:
        return None
    if chosen != _SPLIT:
        return await review.run_in_thread(session.plan_mending, mendings[int(chosen)])
    ids = await _choose_statements(app, cards)
    if ids is None:
        return None
    return await review.run_in_thread(session.plan_mending, split_off(item, ids))


async def _choose_statements(app: App[int], cards: Sequence[Card]) -> list[str] | None:
    here = [card for card in cards if not card.member.removed]
    numbers = [card.number for card in here]
    chosen = await app.push_screen_wait(
        ChoiceScreen(
            "Two incidents: which statement is of the other? Its whole article is split off",
            [(card.id, card_line(card)) for card in here],
            typed="or the numbers of several, as 2 5",
            numbers=numbers,
            highest=max((card.number for card in cards), default=0),
        )
    )
    if chosen is None:
        return None
    return [chosen] if any(card.id == chosen for card in here) else _read_numbers(chosen, here)


def _read_numbers(chosen: str, here: Sequence[Card]) -> list[str]:
    typed = chosen.replace(",", " ").split()
    ids = [card.id for card in here if str(card.number) in typed]
    if len(ids) < len(set(typed)):
        raise EventError(f"{chosen!r}: give numbers of statements that are shown here; nothing was recorded")
    return ids
