"""Resolutions: today's answer to a data item, computed from its evidence and decisions and never kept."""

from collections.abc import Sequence
from typing import Final

from claims.models import Decision
from claims.values import format_bounds, format_value
from claims.values.model import CountValue
from claims.vocabulary.model import TOTAL
from reconcile.evidence.reading import Reading
from reconcile.items.bounds import bound_of, find_violations
from reconcile.items.conflicts import Findings
from reconcile.items.evidence import ItemReadings
from reconcile.items.item import Resolution
from reconcile.items.states import SETTLED_STATES, State
from reconcile.items.verdicts import end_of, find_accepted, hear_reviewers, read_verdict
from reconcile.policies.case import highest_of
from reconcile.relations.origins import Grouping, group_origins
from reconcile.relations.pairs import Context
from reconcile.relations.relate import find_copies, relate

_STATE_OF: Final[dict[str, State]] = {
    "contested": "contested",
    "needs_evidence": "needs_evidence",
    "undecided": "undecided",
    "not_comparable": "explained",
}
"""The state that a settling act leads to; after every other act the item is resolved."""

_CONTESTED: Final = "contested"


def resolve(readings: ItemReadings, findings: Findings, grouping: Grouping) -> Resolution:
    """Return the item's resolution: by what its reviewers decided, else by what comparing has shown."""
    bench = hear_reviewers(readings)
    verdicts = tuple(bench.verdicts[name] for name in sorted(bench.verdicts))
    if bench.differ:
        return Resolution(state="differ", verdicts=verdicts)
    reviewers = bench.verdicts.keys() | readings.standing.changed_by
    is_reviewed = bench.is_adjudicated or len(reviewers) >= bench.reviews
    if not verdicts:
        undecided = _resolve_undecided(readings, findings, grouping)
        return undecided if is_reviewed or undecided.state not in _BY_ACTS else Resolution(state="open")
    decided = _resolve_decided(readings.standing.answers[-1], readings, findings)
    if not is_reviewed and decided.state in SETTLED_STATES:
        return Resolution(state="open", verdicts=verdicts)
    return decided


def _resolve_decided(decision: Decision, readings: ItemReadings, findings: Findings) -> Resolution:
    accepted = find_accepted(decision, readings)
    verdict = read_verdict(decision, readings)
    against = _find_against(decision, accepted, readings, findings)
    is_gone = decision.action == "accept" and accepted is None  # it was itself rejected or moved since
    state: State = "stale" if against or is_gone else _STATE_OF.get(decision.action, "resolved")
    answer, low, high = verdict.answer, verdict.low, verdict.high
    if state == _CONTESTED and readings.vocabulary.keeps_contested(readings.attribute.name):
        state, (answer, low, high) = "resolved", _describe_contested(readings)
    return Resolution(
        state=state,
        answer=answer,
        stance=verdict.stance,
        gone=verdict.gone if is_gone else "",
        low=low,
        high=high,
        decision=decision,
        unseen=tuple(against),
    )


def _describe_contested(readings: ItemReadings) -> tuple[str, str | None, str | None]:
    """Return the answer of an item kept as contested, with the least and the greatest count in force of the whole."""
    rest = (r for r in readings.own if r.id not in readings.revised and r.scope == TOTAL and r.stance == "asserts")
    counts = [r.value for r in rest if isinstance(r.value, CountValue)]
    low, high = _hull(counts) if counts else (None, None)
    return f"{_CONTESTED}, {format_bounds(low, high)}" if counts else _CONTESTED, low, high


def _hull(counts: Sequence[CountValue]) -> tuple[str, str | None]:
    """Return the least and the greatest figure; None where one of the counts is open."""
    high = highest_of(counts)
    return str(min(count.low for count in counts)), None if high is None else str(high)


_BY_ACTS: Final = frozenset({"resolved", "explained"})
"""States that an item without a settling decision has by acts on its evidence."""


def _resolve_undecided(readings: ItemReadings, findings: Findings, grouping: Grouping) -> Resolution:
    if findings.minimal_sets:
        return Resolution(state="open")
    if findings.is_held:
        return Resolution(state="held")
    origins = _count_checked_origins(readings, grouping)
    if readings.in_force and not origins:
        return Resolution(state="unreviewed")
    if readings.standing.changed_by:
        return _resolve_rest(readings)
    return Resolution(state="agreed" if origins > 1 else "said_once")


def _count_checked_origins(readings: ItemReadings, grouping: Grouping) -> int:
    """Return how many independent origins the item has in statements that are no unconfirmed proposals."""
    own = readings.own or readings.in_force
    status = readings.standing.status_of
    return len({grouping.origin_of[r.id] for r in own if status(r.assertion) != "proposed"})


def _resolve_rest(readings: ItemReadings) -> Resolution:
    """Return the answer that remains after acts on the evidence; none where relations account for several values."""
    rest = [r for r in readings.own if r.id not in readings.revised]
    said = {(format_value(r.value), r.scope, r.stance) for r in rest}
    if len(said) != 1 or rest[0].stance != "asserts":
        return Resolution(state="explained")
    value = rest[0].value
    return Resolution(
        state="resolved", answer=format_value(value), low=end_of(value, "low"), high=end_of(value, "high")
    )


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
        in_conflict = set[str]().union(*findings.conflicting)
        return [id_ for id_ in unseen if id_ in in_conflict]
    clashing = _find_clashing(accepted, readings, findings)
    by_id = readings.by_id
    return [id_ for id_ in unseen if id_ in clashing or _disagrees(by_id[id_], accepted, findings.context)]


def _find_clashing(accepted: Reading, readings: ItemReadings, findings: Findings) -> set[str]:
    """Return the ids of what cannot all be true together with the accepted statement."""
    sets = (*findings.conflicting, *_find_sums_against(accepted, readings, findings))
    return {id_ for members in sets if accepted.id in members for id_ in members}


def _disagrees(new: Reading, accepted: Reading, context: Context) -> bool:
    """Return whether new evidence contradicts the accepted statement, or overtakes it at a later time."""
    relation = relate(new, accepted, context)
    if relation.conflict:
        return True
    if new.id in context.revised or new.order(accepted) == "earlier":
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
