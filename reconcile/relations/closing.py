"""Finds when a toll was complete, after which a higher figure is no growth."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from claims.vocabulary.openness import closes_toll, find_open_days
from reconcile.evidence.reading import Reading
from reconcile.relations.pairs import quantities


def find_closing(readings: Iterable[Reading]) -> str | None:
    """Return the last instant at which tolls of the one event of `readings` were open; None where they still are.

    The day of the first statement stands for that of the event: a dossier that begins late takes growth for longer.
    """
    dated = [reading for reading in readings if reading.clock.end is not None]
    return min((*_stated_ends(dated), *_expected_ends(dated)), default=None)


def _stated_ends(readings: Iterable[Reading]) -> Iterator[str]:
    for reading in readings:
        low, high = quantities(reading)
        if (
            low is not None
            and low == high
            and reading.stance == "asserts"
            and closes_toll(reading.assertion.passage.exact)
        ):
            yield reading.clock.end or ""


def _expected_ends(readings: Iterable[Reading]) -> Iterator[str]:
    first = min(readings, key=lambda reading: reading.clock.end or "", default=None)
    days = find_open_days(first.assertion.subject) if first is not None else None
    if first is None or days is None:
        return
    reported = datetime.fromisoformat(first.clock.end or "")
    if reported < datetime.max - timedelta(days=days):  # else it ends after all that there are dates for
        yield (reported + timedelta(days=days)).isoformat()
