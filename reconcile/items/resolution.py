"""Resolutions: today's answer to a data item, computed from its evidence and decisions and never kept."""

from typing import Final

from claims.models import Assertion, Decision
from claims.surroundings import Surroundings
from claims.values import format_value, parse_value
from claims.values.model import ActorValue, Kind, Value
from claims.vocabulary.model import TOTAL, Attribute
from reconcile.evidence.clocks import Clock
from reconcile.evidence.reading import Reading
from reconcile.items.bounds import bound_of, find_violations
from reconcile.items.conflicts import Findings
from reconcile.items.evidence import ItemReadings
from reconcile.items.item import Resolution
from reconcile.items.states import State
from reconcile.relations.origins import group_origins
from reconcile.relations.pairs import Context
from reconcile.relations.relate import find_copies, relate

_STATE_OF: Final[dict[str, State]] = {
    "contested": "contested",
    "needs_evidence": "needs_evidence",
    "undecided": "undecided",
}
"""The state that a settling act leads to; after every other act the item is resolved."""


def resolve(readings: ItemReadings, findings: Findings) -> Resolution:
    """Return the item's resolution: by its settling decision where there is one, else by what comparing has shown."""
    decision = readings.standing.settling
    if decision is None:
        return Resolution(state=_find_undecided_state(readings, findings))
    accepted = _find_accepted(decision, readings)
    against = _find_against(decision, accepted, readings, findings)
    is_gone = decision.action == "accept" and accepted is None  # it was itself rejected or moved since
    return Resolution(
        state="stale" if against or is_gone else _STATE_OF.get(decision.action, "resolved"),
        answer=format_value(accepted.value) if accepted else "",
        low=_end_of(accepted.value, "low") if accepted else decision.low,
        high=_end_of(accepted.value, "high") if accepted else decision.high,
        decision=decision,
        unseen=tuple(against),
    )


def _find_undecided_state(readings: ItemReadings, findings: Findings) -> State:
    if findings.minimal_sets:
        return "open"
    if findings.is_held:
        return "held"
    return "resolved" if readings.standing.changed_evidence else "agreed"


def _find_unseen(decision: Decision, readings: ItemReadings, context: Context) -> list[str]:
    """Return the ids of the evidence the decision had not seen; another print of what it had seen is nothing new."""
    seen = set(decision.seen)
    unseen = [reading.id for reading in readings.in_force if reading.id not in seen]
    if not unseen:
        return []
    grouping = group_origins(readings.in_force, find_copies(readings.in_force, context))
    return [id_ for id_ in unseen if not grouping.copies[id_] & seen]


def _find_against(
    decision: Decision, accepted: Reading | None, readings: ItemReadings, findings: Findings
) -> list[str]:
    """Return the ids of the new evidence that does not agree with the decision."""
    unseen = _find_unseen(decision, readings, findings.context)
    if decision.action == "needs_evidence" or not unseen:
        return unseen
    if accepted is None:
        in_conflict = {id_ for members in findings.conflicting for id_ in members}
        return [id_ for id_ in unseen if id_ in in_conflict]
    sets = (*findings.conflicting, *_find_sums_against(accepted, readings, findings))
    clashing = {id_ for members in sets if accepted.id in members for id_ in members}
    by_id = readings.by_id
    return [id_ for id_ in unseen if id_ in clashing or _disagrees(by_id[id_], accepted, findings.context)]


def _disagrees(new: Reading, accepted: Reading, context: Context) -> bool:
    """Return whether new evidence contradicts the accepted statement, or overtakes it at a later time."""
    relation = relate(new, accepted, context)
    if relation.conflict:
        return True
    if new.id in context.revised or new.clock.order(accepted.clock) == "earlier":
        return False
    return relation.relation in {"superseded", "self_update", "downward_revision", "position_change"}


def _find_sums_against(accepted: Reading, readings: ItemReadings, findings: Findings) -> list[tuple[str, ...]]:
    """Return the sets of other nodes' counts that do not go together with the accepted one, itself in each."""
    answer = bound_of(accepted)
    if answer is None:
        return []
    others = map(bound_of, readings.current)
    bounds = [answer, *(bound for bound in others if bound is not None and bound.node != answer.node)]
    violations = find_violations(bounds, findings.forest, accepted.attribute.name)
    return [violation.members for violation in violations if answer.id in violation.members]


def _find_accepted(decision: Decision, readings: ItemReadings) -> Reading | None:
    """Return the accepted assertion, or the accepted range as if the reviewer had stated it; None for other acts."""
    if decision.action == "accept" and decision.assertion:
        return readings.by_id.get(decision.assertion)
    if decision.action != "range" or not readings.in_force:
        return None
    value = parse_range(decision.low, decision.high, readings.attribute)
    return _read_range(decision, value, readings.attribute, readings.in_force[0].assertion)


def parse_range(low: str | None, high: str | None, attribute: Attribute) -> Value:
    """Return the value of a range a reviewer gave.

    Raises:
        ValueProblem: the bounds make no value of the attribute's kind.
    """
    kind: Kind = attribute.kind
    if kind == "count":
        bounds: dict[str, object] = {"low": _whole(low), "high": _whole(high)}
        return parse_value(kind, bounds)
    if kind in {"measure", "date"}:
        return parse_value(kind, {"low": low, "high": high}, unit=attribute.unit)
    return parse_value(kind, low or high or "", unit=attribute.unit, choices=attribute.values)


def _whole(text: str | None) -> object:
    return int(text) if text is not None and text.strip().isdigit() else text


def _read_range(decision: Decision, value: Value, attribute: Attribute, pattern: Assertion) -> Reading:
    """Return the reviewer's range as a statement of the whole by the reviewer, at no particular time."""
    changes = {"id": decision.id, "scope": TOTAL, "value": value, "stance": "asserts", "chain": ()}
    reviewer = f"reviewer {decision.reviewer}"
    return Reading(
        assertion=Assertion.model_validate({**dict(pattern), **changes}),
        attribute=attribute,
        scope=TOTAL,
        origin=reviewer,
        outlet=reviewer,
        relays=frozenset(),
        clock=Clock(),
        around=Surroundings("", ""),
        phrase=f"the accepted {format_value(value)}",
    )


def _end_of(value: Value, side: str) -> str | None:
    end = None if isinstance(value, ActorValue) else getattr(value, side, None)
    return None if end is None else str(end)
