"""Resolutions: today's answer to a data item, computed from its assertions and decisions.

Owns how decisions fold (undo, rejections, scopes set), which decision stands, and when new evidence makes it stale.
Refuses to keep anything: the same records give the same answer, in any input order.
"""

from collections.abc import Iterable, Mapping, Sequence

from claims.decisions import ABOUT_READING, effective
from claims.models import Assertion, Decision, Status
from claims.records import Record
from claims.surroundings import Surroundings
from claims.values import parse_value
from claims.values.model import ActorValue, Kind, Value
from claims.vocabulary.model import Attribute
from reconcile.evidence.clocks import Clock
from reconcile.evidence.reading import Reading
from reconcile.items.bounds import Forest, bound_of, find_violations
from reconcile.items.states import State
from reconcile.relations.origins import find_copies, group_origins
from reconcile.relations.pairs import Context
from reconcile.relations.relate import relate

SETTLING = ("accept", "range", "contested", "not_comparable", "needs_evidence", "undecided")
"""Acts that answer the item as it stands; the others change what its evidence is."""


class Standing(Record):
    """What the decisions of a subject come to, before any evidence is weighed."""

    removed: tuple[tuple[str, str], ...] = ()
    """(assertion id, action): rejected, or found to be of a different event."""
    confirmed: frozenset[str] = frozenset()
    """Ids of proposals that a reviewer has confirmed."""
    scopes: tuple[tuple[str, str], ...] = ()
    """(assertion id, scope) as set by a reviewer."""
    independent: frozenset[str] = frozenset()
    """Ids of assertions that a reviewer holds to be no copies."""
    grades: tuple[tuple[str, str], ...] = ()
    """(assertion id, digit) of those that a reviewer graded."""
    settling: Decision | None = None
    """The item's latest settling decision that was not undone."""
    changed_evidence: bool = False
    """Whether an act on this item removed or re-scoped evidence; mending how an article was read changes none."""

    def scope_of(self) -> dict[str, str]:
        """Return the scopes set, by assertion id."""
        return dict(self.scopes)

    def status_of(self, assertion: Assertion) -> Status:
        """Return whether an assertion is proposed, accepted as evidence, or rejected."""
        if dict(self.removed).get(assertion.id) == "reject":
            return "rejected"
        return "proposed" if assertion.tier and assertion.id not in self.confirmed else "accepted"

    def removed_by(self) -> dict[str, str]:
        """Return the act that removed each removed assertion, by id."""
        return dict(self.removed)


class Resolution(Record):
    """The answer to a data item as it stands."""

    state: State
    answer: str = ""
    """The accepted value as printed; empty where nothing single is accepted."""
    low: str | None = None
    high: str | None = None
    decision: Decision | None = None
    unseen: tuple[str, ...] = ()
    """Ids of assertions that arrived after the decision and do not agree with it."""


def settles(decision: Decision, attribute: str) -> bool:
    """Return whether a decision answers the item of `attribute` as it stands."""
    return decision.attribute == attribute and decision.action in SETTLING


def fold_decisions(decisions: Iterable[Decision], attribute: str) -> Standing:
    """Return what `decisions` on one subject come to for its data item `attribute`."""
    removed: dict[str, str] = {}
    scopes: dict[str, str] = {}
    confirmed: set[str] = set()
    independent: set[str] = set()
    grades: dict[str, str] = {}
    settling = None
    changed = False
    for decision in effective(decisions):
        if decision.action in {"reject", "different_event"} and decision.assertion:
            removed[decision.assertion] = decision.action
        elif decision.action == "confirm" and decision.assertion:
            confirmed.add(decision.assertion)
        elif decision.action == "independent" and decision.assertion:
            independent.add(decision.assertion)
        elif decision.action == "grade" and decision.assertion:
            grades[decision.assertion] = decision.grade
        elif decision.action == "set_scope" and decision.assertion and decision.scope:
            scopes[decision.assertion] = decision.scope
        elif decision.attribute == attribute and decision.action in SETTLING:
            settling = decision
        about_evidence = (
            decision.action not in (*SETTLING, "confirm", "grade", "tag") and decision.reason not in ABOUT_READING
        )
        changed = changed or (decision.attribute == attribute and about_evidence)
    return Standing(
        removed=tuple(sorted(removed.items())),
        confirmed=frozenset(confirmed),
        independent=frozenset(independent),
        grades=tuple(sorted(grades.items())),
        scopes=tuple(sorted(scopes.items())),
        settling=settling,
        changed_evidence=changed,
    )


def resolve(
    standing: Standing,
    readings: Mapping[str, Reading],
    conflicting: Sequence[tuple[str, ...]],
    *,
    held: bool,
    attribute: Attribute,
    context: Context,
    forest: Forest,
) -> Resolution:
    """Return the item's resolution.

    Args:
        standing: the folded decisions.
        readings: the evidence in force, by id.
        conflicting: the minimal sets found among it, as ids.
        held: whether some of it waits for a person's word.
        attribute: of the data item.
        context: as for `relate`.
        forest: in which its counts bound each other.
    """
    decision = standing.settling
    if decision is None:
        if conflicting:
            return Resolution(state="open")
        if held:
            return Resolution(state="held")
        return Resolution(state="resolved" if standing.changed_evidence else "agreed")
    unseen = _find_unseen(decision, readings, context)
    settled: dict[str, State] = {name: name for name in ("contested", "needs_evidence", "undecided")}
    state: State = settled.get(decision.action, "resolved")
    accepted = _accepted(decision, readings, attribute)
    against = _against(decision, accepted, unseen, readings, conflicting, context, forest)
    if decision.action == "accept" and accepted is None:
        state = "stale"  # the accepted assertion itself was rejected or moved since
    low, high = decision.low, decision.high
    return Resolution(
        state="stale" if against else state,
        answer=_answer(accepted),
        low=_edge(accepted.value, "low") if accepted else low,
        high=_edge(accepted.value, "high") if accepted else high,
        decision=decision,
        unseen=tuple(against),
    )


def _find_unseen(decision: Decision, readings: Mapping[str, Reading], context: Context) -> list[str]:
    """Return the ids of the evidence the decision had not seen; another print of what it had seen is nothing new."""
    seen = set(decision.seen)
    unseen = [id_ for id_ in sorted(readings) if id_ not in seen]
    if not unseen:
        return []
    grouping = group_origins(list(readings.values()), find_copies(readings.values(), context))
    return [id_ for id_ in unseen if not grouping.copies[id_] & seen]


def _against(
    decision: Decision,
    accepted: Reading | None,
    unseen: Sequence[str],
    readings: Mapping[str, Reading],
    conflicting: Sequence[tuple[str, ...]],
    context: Context,
    forest: Forest,
) -> list[str]:
    """Return the new evidence that does not agree with the decision."""
    if decision.action == "needs_evidence":
        return list(unseen)
    if accepted is None:
        return [id_ for id_ in unseen if any(id_ in members for members in conflicting)]
    clashing = {
        id_
        for members in (*conflicting, *_sums_against(accepted, readings, context, forest))
        if accepted.id in members
        for id_ in members
    }
    return [id_ for id_ in unseen if id_ in clashing or _disagrees(readings[id_], accepted, context)]


def _disagrees(new: Reading, accepted: Reading, context: Context) -> bool:
    """Return whether new evidence contradicts the accepted statement, or overtakes it at a later time."""
    relation = relate(new, accepted, context)
    if relation.conflict:
        return True
    if new.id in context.revised or new.clock.order(accepted.clock) == "earlier":
        return False
    return relation.relation in {"superseded", "self_update", "downward_revision", "position_change"}


def _sums_against(
    accepted: Reading, readings: Mapping[str, Reading], context: Context, forest: Forest
) -> list[tuple[str, ...]]:
    """Return the sets of other nodes' counts that do not go together with the accepted one, itself in each."""
    answer = bound_of(accepted)
    if answer is None:
        return []
    others = (bound_of(reading) for id_, reading in readings.items() if id_ not in context.revised)
    bounds = [answer, *(bound for bound in others if bound is not None and bound.node != answer.node)]
    found = find_violations(bounds, forest, accepted.attribute.name)
    return [violation.members for violation in found if answer.id in violation.members]


def _accepted(decision: Decision, readings: Mapping[str, Reading], attribute: Attribute) -> Reading | None:
    if decision.action == "accept" and decision.assertion:
        return readings.get(decision.assertion)
    if decision.action != "range" or not readings:
        return None
    value = parse_range(decision.low, decision.high, attribute)
    return _pseudo_reading(next(iter(readings.values())), value, attribute, decision)


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


def _pseudo_reading(pattern: Reading, value: Value, attribute: Attribute, decision: Decision) -> Reading:
    """The reviewer's own range, as if it were a statement of the whole by the reviewer, at no particular time."""
    assertion = Assertion.model_validate(
        {
            **dict(pattern.assertion),
            "id": decision.id,
            "scope": "total",
            "value": value,
            "stance": "asserts",
            "chain": (),
        }
    )
    return Reading(
        assertion=assertion,
        attribute=attribute,
        scope="total",
        origin=f"reviewer {decision.reviewer}",
        outlet=f"reviewer {decision.reviewer}",
        relays=frozenset(),
        clock=Clock(),
        around=Surroundings("", ""),
        phrase=f"the accepted {_answer_of(value)}",
    )


def _answer(accepted: Reading | None) -> str:
    return "" if accepted is None else _answer_of(accepted.value)


def _answer_of(value: Value) -> str:
    from claims.values import format_value

    return format_value(value)


def _edge(value: Value, side: str) -> str | None:
    if isinstance(value, ActorValue):
        return None
    edge = getattr(value, side, None)
    return None if edge is None else str(edge)
