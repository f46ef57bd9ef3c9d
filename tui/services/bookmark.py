"""A reviewer's bookmark in a dossier, with the views they have named: one JSON file in the user's state folder.

A bookmark that cannot be written raises nothing: it costs the next start a few key presses, and must not stop this one.
"""

from dataclasses import dataclass, field
from pathlib import Path

from tui.services.state_files import dossier_key, read_state, state_folder, write_state

_MOST_VIEWS = 100


@dataclass(slots=True)
class Bookmark:
    """Where a reviewer stopped in one dossier, and their named views."""

    path: Path
    query: str = ""
    """The filter in force, as `tui.services.query` writes it; empty where nobody has been here."""
    item: tuple[str, str] | None = None
    """The item that was looked at last."""
    views: dict[str, str] = field(default_factory=dict)
    """Queries by the name they were given."""
    columns: list[str] = field(default_factory=list)
    """The columns of the queue; none leaves them to the width of the screen."""

    @classmethod
    def of(cls, dossier: Path, reviewer: str = "") -> "Bookmark":
        """Read where a reviewer stopped in the dossier at this path.

        One who has no bookmark yet begins where the unnamed one is, which all shared once.
        """
        places = state_folder() / "places"
        path, shared = (places / f"{dossier_key(dossier, name)}.json" for name in (reviewer, ""))
        kept = read_state(path) or read_state(shared)
        return cls(
            path=path,
            query=str(kept.get("query") or ""),
            item=_read_key(kept.get("item")),
            views=_read_views(kept.get("views")),
            columns=_read_texts(kept.get("columns")),
        )

    def handed_to(self, dossier: Path, reviewer: str) -> "Bookmark":
        """Return the bookmark of another reviewer who goes on from this place, with their own views."""
        other = Bookmark.of(dossier, reviewer)
        other.query, other.item = self.query, self.item
        return other

    def name_view(self, name: str, query: str) -> None:
        """Keep a query under a name; the oldest gives way where there are too many."""
        self.views.pop(name, None)
        self.views[name] = query
        while len(self.views) > _MOST_VIEWS:
            del self.views[next(iter(self.views))]

    def save(self) -> bool:
        """Write all of it; return whether it is on disk."""
        place = {"query": self.query, "item": self.item}
        return write_state(self.path, {**place, "views": dict(self.views), "columns": self.columns})


def _read_texts(kept: object) -> list[str]:
    """Return the texts of a list; none of what is no list."""
    return [each for each in kept if isinstance(each, str)] if isinstance(kept, list) else []


def _read_key(kept: object) -> tuple[str, str] | None:
    """Return the key of an item; None for what is no list of two texts."""
    match kept:
        case [str(subject), str(attribute)]:
            return subject, attribute
    return None


def _read_views(kept: object) -> dict[str, str]:
    """Return the named views; none of what is no object."""
    return {name: query for name, query in kept.items() if isinstance(query, str)} if isinstance(kept, dict) else {}
