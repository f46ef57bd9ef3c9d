"""Tells whether two names are one name in two transliterations: "Faizabad" and "Fayzobod", "Mohammed" and "Muhammad".

Consonants have to agree as they are written from Arabic, Persian, Cyrillic and Turkic letters, and vowels nearly so. A
name in another language (Kyiv, Kiev) is an alias of the vocabulary and nothing that a spelling shows.
"""

import re
from functools import lru_cache
from operator import itemgetter
from typing import Final

from anyascii import anyascii

_LETTERS: Final = {
    "a[uw](?![aeiou])": "o",
    "sch": "sh",
    "dzh": "j",
    "tch": "ch",
    "kh": "h",
    "gh": "g",
    "zh": "j",
    "ph": "f",
    "dj": "j",
    "ck": "k",
    "tz": "ts",
    "q": "k",
    "w": "v",
    "x": "ks",
    "ou": "u",
    "oo": "u",
    "ee": "i",
    "c(?!h)": "k",
}
"""Letters that are one in transliteration, as patterns with what each of them becomes, in this order."""
_SILENT: Final = re.compile(r"(?<=[aeiou])h(?=[^aeiou]|$)")
_PARTICLES: Final = re.compile(r"\b(?:al|el|ul|ad|ar|as|an|at|az|ash|i|e)\b")
_NEAR_VOWELS: Final = frozenset(map(frozenset, ("ae", "ei", "ao", "ou")))
"""Vowels that transliterations exchange: Mohammed and Muhammad, Fayzobod and Faizabad."""
_CONSONANTS_A_VOWEL: Final = 3
"""Consonants that a name has at the least for each of them that may have lost its vowel: Gadhafi."""


@lru_cache(maxsize=20_000)
def consonants(name: str) -> str:
    """Return what all spellings of a name have in common.

    >>> consonants("Faizabad") == consonants("Fayzobod"), consonants("Mazar-i-Sharif"), consonants("Muhammad")
    (True, 'mzrshrf', 'mhmd')
    """
    return "".join(slot[0] for slot in _slots(name))


def spell_alike(one: str, two: str) -> bool:
    """Return whether two names are one in two spellings.

    >>> spell_alike("Mazar-e Sharif", "Mazar-i-Sharif"), spell_alike("Kunduz", "Qonduz"), spell_alike("Mosul", "Basil")
    (True, True, False)
    """
    first, second = _slots(one), _slots(two)
    if list(map(itemgetter(0), first)) != list(map(itemgetter(0), second)):
        return False
    vowels = [(a, b) for (_, a), (_, b) in zip(first, second, strict=True) if a != b]
    exchanged = list(filter(all, vowels))
    lost = len(vowels) - len(exchanged)
    end_alike = bool(first[-1][1]) == bool(second[-1][1])
    return end_alike and _NEAR_VOWELS.issuperset(map(frozenset, exchanged)) and lost * _CONSONANTS_A_VOWEL <= len(first)


@lru_cache(maxsize=20_000)
def _slots(name: str) -> tuple[tuple[str, str], ...]:
    """Return the consonants of a name, each with the vowel after it; the first one is empty where a vowel begins it."""
    folded = re.sub(r"[^a-z ]+", "", re.sub(r"[-‐-―]+", " ", anyascii(name).casefold()))
    folded = _PARTICLES.sub(" ", folded).replace(" ", "") or folded.replace(" ", "")
    for written, letter in _LETTERS.items():
        folded = re.sub(written, letter, folded)
    folded = _SILENT.sub("", re.sub(r"([a-z])\1+", r"\1", folded))
    folded = re.sub(r"y(?=[aeiou])|(?<=[aeiou])y", "i", folded)
    slots = re.findall(r"(sh|ch|ts|[^aeiouy]|^)([aeiouy]*)", folded)
    return tuple((consonant, vowels.replace("y", "i")[-1:]) for consonant, vowels in slots)
