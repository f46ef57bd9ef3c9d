"""The questions by which the event of an item is mended: how, and which statements are of another incident."""

from collections.abc import Sequence
from typing import Final

from textual.app import App

from reconcile.items.item import Item
from tui.review.host import ReviewHost
from tui.review.screens.asking import ChoiceScreen
from tui.review.widgets.cards import Card, card_line
from tui.services.event_mending import MendingPlan, split_off
from tui.services.event_review import EventError

_SPLIT: Final = "split"


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
        choices.append((_SPLIT, f"split off {item.subject} what some statements' articles say"))
        chosen = await app.push_screen_wait(ChoiceScreen(f"How is {item.subject} to be mended?", choices))
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
