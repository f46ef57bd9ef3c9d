"""JSON files in the user's state folder, outside any dossier: a session can be resumed with them and works without."""

import hashlib
import json
import os
from pathlib import Path


def state_folder() -> Path:
    """Return the folder of Variorum's state (XDG_STATE_HOME, else ~/.local/state)."""
    state = os.environ.get("XDG_STATE_HOME", "")
    return (Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state") / "variorum"


def dossier_key(dossier: Path) -> str:
    """Return the digest that names the files of the dossier at this path."""
    return hashlib.sha256(os.fsencode(dossier.resolve())).hexdigest()


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
