"""Why a claim of an article should be looked at alone before it is accepted together with others."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from claims.models import Assertion
from claims.values import format_value
from claims.values.model import CountValue


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A claim among the others of its article."""

    claim: Assertion
    siblings: Sequence[Assertion]
    """Other claims on the same item, of the same scope and stance."""
    main_event: str
    """The event that more than half of the article's claims are on; empty where there is none."""


def find_oddities(claims: Sequence[Assertion]) -> dict[str, str]:
    """Return what is odd about the claims of one article, by id; claims with nothing odd are left out."""
    main_event = _find_main_event(claims)
    siblings: dict[tuple[str, str, str | None, str], list[Assertion]] = {}
    for claim in claims:
        siblings.setdefault((*claim.item, claim.scope, claim.stance), []).append(claim)
    oddities = {}
    for claim in claims:
        others = [one for one in siblings[*claim.item, claim.scope, claim.stance] if one.id != claim.id]
        candidate = _Candidate(claim, others, main_event)
        if findings := [finding for check in _CHECKS if (finding := check(candidate))]:
            oddities[claim.id] = "; ".join(findings)
    return oddities


def _find_main_event(claims: Sequence[Assertion]) -> str:
    subjects = Counter(claim.subject for claim in claims if claim.subject_kind == "event")
    main = min(subjects, key=lambda name: (-subjects[name], name), default="")
    return main if 2 * subjects[main] > subjects.total() else ""


def _check_scope(candidate: _Candidate) -> str:
    return "nobody says whose number it is" if candidate.claim.scope is None else ""


def _check_hedge(candidate: _Candidate) -> str:
    value = candidate.claim.value
    return "vague" if isinstance(value, CountValue) and value.hedge == "vague" else ""


def _check_stance(candidate: _Candidate) -> str:
    return candidate.claim.stance if candidate.claim.stance != "asserts" else ""


def _check_chain(candidate: _Candidate) -> str:
    return "speaker taken from another sentence" if any(hop.inferred for hop in candidate.claim.chain) else ""


def _check_date(candidate: _Candidate) -> str:
    return "no date" if candidate.claim.as_of is None else ""


def _check_event(candidate: _Candidate) -> str:
    claim, main = candidate.claim, candidate.main_event
    is_elsewhere = main and claim.subject_kind == "event" and claim.subject != main
    return f"under {claim.subject}, not under {main}" if is_elsewhere else ""


def _check_siblings(candidate: _Candidate) -> str:
    claim, siblings = candidate.claim, candidate.siblings
    differing = sorted({format_value(one.value) for one in siblings if not _may_agree(claim, one)})
    if differing:
        return f"the article also has {', '.join(differing[:3])}"
    here = claim.passage
    is_overlapping = any(one.passage.start < here.end and here.start < one.passage.end for one in siblings)
    return "the same words are proposed twice" if is_overlapping else ""


def _may_agree(a: Assertion, b: Assertion) -> bool:
    """Return whether both could be so; counts may overlap, any other values have to be equal."""
    if not (isinstance(a.value, CountValue) and isinstance(b.value, CountValue)):
        return a.value == b.value
    low = max(a.value.low, b.value.low)
    return all(value.high is None or low <= value.high for value in (a.value, b.value))


_CHECKS: Final[tuple[Callable[[_Candidate], str], ...]] = (
    _check_scope,
    _check_hedge,
    _check_stance,
    _check_chain,
    _check_date,
    _check_event,
    _check_siblings,
)
"""What can be odd about a claim, in the order in which it is said; a check returns nothing where all is well."""
