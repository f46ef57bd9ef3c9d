"""Find the language of a text offline, with Compact Language Detector 2 (pycld2), and name it."""

import re
from typing import Final

_LONGEST: Final = 20_000
"""Characters that are looked at: more change no answer."""
_FEWEST_BYTES: Final = 30
"""Of words: what is shorter may be taken for anything."""
_RENAMED: Final = {"iw": "he", "jw": "jv", "sco": "en"}
"""Codes of 1989 that the detector still uses; and what it takes for Scots is English in the news."""
_NO_WORDS: Final = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|[^\w\s'’.,;:!?()-]|[\d_]+")


def find_language(text: str) -> str | None:
    """Return the ISO 639 code of the language that most of `text` is in, or None where that cannot be said.

    >>> find_language("Doce personas murieron el martes en una fábrica, según la policía.")
    'es'
    >>> find_language("12 / 30 / 3") is None
    True
    """
    import pycld2

    words = " ".join(_NO_WORDS.sub(" ", text[:_LONGEST]).split())
    if len(words.encode("utf-8", "ignore")) < _FEWEST_BYTES:
        return None
    try:
        reliable, _, languages = pycld2.detect(words, bestEffort=True)
    except pycld2.error:
        return None
    _, code, share, _ = languages[0]
    code = str(code).partition("-")[0]
    return None if code == "un" or not (reliable or share >= 60) else _RENAMED.get(code, code)


def name_language(code: str) -> str:
    """Return the English name of a language, or its code where it has none here.

    >>> name_language("de"), name_language("xx")
    ('German', 'xx')
    """
    import pycld2

    return next((name.title() for name, known in pycld2.LANGUAGES if _RENAMED.get(known, known) == code), code)
