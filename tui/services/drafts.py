"""Drafts of decisions, which a reviewer has filled in and not saved, in a file of the user's state folder.

A draft belongs to one act on one item: accepting 2 and rejecting 2 have one each. A draft that cannot be written does
not stop a review, and a file that cannot be read counts as no drafts.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tui.services.state_files import dossier_key, read_state, state_folder, write_state


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that is partly filled in."""

    reason: str = ""
    words: str = ""
    low: str = ""
    high: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in."""
        return not any(map(str.strip, (self.reason, self.words, self.low, self.high)))


EMPTY: Final = Draft()


def drafts_path(dossier: Path) -> Path:
    """Return the file with the drafts for the dossier at this path."""
    return state_folder() / "drafts" / f"{dossier_key(dossier)}.json"


def draft_key(item: str, action: str, about: str | None = None) -> str:
    """Return the key of the draft of one act on one item; `about` is the assertion or relation it names."""
    return json.dumps([item, action, about or ""])


class Drafts:
    """The drafts for one dossier, by `draft_key`."""

    def __init__(self, path: Path) -> None:
        """Read the drafts that an earlier session left."""
        self.path = path
        self._drafts = _load(path)
        self._saved = dict(self._drafts)

    def get(self, key: str) -> Draft:
        """Return the draft under a key, or an empty one."""
        return self._drafts.get(key, EMPTY)

    def of_item(self, item: str) -> list[tuple[str, Draft]]:
        """Return the drafts on an item with the action each belongs to."""
        drafts = ((json.loads(key), draft) for key, draft in self._drafts.items())
        return [(str(action), draft) for (on_item, action, _), draft in drafts if on_item == item]

    def keep(self, key: str, draft: Draft) -> None:
        """Keep a draft in memory; `save` puts it on disk. An empty one is dropped."""
        if draft.is_empty:
            self._drafts.pop(key, None)
        else:
            self._drafts[key] = draft

    def move(self, old: str, new: str) -> None:
        """Keep the drafts on an item under the name it has now; what is drafted there already stays."""
        for key, draft in list(self._drafts.items()):
            on_item, action, about = json.loads(key)
            if on_item == old:
                del self._drafts[key]
                self._drafts.setdefault(draft_key(new, action, about), draft)

    def save(self) -> bool:
        """Write the drafts whole or not at all; return whether they are on disk."""
        drafts = dict(self._drafts)
        if drafts == self._saved:
            return True
        if not write_state(self.path, {key: asdict(draft) for key, draft in drafts.items()}):
            return False
        self._saved = drafts
        return True


def _load(path: Path) -> dict[str, Draft]:
    drafts = {}
    for key, fields in read_state(path).items():
        try:
            parts = json.loads(key)
            if isinstance(fields, dict) and len(parts) == 3 and all(isinstance(text, str) for text in fields.values()):
                drafts[key] = Draft(**fields)
        except (ValueError, TypeError, RecursionError):
            continue
    return drafts
