"""What reviewers corrected in proposals, as test cases for whatever proposed them.

A case has the words, what was proposed of them and what a reviewer made of it. A rejected proposal has no corrected
fields, a claim that no proposer found has no proposed ones.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claims.claimsfile import export_line
from claims.decisions import ABOUT_READING, fold_acts
from claims.models import Assertion, Decision, Passage
from tui.services.claim_fields import BY_REVIEWER
from tui.services.workspace import Workspace

_FIELDS = ("attribute", "value", "low", "high", "scope", "subject", "subject_kind", "stance", "as_of", "chain")


@dataclass(frozen=True, slots=True)
class _Case:
    """One correction."""

    claim: Assertion
    """The proposal, or the claim that no proposer found: its words are the case's."""
    proposed: Assertion | None
    corrected: Assertion | None
    decision: Decision | None
    """The one that set the proposal aside."""

    @property
    def passage(self) -> Passage:
        return self.claim.passage


def correction_lines(workspace: Workspace) -> Iterator[dict[str, Any]]:
    """Yield the cases by article, place in the text and proposal."""
    store = workspace.dossier
    names = store.article_labels()
    decisions = fold_acts(reversed(store.recent_decisions(2**31)))
    claims = {one.id: one for one in store.assertions() if one.tier or one.rule == BY_REVIEWER}
    cases = [*_corrected(decisions, claims), *_missed(decisions, claims)]
    cases.sort(key=lambda case: (names.get(case.passage.article, ""), case.passage.start, case.claim.id))
    for case in cases:
        yield _line(case, names.get(case.passage.article, case.passage.article))


def _line(case: _Case, article: str) -> dict[str, Any]:
    return {
        "article": article,
        "article_id": case.passage.article,
        "quote": case.passage.exact,
        "start": case.passage.start,
        "end": case.passage.end,
        "proposed": _fields(case.proposed),
        "corrected": _fields(case.corrected),
        "proposer": case.claim.extracted_by if case.proposed else "",
        "rule": case.claim.rule if case.proposed else "",
        "reason": case.decision.reason if case.decision else "missed",
        "rationale": case.decision.rationale if case.decision else "",
    }


def _corrected(decisions: Mapping[str, Decision], claims: Mapping[str, Assertion]) -> Iterator[_Case]:
    """Yield the proposals that were set aside because they misread their words."""
    for id_, decision in decisions.items():
        claim = claims.get(id_)
        if claim is not None and claim.tier and decision.reason in ABOUT_READING:
            yield _Case(claim, claim, _final_reading(decision, decisions, claims), decision)


def _missed(decisions: Mapping[str, Decision], claims: Mapping[str, Assertion]) -> Iterator[_Case]:
    """Yield the claims that reviewers entered where nothing was proposed."""
    removed = {id_ for id_, decision in decisions.items() if decision.action != "confirm"}
    replacements = {decision.replaced_by for decision in decisions.values() if decision.replaced_by}
    for id_, claim in claims.items():
        if not claim.tier and id_ not in replacements | removed:
            yield _Case(claim, None, claim, None)


def _final_reading(
    decision: Decision, decisions: Mapping[str, Decision], claims: Mapping[str, Assertion]
) -> Assertion | None:
    """Return the reading that mending a proposal led to in the end; None where it was rejected."""
    seen: set[str] = set()
    while decision.replaced_by is not None and decision.replaced_by not in seen:
        seen.add(decision.replaced_by)
        later = decisions.get(decision.replaced_by)
        if later is None or later.action == "confirm":
            return claims.get(decision.replaced_by)
        decision = later
    return None


def _fields(claim: Assertion | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    line = export_line(claim, article="", status="", recorded_at="")
    return {name: line[name] for name in _FIELDS}
