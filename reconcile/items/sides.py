"""The minimal sets of an item by value: who stands against whom, in a line for each, however many say the same."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from claims.grouping import group_by
from claims.vocabulary.model import TOTAL
from reconcile.evidence.reading import Reading
from reconcile.items.conflicts import Findings
from reconcile.items.item import Clash, MinimalSet
from reconcile.relations.origins import Grouping

_MOST_SIDES: Final = 5
"""Values that the sentence of an item names."""
_MOST_PAIRS: Final = 3
"""Pairs of values that one statement each gives, of which one still explains the item."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The statements of an item by what they say."""

    readings: Mapping[str, Reading]
    """By id."""
    grouping: Grouping

    def key(self, id_: str) -> tuple[str, str, str, str]:
        """Return what a statement says, the same for all that say it by whatever name.

        Who claims a deed and whom others name for it are one answer to who did it.
        """
        reading = self.readings[id_]
        asked = "" if reading.value.kind == "actor" else reading.attribute.name
        return asked, reading.scope or "", reading.stance, reading.key

    def voice(self, id_: str) -> tuple[str, tuple[str, str, str, str]]:
        """Return who says what: the same for one statement passed on."""
        return self.grouping.origin_of[id_], self.key(id_)

    def count_origins(self, ids: Iterable[str]) -> int:
        """Return how many independent origins statements have."""
        return len({self.grouping.origin_of[id_] for id_ in ids})

    def gather(self, ids: Iterable[str]) -> list[tuple[str, ...]]:
        """Return statements by what they say, what most say first; of the whole before of a part."""
        sides = group_by(sorted(ids), self.key)
        ordered = sorted(sides, key=lambda key: (-len(sides[key]), key[1] != TOTAL, key))
        return [tuple(sides[key]) for key in ordered]

    def name(self, ids: Iterable[str]) -> str:
        """Return what statements that say the same say, in the words that most of them use."""
        words = Counter(self.readings[id_].says for id_ in ids)
        return min(words, key=lambda each: (-words[each], each))

    def describe(self, ids: Collection[str]) -> str:
        """Return what statements that say the same say: `2 (6 statements, 3 origins)`; of one, its own phrase."""
        if len(ids) == 1:
            return self.readings[min(ids)].phrase
        return f"{self.name(ids)} ({len(ids)} statements, {_counted(self.count_origins(ids), 'origin')})"

    def join(self, sides: Sequence[Collection[str]], word: str) -> str:
        """Return sides in a line, the words for counts given once: `2 (6 statements, 3 origins) against 3 (12, 5)`."""
        lines = list(map(self.describe, sides))
        named = next((n for n, side in enumerate(sides) if len(side) > 1), 0)
        for n, side in enumerate(sides):
            if n > named and len(side) > 1:
                lines[n] = f"{self.name(side)} ({len(side)}, {self.count_origins(side)})"
        return word.join(lines)


def build_clashes(sets: Iterable[MinimalSet], sides: Sides) -> tuple[Clash, ...]:
    """Return the minimal sets by the values in them."""
    by_values = group_by(sets, lambda each: tuple(sorted(map(sides.key, each.assertions))))
    clashes = (_build_clash(alike, sides) for alike in by_values.values())
    return tuple(sorted(clashes, key=lambda clash: (-sum(map(len, clash.sides)), len(clash.sides), clash.sides)))


def _build_clash(alike: Sequence[MinimalSet], sides: Sides) -> Clash:
    parts = tuple(sides.gather(set(chain.from_iterable(each.assertions for each in alike))))
    first = min(alike, key=lambda each: each.assertions)
    if len(alike) == 1:
        return Clash(sides=parts, sets=1, explanation=first.explanation)
    word, noun = (" against ", "pairs") if len(first.assertions) == 2 else (" with ", "sets")
    explanation = f"{sides.join(parts, word)}: {len(alike)} {noun}, such as {first.explanation}"
    return Clash(sides=parts, sets=len(alike), explanation=explanation)


def explain_conflict(findings: Findings, sides: Sides) -> str:
    """Return why an item is in conflict, its values against each other where more say the same than can be listed.

    Values that nothing sets against each other, those of the attack and those of the arrest, stand apart.
    """
    sets = findings.every_set
    ids = set(chain.from_iterable(each.assertions for each in sets))
    parts = sides.gather(ids)
    are_few = len(sets) <= _MOST_PAIRS and all(len(part) == 1 for part in parts)
    if are_few or any(len(each.assertions) > 2 for each in sets):
        more = f" (and {len(sets) - 1} more like it)" if len(sets) > 1 else ""
        return f"{sets[0].explanation}{more}"
    quarrels = _part_quarrels(parts, sets)
    left = len(parts) - _MOST_SIDES if len(parts) > _MOST_SIDES + 1 else 0
    shown = _cut(quarrels, _MOST_SIDES) if left else quarrels
    words = "; ".join(sides.join(each, " against ") for each in shown)
    return f"{words} and {left} other values." if left else f"{words}."


def _part_quarrels(parts: Sequence[tuple[str, ...]], sets: Iterable[MinimalSet]) -> list[list[tuple[str, ...]]]:
    """Return values in conflict with each other together, also by way of a third, in the order of their first."""
    place = {id_: n for n, part in enumerate(parts) for id_ in part}
    together = {n: [n] for n in range(len(parts))}
    for first, other in {(place[min(each.assertions)], place[id_]) for each in sets for id_ in each.assertions}:
        mine, theirs = together[first], together[other]
        if mine is not theirs:
            mine += theirs
            together |= dict.fromkeys(theirs, mine)
    groups = {min(group): sorted(group) for group in together.values()}
    return [[parts[n] for n in groups[first]] for first in sorted(groups)]


def _cut(quarrels: Iterable[list[tuple[str, ...]]], most: int) -> list[list[tuple[str, ...]]]:
    """Return the first values of quarrels, `most` at the most, none alone."""
    shown = []
    for each in quarrels:
        part = each[:most]
        if len(part) > 1:
            shown.append(part)
        most -= len(part)
    return shown


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
