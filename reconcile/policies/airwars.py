"""Airwars' range of civilians harmed, with a grade.

Source: Airwars, Methodology (airwars.org/about/methodology), civilian harm grading, for `confirmed` (a belligerent
accepts it) and `fair` (two or more credible sources); the rest as described in reconcile/README.md. The least and the
most reported, of civilians only; where nobody counts them apart, of everyone, with a warning. Grades: `confirmed`
where a party to the fighting itself reports harm (an armed group speaks, or a source set as belligerent), `fair` for
two or more independent origins, `weak` for one, `contested` where origins exclude each other, or where two parties to
the fighting do, whatever one of them accepts, `discounted` where what is left is none, or rests on sources graded E.
Whose attack it was is another data item, which a count does not hold.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from claims.vocabulary.model import TOTAL
from reconcile.policies.case import Case, Figure, Proposal, Ruling, make_proposal

_CIVILIANS: Final = "civilians"
_COMBATANTS: Final = ("attackers", "security_forces")
_NOT_COUNTED: Final = Ruling("no civilians counted: blank", "Nobody counts civilians apart.")


class Airwars:
    """Minimum and maximum over origins, graded."""

    name = "airwars"
    version = "3"
    title = "Airwars"
    source = "Airwars, Methodology, grading; the range as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the range and its grade."""
        apart = case.by_scope.get(_CIVILIANS)
        return make_proposal(self, case, _rule_apart(case, apart) if apart else _rule_for_all(case))


def _rule_apart(case: Case, civilians: Iterable[Figure]) -> Ruling:
    ruling = _rule(case.latest_of_each_origin(civilians))
    why_not = {f.id: "it counts more than civilians" for f in case.figures}
    return replace(ruling, clause=f"civilians, {ruling.clause}", why_not=why_not)


def _rule_for_all(case: Case) -> Ruling:
    """Return the range of figures among which nobody counts civilians apart."""
    if case.scope in _COMBATANTS:
        return Ruling("civilians only: blank", f"Only {case.scope.replace('_', ' ')} are counted, and no civilians.")
    if not case.figures:
        return _NOT_COUNTED
    ruling = _rule(case.latest_of_each_origin())
    if _CIVILIANS in case.tree and case.scope == TOTAL:
        return replace(ruling, warning="these count everyone; nobody counts civilians apart")
    return ruling


def _rule(figures: list[Figure]) -> Ruling:
    low = min(f.low for f in figures)
    high = max(f.highest for f in figures)
    grade = _grade(figures)
    origins = f"{len(figures)} independent {'origin gives' if len(figures) == 1 else 'origins give'}"
    sentence = f"{origins} {low} to {high}; graded {grade}."
    return Ruling(f"range, graded {grade}", sentence, figures, low=low, high=high, grade=grade)


def _grade(figures: list[Figure]) -> str:
    if _count_for_nothing(figures):
        return "discounted"
    by_parties = [f for f in figures if f.belligerent]
    if _exclude(by_parties):
        return "contested"
    if any(f.high != 0 for f in by_parties):
        return "confirmed"
    if _exclude(figures):
        return "contested"
    return "weak" if len(figures) == 1 else "fair"


def _count_for_nothing(figures: list[Figure]) -> bool:
    return {f.high for f in figures} == {0} or {f.grade for f in figures} == {"E"}


def _exclude(figures: list[Figure]) -> bool:
    """Return whether some two figures cannot both be true."""
    ceiling = min((f.high for f in figures if f.high is not None), default=None)
    return ceiling is not None and max(f.low for f in figures) > ceiling
