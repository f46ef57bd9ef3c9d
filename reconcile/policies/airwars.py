"""Airwars' range of civilians harmed, with the grade of the report.

What a party says of responsibility grades, never a figure: `confirmed` where one has accepted it and not denied it
since, `contested` where several compete for it or are held to it, `discounted` where the victims were combatants or
somebody else did it, `weak` for one credible source, `fair` for two and more where a party is known, or likely, to have
acted near. Near actions and the credibility of sources are a reviewer's to set. Where they are not, several sources
have no grade, and it says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from claims.vocabulary.model import TOTAL
from reconcile.policies.accounts import Parties
from reconcile.policies.case import (
    Case,
    Figure,
    Part,
    Proposal,
    Ruling,
    add_parts,
    explain_all,
    make_proposal,
    range_over_origins,
    with_figure,
)
from reconcile.policies.sources import AIRWARS, cite

_CIVILIANS: Final = "civilians"
_COMBATANTS: Final = ("attackers", "security_forces")
_APART: Final = ("children", "women", "men", "directly_participating")
_NOT_COUNTED: Final = Ruling("no civilians counted: blank", "Nobody counts civilians apart.")


@dataclass(frozen=True, slots=True)
class _Grade:
    """A grade with its reason."""

    name: str
    """Empty for none."""
    why: str
    beside: tuple[str, ...] = ()
    """Ids of the statements on responsibility that it rests on."""


class Airwars:
    """Minimum and maximum over origins, graded by who accepts responsibility and who reports."""

    name = "airwars"
    version = "5"
    title = "Airwars"
    sources = AIRWARS
    source = cite(AIRWARS)
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the range and its grade, and who else was harmed."""
        return make_proposal(self, case, replace(_rule(case), parts=_count_apart(case)))


def _rule(case: Case) -> Ruling:
    why_not = explain_all(case.figures, "it counts more than civilians")
    if apart := case.by_scope.get(_CIVILIANS):
        return replace(_range("civilians, ", case, case.latest_of_each_origin(apart)), why_not=why_not)
    added = case.part(_CIVILIANS, _CIVILIANS, range_over_origins)
    if added.low is not None and case.scope == TOTAL:
        ruling = _range("civilians added up, ", case, [f for f in _every_figure(case) if f.id in added.used])
        return replace(ruling, low=added.low, high=added.high, why_not=why_not)
    return _rule_for_all(case)


def _rule_for_all(case: Case) -> Ruling:
    """Return the range of figures among which nobody counts civilians apart."""
    if case.scope in _COMBATANTS:
        return Ruling("civilians only: blank", f"Only {case.scope.replace('_', ' ')} are counted, and no civilians.")
    if not case.figures:
        return _NOT_COUNTED
    ruling = _range("", case, case.latest_of_each_origin())
    if _CIVILIANS in case.tree and case.scope == TOTAL:
        warning = "; ".join(filter(None, ("these count everyone; nobody counts civilians apart", ruling.warning)))
        return replace(ruling, warning=warning)
    return ruling


def _range(whose: str, case: Case, figures: Sequence[Figure]) -> Ruling:
    grade = _grade(case, figures)
    low, high = min(f.low for f in figures), max(f.highest for f in figures)
    origins = {f.origin for f in figures}
    gives = "origin gives" if len(origins) == 1 else "origins give"
    graded = f"graded {grade.name}" if grade.name else "not graded"
    sentence = f"{len(origins)} independent {gives} {low} to {high}; {graded}: {grade.why}."
    clause = f"{whose}range, {graded}"
    warning = "" if grade.name else grade.why
    return Ruling(clause, sentence, figures, low, None, high, grade=grade.name, warning=warning, beside=grade.beside)


def _grade(case: Case, figures: Sequence[Figure]) -> _Grade:
    """Return the first grade that applies, by responsibility before sources."""
    return _discount(case, figures) or _judge_responsibility(case) or _judge_sources(case, figures)


def _discount(case: Case, figures: Sequence[Figure]) -> _Grade | None:
    accounts = case.accounts
    if {f.high for f in figures} == {0}:
        return _Grade("discounted", "nobody reports harm")
    if accounts.victim_status.value == "combatants":
        return _Grade("discounted", "those harmed were combatants", accounts.victim_status.ids)
    party = accounts.settled.value
    others = [each for each in accounts.accused if each in accounts.belligerents and not accounts.are_one(each, party)]
    if party and others and party not in accounts.belligerents:
        return _Grade("discounted", f"{party} is most likely responsible, no belligerent", accounts.settled.ids)
    return None


def _judge_responsibility(case: Case) -> _Grade | None:
    if case.accounts.is_contested:
        return _Grade("contested", "a reviewer holds responsibility to be contested")
    accepting, ids = _find_open(case, case.accounts.accepted)
    if len(accepting) > 1:
        return _Grade("contested", f"{' and '.join(accepting)} each claim responsibility", ids)
    if accepting:
        return _Grade("confirmed", f"{accepting[0]} has accepted responsibility", ids)
    blamed, ids = _find_open(case, case.accounts.accused)
    return _Grade("contested", f"{' and '.join(blamed)} are each held responsible", ids) if len(blamed) > 1 else None


def _find_open(case: Case, parties: Parties) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return those of some parties that may still be responsible, by name, and the statements on all of them."""
    still_open = {party: ids for party, ids in parties.items() if _is_open(case, party)}
    return case.accounts.apart(still_open), tuple(chain.from_iterable(still_open.values()))


def _is_open(case: Case, party: str) -> bool:
    """Return whether a party may still be responsible: a reviewer has found nobody so, or this very one."""
    settled = case.accounts.settled.value
    return not settled or case.accounts.are_one(party, settled)


def _judge_sources(case: Case, figures: Sequence[Figure]) -> _Grade:
    credible = {f.origin for f in figures if not f.graded_doubtful}
    near = case.accounts.near_actions
    if len({f.origin for f in figures}) == 1:
        return _Grade("weak", "a single source")
    if len(credible) < 2:
        few = "one of the sources is" if credible else "no source is"
        return _Grade("weak" if credible else "", f"{few} held credible")
    if near.value in {"confirmed", "likely"}:
        return _Grade("fair", f"{len(credible)} credible sources, near actions {near.value}", near.ids)
    known = "no party acted near" if near.value == "none" else "nobody has set whether a party acted near"
    return _Grade("", f"{len(credible)} credible sources, and {known}", near.ids)


def _every_figure(case: Case) -> list[Figure]:
    return [figure for figures in case.by_scope.values() for figure in figures]


def _count_apart(case: Case) -> list[Part]:
    """Return who is counted beside civilians, and who of them: belligerents, children, women, men, participants."""
    forces, parts = (
        [case.part(scope, scope, range_over_origins) for scope in scopes if scope != case.scope]
        for scopes in (_COMBATANTS, _APART)
    )
    return with_figure((add_parts("belligerents", forces), *parts))
