"""Finds the statements that have since been taken back or replaced."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter

from claims.grouping import group_by
from claims.values.model import CountValue
from claims.vocabulary.corrections import find_replaced_figures, says_revised
from claims.vocabulary.model import Vocabulary
from reconcile.comparison.comparing import compare_values
from reconcile.evidence.clocks import Clock
from reconcile.evidence.copies import join_copies, link_copies, said_alike
from reconcile.evidence.reading import Reading
from reconcile.relations.pairs import Revision, quantities


def find_revised(readings: Sequence[Reading], vocabulary: Vocabulary) -> dict[str, Revision]:
    """Return the ids of readings that their own origin later replaced by a value that excludes them, or retracted, of
    those that a later edition of their article replaced, and of those that another text names as replaced.

    A copy that does not name its origin goes with what it copies.
    """
    if len(readings) < 2:
        return {}
    revised = _revised_by_edition(readings, vocabulary) | _revised_by_name(readings)
    revised |= _revised_by_origin(readings, vocabulary)
    if not revised:
        return revised
    for group in group_by(readings, said_alike).values():
        if {reading.id in revised for reading in group} == {True, False}:
            for copies in join_copies(group, link_copies(group)):
                revised |= _revised_with(copies, revised)
    return revised


def _revised_with(copies: Sequence[Reading], revised: Mapping[str, Revision]) -> dict[str, Revision]:
    """Return the copies to be revised with those that are; an origin revised here has settled its own statements."""
    known = [copy for copy in copies if copy.id in revised]
    if not known:
        return {}
    verdict, origins = min(revised[copy.id] for copy in known), {copy.origin for copy in known}
    return {copy.id: verdict for copy in copies if copy.origin not in origins}


def _revised_by_edition(readings: Iterable[Reading], vocabulary: Vocabulary) -> dict[str, Revision]:
    """Return what stood in an article, and in its next edition with something to say of the same no longer stands."""
    revised: dict[str, Revision] = {}
    editions = (reading for reading in readings if reading.edition.of)
    for group in group_by(editions, attrgetter("edition.of", "attribute.name", "scope")).values():
        numbered = group_by(group, attrgetter("edition.number"))
        for old, new in pairwise(sorted(numbered)):
            gone = (reading for reading in numbered[old] if not _stands_in(reading, numbered[new], vocabulary))
            revised |= dict.fromkeys((reading.id for reading in gone), "edition")
    return revised


def _stands_in(old: Reading, edition: Iterable[Reading], vocabulary: Vocabulary) -> bool:
    """Return whether a later edition still says what an earlier one said."""
    return any(
        new.stance == old.stance and compare_values(old.value, new.value, vocabulary).outcome == "equal"
        for new in edition
    )


def _revised_by_name(readings: Iterable[Reading]) -> dict[str, Revision]:
    """Return the figures that a text no older names as replaced by its own: "57, not 63 as previously reported"."""
    revised: dict[str, Revision] = {}
    counts = (reading for reading in readings if _is_plain_count(reading))
    for group in group_by(counts, attrgetter("attribute.name", "scope")).values():
        for new in group if len(group) > 1 else ():
            figures = find_replaced_figures(new.around.passage)
            if not figures and not _replaces_another(new, group):
                continue
            is_meant = _is_named if figures else _is_lowered
            revised |= {
                old.id: "named" for old in group if _has_one_figure_else(old, new) and is_meant(old, new, figures)
            }
    return revised


def _has_one_figure_else(old: Reading, new: Reading) -> bool:
    (low, high), bounds = quantities(old), quantities(new)
    return low is not None and low == high and low not in bounds


def _replaces_another(new: Reading, group: Iterable[Reading]) -> bool:
    """Return whether a sentence replaces a figure that it does not name and that its speaker has not given."""
    own = (old for old in group if old.origin == new.origin)
    return says_revised(new.sentence) and not any(_is_lowered(old, new) for old in own)


def _is_named(old: Reading, new: Reading, figures: Collection[int]) -> bool:
    low, _ = quantities(old)
    return low is not None and int(low) in figures and old.order(new) != "later"


def _is_lowered(old: Reading, new: Reading, _figures: Collection[int] = ()) -> bool:
    """Return whether a later statement puts a count lower than an earlier one."""
    return old.order(new) == "earlier" and _highest(new) < (quantities(old)[0] or 0)


def _revised_by_origin(readings: Iterable[Reading], vocabulary: Vocabulary) -> dict[str, Revision]:
    lasting = (reading for reading in readings if reading.attribute.time != "state")
    revised: dict[str, Revision] = {}
    for group in group_by(lasting, attrgetter("origin", "attribute.name", "scope")).values():
        if len(group) > 1:
            revised.update(_revised_in(group, vocabulary))
    return revised


def _revised_in(group: Sequence[Reading], vocabulary: Vocabulary) -> Iterator[tuple[str, Revision]]:
    """Yield the ids that an origin revised of what it said of one thing, latest first."""
    if _go_together(group):
        return
    clocks = _first_clocks(group)
    dated = sorted((r for r in group if clocks[r.id].end), key=lambda r: (clocks[r.id].end or "", r.id))
    later: list[Reading] = []
    for at_once in group_by(reversed(dated), lambda r: clocks[r.id].end).values():
        for old in at_once:
            if (verdict := _revision(old, later, vocabulary)) is not None:
                yield old.id, verdict
        later = _select_revising([*later, *at_once])


def _go_together(group: Iterable[Reading]) -> bool:
    """Return whether statements are counts which all hold of one number, so that none of them can revise another."""
    bounds = [reading.bound for reading in group]
    if None in bounds:
        return False
    highs = (bound.high for bound in bounds if bound is not None and bound.high is not None)
    return max(bound.low for bound in bounds if bound is not None) <= min(highs, default=math.inf)


def _select_revising(readings: Iterable[Reading]) -> list[Reading]:
    """Return those of an origin's statements that can revise an earlier one where any can: of plain counts the lowest
    and the highest, of all others one of each kind.
    """
    counts = list(filter(_is_plain_count, readings))
    selected: dict[object, Reading] = {}
    for reading in readings:
        if reading.stance != "suspects" and not _is_plain_count(reading):
            selected.setdefault((reading.value, reading.stance), reading)
    if counts:
        selected |= {"lowest": min(counts, key=_highest), "highest": max(counts, key=lambda r: quantities(r)[0] or 0)}
    return list(selected.values())


def _is_plain_count(reading: Reading) -> bool:
    return reading.stance == "asserts" and isinstance(reading.value, CountValue)


def _highest(reading: Reading) -> float:
    high = quantities(reading)[1]
    return math.inf if high is None else high


def _revision(old: Reading, later: Iterable[Reading], vocabulary: Vocabulary) -> Revision | None:
    """Return what its origin's later statements make of an earlier one."""
    if old.stance in {"denies", "retracts"}:
        return None
    revising = [new for new in later if _excludes(new, old, vocabulary)]
    if not revising:
        return None
    return "raised" if all(_has_grown(old, new) for new in revising) else "corrected"


def _excludes(new: Reading, old: Reading, vocabulary: Vocabulary) -> bool:
    """Return whether a later statement leaves no room for an earlier one: another value, or a denial of its own."""
    outcome = compare_values(old.value, new.value, vocabulary).outcome
    if new.stance == "asserts":
        return outcome == "disjoint"
    return new.stance in {"denies", "retracts"} and outcome in {"equal", "inside", "contains"}


def _first_clocks(group: Sequence[Reading]) -> dict[str, Clock]:
    """Return the clock of each statement of one origin, by id: one passed on knows no more than its first copy."""
    by_time = sorted(group, key=lambda r: (r.clock.end or "", r.id))
    clocks = {reading.id: reading.clock for reading in group}
    for readings in group_by(by_time, attrgetter("value", "stance")).values():
        for first, *copies in join_copies(readings, link_copies(readings)):
            clocks |= {copy.id: first.clock for copy in copies}
    return clocks


def _has_grown(old: Reading, new: Reading) -> bool:
    """Return whether `new` puts a cumulative count higher than `old`."""
    old_low, new_low = quantities(old)[0], quantities(new)[0]
    if new.attribute.time != "cumulative" or new.stance not in {"asserts", "suspects"}:
        return False
    return old_low is not None and new_low is not None and new_low > old_low
