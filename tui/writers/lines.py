"""Items as lines of a list, from a computed item or from the summary the dossier keeps."""

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
    """Return the line of an item computed now."""
    return Line(item.severity, item.state, item.id, len(item.members), item.explanation)
