"""Normalise free text and the names of places, actors and choices.

Two texts have the same words if their normal forms are equal: case-folded NFKC without punctuation or repeated blanks.
"""

import unicodedata

from claims.values.model import TextValue
from claims.values.problems import ValueProblem


def parse_text(written: str) -> TextValue:
    """Read a text.

    >>> parse_text("A  gas leak.").normal
    'a gas leak'
    """
    text = clean(written, "words")
    return TextValue(text=text, normal=normalised(text) or text)


def clean(written: str, accepted: str) -> str:
    """Return `written` with single blanks and none at its ends.

    Raises:
        ValueProblem: it has no letter or digit.
    """
    text = " ".join(written.split())
    if not any(map(str.isalnum, text)):
        raise ValueProblem(written, "there are no words in it", accepted)
    return text


def normalised(text: str) -> str:
    """Return the normal form of `text`; it is its own normal form."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    letters = (" " if unicodedata.category(character)[0] in "PZC" else character for character in folded)
    return " ".join("".join(letters).split())
