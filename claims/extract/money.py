"""Sums of money stolen, lost, paid or asked: "jewels worth 85 million euros", "a ransom of about $25 million".

Owns finding them. Refuses sums with no word near them on what became of the money: prices and budgets are no claims of
an event. What a sum means is `claims.values`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_HEDGE: Final = (
    r"(?:(?:more than|at least|up to|as much as|about|around|some|nearly|almost|over|roughly|approximately|an estimated"
    r"|less than|under) )?"
)
_FIGURE: Final = r"\d+(?:[,']\d{3})*(?:\.\d+)?(?: ?(?:million|billion|trillion|thousand)|(?:m|bn|k)\b)?"
_SUM: Final = re.compile(
    rf"(?<![\w$]){_HEDGE}(?:(?:us|a|c)?[$€£¥] ?{_FIGURE}"
    rf"|{_FIGURE} ?(?:us dollars|dollars|euros?|pounds|yen|rupees|rubles|roubles|pesos|yuan))(?![\w])"
)
_FATE: Final = re.compile(
    r"\b(?:worth|valued|stole|stolen|steal|stealing|theft|haul|heist|loot|robbed|robbery|ransom|damages?|loss|losses"
    r"|lost|embezzled|laundered|seized|fraud|defrauded|demanded|paid)\b"
)
_AROUND: Final = 80


@dataclass(frozen=True, slots=True)
class Money:
    """A sum and the words that say what became of it, in spans of the view."""

    start: int
    end: int
    quote_start: int
    quote_end: int


def find_money(lower: str, start: int, end: int) -> Iterator[Money]:
    """Yield the sums between `start` and `end` of the lower-case view that something became of."""
    if _FATE.search(lower, start, end) is None:
        return
    for found in _SUM.finditer(lower, start, end):
        near = min(
            _FATE.finditer(lower, max(start, found.start() - _AROUND), min(end, found.end() + _AROUND)),
            key=lambda fate: max(found.start() - fate.end(), fate.start() - found.end()),
            default=None,
        )
        if near is not None:
            yield Money(found.start(), found.end(), min(found.start(), near.start()), max(found.end(), near.end()))
