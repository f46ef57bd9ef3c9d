"""Counted nouns: those that stand in one list, and which figures count a noun at all."""

import re
from collections.abc import Iterator
from typing import Final, TypeGuard

from claims.extract.analysis.language import noun_class, singular
from claims.extract.analysis.model import Analysis, NounPhrase

_PREVIOUS: Final = re.compile("(?<![opV])N(?:,&?|&)$")
"""The item of a list before another one."""


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

    def belongs(phrase: NounPhrase | None) -> TypeGuard[NounPhrase]:
        return phrase is not None and ("person" in phrase.classes) == of_persons

    before = at
    while (joined := _PREVIOUS.search(codes, 0, before)) is not None:
        before = joined.start()
        phrase = elements[before].phrase
        if not belongs(phrase) or not is_counted(analysis, phrase):
            break
        yield phrase
    while codes[at + 1 : at + 2] in (",", "&"):
        at += 2 if codes[at + 1 : at + 3] != ",&" else 3
        phrase = elements[at].phrase if at < len(elements) and (to_verb or codes[at + 1 : at + 2] != "V") else None
        if not belongs(phrase):
            return
        if is_counted(analysis, phrase):
            yield phrase
        elif of_persons or phrase.named:
            return  # a thing without a figure stands among the others: "12 rifles, |a launcher| and 13 magazines"


def is_counted(analysis: Analysis, phrase: NounPhrase) -> bool:
    """Return whether a phrase counts its noun, which is no measure and no word for anything at all."""
    if analysis.entries[phrase.bare].code != "#" or phrase.last - phrase.bare < 2 or not phrase.head.isalpha():
        return False
    if phrase.bare and analysis.tokens[phrase.bare - 1].text in noun_class("models"):
        return False  # "AK 47 rifles"
    words = analysis.entries[phrase.bare + 1 : phrase.last]
    if any("units" in entry.classes for entry in words) or singular(phrase.head) in noun_class("light"):
        return False  # "150 nautical miles west"
    return phrase.classes.isdisjoint(noun_class("uncounted"))
