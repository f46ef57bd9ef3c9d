"""The odd member of an item: the statement that most of its contradictions have in common, and the ways out of them."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from claims.values.model import CountValue, MeasureValue
from reconcile.evidence.reading import Reading
from reconcile.items.conflicts import Findings, find_bound_sets
from reconcile.items.evidence import ItemReadings
from reconcile.items.hitting import Choice, Family, find_hitting_sets
from reconcile.items.item import Doubt, MinimalSet, OddStatement, Way
from reconcile.items.sides import Sides
from reconcile.relations.pairs import quantities

MOST_WAYS: Final = 5
"""Ways out of one item's contradictions that are listed."""

_MOST_ROUNDS: Final = 8
"""How often sums that a way leaves are added to what the next ones must meet."""

_FAR: Final = 2
"""A figure so many times the next one is likelier of another incident than of another time."""

_QUESTIONS: Final[dict[Doubt, str]] = {
    "incident": "of another incident",
    "group": "of another group of people",
    "time": "of another time",
    "reading": "misread",
}


def find_ways(readings: ItemReadings, findings: Findings, sides: Sides) -> tuple[Way, ...]:
    """Return the cheapest ways to set statements aside that leave nothing in conflict, cheapest first.

    Of sums the minimal sets name one for each upper bound, so that another may show once one is set aside: each way is
    tried on the bounds, and what it leaves in conflict the next ones have to meet too. What still leaves something at
    the end is not listed.
    """
    if not findings.minimal_sets:
        return ()
    sets = list(findings.every_set)
    related = {(relation.a, relation.b) for relation in findings.relations}
    for _ in range(_MOST_ROUNDS):
        family = _build_family(sets, sides)
        choices = find_hitting_sets(family, sides.grouping.origin_of, MOST_WAYS).choices
        left = [(each, list(find_bound_sets(readings, findings.forest, related, each.members))) for each in choices]
        if not any(remaining for _, remaining in left):
            break
        sets = [*sets, *(one for _, remaining in left for one in remaining)]
    return tuple(_describe_way(choice, family, sides) for choice, remaining in left if not remaining)


def _build_family(sets: Iterable[MinimalSet], sides: Sides) -> Family:
    family: dict[frozenset[str], float] = {}
    for each in sets:
        excess = each.excess
        missed = _distance([sides.readings[id_] for id_ in each.assertions]) if excess is None else float(excess)
        family[frozenset(each.assertions)] = missed
    return family


def _distance(readings: Sequence[Reading]) -> float:
    """Return how far the figures of statements miss each other; infinite where they have none or share a value."""
    ends = [quantities(reading) for reading in readings if isinstance(reading.value, CountValue | MeasureValue)]
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    gap = max(lows, default=-math.inf) - min(highs, default=math.inf)
    return gap if gap > 0 and len(ends) == len(readings) else math.inf


def _describe_way(choice: Choice, family: Family, sides: Sides) -> Way:
    parts = [_describe_part(part, choice, sides) for part in sides.gather(choice.members)]
    return Way(
        assertions=choice.members,
        origins=choice.price.origins,
        off=choice.price.off if math.isfinite(choice.price.off) else None,
        explanation=f"without {', and '.join(parts)}",
    )


def _describe_part(part: Sequence[str], choice: Choice, sides: Sides) -> str:
    off = max(choice.off[id_] for id_ in part)
    return sides.describe(part) + (f", off by {off:g}" if math.isfinite(off) else "")


def find_odd_statement(findings: Findings, sides: Sides, ways: Sequence[Way]) -> OddStatement | None:
    """Return the statement that takes part in more of the item's minimal sets than any other; None where none does.

    What one voice says is one statement, by however many outlets; two sets of the same statements are one.
    """
    voices = {frozenset(map(sides.voice, each.assertions)) for each in findings.every_set}
    counts = Counter(voice for members in voices for voice in members)
    ranked = counts.most_common(2)
    if len(ranked) < 2 or ranked[0][1] == ranked[1][1]:
        return None
    odd, taken = ranked[0]
    ids = _find_statements(findings, sides, odd)
    doubts = _rank_doubts(sides.readings[ids[0]], [one for id_, one in sides.readings.items() if id_ not in ids])
    is_all = any(way.assertions == ids for way in ways)
    left = "without it the rest can all be true" if is_all else f"it is in {taken} of {len(voices)} contradictions"
    asked = ", ".join(_QUESTIONS[doubt] for doubt in doubts[:-1])
    return OddStatement(
        assertions=ids,
        sets=taken,
        of_sets=len(voices),
        is_all=is_all,
        doubts=doubts,
        explanation=f"Odd one out: {sides.describe(ids)}: {left}. Is it {asked} or {_QUESTIONS[doubts[-1]]}?",
    )


def _find_statements(findings: Findings, sides: Sides, voice: object) -> tuple[str, ...]:
    """Return the ids of what one voice says in the minimal sets, sorted."""
    every = {id_ for each in findings.every_set for id_ in each.assertions}
    return tuple(sorted(id_ for id_ in every if sides.voice(id_) == voice))


def _rank_doubts(odd: Reading, rest: Sequence[Reading]) -> tuple[Doubt, ...]:
    """Return what to ask of a statement, what something speaks for before what nothing does.

    Another group, where that figure is counted of one; a measure is of none. Another time, where it speaks of a time of
    its own. Another incident, where its figure is far from all others.
    """
    is_count = odd.attribute.kind == "count"
    doubts: tuple[Doubt, ...] = ("incident", "group", "time") if is_count else ("incident", "time", "reading")
    signs = {"incident": _is_far(odd, rest), "group": _is_of_a_group(odd, rest), "time": _has_own_time(odd, rest)}
    return tuple(sorted(doubts, key=lambda doubt: not signs.get(doubt, False)))


def _has_own_time(odd: Reading, rest: Iterable[Reading]) -> bool:
    return odd.clock.end is None or not any(odd.clock.meets(other.clock) for other in rest)


def _is_of_a_group(odd: Reading, rest: Iterable[Reading]) -> bool:
    return any(other.scope != odd.scope and other.value == odd.value for other in rest)


def _is_far(odd: Reading, rest: Iterable[Reading]) -> bool:
    """Return whether the figure is a multiple or a fraction of each other one of its scope."""
    own = quantities(odd)[0]
    others = [low for other in rest if other.scope == odd.scope and (low := quantities(other)[0]) is not None]
    return own is not None and bool(others) and all(max(own, low) >= _FAR * min(own, low) for low in others)
