"""What the commands have in common: the options that many of them take, and what stood before the command.

Refuses to know any one command, and to import anything heavy before it is asked for.
"""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

Json = Annotated[str, typer.Option("--format", help="text for people, json for programs", metavar="text|json")]
Check = Annotated[bool, typer.Option("--check", help="exit with status 1 where there is anything to report")]
AcceptedOnly = Annotated[bool, typer.Option("--accepted-only", help="leave out unconfirmed proposals")]
KnownAt = Annotated[str | None, typer.Option(help="only what had been published by then", metavar="DATE")]
Because = Annotated[str, typer.Option(help="why, in a sentence")]
RecordedAt = Annotated[str | None, typer.Option(help="only what the dossier held by then", metavar="DATE")]


class Given:
    """What stood before the command."""

    dossier: Path | None = None
    reviewer: str = ""


def dossier_path() -> Path:
    """Return the dossier a command is about: --dossier, VARIORUM_DOSSIER, the only *.variorum here,
    dossier.variorum.
    """
    if Given.dossier is not None:
        return Given.dossier
    if named := os.environ.get("VARIORUM_DOSSIER"):
        return Path(named)
    here = sorted(Path().glob("*.variorum"))
    return here[0] if len(here) == 1 else Path("dossier.variorum")


def reviewer_name(kept: str = "") -> str:
    """Return who reviews: --reviewer, VARIORUM_REVIEWER, the name in the settings, git's user.name, or nobody yet."""
    if Given.reviewer:
        return Given.reviewer
    if named := os.environ.get("VARIORUM_REVIEWER", "").strip():
        return named
    if kept.strip():
        return kept.strip()
    import shutil
    import subprocess

    if shutil.which("git") is None:
        return ""
    found = subprocess.run(["git", "config", "user.name"], capture_output=True, text=True, timeout=5, check=False)
    return found.stdout.strip()


def open_lens(accepted_only: bool, known_at: str | None, recorded_at: str | None) -> Any:
    """Return the lens the options ask for.

    Raises:
        typer.BadParameter: a date cannot be read.
    """
    from claims.values import ValueProblem
    from reconcile.lens import Lens, instant

    try:
        return Lens(accepted_only, instant(known_at), instant(recorded_at))
    except ValueProblem as error:
        raise typer.BadParameter(str(error)) from error


def is_json(format_: str) -> bool:
    """Return whether JSON is asked for.

    Raises:
        typer.BadParameter: the format is neither.
    """
    if format_ not in {"text", "json"}:
        raise typer.BadParameter(f"{format_!r} is neither text nor json", param_hint="--format")
    return format_ == "json"
