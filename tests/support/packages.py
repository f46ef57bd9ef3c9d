"""Audit packages and the decisions in them, for the tests that tamper with either."""

import hashlib
from pathlib import Path

from claims.models import Decision


def make_decision(letter: str, action: str, **changes: object) -> Decision:
    fields = {"subject": "quay", "attribute": "killed", "reviewer": "Ada", "decided_at": "2031-03-04T10:00:00Z"}
    return Decision.model_validate({**fields, "id": letter * 32, "action": action, "rationale": "Seen.", **changes})


def relist(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("manifest"))
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(folder).as_posix()}\n" for p in files]
    (folder / "manifest.txt").write_text("".join(sorted(lines, key=lambda line: line[66:])))
