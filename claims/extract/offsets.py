"""Places told by their distance from another: "around 50 miles southwest of the capital, X".

Owns finding the words after those of a deed. Refuses to work out where that is (reconcile.comparison.geography), and a
distance that somebody covered.
"""

import re
from typing import Final

from claims.values.numbers import NUMBER_WORDS

_FAR: Final = 90
"""Characters between a deed and where it was."""
_HEDGE: Final = r"(?:(?:about|around|some|roughly|approximately|nearly|almost|just over|just under|up to) )?"
_FIGURE: Final = rf"(?:\d[\d,.]*|an?|(?:{NUMBER_WORDS})(?:[- ](?:{NUMBER_WORDS}))*)"
_UNIT: Final = r"(?:nautical )?(?:miles?|kilomet(?:er|re)s?|kms?)"
_POINT: Final = r"(?:north|south|east|west)(?:[- ]?(?:north|south|east|west)){0,2}"
_WAY: Final = rf"(?:(?:to the )?{_POINT} (?:of|from)|(?:away )?from|outside(?: of)?|off(?: the coast of)?)"
_KIND: Final = r"(?:the )?(?:(?:[\w'-]+ )?capital(?: city)?,? (?:of )?|(?:city|town|village) of )?"
_NAME: Final = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}"
_OFFSET: Final = re.compile(rf"\b{_HEDGE}{_FIGURE}[- ]{_UNIT} (?:\([^()]{{1,30}}\) )?{_WAY} {_KIND}{_NAME}")
_COVERED: Final = re.compile(
    r"\b(?:fled|flee\w*|drove|driv\w+|walk\w*|travel\w*|march\w*|mov\w+|sail\w*|head\w*|arriv\w*|found|arrest\w*|captur\w*"
    r"|caught|liv\w+|based|from)\b"
)


def find_offset(text: str, lower: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span of such words where they tell of the deed whose words end at `start`; None where none do.

    >>> text = "The raid happened around 50 miles southwest of the capital, Oslo."
    >>> text[slice(*find_offset(text, text.lower(), 8, len(text)))]
    'around 50 miles southwest of the capital, Oslo'
    """
    found = _OFFSET.search(text, start, end)
    if found is None or found.start() - start > _FAR or _COVERED.search(lower, start, found.start()):
        return None
    return found.span()
