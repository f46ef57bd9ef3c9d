"""The sentences of a data item: why it is as it is, and what a reader should know besides."""

from collections.abc import Mapping, Sequence
from typing import Final

from claims.values import format_value
from claims.vocabulary.model import TOTAL
from claims.vocabulary.scope_words import format_scope
from reconcile.evidence.reading import Reading
from reconcile.items.conflicts import MOST_COMPARED, Findings
from reconcile.items.evidence import ItemReadings
from reconcile.items.item import Resolution, Verdict
from reconcile.items.sides import Sides, explain_conflict
from reconcile.items.states import OPEN_STATES
from reconcile.policies import Proposal
from reconcile.relations.pairs import HELD

_PLAINNESS: Final = {"identical": 2, "equivalent": 2, "same_origin": 2, "different_attribute": 3}
"""Relations that say least of why an item agrees, given only where there is no other."""


def explain_item(
    readings: ItemReadings,
    findings: Findings,
    sides: Sides,
    resolution: Resolution,
    proposals: Sequence[Proposal],
    policy: str,
) -> str:
    """Return why an item is as it is; `policy` is the one the dossier goes by, whose proposal comes first."""
    explanation = _explain_state(readings.in_force, findings, sides, resolution)
    if proposals and proposals[0].policy == policy and resolution.state in OPEN_STATES:
        explanation += f" ({policy} proposes {proposals[0].shown}.)"
    return explanation + _explain_proposed(readings)


def _explain_state(readings: Sequence[Reading], findings: Findings, sides: Sides, resolution: Resolution) -> str:
    if resolution.state == "differ":
        return f"Reviewers differ: {'; '.join(map(verdict_words, resolution.verdicts))}."
    if resolution.state == "held":
        return _ask(readings, findings)
    if resolution.state == "stale" and (resolution.gone or resolution.unseen):
        return _explain_stale(readings, resolution)
    if findings.minimal_sets:
        return explain_conflict(findings, sides)
    if not readings:
        return "No evidence is left."
    if findings.relations:
        return min(findings.relations, key=lambda r: (_PLAINNESS.get(r.relation, 1), r.a, r.b)).explanation
    return f"Said once: {readings[0].phrase}."


def _explain_stale(readings: Sequence[Reading], resolution: Resolution) -> str:
    gone = f"The decision accepted {resolution.gone}." if resolution.gone else ""
    if not resolution.unseen:
        return gone
    arrived = "; ".join(r.phrase for r in readings if r.id in resolution.unseen[:3])
    settled = f"the accepted {resolution.answer}" if resolution.answer else "what was decided"
    words = f"Arrived since the decision, and does not agree with {settled}: {arrived}."
    return f"{gone} {words}".strip()


def verdict_words(verdict: Verdict) -> str:
    """Return who said what of an item: `A. Ames 17`, `B. Boone contested`."""
    decision = verdict.decision
    said = verdict.answer or verdict.gone or decision.action.replace("_", " ")
    scope = "" if verdict.scope in {None, TOTAL} else f" {format_scope(verdict.scope or '')}"
    return f"{decision.reviewer}: {said}{scope}"


def _ask(readings: Sequence[Reading], findings: Findings) -> str:
    """Return the one question whose answer would free an item that is held, and how many more there are."""
    unplaced = [r for r in readings if r.scope is None and r.attribute.kind == "count"]
    if unplaced:
        return f"Whose number is {unplaced[0].phrase}?{_more(unplaced, 'without a scope')}"
    waiting = [relation for relation in findings.relations if relation.relation in HELD]
    by_id = {reading.id: reading for reading in readings}
    first = waiting[0]
    return f"Do {by_id[first.a].phrase} and {by_id[first.b].phrase} say the same?{_more(waiting, 'pairs like it')}"


def _more(waiting: Sequence[object], what: str) -> str:
    return f" ({len(waiting) - 1} more {what}.)" if len(waiting) > 1 else ""


def _explain_proposed(readings: ItemReadings) -> str:
    """Return how much of the evidence is proposals that no reviewer has confirmed."""
    proposed = sum(readings.standing.status_of(reading.assertion) == "proposed" for reading in readings.in_force)
    if not proposed:
        return ""
    return " (Rests on proposals.)" if proposed == len(readings.in_force) else " (Rests in part on proposals.)"


def write_notes(readings: ItemReadings, findings: Findings, resolution: Resolution) -> tuple[str, ...]:
    """Return the sums that exact parts make, how many statements were compared or set aside, and missing reviews."""
    notes = _write_sums(readings.by_id, findings)
    reviews = readings.vocabulary.protocol.reviews
    if reviews > 1 and resolution.state == "open" and resolution.verdicts:
        said = "; ".join(map(verdict_words, resolution.verdicts))
        notes.append(f"The protocol asks for {reviews} reviews; so far there is {said}.")
    if (count := len(readings.in_force)) > MOST_COMPARED:
        notes.append(f"{count} statements; {MOST_COMPARED} of them, every distinct value first, compared pair by pair.")
    if removed := len(readings.every) - len(readings.in_force):
        notes.append(f"{removed} assertion{'s' if removed > 1 else ''} set aside by a reviewer.")
    return tuple(notes)


def _write_sums(by_id: Mapping[str, Reading], findings: Findings) -> list[str]:
    """Return the distinct sums of exact parts with their origins: `17 = 15 attackers + 2 guards (officials).`"""
    whole_of: dict[tuple[str, ...], str] = {}
    for (whole_id, _), ids in findings.sums.items():
        whole_of.setdefault(ids, whole_id)
    origins: dict[str, set[str]] = {}
    for ids, whole_id in whole_of.items():
        whole = by_id[whole_id]
        parts = [by_id[id_] for id_ in ids if id_ != whole.id]
        addition = " + ".join(sorted(_short(part, whole) for part in parts))
        origins.setdefault(f"{_short(whole, whole)} = {addition}", set()).update(r.origin for r in (whole, *parts))
    return [f"{addition} ({', '.join(sorted(names))})." for addition, names in sorted(origins.items())]


def _short(reading: Reading, whole: Reading) -> str:
    """Return a figure with whose it is: `12 attackers`, `15 killed (attackers)` beside another attribute."""
    value = format_value(reading.value)
    scope = "" if reading.scope in {None, TOTAL} else format_scope(reading.scope or "")
    if reading.attribute.name != whole.attribute.name:
        return f"{value} {reading.attribute.name.replace('_', ' ')}" + (f" ({scope})" if scope else "")
    return f"{value} {scope}".strip()
