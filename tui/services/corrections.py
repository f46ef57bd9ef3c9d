"""What reviewers mended in proposals, as test cases for whatever proposed them.

Owns the shape of a case: the words, what was proposed of them, what a reviewer made of it. A rejected proposal has no
corrected fields, a claim that no proposer found no proposed ones.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from claims.claimsfile import export_line
from claims.decisions import ABOUT_READING, fold_acts
from claims.models import Assertion, Decision
from tui.services.claim_fields import BY_REVIEWER
from tui.services.workspace import Workspace

_FIELDS = ("attribute", "value", "low", "high", "scope", "subject", "subject_kind", "stance", "as_of", "chain")


def correction_lines(workspace: Workspace) -> Iterator[dict[str, Any]]:
    """Yield the cases by article, place in the text and proposal."""
    store = workspace.dossier
    held = fold_acts(reversed(store.recent_decisions(2**31)))
    names = store.article_labels()
    claims = {one.id: one for one in store.assertions() if one.tier or one.rule == BY_REVIEWER}
    removed = {id_ for id_, decision in held.items() if decision.action != "confirm"}
    mended = {decision.replaced_by for decision in held.values() if decision.replaced_by}
    cases: list[tuple[Assertion, Assertion | None, Assertion | None, Decision | None]] = []
    for id_, decision in held.items():
        claim = claims.get(id_)
        if claim is not None and claim.tier and decision.reason in ABOUT_READING:
            cases.append((claim, claim, _last(decision, held, claims), decision))
    for id_, claim in claims.items():
        if not claim.tier and id_ not in mended | removed:
            cases.append((claim, None, claim, None))
    cases.sort(key=lambda case: (names.get(case[0].passage.article, ""), case[0].passage.start, case[0].id))
    for words, proposed, corrected, case_decision in cases:
        yield {
            "article": names.get(words.passage.article, words.passage.article),
            "article_id": words.passage.article,
            "quote": words.passage.exact,
            "start": words.passage.start,
            "end": words.passage.end,
            "proposed": _fields(proposed),
            "corrected": _fields(corrected),
            "proposer": words.extracted_by if proposed else "",
            "rule": words.rule if proposed else "",
            "reason": case_decision.reason if case_decision else "missed",
            "rationale": case_decision.rationale if case_decision else "",
        }


def _last(decision: Decision, held: Mapping[str, Decision], claims: Mapping[str, Assertion]) -> Assertion | None:
    """Return the reading that holds in the end, through mendings of mendings; None where it was rejected."""
    seen: set[str] = set()
    while decision.replaced_by is not None and decision.replaced_by not in seen:
        seen.add(decision.replaced_by)
        later = held.get(decision.replaced_by)
        if later is None or later.action == "confirm":
            return claims.get(decision.replaced_by)
        decision = later
    return None


def _fields(claim: Assertion | None) -> dict[str, Any] | None:
    if claim is None:
        return None
    line = export_line(claim, article="", status="", recorded_at="")
    return {name: line[name] for name in _FIELDS}
