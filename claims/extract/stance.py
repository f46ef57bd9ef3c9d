"""What a quote does with what it says: asserts, denies, suspects or retracts it; and which words say how it is known.

Owns reading that from the words of the quote before and around the claimed span. Both the proposer and the verifier ask
here, so that a stance is never anyone's opinion.
"""

import re
from functools import cache, lru_cache

from claims.extract.lexicon import load
from claims.extract.view import join_words, normalise_words, place_in_view
from claims.models import Stance
from claims.values.numbers import NUMBER_WORDS

_WORD = re.compile(r"n['’]t\b|[a-z]+?(?=n['’]t\b)|[a-z]+|[;\x00]|,")
_NOT = re.compile(r"n['’]t\b")
_NO_NEGATION = re.compile(r"\b(?:not|no)(?= (?:fewer|less|more|only|just|merely|simply)\b)")
"""In "not fewer than 15", "not only killed" nothing is denied."""

_MONTH = re.compile(r"(?<=\b[Ii]n )May\b|(?<=\b[Oo]f )May\b|(?<=\d )May\b|\bMay(?= \d)")
"""It doubts nothing."""


@cache
def speech(name: str) -> frozenset[str]:
    """Return the word class `name` of `speech.toml`."""
    return frozenset(load("speech")[name].split())


_OF_PERSONS = frozenset(("alleged", "suspected", "presumed", "supposed"))
_GROUNDS = r"(?:[a-z-]+ )?(?:evidence|proof|indications?|signs?|traces?|hints?|truth|basis)\b"
_NO_GROUNDS = re.compile(rf"\bno {_GROUNDS}|\b(?:falsely|wrongly|mistakenly) ")
_BE = frozenset(("is", "are", "was", "were", "been", "be", "has", "have", "had"))


_NOT_SO_MANY = re.compile(r"\bnot (?=(?:\d|(?:NUMBER)\b))".replace("NUMBER", NUMBER_WORDS))
"""In "twelve people, not 21, were killed" another figure is denied."""


@lru_cache(maxsize=256)
def read_stance(quote: str, start: int, end: int) -> Stance:
    """Return the stance of `quote` towards what its characters from `start` to `end` claim.

    >>> read_stance("officials denied that 12 people died", 22, 24), read_stance("12 people may have died", 0, 2)
    ('denies', 'suspects')
    >>> read_stance("12 people died in May", 0, 2)
    'asserts'
    """
    joined, starts, shifts = normalise_words(quote)
    start, end = place_in_view(start, starts, shifts), place_in_view(end, starts, shifts)
    lower = _NO_NEGATION.sub(lambda found: " " * len(found[0]), _MONTH.sub("   ", joined).lower())
    lower = _NOT_SO_MANY.sub(lambda found: found[0] if found.end() == start else " " * len(found[0]), lower)
    before = _WORD.findall(lower[:start])
    clause = [*before, "|", *_words_of_clause(lower[end:])]
    negated = sum(word in speech("negation") or word == "n’t" for word in clause)
    if any(word in speech("retracting") for word in before):
        return "retracts"
    denied = any(word in speech("denying") or word in speech("untrue") for word in clause)
    denied = denied or _NO_GROUNDS.search(lower, 0, start) is not None
    if denied != bool(negated % 2):
        return "denies"
    for index, word in enumerate(clause):
        if word in speech("suspecting"):
            around = (clause[index - 1] if index else "", clause[index + 1] if index + 1 < len(clause) else "")
            # "alleged attackers" doubts who they are, "are alleged to have" what they did.
            if word not in _OF_PERSONS or around[0] in _BE or around[1] in ("to", "that", "of", "by"):
                return "suspects"
    return "asserts"


_NONE = re.compile(rf"\b(?:no|neither|none|nobody|nothing)\b(?! (?:doubt|longer|fewer|less|more|other)\b| {_GROUNDS})")


def says_none(words: str) -> bool:
    """Return whether lower-case words say of something that there was none: "no attack took place"."""
    return _NONE.search(words) is not None


def _words_of_clause(rest: str) -> list[str]:
    """Return the words of `rest` up to where another clause begins."""
    words: list[str] = []
    for word in _WORD.findall(rest):
        if word in (";", "\x00", "but", "while", "although", "though"):
            break
        words.append(word)
    return words


def read_evidential(quote: str) -> str:
    """Return the first word or phrase of `quote` that says how it is known, or nothing."""
    lower = join_words(quote).lower()
    for phrase in load("speech")["evidential_phrases"]:
        if phrase in lower:
            return str(phrase)
    return next((word for word in _WORD.findall(lower) if word in speech("evidential")), "")


_AUXILIARIES = re.compile(
    r"(?:\b(?:was|were|is|are|has|have|had|been|be|to|that|not|never|no|may|might|could|cannot|possibly|probably|likely|perhaps"
    r"|believed|thought|suspected|presumed|feared|apparently|allegedly|reportedly|denied|denies)[ \xa0]+)+$"
)


def auxiliaries_before(lower: str, start: int, floor: int) -> int | None:
    """Return where the words directly before `start` begin that deny or doubt it ("may have been |"), or None."""
    found = _AUXILIARIES.search(lower, max(floor, start - 60), start)
    if found is None:
        return None
    words = set(found[0].split())
    return found.start() if words & (speech("negation") | speech("suspecting") | speech("denying") | {"no"}) else None


_UNTRUE = re.compile(
    r"\b(?:(?:falsely|wrongly|mistakenly) \w+ that"
    r"|(?:not true|untrue|false|not the case|no evidence|no proof|no indication) that)\s+$"
)
_GOVERNING = re.compile(
    r"([a-z]+)\s+(?:(?:as (?:false|untrue|baseless|unfounded|fabricated)|that|of|any|the|media|press"
    r"|reports?|claims?|allegations?|suggestions?|assertions?|rumou?rs?)\s+)*$"
)


def governing_denial(lower: str, start: int, floor: int) -> int | None:
    """Return where a denying verb directly before `start` begins, or None: "denied reports that | 12 people died"."""
    untrue = _UNTRUE.search(lower, max(floor, start - 60), start)
    if untrue is not None:
        return untrue.start()
    found = _GOVERNING.search(lower, max(floor, start - 60), start)
    return found.start() if found is not None and found[1] in speech("denying") else None
