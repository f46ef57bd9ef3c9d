"""Gives what the words of one stem have in common, so that "they met" and "no meeting" speak of the same."""

import re
from functools import cache, lru_cache
from typing import Final

from claims.extract.analysis.constructions import constructions
from claims.extract.analysis.language import load, look_up

PART: Final = "_"
"""Between the words of a scope."""
_WORD: Final = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")


def speaks_of(scope: str | None, words: str) -> bool:
    """Return whether lower-case words have all words of a scope, or others that are a kind of them or of their stem."""
    if scope is None or scope in _fixed_scopes():
        return True
    stems = set(map(stem, _WORD.findall(words)))
    own = stems.issuperset(map(stem, scope.split(PART)))
    return own or all(not kinds.isdisjoint(stems) for kinds in wanted_stems(scope))


@cache
def _fixed_scopes() -> frozenset[str]:
    return frozenset(one.scope for one in constructions()) - {"head"}


@lru_cache(maxsize=4_096)
def wanted_stems(scope: str) -> tuple[frozenset[str], ...]:
    """Return, for each word of a scope, the stems one of which an assertion must have."""
    kinds = load("polarity")["kinds"]
    whole = kinds.get(scope.replace(PART, " "))
    if whole is not None and PART in scope:
        return (frozenset(map(stem, whole.split())),)
    parts = scope.split(PART)
    return tuple(frozenset((stem(part), *map(stem, kinds.get(part, "").split()))) for part in parts)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return what a verb and a noun made of it have in common.

    >>> stem("meeting"), stem("met"), stem("settlement"), stem("settled"), stem("explosion"), stem("exploded")
    ('meet', 'meet', 'settl', 'settl', 'explod', 'explod')
    """
    table = load("polarity")["stem"]
    word = table["same"].get(word) or look_up(word).lemma or word
    for pattern, ending in _endings():
        word = pattern.sub(ending, word, count=1)
    return word


@cache
def _endings() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), ending) for pattern, ending in load("polarity")["stem"]["endings"])
