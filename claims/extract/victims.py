"""The dead who are named: "Ana Roe, 34, was killed", "identified the dead as Ana Roe, 34, and Ben Doe, 29".

Owns finding them, each a person of whom it is said that they are dead. Refuses to make a number of them: how many died
is said by whoever counts, and a list of names need not be complete.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from claims.extract.lexicon import is_person, load, words
from claims.extract.names import Gazetteer
from claims.extract.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Victim:
    """A named person, and the words that say that they died, in spans of the view."""

    name: str
    start: int
    end: int
    """From the name to the words of the death, or the other way round."""
    word_start: int
    word_end: int
    """The words of the death."""


_PART: Final = r"(?:[A-Z][a-z'-]+(?:[A-Z][a-z]+)?|[A-Z]\.|al-[A-Z][a-z]+)"
_NAME: Final = rf"(?P<name>[A-Z][a-z'-]+(?:[A-Z][a-z]+)?(?: {_PART}){{1,3}}(?:,? (?:Jr|Sr)\.)?)"
_AGE: Final = r"(?:, (?:aged )?\d{1,3})"
_LISTED: Final = re.compile(rf"{_NAME}(?:{_AGE}|(?=,|;| and |\.|$))")
_AS: Final = re.compile(
    r"\b(?P<as>identified|named)\b[^.;]{0,60}? as\b:?|\b(?:victims|dead|deceased) (?:were|are|was)\b:?"
)
_TITLES: Final = frozenset(
    """Mr Mrs Ms Dr Prof President Minister Officer Deputy Sheriff Sergeant Captain Colonel General Lieutenant Corporal
    Private Trooper Detective Police Judge Senator Rev Father Sister Brother Imam Sheikh The On In At And But When While
    After Before Victim Victims Student Teacher Journalist Reporter""".split()  # noqa: SIM905 - a word list
)


_BODIES: Final = frozenset(
    """center centre university college department agency ministry county street avenue road city park court company
    committee association institute bureau council army navy force forces hospital international national medical
    high""".split()  # noqa: SIM905 - a word list
)


@cache
def _killing() -> re.Pattern[str]:
    """Return a pattern for "killing Ana Roe, 34": a name with an age right after the word."""
    return re.compile(rf"\b(?P<word>{_any(load('events')['killed']['gerund'])}) {_NAME}{_AGE}")


@cache
def _deaths() -> re.Pattern[str]:
    """Return a pattern for any word of a death."""
    table = load("events")["killed"]
    surely = [word for word in table["past"] if word not in table["of_persons"]]
    return re.compile(rf"\b(?:{_any(surely)}|{_any(table['died'])}|dead|deceased|bodies|victims?)\b")


def _any(phrases: list[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def find_victims(text: str, sentence: Sentence, gazetteer: Gazetteer) -> Iterator[Victim]:
    """Yield the dead whom a sentence names, each once."""
    seen: set[str] = set()
    for victim in _found(text, sentence):
        name, shift = _bare(victim.name)
        if name is None or name in seen or _is_no_person(name, gazetteer):
            continue
        seen.add(name)
        start = victim.start + shift if victim.start < victim.word_start else victim.start
        yield Victim(name, start, victim.end, victim.word_start, victim.word_end)


def _found(text: str, sentence: Sentence) -> Iterator[Victim]:
    for found in _killing().finditer(text, sentence.start, sentence.end):
        yield Victim(found["name"], found.start("word"), found.end("name"), *found.span("word"))
    listing = _AS.search(text, sentence.start, sentence.end)
    if listing is None:
        return
    word = _deaths().search(text, sentence.start, listing.end())
    if word is None:
        return
    position, said = listing.end(), listing["as"]
    for found in _LISTED.finditer(text, position, sentence.end):
        if found.start() - position > (_CLOSE if said is None and position == listing.end() else _BETWEEN):
            return
        yield Victim(found["name"], word.start(), found.end("name"), word.start(), word.end())
        position = found.end()


_BETWEEN: Final = 45
"""Characters between two names of a list."""
_CLOSE: Final = 12
"""Characters from "the victims were" to the first name: "being treated in Orsa Falls" is none."""


def _bare(name: str) -> tuple[str | None, int]:
    """Return a name without titles before it, and how much was taken off; None where no full name is left."""
    parts = name.split(" ")
    shift = 0
    while len(parts) > 2 and (parts[0].rstrip(".") in _TITLES or is_person(parts[0].lower().removesuffix("'s"))):
        shift += len(parts[0]) + 1
        parts.pop(0)
    if parts[0].rstrip(".") in _TITLES:
        return None, 0
    return " ".join(parts), shift


def _is_no_person(name: str, gazetteer: Gazetteer) -> bool:
    """Return whether a run of capitals is a place, a group, a body or a day rather than a person."""
    lower = [part.lower().rstrip(".") for part in name.split()]
    listed = words("weekdays") | words("months") | words("not_persons") | _BODIES
    if any(part in listed for part in lower):
        return True
    tables = (gazetteer.groups, gazetteer.states, gazetteer.places)
    return any(found.end == len(name) for found in gazetteer.find(name, 0, len(name), *tables))
