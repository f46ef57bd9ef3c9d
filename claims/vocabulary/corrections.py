"""What a text says of other statements: figures it replaces or counts late, and what it sets against each other."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from claims.values.numbers import find_numbers, fold

_LOOSE = "(?:a |about |some |at least |more than )?"
_NOUN = "(?:[a-z'-]+ ){0,2}"
"""What may stand between an old figure and the words after it: "63 Orsan nationals as first reported"."""


_IS_DAY = re.compile("24 hours|one day")
"""Figures of the words for a period."""


@cache
def _table() -> dict[str, list[str]]:
    return tomllib.loads(resources.files("claims.vocabulary").joinpath("data", "corrections.toml").read_text("utf-8"))


@cache
def _any_of(key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, _table()[key]))})\b")


@lru_cache(maxsize=4096)
def says_counted_late(sentence: str) -> bool:
    """Return whether a sentence tells of figures that were added to a toll, older ones among them.

    >>> says_counted_late("471 deaths were added, 35 of them in the last day")
    True
    """
    return _any_of("late").search(fold(sentence)[0]) is not None


def contrasts(words: str) -> bool:
    """Return whether words between two statements set one against the other.

    >>> contrasts(", while the mayor said that "), contrasts(", and the mayor said that ")
    (True, False)
    """
    return _any_of("contrast").search(fold(words)[0]) is not None


def says_otherwise(quote: str) -> bool:
    """Return whether a quote says what really was, against what somebody else has said.

    >>> says_otherwise("it was actually a trawler")
    True
    """
    return _any_of("otherwise").search(fold(quote)[0]) is not None


@lru_cache(maxsize=4096)
def says_revised(sentence: str) -> bool:
    """Return whether a sentence gives its figure as one that replaces another, which it need not name.

    >>> says_revised("The ministry lowered the death toll to 57."), says_revised("The toll rose to 57.")
    (True, False)
    """
    return re.search(rf"\b(?:{'|'.join(_table()['revision'])})", fold(sentence)[0]) is not None


@lru_cache(maxsize=4096)
def says_admitted(sentence: str) -> bool:
    """Return whether somebody owns up in a sentence to what their side has denied.

    >>> says_admitted("The army admitted that it had fired.")
    True
    """
    return _any_of("admitted").search(fold(sentence)[0]) is not None


@lru_cache(maxsize=4096)
def says_guess(sentence: str) -> bool:
    """Return whether a sentence gives something only as the first thing thought.

    >>> says_guess("Initial reports spoke of a gas leak.")
    True
    """
    return _any_of("guess").search(fold(sentence)[0]) is not None


def gives_other_name(text: str) -> bool:
    """Return whether a text gives some name in brackets or after words such as "also known as".

    >>> gives_other_name("the Red Hill Front (RHF)"), gives_other_name("the Red Hill Front met")
    (True, False)
    """
    return "(" in text or _any_of("called").search(fold(text)[0]) is not None


def says_called(text: str, one: str, two: str) -> bool:
    """Return whether a text gives two names as one another's.

    >>> says_called("the Red Hill Front (RHF) met", "RHF", "Red Hill Front")
    True
    """
    first, second = (re.escape(fold(name)[0]) for name in (one, two))
    called = "|".join(map(re.escape, _table()["called"]))
    between = f",? (?:(?:{called}) (?:the )?|\\()[\"']?"
    return re.search(rf"\b(?:{first}{between}{second}|{second}{between}{first})\b", fold(text)[0]) is not None


def is_of_period(figure: int, sentence: str) -> bool:
    """Return whether a sentence says of a figure that it is of the last day or week, before it names another.

    >>> is_of_period(35, "471 deaths were added, 35 of them in the last day")
    True
    """
    folded = fold(sentence)[0]
    numbers = [number for number in find_numbers(folded) if not _IS_DAY.match(folded, number.start)]
    ends = [*(number.start for number in numbers[1:]), len(folded)]
    spans = zip(numbers, ends, strict=False)
    return any(number.value == figure and _any_of("period").search(folded, number.end, end) for number, end in spans)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the words right before an old figure, and those right after it."""
    word = {key: f"(?:{'|'.join(map(re.escape, words))})" for key, words in _table().items()}
    before = (
        word["from"],
        rf"{word['verbs']}(?: [a-z0-9,'-]+){{0,8}} from",
        rf"(?:an?|the|its|their) {word['old']}",
        rf"{word['old']} {word['figures']} of",
        rf"{word['when']} {word['said']}",
    )
    after = rf"(?:as )?(?:{word['when']} {word['said']}|{word['said']} {word['when']})"
    return re.compile(rf"\b(?:{'|'.join(before)}) {_LOOSE}$"), re.compile(rf",? {_NOUN}{after}\b")


@lru_cache(maxsize=4096)
def find_replaced_figures(text: str) -> frozenset[int]:
    """Return the whole figures that `text` names as replaced.

    >>> sorted(find_replaced_figures("It lowered the toll to 57, from an earlier 63."))
    [63]
    """
    folded = fold(text)[0]
    before, after = _patterns()
    return frozenset(
        int(number.value)
        for number in find_numbers(folded)
        if before.search(folded[: number.start]) or after.match(folded, number.end)
    )
