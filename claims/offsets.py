"""Convert offsets that other tools count in UTF-16 units or UTF-8 bytes to characters of the text.

Browsers, Label Studio and doccano count UTF-16 units, so that an emoji before a quote moves it by one.
"""

import functools
from bisect import bisect_left
from typing import Final, Literal, get_args

Unit = Literal["characters", "utf-16", "utf-8"]
UNITS: Final[tuple[str, ...]] = get_args(Unit)


class OffsetError(ValueError):
    """An offset lies within a character; the text says which."""


def to_characters(text: str, offset: int, unit: Unit) -> int:
    """Return the number of the character that begins at `offset`.

    Raises:
        OffsetError: the offset lies within a character.

    >>> to_characters("a🚢b", 3, "utf-16"), to_characters("a🚢b", 5, "utf-8")
    (2, 2)
    """
    if unit == "characters" or text.isascii():
        return offset
    starts = _starts(text, unit)
    place = bisect_left(starts, offset)
    if place < len(starts) and starts[place] != offset:
        raise OffsetError(f"offset {offset} lies within the character {text[place - 1]!r}, counted in {unit}")
    # What is beyond the end stays beyond it, for the check of the span.
    return place if place < len(starts) else len(text) + 1


@functools.lru_cache(maxsize=8)
def _starts(text: str, unit: Unit) -> list[int]:
    """Return where each character starts, and where the text ends."""
    starts, at = [0], 0
    for character in text:
        at += _width(character, unit)
        starts.append(at)
    return starts


def _width(character: str, unit: Unit) -> int:
    return 1 + (character > "\uffff") if unit == "utf-16" else len(character.encode("utf-8", "surrogatepass"))
