"""The Standards for Casualty Recording: a range, or pending until origins corroborate it.

Source: Every Casualty Counts, Standards for Casualty Recording: as described in reconcile/README.md. Corroboration
takes different outlets and different primary sources; an uncorroborated or contradicted figure is pending, unless the
recorder has said which source goes first: here, the one origin with the best grade of all. Everyone is counted, each
part by its status. Authors are not recorded in a dossier, so that test of the standard is not made.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from operator import attrgetter

from reconcile.policies.case import (
    Case,
    Figure,
    Part,
    Proposal,
    Ruling,
    highest_of,
    least_high,
    make_proposal,
    with_figure,
)

_STATUSES = ("civilians", "security_forces", "attackers")


class EveryCasualty:
    """A range once two origins corroborate each other; pending before."""

    name = "every_casualty"
    version = "2"
    title = "Standards for Casualty Recording"
    source = "Every Casualty Counts, Standards for Casualty Recording, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return a figure, a range, or pending."""
        outlets = {f.through or f.outlet for f in case.figures}
        ruling = _judge(case.latest_of_each_origin(), outlets)
        return make_proposal(self, case, replace(ruling, parts=_record_parts(case)))


def _record_parts(case: Case) -> list[Part]:
    return with_figure(case.part(status, status, _recorded) for status in _STATUSES if status != case.scope)


def _judge(figures: Sequence[Figure], outlets: Collection[str]) -> Ruling:
    """Return the range that origins corroborate, the figure of the best-graded one, or pending."""
    if not figures:
        return Ruling("pending: nobody counts the whole", "Wait for a count of the whole.", pending=True)
    low, high = max(f.low for f in figures), least_high(figures)
    if high is not None and low > high:
        return _prioritise(figures)
    if min(len(figures), len(outlets)) > 1:
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


def _record(clause: str, sentence: str, used: Sequence[Figure], low: int, high: int | None) -> Ruling:
    return Ruling(clause, sentence, used, low=low, best=low if low == high else None, high=high)


def _recorded(name: str, figures: Sequence[Figure]) -> Part:
    """Everyone of a status who is recorded: the range over origins, corroborated or not."""
    newest = {figure.origin: figure for figure in figures}.values()
    return Part(
        name=name,
        low=min(f.low for f in newest),
        high=highest_of(newest),
        used=tuple(sorted(f.id for f in newest)),
    )
