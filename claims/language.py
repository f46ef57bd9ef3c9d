"""Find the language of a text offline, with Compact Language Detector 2 (pycld2), and name it.

The detector always names a language, and takes many a French or Italian headline for English. Of a short text its
answer counts where it is clear and no other language has more of its function words there (the stop words of jusText);
else the language that the page declares is tried, and what is still unclear is not known.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_LONGEST: Final = 20_000
"""Characters that are looked at: more change no answer."""
_SHORT_BYTES: Final = 120
"""Of words: what is shorter may be taken for anything."""
_RENAMED: Final = {"iw": "he", "jw": "jv", "sco": "en"}
"""Codes of 1989 that the detector still uses; and what it takes for Scots is English in the news."""
_NEIGHBOURS: Final = frozenset({"af", "bh", "gl", "ms", "nn"})
"""What short Dutch, Hindi, Spanish, Indonesian and Norwegian is taken for."""
_LISTED: Final = {"no": "Norwegian_Bokmal"}
"""Languages that jusText names otherwise than the detector."""
_RIVALS: Final = ("da", "de", "en", "es", "fr", "id", "it", "nl", "no", "pt", "ro", "sv")
"""Languages in Latin letters that are taken for each other."""
_CLEAR: Final = 300
"""Points of the detector (1,024 a kilobyte for a letter of one language alone) that a short text needs ..."""
_CLEAR_ALONE: Final = 1_000
"""... and where the function words of its language are not known."""
_NO_WORDS: Final = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+|[^\w\s'’.,;:!?()-]|[\d_]+")


def find_language(text: str, declared: str | None = None) -> str | None:
    """Return the ISO 639 code of the language that most of `text` is in, or None where that cannot be said.

    `declared` is what the page says: it decides what is unclear, unless it is English, which templates say of any page.

    >>> find_language("Doce personas murieron el martes en una fábrica, según la policía.")
    'es'
    >>> find_language("12 / 30 / 3") is None
    True
    >>> find_language("Collision entre deux trains"), find_language("Collision entre deux trains", "fr")
    (None, 'fr')
    """
    words = " ".join(_NO_WORDS.sub(" ", text[:_LONGEST]).split())
    hint = None if declared in (None, "en") else declared
    return _detect(words) or (_detect(words, hint) if hint else None)


def _detect(words: str, hint: str | None = None) -> str | None:
    code, points = _ask_detector(words, {"hintLanguageHTTPHeaders": hint} if hint else {})
    is_long = len(words.encode("utf-8", "ignore")) >= _SHORT_BYTES
    return code if code and (is_long or _is_clear(words, code, points)) else None


def _ask_detector(words: str, hints: Mapping[str, str]) -> tuple[str | None, int]:
    """Return the language that most of the words are in for the detector, and its points."""
    import pycld2

    try:
        reliable, _, languages = pycld2.detect(words, bestEffort=True, **hints)
    except pycld2.error:
        return None, 0
    _, tag, share, points = languages[0]
    code = str(tag).partition("-")[0]
    is_known = code != "un" and (reliable or share >= 60)
    return _RENAMED.get(code, code) if is_known else None, points


def _is_clear(words: str, code: str, points: int) -> bool:
    """Return whether the words of a short text are clearly of a language to which the detector gives `points`."""
    least = _CLEAR if _function_words(code) else _CLEAR_ALONE
    return code not in _NEIGHBOURS and points >= least and (code not in _RIVALS or _has_most_words(words, code))


def _has_most_words(words: str, code: str) -> bool:
    """Return whether no other language has more of its function words in a text; English must have one."""
    own, *others = (sum(map(_function_words(each).__contains__, words.casefold().split())) for each in (code, *_RIVALS))
    return own >= max(others) and own >= (code == "en")


def is_function_word(word: str) -> bool:
    """Return whether a word is a function word of a language in Latin letters that much news is in.

    >>> is_function_word("the"), is_function_word("harbour")
    (True, False)
    """
    return any(word in _function_words(code) for code in _RIVALS)


@cache
def _function_words(code: str) -> frozenset[str]:
    """Return the function words of a language; none where they are not known."""
    # Importing jusText would load lxml, which only the parser process does.
    package = find_spec("justext")
    lists = {path.stem: path for path in Path(str(package and package.origin)).parent.glob("stoplists/*.txt")}
    stored = lists.get(_LISTED.get(code) or name_language(code))
    return frozenset(stored.read_text("utf-8").casefold().split()) if stored else frozenset()


def name_language(code: str) -> str:
    """Return the English name of a language, or its code where it has none here.

    >>> name_language("de"), name_language("xx")
    ('German', 'xx')
    """
    import pycld2

    return next((name.title() for name, known in pycld2.LANGUAGES if _RENAMED.get(known, known) == code), code)
