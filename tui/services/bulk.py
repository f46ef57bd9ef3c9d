"""Decisions on many items at one stroke: the plan that is shown first, with what is odd in it, and its recording."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final, Literal

from claims.models import Decision
from claims.store.dossier import HeadMovedError
from reconcile.items.item import Item
from reconcile.policies import Proposal
from tui.services.acts import Act, DecisionError, act_of, repeat_act
from tui.services.review_session import ReviewSession

BulkKind = Literal["proposal", "contested", "needs_evidence", "undecided", "unanimous"]

MOST_AT_ONCE: Final = 2_000
"""Items that one stroke decides: what a person can still look over, and undo in a moment."""
_SLICE: Final = 200


@dataclass(frozen=True, slots=True)
class PlannedAct:
    """An act on one item of a plan."""

    item: Item
    act: Act | None
    """None where the item cannot be decided so."""
    odd: str = ""
    """Why somebody should look at it first; empty where nothing is odd."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one stroke would do."""

    planned: tuple[PlannedAct, ...]

    @property
    def odd(self) -> list[PlannedAct]:
        """The acts that are odd, and the items that cannot be decided so."""
        return [one for one in self.planned if one.odd or one.act is None]

    def chosen(self, *, with_odd: bool) -> list[PlannedAct]:
        """Return what would be decided."""
        return [one for one in self.planned if one.act is not None and (with_odd or not one.odd)]


def make_plan(
    session: ReviewSession,
    numbers: Sequence[int],
    kind: BulkKind,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Plan:
    """Return what deciding these items would come to; nothing is recorded.

    Raises:
        DecisionError: there are too many, only what was known on some day is in sight, or it is for others to see.
    """
    session.check_present()
    if kind == "unanimous":
        session.sight.check_open("what reviewers say alike")
    if len(numbers) > MOST_AT_ONCE:
        raise DecisionError(
            f"{len(numbers):,} items are more than one stroke decides ({MOST_AT_ONCE:,}); filter the queue further"
        )
    planned = []
    for start in range(0, len(numbers), 20):
        for row in session.workspace.dossier.item_page(numbers[start : start + 20]):
            planned.append(_plan_one(session, session.sight.outcome(row.key), kind))
        progress(min(start + 20, len(numbers)), len(numbers))
    return Plan(tuple(planned))


def _plan_one(session: ReviewSession, item: Item, kind: BulkKind) -> PlannedAct:
    decision = item.resolution.decision
    act, oddities = _choose_act(session, item, kind)
    if decision is not None and kind != "unanimous":
        oddities.append(f"{decision.reviewer} has decided it: {decision.action.replace('_', ' ')}")
    if not item.is_conflict and item.state != "held":
        oddities.append("nothing on it is in conflict")
    return PlannedAct(item, act, "; ".join(oddities))


def _choose_act(session: ReviewSession, item: Item, kind: BulkKind) -> tuple[Act | None, list[str]]:
    """Return the act on an item, None where it has none of this kind, and what is odd about it."""
    if kind == "unanimous":
        adopted = _adopted(session, item)
        return adopted, [] if adopted else ["its reviewers do not all say the same"]
    if kind == "proposal":
        proposal = item.proposal_in_force
        return act_of(proposal) if proposal else None, _proposal_oddities(item, proposal)
    return Act(kind), []


def _proposal_oddities(item: Item, proposal: Proposal | None) -> list[str]:
    if proposal is None:
        return ["the policy has no figure for it"]
    warnings = [proposal.warning] if proposal.warning else []
    return warnings if len(item.origins) > 1 else [*warnings, "it rests on one independent origin"]


def _adopted(session: ReviewSession, item: Item) -> Act | None:
    """Return the act that all reviewers of an item did alike, to be done once more for all of them."""
    if session.workspace.agreement(item) != "unanimous" or item.resolution.decision is None:
        return None
    decision = item.resolution.decision
    rationale = f"adopted: {', '.join(item.reviewers)} say the same"
    return replace(repeat_act(decision), adjudicates=False, rationale=rationale)


def _can_append(session: ReviewSession, decisions: Sequence[Decision]) -> bool:
    """Record decisions on an item, unless somebody else has decided it meanwhile; return whether they are recorded."""
    try:
        session.append(decisions)
    except HeadMovedError:
        return False
    return True


def record_plan(
    session: ReviewSession,
    chosen: Sequence[PlannedAct],
    reason: str,
    rationale: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[list[Decision], list[PlannedAct]]:
    """Record the acts of a plan under one batch; return their decisions and what somebody else decided meanwhile.

    Durable slice by slice: a stroke that is cut off leaves whole slices, which share the batch and can be undone.
    """
    prepared = _prepare(session, chosen, reason, rationale)
    recorded: list[list[Decision]] = []
    overtaken: list[PlannedAct] = []
    for start in range(0, len(prepared), _SLICE):
        appended, late = _append_slice(session, prepared[start : start + _SLICE])
        recorded += appended
        overtaken += late
        progress(min(start + _SLICE, len(prepared)), len(prepared))
    session.remember(list(chain.from_iterable(recorded)))
    return [decisions[0] for decisions in recorded], overtaken


_Prepared = tuple[PlannedAct, list[Decision]]
"""An act with the decisions that record it."""


def _prepare(session: ReviewSession, chosen: Iterable[PlannedAct], reason: str, rationale: str) -> list[_Prepared]:
    """Return the acts with their decisions, which share a batch."""
    batch = session.new_id()
    drafts = [(one, _with_reason(one.act, reason, rationale)) for one in chosen if one.act is not None]
    return [(one, [each.changed(batch=batch) for each in session.prepare(one.item, act)]) for one, act in drafts]


def _append_slice(session: ReviewSession, part: Sequence[_Prepared]) -> tuple[list[list[Decision]], list[PlannedAct]]:
    """Record the decisions at once, or one by one where somebody has decided meanwhile; return the late ones too."""
    every = [decisions for _, decisions in part]
    try:
        session.append(list(chain.from_iterable(every)))
    except HeadMovedError:
        return _append_singly(session, part)
    return every, []


def _append_singly(session: ReviewSession, part: Sequence[_Prepared]) -> tuple[list[list[Decision]], list[PlannedAct]]:
    appended: list[list[Decision]] = []
    late: list[PlannedAct] = []
    for one, decisions in part:
        if _can_append(session, decisions):
            appended.append(decisions)
        else:
            late.append(one)
    return appended, late


def _with_reason(act: Act, reason: str, rationale: str) -> Act:
    return replace(act, reason=reason or act.reason, rationale=rationale or act.rationale)
