"""Drafts of rationales: what a reviewer has typed and not yet saved, kept on disk beside no dossier.

Owns one small JSON file per dossier in the user's state folder. Refuses to fail loudly: a draft that cannot be written
must not stop a review, and a file that cannot be read counts as no drafts.
"""

import json
import os
from pathlib import Path

from claims.identity import digest_bytes


def drafts_path(dossier: Path) -> Path:
    """Return where the drafts for the dossier at this path are kept (XDG_STATE_HOME, else ~/.local/state)."""
    state = os.environ.get("XDG_STATE_HOME", "")
    root = Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state"
    name = digest_bytes(os.fsencode(dossier.resolve()))
    return root / "variorum" / "drafts" / f"{name}.json"


class Drafts:
    """The drafts for one dossier, by item id."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier session left."""
        self.path = path
        self._texts = _load(path)
        self._saved = dict(self._texts)

    def get(self, item: str) -> str:
        """Return the draft for an item, or an empty text."""
        return self._texts.get(item, "")

    def keep(self, item: str, text: str) -> None:
        """Keep `text` for an item in memory; `save` puts it on disk."""
        if text.strip():
            self._texts[item] = text
        else:
            self._texts.pop(item, None)

    def save(self) -> bool:
        """Write the drafts whole or not at all; return whether they are on disk."""
        if self._texts == self._saved:
            return True
        temporary = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(self._texts, file, ensure_ascii=True)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except OSError:
            return False
        self._saved = dict(self._texts)
        return True


def _load(path: Path) -> dict[str, str]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {key: text for key, text in content.items() if isinstance(text, str)}
