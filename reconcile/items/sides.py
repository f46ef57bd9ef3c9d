"""The minimal sets of an item by value: who stands against whom, in a line for each, however many say the same."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from claims.grouping import group_by
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

    def key(self, id_: str) -> tuple[str, str, str]:
        """Return what a statement says, the same for all that say it."""
        reading = self.readings[id_]
        return reading.attribute.name, reading.scope or "", reading.says

    def voice(self, id_: str) -> tuple[str, tuple[str, str, str]]:
        """Return who says what: the same for one statement passed on."""
        return self.grouping.origin_of[id_], self.key(id_)

    def count_origins(self, ids: Iterable[str]) -> int:
        """Return how many independent origins statements have."""
        return len({self.grouping.origin_of[id_] for id_ in ids})

    def gather(self, ids: Iterable[str]) -> list[tuple[str, ...]]:
        """Return statements by what they say, what most say first."""
        sides = group_by(sorted(ids), self.key)
        return [tuple(sides[key]) for key in sorted(sides, key=lambda key: (-len(sides[key]), key))]

    def describe(self, ids: Collection[str]) -> str:
        """Return what statements that say the same say: `2 (6 statements, 3 origins)`; of one, its own phrase."""
        one = self.readings[min(ids)]
        if len(ids) == 1:
            return one.phrase
        return f"{one.says} ({len(ids)} statements, {_counted(self.count_origins(ids), 'origin')})"

    def join(self, sides: Sequence[Collection[str]], word: str) -> str:
        """Return sides in a line, the words for counts given once: `2 (6 statements, 3 origins) against 3 (12, 5)`."""
        lines = list(map(self.describe, sides))
        named = next((n for n, side in enumerate(sides) if len(side) > 1), 0)
        for n, side in enumerate(sides):
            if n > named and len(side) > 1:
                lines[n] = f"{self.readings[min(side)].says} ({len(side)}, {self.count_origins(side)})"
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
    """Return why an item is in conflict, its values against each other where more say the same than can be listed."""
    sets = findings.every_set
    parts = sides.gather(set(chain.from_iterable(each.assertions for each in sets)))
    are_few = len(sets) <= _MOST_PAIRS and all(len(part) == 1 for part in parts)
    if are_few or any(len(each.assertions) > 2 for each in sets):
        more = f" (and {len(sets) - 1} more like it)" if len(sets) > 1 else ""
        return f"{sets[0].explanation}{more}"
    more = f" and {len(parts) - _MOST_SIDES} other values" if len(parts) > _MOST_SIDES + 1 else ""
    shown = parts[:_MOST_SIDES] if more else parts
    return f"{sides.join(shown, ' against ')}{more}."


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
