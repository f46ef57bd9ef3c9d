"""The Global Terrorism Database's rule for differing casualty figures.

Most recent figure; one that is doubtful or rests on the perpetrators' claims is skipped; then the majority of
independent origins; then the lowest. Words too vague for a figure leave the field blank, never 0. Attackers are in the
total, and entered apart besides.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from reconcile.policies.case import Case, Figure, Part, Proposal, Ruling, enter_figure, make_proposal, of_latest_time
from reconcile.policies.sources import GTD, cite

_ATTACKERS: Final = "attackers"
"""The part that the codebook enters apart, and the scope it is counted under."""


class Gtd:
    """Most recent, then majority, then lowest."""

    name = "gtd"
    version = "2"
    title = "Global Terrorism Database"
    sources = GTD
    source = cite(GTD)
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return one figure or a blank, and the attackers apart."""
        why_not = {f.id: _why_unusable(f) or "an earlier or less supported figure" for f in case.figures}
        return make_proposal(self, case, replace(_choose(case.figures), why_not=why_not, parts=_enter_attackers(case)))


def _enter_attackers(case: Case) -> list[Part]:
    apart = case.part(_ATTACKERS, _ATTACKERS, _enter)
    return [] if case.scope == _ATTACKERS or apart.low is None else [apart]


def _choose(figures: Iterable[Figure]) -> Ruling:
    usable = [figure for figure in figures if not _why_unusable(figure)]
    if not usable:
        return Ruling("too vague or doubtful: blank", "No usable figure, so the field stays blank.")
    latest = of_latest_time(usable)
    point, clause, sentence = _choose_point(latest)
    return enter_figure(clause, sentence, latest, point)


def _choose_point(latest: Sequence[Figure]) -> tuple[int, str, str]:
    """Return the figure to enter of those of the latest date, with clause and sentence."""
    points = {f.entered for f in latest}
    lowest = min(points)
    if len(points) == 1:
        return lowest, "most recent figure", f"The most recent figure is {lowest}."
    votes = Counter({f.origin: f.entered for f in latest}.values())
    (first, count), *others = votes.most_common()
    if not others or count > others[0][1]:
        sentence = f"{first} is given by {count} of {votes.total()} independent origins of the latest date."
        return first, "majority of independent origins", sentence
    return lowest, "no majority: the lowest", f"No figure has a majority, so the lowest, {lowest}."


def _enter(name: str, figures: Sequence[Figure]) -> Part:
    ruling = _choose(figures)
    used = tuple(sorted(f.id for f in ruling.used))
    return Part(name=name, low=ruling.low, best=ruling.best, high=ruling.high, used=used)


def _why_unusable(figure: Figure) -> str:
    if figure.point is None:
        return "too vague for a figure"
    if figure.by_perpetrator:
        return "rests on a perpetrator's claim"
    if figure.graded_doubtful:
        return f"a reviewer graded {figure.graded_doubtful}"
    return "told as unconfirmed" if figure.doubtful else ""
