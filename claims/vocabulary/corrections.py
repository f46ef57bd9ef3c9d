"""The figures that a text names as replaced by another: 63 in "57, not 63 as previously reported"."""

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources

from claims.values.numbers import find_numbers, fold

_LOOSE = "(?:a |about |some |at least |more than )?"
_NOUN = "(?:[a-z'-]+ ){0,2}"
"""What may stand between an old figure and the words after it: "63 Orsan nationals as first reported"."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the words right before an old figure, and those right after it."""
    table = tomllib.loads(resources.files("claims.vocabulary").joinpath("data", "corrections.toml").read_text("utf-8"))
    word = {key: f"(?:{'|'.join(map(re.escape, words))})" for key, words in table.items()}
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
