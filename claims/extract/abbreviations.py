"""Finds the short forms that a text introduces for names: "the Red Hill Front (RHF)"."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

_JOINING: Final = r"(?:of|the|for|and|in|on|de|del|la|al|el|wal|ul|e|i)"
_INTRODUCED: Final = re.compile(
    rf"((?:[A-Z][\w'’-]*\s+)(?:(?:[A-Z][\w'’-]*|{_JOINING})\s+){{0,8}}?)[(\[][\"“']?([A-Z][A-Za-z-]{{1,9}})[\"”']?(?:[,;][^()]{{0,40}})?[)\]]"
)
_FULL: Final = 3
"""Words from which a name is told by all of its letters but one."""
_ARTICLE: Final = re.compile(r"^The\s+")


@lru_cache(maxsize=256)
def find_short_forms(text: str) -> Mapping[str, str]:
    """Return the names that a text introduces short forms for, by the short form; none that stands for two names.

    Its capitals have to be the first letters of words of the name, in their order, and the first word's the first; of
    three words and more one letter may be left, for the place they are of.

    >>> find_short_forms("The Red Hill Front (RHF) met Otto Weir (Ash Party) and the People's Guard (PG).")
    {'RHF': 'Red Hill Front', 'PG': "People's Guard"}
    """
    found: dict[str, str] = {}
    twice: set[str] = set()
    for match in _INTRODUCED.finditer(text):
        name, short = _trim(" ".join(_ARTICLE.sub("", match[1]).split()), match[2]), match[2]
        if name and found.setdefault(short, name) != name:
            twice.add(short)
    return {short: name for short, name in found.items() if short not in twice}


def _trim(name: str, short: str) -> str:
    """Return the last words of a name that a short form stands for; empty where there are none."""
    words = name.split()
    starts = (n for n in reversed(range(len(words) - 1)) if _abbreviates(short, words[n:]))
    return next((" ".join(words[n:]) for n in starts), "")


def _abbreviates(short: str, words: list[str]) -> bool:
    capitals = [letter for letter in short if letter.isupper()]
    firsts = [part[0] for word in words for part in word.split("-") if part and part[0].isupper()]
    is_longer = len(firsts) >= _FULL and capitals[:-1] == firsts
    return len(capitals) > 1 and (capitals == firsts or is_longer)
