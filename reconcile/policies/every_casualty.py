"""The Standards for Casualty Recording: a range, or pending until origins corroborate it.

Corroboration takes different outlets and different primary sources; an uncorroborated or contradicted figure is
pending, unless the recorder has said which source goes first: here, the one origin with the best grade of all. A
dossier may set another of the ways that the standards name: a range, the majority, or discussion. Everyone is counted,
each part by its status. Authors are not recorded in a dossier, so that test of the standard is not made.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Final

from reconcile.policies.case import (
    Case,
    Figure,
    Part,
    Proposal,
    Ruling,
    highest_of,
    least_high,
    make_proposal,
    range_over_origins,
    with_figure,
)
from reconcile.policies.sources import EVERY_CASUALTY, cite

_STATUSES = ("civilians", "security_forces", "attackers")


class EveryCasualty:
    """A range once two origins corroborate each other; pending before."""

    name = "every_casualty"
    version = "3"
    title = "Standards for Casualty Recording"
    sources = EVERY_CASUALTY
    source = cite(EVERY_CASUALTY)
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return a figure, a range, or pending."""
        outlets = {f.through or f.outlet for f in case.figures}
        ruling = _judge(case.latest_of_each_origin(), outlets, case.way)
        return make_proposal(self, case, replace(ruling, parts=_record_parts(case)))


def _record_parts(case: Case) -> list[Part]:
    """Return everyone of a status who is recorded: the range over origins, corroborated or not."""
    return with_figure(case.part(status, status, range_over_origins) for status in _STATUSES if status != case.scope)


def _judge(figures: Sequence[Figure], outlets: Collection[str], way: str) -> Ruling:
    """Return the range that origins corroborate, what the way of the dossier gives where they disagree, or pending."""
    if not figures:
        return Ruling("pending: nobody counts the whole", "Wait for a count of the whole.", pending=True)
    low, high = max(f.low for f in figures), least_high(figures)
    disagree = high is not None and low > high
    if disagree and (len(outlets) > 1 or way in {"", "hierarchy"}):
        return _WAYS[way](figures)
    if not disagree and min(len(figures), len(outlets)) > 1:
        return _record("corroborated", f"{len(figures)} origins in {len(outlets)} outlets agree.", figures, low, high)
    lacking, sentence = _ONE_OUTLET if len(figures) > 1 else _ONE_SOURCE
    return Ruling(f"pending: {lacking}", sentence, figures, pending=True)


_ONE_OUTLET = ("one outlet", "Several sources, but all through one outlet; wait for another.")
_ONE_SOURCE = ("one source", "Only one independent source; wait for corroboration.")


def _prioritise(figures: Sequence[Figure]) -> Ruling:
    """Return what origins that exclude each other come to: the one with the best grade, where every one has a grade."""
    first, second, *_ = sorted(figures, key=attrgetter("grade"))
    if not first.grade or first.grade == second.grade:
        sentence = "Independent sources exclude each other; wait or investigate."
        return Ruling("pending: sources contradict", sentence, figures, pending=True)
    sentence = f"{first.origin}, graded {first.grade}, goes before every other source."
    return _record("prioritised source", sentence, [first], first.low, first.high)


def _publish_range(figures: Sequence[Figure]) -> Ruling:
    low, high = min(f.low for f in figures), highest_of(figures)
    return _record("range", f"Disagreement is published as a range over {len(figures)} origins.", figures, low, high)


def _take_majority(figures: Sequence[Figure]) -> Ruling:
    """Return the figure that most independent origins give; on a tie it waits."""
    (first, most), *others = Counter(f.entered for f in figures).most_common()
    if others and others[0][1] == most:
        sentence = f"No figure has more than {most} of {len(figures)} origins; wait or investigate."
        return Ruling("pending: no majority", sentence, figures, pending=True)
    used = [f for f in figures if f.entered == first]
    return _record("majority", f"{most} of {len(figures)} independent origins give {first}.", used, first, first)


def _discuss(figures: Sequence[Figure]) -> Ruling:
    sentence = "Independent sources exclude each other; the recorders discuss it."
    return Ruling("pending: discussion", sentence, figures, pending=True)


def _record(clause: str, sentence: str, used: Sequence[Figure], low: int, high: int | None) -> Ruling:
    return Ruling(clause, sentence, used, low=low, best=low if low == high else None, high=high)


_WAYS: Final[Mapping[str, Callable[[Sequence[Figure]], Ruling]]] = {
    "": _prioritise,
    "range": _publish_range,
    "majority": _take_majority,
    "hierarchy": _prioritise,
    "discussion": _discuss,
}
"""What the standards let a recorder do where sources disagree."""
