"""The conflict report as plain data: every conflict with its evidence, every resolution with its reason, what is open.

Owns what a report says and in which order. Refuses to draw it: the writers are faces (tui.writers).
"""

from collections.abc import Iterable

from claims.records import Record
from reconcile.conflicts import Item


class Report(Record):
    """What a dossier says, as of one ledger entry."""

    dossier: str
    """The file's name, without its folder."""
    head: tuple[int, str]
    """How many ledger entries there were and the root over them, which pins everything the report rests on."""
    articles: int
    conflicts: tuple[Item, ...]
    """Most important first: what is or was in conflict."""
    held: tuple[Item, ...]
    """What waits for a person's word without being a conflict."""
    agreed: tuple[Item, ...]

    @property
    def open(self) -> tuple[Item, ...]:
        """The conflicts nobody has settled, or whose decision went stale."""
        return tuple(item for item in self.conflicts if item.state in {"open", "stale"})


def build_report(items: Iterable[Item], *, dossier: str, head: tuple[int, str], articles: int) -> Report:
    """Return the report over `items`, in an order that depends on nothing but them."""
    ordered = sorted(items, key=lambda item: (-item.importance, item.subject, item.attribute))
    return Report(
        dossier=dossier,
        head=head,
        articles=articles,
        conflicts=tuple(item for item in ordered if item.is_conflict),
        held=tuple(item for item in ordered if item.state == "held"),
        agreed=tuple(item for item in ordered if item.state == "agreed"),
    )
