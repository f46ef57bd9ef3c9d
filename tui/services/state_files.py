"""JSON files in the user's state folder, outside any dossier: a session can be resumed with them and works without."""

import hashlib
import json
import os
from pathlib import Path

from claims.saving import OutputError, save_text
from claims.store.addresses import absolute_place


def state_folder() -> Path:
    """Return the folder of Variorum's state (XDG_STATE_HOME, else ~/.local/state)."""
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state") / "variorum"


def dossier_key(dossier: Path, reviewer: str = "") -> str:
    """Return what names the files of the dossier at this path, or those that one reviewer has of it."""
    named = [os.fsencode(absolute_place(dossier)), *([reviewer.encode(errors="surrogatepass")] if reviewer else [])]
    return "-".join(hashlib.sha256(each).hexdigest() for each in named)


def write_state(path: Path, content: object) -> bool:
    """Write JSON whole or not at all; return whether it is on disk."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        save_text(path, [json.dumps(content)], force=True, private=True)
    except (OSError, OutputError):
        return False
    return True


def read_state(path: Path) -> dict[str, object]:
    """Return the JSON object a file holds; an empty one where it holds none."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
