"""What each reviewer of an item has made of it, as if they had worked alone, and how far they agree."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from claims.models import Decision
from reconcile.items.item import Item, Resolution
from reconcile.reports.agreement import compare_resolutions

BuildAlone = Callable[[Callable[[Sequence[Decision]], Iterable[Decision]]], Item]
"""Builds an item anew with what a function makes of its decisions."""


def resolve_alone(item: Item, build: BuildAlone) -> dict[str, Resolution]:
    """Return what each reviewer who settled the item has made of it, as if they had worked alone.

    What settled between them is left out: it says nothing of how far they agree.
    """
    resolutions = {}
    for reviewer in item.reviewers:
        alone = build(partial(_only_by, reviewer))
        if alone.resolution.decision is not None:
            resolutions[reviewer] = alone.resolution
        for verdict in alone.resolution.verdicts:  # the protocol asks for more reviews than this one
            fields = {name: getattr(verdict, name) for name in ("answer", "stance", "low", "high", "decision")}
            resolutions[reviewer] = Resolution(state="resolved", **fields)
    return resolutions


def find_agreement(item: Item, build: BuildAlone) -> str:
    """Return how far the item's reviewers agree.

    `unanimous`, `reason_differs`, `value_differs`; `adjudicated` where they differ and a decision has settled
    between them; `one_reviewer` or nothing where nobody compares.
    """
    if len(item.reviewers) < 2:
        return "one_reviewer" if item.reviewers else ""
    resolutions = list(resolve_alone(item, build).values())
    if len(resolutions) < 2:  # acts that settle between reviewers are no reviews
        return "one_reviewer"
    if item.state == "differ":
        return "value_differs"
    on = _find_differing(item.id, resolutions)
    if not on:
        return "unanimous"
    if item.resolution.decision is not None and item.resolution.decision.adjudicates:
        return "adjudicated"
    return "value_differs" if "value" in on else "reason_differs"


def _only_by(reviewer: str, decisions: Sequence[Decision]) -> list[Decision]:
    return [d for d in decisions if d.reviewer == reviewer and not d.adjudicates]


def _find_differing(item: str, resolutions: Iterable[Resolution]) -> set[str]:
    """Return on what the others differ from the first: `value`, `reason`."""
    first, *others = resolutions
    differing = (compare_resolutions({item: first}, {item: other}).differing for other in others)
    return {each.on for each in itertools.chain.from_iterable(differing)}
