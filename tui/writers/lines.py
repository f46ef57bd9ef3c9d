"""Data items as lines of a list."""

from dataclasses import dataclass

from reconcile.items.item import Item


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a list."""

    severity: str
    state: str
    id: str
    heading: str
    """The id with the name of the subject in place of its key."""
    members: int
    explanation: str


def line_of(item: Item) -> Line:
    """Return the line of an item."""
    return Line(item.severity, item.state, item.id, item.heading, len(item.members), item.explanation)
