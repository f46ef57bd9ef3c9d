"""Which proposals an act confirms: what a reviewer decides on has been looked at, so that it is evidence from then on.

Accepting, re-scoping or grading a statement, or saying that it is no copy, confirms that statement. A range confirms
the statements of the whole that give one of its ends; a codebook's figure confirms those of its statements that give
one of its ends, or all that it was made from where none does, such as the parts of a sum. Other acts confirm nothing.
"""

from collections.abc import Collection, Sequence
from typing import Final

from claims.identity import digest
from claims.models import Action, Decision
from claims.values.model import Value
from claims.vocabulary.model import TOTAL
from reconcile.items.item import Item, Member

_ON_THE_STATEMENT: Final[frozenset[Action]] = frozenset({"accept", "set_scope", "independent", "grade"})


def with_confirmations(decision: Decision, item: Item) -> tuple[Decision, ...]:
    """Return a decision with the confirmations that belong to it, one building on the other, under one batch."""
    proposals = find_confirmed(decision, item)
    if not proposals:
        return (decision,)
    decisions = [decision.changed(batch=decision.batch or decision.id)]
    for member in proposals:
        decisions.append(
            Decision(
                # Made from the decision's own id, so that a retry is recognised.
                id=digest({"confirms": member.assertion.id, "with": decision.id})[:32],
                subject=decision.subject,
                attribute=decision.attribute,
                action="confirm",
                assertion=member.assertion.id,
                reviewer=decision.reviewer,
                decided_at=decision.decided_at,
                based_on=decisions[-1].id,
                seen=(member.assertion.id,),
                batch=decisions[0].batch,
                blind=decision.blind,
            )
        )
    return tuple(decisions)


def find_confirmed(decision: Decision, item: Item) -> list[Member]:
    """Return the proposals of an item that a decision on it confirms, in the item's order."""
    waiting = [member for member in item.evidence if member.status == "proposed"]
    if decision.action in _ON_THE_STATEMENT:
        return [member for member in waiting if member.assertion.id == decision.assertion]
    return _find_in_range(decision, item, waiting) if decision.action == "range" else []


def _find_in_range(decision: Decision, item: Item, waiting: Sequence[Member]) -> list[Member]:
    used = _find_used(decision, item)
    if used is None:
        return [member for member in waiting if member.scope == TOTAL and _gives_an_end(member, decision)]
    rested_on = [member for member in waiting if member.assertion.id in used]
    return [member for member in rested_on if _gives_an_end(member, decision)] or rested_on


def _find_used(decision: Decision, item: Item) -> Collection[str] | None:
    """Return the ids of what the proposal that a decision accepts is made from; None where it accepts none."""
    for proposal in item.proposals:
        if decision.policy.startswith(f"{proposal.policy} {proposal.version}: "):
            return set(proposal.used)
    return None


def _ends_of(value: Value) -> set[str]:
    return {str(end) for end in (getattr(value, "low", None), getattr(value, "high", None)) if end is not None}


def _gives_an_end(member: Member, decision: Decision) -> bool:
    """Return whether a statement of the item's own attribute has an end of the decided range as an end of its value."""
    value = member.assertion.value
    if member.linked or member.assertion.stance not in {"asserts", "suspects"}:
        return False
    ends = _ends_of(value)
    if value.kind == "date":  # a day was decided, and its value goes from its first second to its last
        return any(end.startswith(bound) for end in ends for bound in (decision.low, decision.high) if bound)
    return not ends.isdisjoint({decision.low, decision.high})
