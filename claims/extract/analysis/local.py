"""The places that a text without capitals names by what they are: "the town of orsa", "antal province", a dateline."""

import re
from functools import cache
from typing import Final

from claims.extract.analysis.language import look_up, noun_class
from claims.vocabulary.demonyms import country_of

_DATELINE: Final = r"(?:^|\n)(?P<line>[a-z]+(?: [a-z]+){0,2}), \d{1,2} [a-z]{3,9}\b"
_IN_NAMES: Final = frozenset(("given", "person", "name_part", "saintly"))


@cache
def _named() -> re.Pattern[str]:
    parts = "|".join(sorted(noun_class("saintly") | noun_class("name_part")))
    name = rf"(?:(?:{parts}) )*[a-z'-]+(?: (?:de|del) (?:la |los )?[a-z'-]+)?"
    districts = "|".join(sorted(noun_class("district") - noun_class("wide")))
    return re.compile(rf"\b(?:{districts}) of (?P<of>{name})|(?P<before>{name}) (?:{districts})\b(?! of )|{_DATELINE}")


def find_local_places(lower: str) -> frozenset[str]:
    """Return the names, lower case, that a lower-case view calls places.

    >>> sorted(find_local_places("in the town of san lund, antal province, the police of the city"))
    ['antal', 'san lund']
    """
    found = (match[match.lastgroup or 0] for match in _named().finditer(lower))
    return frozenset(name for name in found if all(map(_is_name, name.split())))


def _is_name(word: str) -> bool:
    entry = look_up(word)
    return entry.code == "x" and not entry.classes - _IN_NAMES and country_of(word.capitalize()) is None
