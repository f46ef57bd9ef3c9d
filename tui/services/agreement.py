"""How far the reviewers of a dossier agree: each two over the items that both have settled, and all together."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from claims.store.tables.queue import ItemFilter
from reconcile.items.item import Resolution
from reconcile.reports.agreement import Agreement, compare_resolutions
from reconcile.reports.reliability import Alpha, measure_reviewers
from tui.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers of one dossier, and how far they agree."""

    one: str
    other: str
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Concord:
    """How far the reviewers of a dossier agree."""

    pairs: tuple[Pair, ...]
    """By name; without those who have settled nothing in common."""
    answers: Alpha
    """Of all of them, over every answer."""
    figures: Alpha
    """The same over the answers that are one figure each, the less alike the further apart."""


def compare_all(workspace: Workspace, progress: Callable[[int, int], None]) -> Concord:
    """Return how far reviewers agree, as if each had worked alone."""
    wanted = ItemFilter().having("agreement", ("unanimous", "reason_differs", "value_differs", "adjudicated"))
    numbers = workspace.dossier.queue(wanted)
    settled: dict[str, dict[str, Resolution]] = {}
    for done, item in enumerate(workspace.items(numbers), start=1):
        for reviewer, resolution in workspace.resolutions_of(item).items():
            settled.setdefault(reviewer, {})[item.id] = resolution
        progress(done, len(numbers))
    pairs = combinations(sorted(settled), 2)
    compared = (Pair(one, other, compare_resolutions(settled[one], settled[other])) for one, other in pairs)
    return Concord(tuple(pair for pair in compared if pair.agreement.both), *measure_reviewers(settled))
