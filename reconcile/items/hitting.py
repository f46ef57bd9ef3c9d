"""Minimal hitting sets: the members that, set aside, leave no set of a family whole, cheapest first.

The price of a choice compares by three figures in this order. Fewer statements: each is one act of a reviewer and one
source held to be in error. Fewer independent origins: one voice in error is likelier than two that do not know of each
other. The least that figures would have to be off: a slip of one is likelier than one of twenty, and what has no figure
cannot be a little off. Members come last, so that no order of the input shows.

The search takes the cheapest unfinished choice first, and a price never falls as a choice grows: what it finds first is
cheapest. Members that stand in the same sets beside the same others are in a minimal choice all together or not at all
and are one to the search; six statements of one value against twelve of another are two. Past `MOST_STEPS` it
stops with what it has, and where that is nothing with one minimal choice made greedily; `is_complete` is false then.
"""

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter, or_
from typing import Final, NamedTuple

from claims.grouping import group_by

MOST_STEPS: Final = 1_000
"""Unfinished choices looked at for one family: some hundredths of a second."""

Family = Mapping[frozenset[str], float]
"""Sets that cannot all be true, each with how far its figures miss each other; infinite where it has none."""


class Price(NamedTuple):
    """What a choice would take; smaller is cheaper."""

    statements: int
    origins: int
    off: float
    """How far its figures would have to be off, added up: each by as much as the worst set that it alone meets."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A minimal hitting set."""

    members: tuple[str, ...]
    """Sorted."""
    price: Price
    off: Mapping[str, float]
    """How far each member would have to be off."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The cheapest minimal hitting sets of a family."""

    choices: tuple[Choice, ...]
    """Cheapest first."""
    is_complete: bool
    """None is cheaper than those listed but listed later or not at all."""


def find_hitting_sets(
    family: Family, origin_of: Mapping[str, str], most: int | None = None, steps: int = MOST_STEPS
) -> Choices:
    """Return the `most` cheapest minimal hitting sets, all where it is None.

    >>> sets = dict.fromkeys(map(frozenset, (["2", "3"], ["2", "4"], ["3", "4", "5"])), 1.0)
    >>> [choice.members for choice in find_hitting_sets(sets, dict(zip("2345", "abcd"))).choices]
    [('2', '3'), ('2', '4'), ('2', '5'), ('3', '4')]
    """
    if not family or frozenset() in family:
        return Choices((), is_complete=True)
    search = _Search(family, origin_of)
    found, is_complete = search.run(most, steps)
    masks = found or [search.choose_greedily()]
    choices = sorted(map(search.describe, masks), key=attrgetter("price", "members"))
    return Choices(tuple(choices[:most]), is_complete)


class _State(NamedTuple):
    """An unfinished choice; masks have a bit for each block of interchangeable members, or for each set."""

    statements: int
    origins: int
    chosen: int
    excluded: int
    met: int
    """Sets that it meets."""
    once: int
    """Sets that it meets in one block."""


class _Search:
    def __init__(self, family: Family, origin_of: Mapping[str, str]) -> None:
        self._blocks = _find_blocks(family)
        self._misses = _find_misses(family, {id_: 1 << n for n, block in enumerate(self._blocks) for id_ in block})
        """For each set of blocks, as a mask, how far each member misses the others at most."""
        self._origin_of = origin_of
        reduced = sorted(list(_bits(mask)) for mask in self._misses)
        reduced.sort(key=len)
        self._sets = reduced
        self._everything = (1 << len(reduced)) - 1
        self._meets = [
            sum(1 << n for n, each in enumerate(reduced) if block in each) for block in range(len(self._blocks))
        ]
        origins = {name: 1 << n for n, name in enumerate(sorted(set(origin_of.values())))}
        self._origins = [reduce(or_, (origins[origin_of[id_]] for id_ in block)) for block in self._blocks]

    def describe(self, mask: int) -> Choice:
        """Return the choice of the blocks in a mask with its price."""
        off = dict.fromkeys(sorted(id_ for block in _bits(mask) for id_ in self._blocks[block]), 0.0)
        for each, worst in self._misses.items():
            met = each & mask
            if met and not met & (met - 1):  # one block alone
                off |= {id_: max(off[id_], worst[id_]) for id_ in self._blocks[met.bit_length() - 1]}
        price = Price(len(off), len({self._origin_of[id_] for id_ in off}), math.fsum(off.values()))
        return Choice(tuple(off), price, off)

    def run(self, most: int | None, steps: int) -> tuple[list[int], bool]:
        """Return the choices found, with all that cost the same as the last, and whether none cheaper is missing."""
        found: list[int] = []
        last = (0, 0)
        heap = [_State(0, 0, 0, 0, 0, 0)]
        while heap:
            state = heapq.heappop(heap)
            if most is not None and len(found) >= most and state[:2] > last:
                return found, True
            if state.met == self._everything:
                found.append(state.chosen)
                last = state[:2]
                continue
            if steps == 0:
                return found, False
            steps -= 1
            for child in self._grow(state):
                heapq.heappush(heap, child)
        return found, True

    def _grow(self, state: _State) -> Iterable[_State]:
        """Yield the choice with each block that meets its first unmet set, none of which an earlier one is to have."""
        unmet = self._everything & ~state.met
        excluded = state.excluded
        for block in self._sets[(unmet & -unmet).bit_length() - 1]:
            bit = 1 << block
            if not excluded & bit:
                meets = self._meets[block]
                once = (state.once & ~meets) | (meets & ~state.met)
                if all(self._meets[other] & once for other in _bits(state.chosen)):  # else one is not needed
                    yield self._state(state.chosen | bit, excluded, state.met | meets, once)
                excluded |= bit

    def _state(self, chosen: int, excluded: int, met: int, once: int) -> _State:
        blocks = list(_bits(chosen))
        origins = reduce(or_, (self._origins[block] for block in blocks)).bit_count()
        return _State(sum(len(self._blocks[block]) for block in blocks), origins, chosen, excluded, met, once)

    def choose_greedily(self) -> int:
        """Return one minimal choice: what meets most for each statement, until all is met, less what is not needed."""
        unmet, chosen = self._everything, list[int]()
        while unmet:
            gains = [(self._meets[n] & unmet).bit_count() / len(block) for n, block in enumerate(self._blocks)]
            chosen.append(gains.index(max(gains)))
            unmet &= ~self._meets[chosen[-1]]
        for block in tuple(chosen):
            rest = [other for other in chosen if other != block]
            if reduce(or_, (self._meets[other] for other in rest), 0) == self._everything:
                chosen = rest
        return sum(1 << block for block in chosen)


def _bits(mask: int) -> Iterable[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _find_misses(family: Family, bit_of: Mapping[str, int]) -> dict[int, dict[str, float]]:
    """Return for the blocks of each set, as a mask, how far each member misses the others at most."""
    misses: dict[int, dict[str, float]] = {}
    for each, miss in family.items():
        mask = 0
        for id_ in each:
            mask |= bit_of[id_]
        worst = misses.get(mask)
        if worst is None:
            worst = misses[mask] = {}
        for id_ in each:
            if worst.get(id_, -1.0) < miss:
                worst[id_] = miss
    return misses


def _find_blocks(family: Iterable[frozenset[str]]) -> Sequence[Sequence[str]]:
    """Return the members, interchangeable ones together: each sorted, and by their first."""
    ids = sorted({id_ for each in family for id_ in each})
    bits = {id_: 1 << n for n, id_ in enumerate(ids)}
    paired = dict.fromkeys(ids, 0)
    """By id, those it stands in sets of two with: nearly all sets are such."""
    beside: dict[str, set[int]] = {id_: set() for id_ in ids}
    for each in family:
        if len(each) == 2:
            one, two = each
            paired[one] |= bits[two]
            paired[two] |= bits[one]
        else:
            together = sum([bits[id_] for id_ in each])
            for id_ in each:
                beside[id_].add(together ^ bits[id_])
    blocks = group_by(ids, lambda id_: (paired[id_], frozenset(beside[id_])))
    return sorted(blocks.values())
