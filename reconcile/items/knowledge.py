"""What a reviewer may know of a subject's decisions who reviews blind.

They know their own decisions, who is asked to review what, and how others curated the evidence: which proposals were
taken in or set aside in the inbox because of how an article was read. Verdicts of others, and whatever was recorded at
one stroke with one, they do not know; on an item that is open before them they know those too, once they have settled
it.
"""

from collections.abc import Sequence

from claims.decisions import ABOUT_READING, effective
from claims.models import Decision
from reconcile.items.standing import settles


def known_decisions(decisions: Sequence[Decision], reviewer: str, opened: str = "") -> list[Decision]:
    """Return the decisions on a subject that a blind reviewer may know.

    Args:
        decisions: all on the subject, oldest first.
        reviewer: who reviews blind.
        opened: the attribute of the item they have open; empty in lists, which tell nothing of others at all.
    """
    curating = _find_curating(decisions)
    known = [d for d in decisions if d.reviewer == reviewer or d.id in curating]
    if any(d.reviewer == reviewer and settles(d, opened) for d in effective(known)):
        ids = {d.id for d in known}
        known = [d for d in decisions if d.id in ids or d.attribute == opened]
    return known if len(known) == len(decisions) else _relink(known, decisions)


def _relink(known: Sequence[Decision], decisions: Sequence[Decision]) -> list[Decision]:
    """Return known decisions, each building on the latest known one before it: an unknown one is not even named."""
    ids = {decision.id for decision in known}
    latest_known: dict[str | None, str | None] = {None: None}
    for decision in decisions:
        latest_known[decision.id] = decision.id if decision.id in ids else latest_known.get(decision.based_on)
    return [
        decision if decision.based_on in ids else decision.changed(based_on=latest_known.get(decision.based_on))
        for decision in known
    ]


def could_know_others(decisions: Sequence[Decision], reviewer: str, attribute: str) -> bool:
    """Return whether a blind reviewer has had what others say of an item before them, or still has.

    That is so once their own answer and another's verdict were there at one time, also if theirs is undone by now.
    """
    curating = _find_curating(decisions)
    own: list[Decision] = []
    others = False
    for decision in decisions:
        if decision.reviewer == reviewer:
            own.append(decision)
        elif decision.attribute == attribute and decision.id not in curating:
            others = True
        if others and any(settles(each, attribute) for each in effective(own)):
            return True
    return False


def _find_curating(decisions: Sequence[Decision]) -> set[str]:
    """Return the ids of the acts that say nothing of an answer, and of what undoes them.

    They share work out, or curate the evidence, each one proposal looked at alone.
    """
    with_verdict = {d.batch for d in decisions if d.action not in {"assign", "confirm", "reject", "undo"}} - {""}
    curating: set[str] = set()
    for decision in decisions:
        if decision.action == "undo":
            is_curating = decision.undoes in curating
        else:
            says_nothing = decision.action == "assign" or _is_about_reading(decision)
            is_curating = says_nothing and decision.batch not in with_verdict
        if is_curating:
            curating.add(decision.id)
    return curating


def _is_about_reading(decision: Decision) -> bool:
    """Return whether a decision says of one statement, seen by itself, how its article is to be read."""
    if decision.blind or decision.assertion is None or decision.seen != (decision.assertion,):
        return False
    return decision.action == "confirm" or (decision.action == "reject" and decision.reason in ABOUT_READING)
