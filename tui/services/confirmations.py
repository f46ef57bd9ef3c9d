"""Which proposals an act confirms: what a reviewer decides on has been looked at, so that it is evidence from then on.

Accepting, re-scoping or grading a statement, or saying that it is no copy, confirms that statement. A range confirms
the statements of the whole that give one of its ends; a codebook's figure confirms those of its statements that give
one of its ends, or all that it was made from where none does, such as the parts of a sum. Other acts confirm nothing.
"""

from typing import Final

from claims.identity import digest
from claims.models import Action, Decision
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
    waiting = [member for member in item.members if member.status == "proposed" and not member.removed]
    if decision.action in _ON_THE_STATEMENT:
        return [member for member in waiting if member.assertion.id == decision.assertion]
    if decision.action != "range":
        return []
    carrying = [member for member in waiting if _gives_an_end(member, decision)]
    used = next((set(p.used) for p in item.proposals if decision.policy.startswith(f"{p.policy} {p.version}: ")), None)
    if used is None:
        return [member for member in carrying if member.scope == TOTAL]
    return [m for m in carrying if m.assertion.id in used] or [m for m in waiting if m.assertion.id in used]


def _gives_an_end(member: Member, decision: Decision) -> bool:
    """Return whether a statement of the item's own attribute has an end of the decided range as an end of its value."""
    value = member.assertion.value
    if member.linked or member.assertion.stance not in {"asserts", "suspects"}:
        return False
    ends = {str(end) for side in ("low", "high") if (end := getattr(value, side, None)) is not None}
    if value.kind == "date":  # a day was decided, and its value goes from its first second to its last
        return any(end.startswith(bound) for end in ends for bound in (decision.low, decision.high) if bound)
    return not ends.isdisjoint({decision.low, decision.high})
