"""Counts of whatever a predicate is said of, under their noun and what the predicate means.

"Two quakes damaged 40 villages" counts villages that were damaged. Such counts belong to no attribute of their own: two
articles meet where the noun is the same, and of a common noun the meaning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from claims.extract.analysis.language import noun_class, singular
from claims.extract.analysis.linking import voices
from claims.extract.analysis.model import Analysis, NounPhrase, Predicate

_PREVIOUS: Final = re.compile("(?<![opV])N(?:,&?|&)$")
"""The item of a list before another one."""
_DONE_TO: Final = "object"
_DOES: Final = "subject"


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun with what is said of it, in tokens of the analysis."""

    value: tuple[int, int]
    """The phrase, from its figure on."""
    quote: tuple[int, int]
    scope: str
    """The noun, of a common one with what the predicate means: `firefighter_does`, `village_wreck`."""


def find_counted(analysis: Analysis) -> Iterator[Counted]:
    """Yield the counted subjects, objects and complements of the predicates of a sentence."""
    for index, element in enumerate(analysis.elements):
        predicate = element.predicate
        if element.phrase is not None and "collective" in element.phrase.classes:
            yield from _numbering(analysis, index, element.phrase)
        if predicate is None or not _tells(predicate):
            continue
        seen: set[int] = set()
        for role, at in sorted(analysis.links.get(index, {}).items()):
            phrase = analysis.elements[at].phrase
            if phrase is None or at in seen or not _is_counted(analysis, phrase):
                continue
            seen.add(at)
            part = _part(analysis, index, role)
            for one in listed(analysis, at):
                quote = (min(element.first, phrase.first), max(element.last, one.last))
                noun = singular(one.head)
                meaning = _meaning(predicate) if noun in noun_class("common") else ""
                scope = "_".join(filter(None, (noun, meaning, part)))
                yield Counted((one.bare, one.last), quote, scope)


def _numbering(analysis: Analysis, index: int, phrase: NounPhrase) -> Iterator[Counted]:
    """Yield how many a body is said to be of: "a population of |100,000|"."""
    of = analysis.links.get(index, {}).get("of")
    counted = analysis.elements[of].phrase if of is not None else None
    if counted is not None and analysis.entries[counted.bare].code == "#":
        yield Counted((counted.bare, counted.last), (phrase.first, counted.last), singular(phrase.head))


def listed(analysis: Analysis, at: int, *, to_verb: bool = False) -> Iterator[NounPhrase]:
    """Yield the counted phrase at an element and those of one list with it: "|two rifles|, |ten grenades| and".

    What stands before a verb is its subject, and belongs to the list only where the list is that subject: `to_verb`.
    """
    codes, elements = analysis.codes, analysis.elements
    first = elements[at].phrase
    if first is None:
        return
    yield first
    of_persons = "person" in first.classes
    before = at
    while (joined := _PREVIOUS.search(codes, 0, before)) is not None:
        before = joined.start()
        phrase = elements[before].phrase
        if phrase is None or not _is_counted(analysis, phrase) or ("person" in phrase.classes) != of_persons:
            break
        yield phrase
    while codes[at + 1 : at + 2] in (",", "&"):
        at += 2 if codes[at + 1 : at + 3] != ",&" else 3
        phrase = elements[at].phrase if at < len(elements) and (to_verb or codes[at + 1 : at + 2] != "V") else None
        if phrase is None or not _is_counted(analysis, phrase) or ("person" in phrase.classes) != of_persons:
            return
        yield phrase


def _tells(predicate: Predicate) -> bool:
    """Return whether a verb says of something what makes it known again."""
    if predicate.lemma in noun_class("light") or predicate.auxiliaries & noun_class("unreal"):
        return False
    return predicate.form != "infinitive" and not predicate.negated


def _meaning(predicate: Predicate) -> str:
    """Return one word for what a verb means: its first frame, else the verb itself."""
    return min(predicate.frames, default=predicate.lemma.replace(" ", "-"))


def _part(analysis: Analysis, index: int, role: str) -> str:
    """Return what the counted thing is to the verb: nothing where it is done to it."""
    if role in (_DOES, _DONE_TO):
        passive = "passive" in voices(analysis.elements, analysis.codes, index)
        return "" if role == _DONE_TO or passive else "does"
    return role


def _is_counted(analysis: Analysis, phrase: NounPhrase) -> bool:
    if analysis.entries[phrase.bare].code != "#" or phrase.last - phrase.bare < 2 or not phrase.head.isalpha():
        return False
    words = analysis.entries[phrase.bare + 1 : phrase.last]
    if any("units" in entry.classes for entry in words) or singular(phrase.head) in noun_class("light"):
        return False  # "150 nautical miles west"
    return phrase.classes.isdisjoint(noun_class("uncounted"))
