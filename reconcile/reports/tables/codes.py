"""Give the events of a dossier codes that follow from key and order alone: no decision changes one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from claims.identity import digest

_MOST_DIGITS: Final = 9_999
_MOST_NUMBER: Final = 2**31 - 1
"""The largest whole number that readers in R take for one."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of one event."""

    digits: int
    """From 1 to 9,999; its own among the first so many events of a dossier."""
    number: int
    """From 1 up to `_MOST_NUMBER`; its own in the dossier."""


def format_digits(codes: Codes) -> str:
    """Return the four digits, with zeros in front."""
    return f"{codes.digits:04}"


def assign_codes(subjects: Iterable[str]) -> dict[str, Codes]:
    """Return the codes of each event: of two whose keys hash alike the later one gets the next free.

    `subjects` are all events of a dossier in the order in which they were first recorded, so that one that is added
    changes no other's. The first 9,999 have different digits, and so have the next.
    """
    codes: dict[str, Codes] = {}
    digits, numbers = set[int](), set[int]()
    for subject in subjects:
        if len(digits) == _MOST_DIGITS:
            digits.clear()
        codes[subject] = Codes(_take(digits, subject, _MOST_DIGITS), _take(numbers, subject, _MOST_NUMBER))
    return codes


def _take(taken: set[int], subject: str, most: int) -> int:
    """Return the number of a key, or the next that is not taken, and note it as taken."""
    number = event_number(subject) % most
    while number in taken:
        number = (number + 1) % most
    taken.add(number)
    return number + 1


def event_number(subject: str) -> int:
    """Return an event's key as a number: the first 48 bits of its digest."""
    return int(digest({"event": subject})[:12], 16)
