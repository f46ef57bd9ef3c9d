"""Drafts of decisions: what a reviewer has filled in and not yet saved, kept on disk beside no dossier.

Owns one small JSON file per dossier in the user's state folder. A draft belongs to one act on one item (accepting 2 and
rejecting 2 have one each). Refuses to fail loudly: a draft that cannot be written must not stop a review, and a file
that cannot be read counts as no drafts.
"""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as far as it is filled in."""

    reason: str = ""
    words: str = ""
    low: str = ""
    high: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to lose."""
        return not any(text.strip() for text in (self.reason, self.words, self.low, self.high))


EMPTY: Final = Draft()


def drafts_path(dossier: Path) -> Path:
    """Return where the drafts for the dossier at this path are kept."""
    return state_folder() / "drafts" / f"{dossier_key(dossier)}.json"


def state_folder() -> Path:
    """Return where what a user has not asked to keep is kept (XDG_STATE_HOME, else ~/.local/state)."""
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state") / "variorum"


def dossier_key(dossier: Path) -> str:
    """Return what stands for the dossier at this path in the name of a file."""
    return hashlib.sha256(os.fsencode(dossier.resolve())).hexdigest()


def draft_key(item: str, action: str, about: str | None = None) -> str:
    """Return the key of the draft of one act on one item; `about` is the assertion or relation it names."""
    return json.dumps([item, action, about or ""])


class Drafts:
    """The drafts for one dossier, by `draft_key`."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier session left."""
        self.path = path
        self._drafts = _load(path)
        self._saved = dict(self._drafts)

    def get(self, key: str) -> Draft:
        """Return the draft under a key, or an empty one."""
        return self._drafts.get(key, EMPTY)

    def of_item(self, item: str) -> list[tuple[str, Draft]]:
        """Return the drafts on an item with the action each belongs to."""
        found = ((json.loads(key), draft) for key, draft in self._drafts.items())
        return [(str(action), draft) for (of, action, _), draft in found if of == item]

    def keep(self, key: str, draft: Draft) -> None:
        """Keep a draft in memory; `save` puts it on disk. An empty one is dropped."""
        if draft.is_empty:
            self._drafts.pop(key, None)
        else:
            self._drafts[key] = draft

    def save(self) -> bool:
        """Write the drafts whole or not at all; return whether they are on disk."""
        drafts = dict(self._drafts)
        if drafts == self._saved:
            return True
        if not write_state(self.path, {key: asdict(draft) for key, draft in drafts.items()}):
            return False
        self._saved = drafts
        return True


def write_state(path: Path, content: object) -> bool:
    """Write JSON whole or not at all; return whether it is on disk."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=True)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        return False
    return True


def read_state(path: Path) -> dict[str, object]:
    """Return the JSON object a file holds; an empty one where it holds none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _load(path: Path) -> dict[str, Draft]:
    found = {}
    for key, fields in read_state(path).items():
        try:
            parts = json.loads(key)
            if isinstance(fields, dict) and len(parts) == 3 and all(isinstance(text, str) for text in fields.values()):
                found[key] = Draft(**fields)
        except (ValueError, TypeError, RecursionError):
            continue
    return found
