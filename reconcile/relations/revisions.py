"""What an origin has itself taken back or replaced since, and so no longer stands for.

Owns finding it among the statements of a data item. Refuses to say what follows for a pair (reconcile.relations.gates).
"""

import math
from collections.abc import Iterable, Sequence
from itertools import groupby

from claims.values.model import CountValue
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.comparing import compare_values
from reconcile.evidence.clocks import Clock
from reconcile.evidence.copies import join_copies, link_copies, said_alike
from reconcile.evidence.reading import Reading
from reconcile.relations.pairs import Revision, quantities


def find_revised(readings: Sequence[Reading], vocabulary: Vocabulary) -> dict[str, Revision]:
    """Return the ids of readings that their own origin later replaced by a value that excludes them, or retracted.

    A copy that does not name its origin goes with what it copies.
    """
    revised = _revised_by_origin(readings, vocabulary)
    if not revised:
        return revised
    alike: dict[object, list[Reading]] = {}
    for reading in readings:
        alike.setdefault(said_alike(reading), []).append(reading)
    for group in alike.values():
        if any(reading.id in revised for reading in group) and any(reading.id not in revised for reading in group):
            for copies in join_copies(group, link_copies(group)):
                verdicts = [revised[copy.id] for copy in copies if copy.id in revised]
                judged = {copy.origin for copy in copies if copy.id in revised}  # their own origin has had its say
                revised |= {copy.id: min(verdicts) for copy in copies if verdicts and copy.origin not in judged}
    return revised


def _revised_by_origin(readings: Iterable[Reading], vocabulary: Vocabulary) -> dict[str, Revision]:
    groups: dict[tuple[str, str, str | None], list[Reading]] = {}
    for reading in readings:
        if reading.attribute.time != "state":
            groups.setdefault((reading.origin, reading.attribute.name, reading.scope), []).append(reading)
    revised: dict[str, Revision] = {}
    for group in groups.values():
        if len(group) == 1:
            continue
        clocks = _first_clocks(group)
        dated = sorted((r for r in group if clocks[r.id].end), key=lambda r: (clocks[r.id].end or "", r.id))
        later: list[Reading] = []
        for _, statements in groupby(reversed(dated), key=lambda r: clocks[r.id].end):
            at_once = list(statements)
            for old in at_once:
                if (verdict := _revision(old, later, vocabulary)) is not None:
                    revised[old.id] = verdict
            later = _telling([*later, *at_once])
    return revised


def _telling(readings: Iterable[Reading]) -> list[Reading]:
    """Return those of an origin's statements that can revise an earlier one where any can: of plain counts the lowest
    and the highest, of all others one of each kind.
    """
    counts = [r for r in readings if r.stance == "asserts" and isinstance(r.value, CountValue)]
    told: dict[object, Reading] = {}
    for reading in readings:
        if reading.stance != "suspects" and not (reading.stance == "asserts" and isinstance(reading.value, CountValue)):
            told.setdefault((reading.value, reading.stance), reading)
    if counts:
        lowest = min(counts, key=lambda r: math.inf if (high := quantities(r)[1]) is None else high)
        highest = max(counts, key=lambda r: quantities(r)[0] or 0)
        told |= {"lowest": lowest, "highest": highest}
    return list(told.values())


def _revision(old: Reading, later: Iterable[Reading], vocabulary: Vocabulary) -> Revision | None:
    """Return what its origin's later statements make of an earlier one."""
    if old.stance in {"denies", "retracts"}:
        return None
    found: Revision | None = None
    for new in later:
        outcome = compare_values(old.value, new.value, vocabulary).outcome
        if new.stance == "asserts":
            gone = outcome == "disjoint"
        else:
            gone = new.stance in {"denies", "retracts"} and outcome in {"equal", "inside", "contains"}
        if gone and not _has_grown(old, new):
            return "corrected"
        if gone:
            found = "raised"
    return found


def _first_clocks(group: Sequence[Reading]) -> dict[str, Clock]:
    """Return the clock of each statement of one origin, by id: one passed on knows no more than its first copy."""
    alike: dict[object, list[Reading]] = {}
    for reading in sorted(group, key=lambda r: (r.clock.end or "", r.id)):
        alike.setdefault((reading.value, reading.stance), []).append(reading)
    clocks = {reading.id: reading.clock for reading in group}
    for readings in alike.values():
        for first, *copies in join_copies(readings, link_copies(readings)):
            clocks |= {copy.id: first.clock for copy in copies}
    return clocks


def _has_grown(old: Reading, new: Reading) -> bool:
    """Return whether `new` puts a cumulative count higher than `old`."""
    old_low, new_low = quantities(old)[0], quantities(new)[0]
    if new.attribute.time != "cumulative" or new.stance not in {"asserts", "suspects"}:
        return False
    return old_low is not None and new_low is not None and new_low > old_low
