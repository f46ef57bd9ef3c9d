"""What an answer would change, before it is given: what accepting or setting aside each statement comes to."""

from collections.abc import Sequence
from typing import Final

from textual.content import Content

from claims.errors import VariorumError
from reconcile.items.item import Item
from tui.services.acts import Act
from tui.services.numbering import in_order
from tui.services.review_session import ReviewSession
from tui.visible import visible

MOST_TRIED: Final = 9
_MOST_MEMBERS: Final = 30
"""Of an item with more, only what accepting comes to is shown: setting aside is computed anew for each."""


def find_answers(session: ReviewSession, item: Item) -> list[str]:
    """Return a sentence for each of the first statements in conflict; runs as long as that many comparisons."""
    numbers = session.numbers.of(item)
    lines = []
    for _, member in in_order(item, numbers)[:MOST_TRIED]:
        id_ = member.assertion.id
        sets = [minimal for minimal in item.minimal_sets if id_ in minimal.assertions]
        if member.removed or not sets:
            continue
        against = sorted({numbers[other] for minimal in sets for other in minimal.assertions} - {numbers[id_]})
        line = f"{numbers[id_]}  accepted, it stands against {_list(against)}"
        if len(item.members) <= _MOST_MEMBERS:
            line += f"; set aside, {_after_rejecting(session, item, id_)}"
        lines.append(line)
    return lines


def _after_rejecting(session: ReviewSession, item: Item, id_: str) -> str:
    try:
        after = session.consequences(item, Act("reject", assertion=id_))
    except VariorumError as error:
        return f"what is left cannot be told ({error})"
    left = len(after.minimal_sets)
    if not left:
        return "nothing is left in conflict"
    return f"{left} of {len(item.minimal_sets)} contradictions {'is' if left == 1 else 'are'} left"


def draw_answers(lines: Sequence[str]) -> Content:
    """Draw the sentences."""
    return Content("\n".join(visible(line, limit=300) for line in lines))


def _list(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:12]))
    return f"{shown} …" if len(numbers) > 12 else shown
