"""The order of the queue: which conflict matters most, as one whole number.

The sum, largest first: what it is about (deaths 400, responsibility 300, harm 200, other 100); how evenly it is
contested (30 for each independent origin on the weaker side, up to 5); how far apart the sides are (up to 99); 600 if a
decision went stale, and 2,000 if reviewers differ, which puts it above all others. Items that wait for a person's word
without a conflict come after those, and items with nothing to be done last. States that one mentions in passing and
another excludes for good are of low severity, whatever they are about. The weights are declared by Variorum.
"""

from collections.abc import Collection, Mapping, Sequence

from claims.values.model import CountValue, MeasureValue, Value
from claims.vocabulary.model import Attribute
from reconcile.evidence.reading import Reading
from reconcile.items.states import STATES, State
from reconcile.relations.undated import is_undated_change

_CONCERN = {"deaths": 400, "responsibility": 300, "harm": 200, "other": 100}
_PER_ORIGIN = 30
_MOST_ORIGINS = 5
_LARGEST_GAP = 99
_MOST_UNDATED = _CONCERN["responsibility"] - 1
"""The most that states without a time of their own come to: low severity."""
_ADDED: Mapping[State, int] = {"differ": 2_000, "stale": 600}
"""What a state adds, whatever the evidence."""


def weigh(
    attribute: Attribute,
    minimal_sets: Sequence[Collection[str]],
    readings: Mapping[str, Reading],
    *,
    state: State,
    origin_of: Mapping[str, str],
) -> int:
    """Return the importance of an item: 0 where nothing is to be done, more the more it matters.

    `origin_of` gives the independent origin of each statement, copies sharing one.
    """
    if not minimal_sets:
        return _ADDED.get(state, 0 if STATES[state].is_settled or not STATES[state].is_queued else 1)
    gap = max(_gap([readings[id_] for id_ in members if id_ in readings]) for members in minimal_sets)
    weaker = min(_MOST_ORIGINS, _weaker_side(minimal_sets, readings, origin_of))
    weight = _CONCERN[attribute.concern] + _PER_ORIGIN * weaker + gap
    if attribute.final and _all_undated(minimal_sets, readings):
        weight = min(weight, _MOST_UNDATED)
    return weight + _ADDED.get(state, 0)


def _all_undated(minimal_sets: Sequence[Collection[str]], readings: Mapping[str, Reading]) -> bool:
    """Return whether every conflict is between states that no word puts at one time."""
    return all(is_undated_change(readings[id_] for id_ in members if id_ in readings) for members in minimal_sets)


def severity(importance: int) -> str:
    """Return the word for an importance: high, medium, low, or none.

    >>> [severity(n) for n in (0, 130, 300, 460)]
    ['none', 'low', 'medium', 'high']
    """
    if importance < _CONCERN["other"]:
        return "none"
    if importance < _CONCERN["responsibility"]:
        return "low"
    return "medium" if importance < _CONCERN["deaths"] else "high"


def _weaker_side(
    minimal_sets: Sequence[Collection[str]], readings: Mapping[str, Reading], origin_of: Mapping[str, str]
) -> int:
    """Return the number of independent origins on the side of the conflict that has fewer.

    The opponents of a statement are the origins that contradict it; the weaker side is the smallest such group.
    """
    opponents: dict[str, set[str]] = {}
    for members in minimal_sets:
        present = [id_ for id_ in members if id_ in readings]
        for one in present:
            opponents.setdefault(one, set()).update(origin_of[other] for other in present if other != one)
    return min(map(len, opponents.values()), default=0)


def _gap(members: Sequence[Reading]) -> int:
    """Return how far apart the members are, 0 to 99: the relative distance of their nearest ends, in per cent."""
    ends = [ends for reading in members if (ends := _ends_of(reading.value)) is not None]
    if len(ends) < 2:
        return _LARGEST_GAP // 2
    highest_low, lowest_high = max(low for low, _ in ends), min(high for _, high in ends)
    scale = max(abs(highest_low), abs(lowest_high))
    if not scale:
        return 0
    return min(_LARGEST_GAP, max(0, round(100 * (highest_low - lowest_high) / scale)))


def _ends_of(value: Value) -> tuple[float, float] | None:
    """Return both ends of a count or measure, an open one as the other; None for a value without an order."""
    if isinstance(value, CountValue):
        return value.low, value.low if value.high is None else value.high
    if not isinstance(value, MeasureValue) or not (value.base_low or value.base_high):
        return None
    return float(value.base_low or value.base_high or 0), float(value.base_high or value.base_low or 0)
