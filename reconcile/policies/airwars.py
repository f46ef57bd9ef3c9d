"""Airwars' range of civilians harmed, with a grade.

Source: Airwars, Methodology (airwars.org/about/methodology), civilian harm grading, for `confirmed` (a belligerent
accepts it) and `fair` (two or more credible sources); the rest as described in reconcile/README.md. The least and the
most reported, of civilians only; where nobody counts them apart, of everyone, with a warning. Grades: `confirmed`
where a party to the fighting itself reports harm (an armed group speaks, or a source set as belligerent), `fair` for
two or more independent origins, `weak` for one, `contested` where origins exclude each other, or where two parties to
the fighting do, whatever one of them accepts, `discounted` where what is left is none, or rests on sources graded E.
Whose attack it was is another data item, which a count does not hold.
"""

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
        if not apart and case.scope in _COMBATANTS:
            sentence = f"Only {(case.scope or '').replace('_', ' ')} are counted, and no civilians."
            return make_proposal(self, case, Ruling("civilians only: blank", sentence))
        figures = case.latest_of_each_origin(apart or case.figures)
        if not figures:
            return make_proposal(self, case, _NOT_COUNTED)
        ruling = _rule(figures)
        if apart:
            why_not = {f.id: "it counts more than civilians" for f in case.figures}
            ruling = replace(ruling, clause=f"civilians, {ruling.clause}", why_not=why_not)
        elif _CIVILIANS in case.tree and case.scope == TOTAL:
            ruling = replace(ruling, warning="these count everyone; nobody counts civilians apart")
        return make_proposal(self, case, ruling)


def _rule(figures: list[Figure]) -> Ruling:
    low = min(f.low for f in figures)
    high = max(f.high if f.high is not None else f.low for f in figures)
    grade = _grade(figures)
    origins = f"{len(figures)} independent {'origin gives' if len(figures) == 1 else 'origins give'}"
    sentence = f"{origins} {low} to {high}; graded {grade}."
    return Ruling(f"range, graded {grade}", sentence, figures, low=low, high=high, grade=grade)


def _grade(figures: list[Figure]) -> str:
    if all(f.high == 0 for f in figures) or all(f.grade == "E" for f in figures):
        return "discounted"
    if _exclude([f for f in figures if f.belligerent]):
        return "contested"
    if any(f.belligerent and f.high != 0 for f in figures):
        return "confirmed"
    if _exclude(figures):
        return "contested"
    return "weak" if len(figures) == 1 else "fair"


def _exclude(figures: list[Figure]) -> bool:
    """Return whether some two figures cannot both be true."""
    ceiling = min((f.high for f in figures if f.high is not None), default=None)
    return ceiling is not None and max(f.low for f in figures) > ceiling
