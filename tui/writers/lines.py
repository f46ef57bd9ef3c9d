"""Data items as lines of a list."""

from dataclasses import dataclass

from reconcile.items.item import Item


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a list."""

    severity: str
    state: str
    id: str
    members: int
    explanation: str


def line_of(item: Item) -> Line:
    """Return the line of an item."""
    return Line(item.severity, item.state, item.id, len(item.members), item.explanation)
