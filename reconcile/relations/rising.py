"""Finds what a growing toll had overtaken within days, so that its figures of one day are steps of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Final

from claims.grouping import group_by
from claims.values.model import CountValue
from reconcile.evidence.reading import Reading

_WITHIN: Final = timedelta(days=3)
"""How soon a higher figure must follow for those of a day to be steps towards it (declared by Variorum)."""


def find_overtaken(readings: Iterable[Reading]) -> dict[str, int]:
    """Return by id the least that any later statement counts, where one follows within days and all are known."""
    counts = (reading for reading in readings if _counts_a_growing_toll(reading))
    groups = group_by(counts, attrgetter("attribute.name", "scope")).values()
    return {id_: least for group in groups for id_, least in _overtaken_in(group)}


def _counts_a_growing_toll(reading: Reading) -> bool:
    is_count = isinstance(reading.value, CountValue) and reading.stance in {"asserts", "suspects"}
    return is_count and reading.attribute.time == "cumulative" and reading.clock.end is not None


def _overtaken_in(group: Sequence[Reading]) -> Iterator[tuple[str, int]]:
    by_time: Mapping[str, list[Reading]] = group_by(group, lambda reading: reading.clock.end or "")
    following, least = "", None
    for time in sorted(by_time, reverse=True):
        if least is not None and datetime.fromisoformat(following) - datetime.fromisoformat(time) <= _WITHIN:
            yield from ((reading.id, least) for reading in by_time[time])
        lows = (reading.value.low for reading in by_time[time] if isinstance(reading.value, CountValue))
        following, least = time, min(lows) if least is None else min(least, *lows)
