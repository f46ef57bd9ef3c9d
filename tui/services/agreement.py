"""How far the reviewers of a dossier agree, each two over the items that both have settled."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from claims.store.tables.queue import ItemFilter
from reconcile.items.item import Resolution
from reconcile.reports.agreement import Agreement, compare_resolutions
from tui.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers of one dossier, and how far they agree."""

    one: str
    other: str
    agreement: Agreement


def compare_pairs(workspace: Workspace, progress: Callable[[int, int], None]) -> list[Pair]:
    """Return how far each two reviewers agree, as if each had worked alone."""
    wanted = ItemFilter().having("agreement", ("unanimous", "reason_differs", "value_differs", "adjudicated"))
    numbers = workspace.dossier.queue(wanted)
    settled: dict[str, dict[str, Resolution]] = {}
    for done, item in enumerate(workspace.items(numbers), start=1):
        for reviewer, resolution in workspace.resolutions_of(item).items():
            settled.setdefault(reviewer, {})[item.id] = resolution
        progress(done, len(numbers))
    pairs = combinations(sorted(settled), 2)
    compared = [Pair(one, other, compare_resolutions(settled[one], settled[other])) for one, other in pairs]
    return [pair for pair in compared if pair.agreement.both]
