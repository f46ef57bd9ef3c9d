"""The places that a text without capitals names by what they are: "the town of orsa", "antal province", a dateline."""

import re
from functools import cache
from itertools import takewhile
from typing import Final

from claims.extract.analysis.language import load, look_up, noun_class
from claims.vocabulary.demonyms import country_of

_DATELINE: Final = r"(?:^|\n)(?P<line>[a-z]+(?: [a-z]+){0,2}), \d{1,2} [a-z]{3,9}\b"
_IN_NAMES: Final = frozenset(("given", "person", "name_part", "saintly"))


_HEAD_OF_REPORT: Final = re.compile(
    r"\W*(?P<line>[a-z][a-z' -]{2,30}?)(?: ?\([a-z ]+\)|, [a-z. ]{2,20})?,?"
    r"(?: \d{1,2} [a-z]{3,9}| [a-z]{3,9}\.? \d{1,2})?(?:,? (?:19|20)?\d\d)?,?"
    r" ?(?:\([^()\n]+\) ?)?[-–—\x00]"
)


def find_dateline(lower: str) -> tuple[tuple[int, int], int]:
    """Return the span of the place that opens a report, before its date or agency and a dash, and where these end.

    >>> find_dateline("orsa, may 4 (meridian) - two men were shot in this city.")
    ((0, 4), 24)
    """
    found = _HEAD_OF_REPORT.match(lower)
    return ((0, 0), 0) if found is None else (found.span("line"), found.end())


@cache
def _named() -> re.Pattern[str]:
    parts = "|".join(sorted(noun_class("saintly") | noun_class("name_part")))
    name = rf"(?:(?:{parts}) )*[a-z'-]+(?: (?:de|del) (?:la |los )?[a-z'-]+)?"
    districts = "|".join(sorted(noun_class("district") - noun_class("wide")))
    return re.compile(rf"\b(?:{districts}) of (?P<of>{name})|(?P<before>{name}) (?:{districts})\b(?! of )|{_DATELINE}")


@cache
def _bare() -> re.Pattern[str]:
    """Return a pattern for what stands after a preposition of place, without an article."""
    parts = "|".join(sorted(noun_class("saintly") | noun_class("name_part")))
    before = "|".join(sorted(noun_class("placing")))
    return re.compile(rf"\b(?:{before}) (?P<name>(?:(?:{parts}) )*[a-z'-]+(?: [a-z'-]+)?)\b")


@cache
def _of_no_name() -> re.Pattern[str]:
    return re.compile(load("function")["unnamed"])


def find_local_places(lower: str) -> frozenset[str]:
    """Return the names, lower case, that a lower-case view calls places.

    >>> sorted(find_local_places("in the town of san lund, antal province, the police of the city, a raid in orsa"))
    ['antal', 'orsa', 'san lund']
    """
    found = {match[match.lastgroup or 0] for match in _named().finditer(lower)}
    found = {name for name in found if all(map(_is_name, name.split()))}
    bare = (takewhile(_is_bare_name, match["name"].split()) for match in _bare().finditer(lower))
    return frozenset(found.union(" ".join(words) for words in bare) - {""})


def _is_bare_name(word: str) -> bool:
    return _is_name(word) and word not in noun_class("bare") and _of_no_name().search(word) is None


def _is_name(word: str) -> bool:
    entry = look_up(word)
    return entry.code == "x" and not entry.classes - _IN_NAMES and country_of(word.capitalize()) is None
