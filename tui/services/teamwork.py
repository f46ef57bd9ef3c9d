"""How far the work on a dossier is: by reviewer what is assigned, done and still to do, and what waits for a third."""

from dataclasses import dataclass

from claims.store.tables.queue import ItemFilter
from tui.services.sight import BlindSight
from tui.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Share:
    """One reviewer's part of the work."""

    reviewer: str
    """Empty where the one who asks is not to know who it is."""
    assigned: int | None
    """How many items; None where that would tell who it is."""
    todo: int | None
    tenths: int | None
    """How much of it is done, in tenths, rounded down; None where nothing is assigned."""


@dataclass(frozen=True, slots=True)
class Teamwork:
    """How far the work on a dossier is."""

    shares: tuple[Share, ...]
    """By name; those without one last, the furthest first."""
    to_adjudicate: int | None
    """Items whose reviewers differ; None where the one who asks is not to know."""


def read_teamwork(workspace: Workspace) -> Teamwork:
    """Return how far the work is, by the stored lines of the queue, to somebody who may know all of it."""
    counts, todo = (dict(workspace.dossier.facet_counts(ItemFilter(), name)) for name in ("assigned", "todo"))
    shares = tuple(_share(name, counts[name], todo.get(name, 0)) for name in sorted(counts))
    return Teamwork(shares, workspace.dossier.state_counts().get("differ", 0))


def read_blind_teamwork(workspace: Workspace, reviewer: str) -> Teamwork:
    """Return how far the work is to a blind reviewer: their own part, and of others how much is done, not whose it is.

    Who has how many items can be looked up, so the others' parts are told in tenths.
    """
    lines = BlindSight(workspace, reviewer).lines
    counts, todo = (dict(lines.facet_counts(ItemFilter(), name)).get(reviewer, 0) for name in ("assigned", "todo"))
    others = [share for share in read_teamwork(workspace).shares if share.reviewer != reviewer]
    nameless = sorted((share.tenths or 0 for share in others), reverse=True)
    return Teamwork((_share(reviewer, counts, todo), *(Share("", None, None, tenths) for tenths in nameless)), None)


def _share(reviewer: str, assigned: int, todo: int) -> Share:
    return Share(reviewer, assigned, todo, 10 * (assigned - todo) // assigned if assigned else None)
