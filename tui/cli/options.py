"""The options that several commands take, and the dossier and reviewer that they work with.

Whatever takes long to import is imported where it is used: `variorum --help` reads this module.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from claims.errors import VariorumError

if TYPE_CHECKING:
    from claims.vocabulary.model import Vocabulary
    from reconcile.evidence.lens import Lens
    from tui.services.workspace import Workspace

Check = Annotated[bool, typer.Option("--check", help="exit with status 1 where there is anything to report")]
PAGE = 100
"""What `--page` goes by where no limit is given."""

AcceptedOnly = Annotated[bool, typer.Option("--accepted-only", help="leave out unconfirmed proposals")]
KnownAt = Annotated[str | None, typer.Option(help="only what had been published by then", metavar="DATE")]
Mine = Annotated[bool, typer.Option("--mine", help="only what is assigned to --reviewer and not done")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")]
Force = Annotated[
    bool, typer.Option("--force", help="replace a file that is there; dossiers and checkpoints are never replaced")
]
Because = Annotated[str, typer.Option(help="why, in a sentence")]
RecordedAt = Annotated[str | None, typer.Option(help="only what the dossier held by then", metavar="DATE")]


Limit = Annotated[int | None, typer.Option(min=1, help="at most so many", metavar="N", show_default=False)]
Page = Annotated[
    int | None, typer.Option(min=1, help=f"which so many, from 1; {PAGE} where --limit is not given", metavar="N")
]


def _is_json(format_: str) -> bool:
    """Return whether the output is to be JSON; any word but `text` and `json` is a bad parameter."""
    if format_ not in {"text", "json"}:
        raise typer.BadParameter(f"{format_!r} is neither text nor json", param_hint="--format")
    return format_ == "json"


Json = Annotated[
    Any,
    typer.Option("--format", parser=_is_json, help="text for people, json for programs", metavar="text|json"),
]
"""Whether a command is to print JSON: a truth value by the time that the command has it."""


def part_of(limit: int | None, page: int | None) -> tuple[int, int | None]:
    """Return where the part of a list begins that a limit and a page name, and where it ends; None is its end.

    >>> part_of(None, None), part_of(20, None), part_of(20, 3), part_of(None, 2)
    ((0, None), (0, 20), (40, 60), (100, 200))
    """
    if page is None:
        return 0, limit
    size = limit or PAGE
    return (page - 1) * size, page * size


class GlobalOptions:
    """The options before the name of the command."""

    dossier: Path | None = None
    reviewer: str = ""


class SeveralDossiersError(VariorumError):
    """Several dossiers lie in the working folder and none was named."""

    def __init__(self, candidates: Sequence[Path]) -> None:
        self.candidates = tuple(candidates)
        names = ", ".join(map(str, candidates))
        super().__init__(
            f"several dossiers are here: {names}; name one as `variorum --dossier {candidates[0]} ...`, or in "
            "VARIORUM_DOSSIER"
        )


def dossier_path() -> Path:
    """Return the dossier a command is about.

    It is --dossier, else VARIORUM_DOSSIER, else the only *.variorum file here, else dossier.variorum. Where several lie
    here and none has the usual name, it asks a person at a terminal.

    Raises:
        SeveralDossiersError: several lie here and nobody can be asked.
    """
    if GlobalOptions.dossier is not None:
        return GlobalOptions.dossier
    if named := os.environ.get("VARIORUM_DOSSIER"):
        from claims.store.addresses import parse_place

        return parse_place(named)
    here, usual = sorted(Path().glob("*.variorum")), Path("dossier.variorum")
    if len(here) < 2 or usual in here:
        return here[0] if len(here) == 1 else usual
    GlobalOptions.dossier = _choose_dossier(here)
    return GlobalOptions.dossier


def has_dossier(path: Path) -> bool:
    """Return whether a dossier lies in this file, or in the database at this address.

    Raises:
        DossierError: the server cannot be asked.
    """
    from claims.store.addresses import is_address

    if not is_address(path):
        return path.exists()
    from claims.store import server

    return server.has_dossier(path)


def vocabulary_in_force() -> "Vocabulary":
    """Return the words in force in the dossier, or the built-in ones where there is none."""
    from claims.vocabulary.loading import builtin_vocabulary

    if not has_dossier(dossier_path()):
        return builtin_vocabulary()
    with open_workspace() as workspace:
        return workspace.dossier.vocabulary()


def has_terminal() -> bool:
    """Return whether somebody is there to be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _choose_dossier(candidates: Sequence[Path]) -> Path:
    if not has_terminal():
        raise SeveralDossiersError(candidates)
    from tui.output import say

    say("Several dossiers are here. Which one? (--dossier PATH before the command names it without asking)")
    for number, path in enumerate(candidates, start=1):
        say(f"  {number}  {path}")
    while True:
        answer: int = typer.prompt("number", type=int, err=True)
        if 1 <= answer <= len(candidates):
            return candidates[answer - 1]
        say(f"give a number from 1 to {len(candidates)}")


GIT_PATIENCE_S: Final = 5.0


def reviewer_name(in_settings: str = "") -> str:
    """Return who reviews: --reviewer, VARIORUM_REVIEWER, the name in the settings, git's user.name, or nobody yet."""
    if GlobalOptions.reviewer:
        return GlobalOptions.reviewer
    if named := os.environ.get("VARIORUM_REVIEWER", "").strip():
        return named
    if in_settings.strip():
        return in_settings.strip()
    return _name_in_git()


def _name_in_git() -> str:
    """Return the name in the user's own settings of git, not in those of a folder; empty where there is none."""
    from claims.processes import run_tool

    arguments = ("config", "--global", "--includes", "user.name")
    try:
        # From the root, so that git looks at no repository here.
        answer = run_tool("git", *arguments, timeout_s=GIT_PATIENCE_S, cwd=Path.cwd().anchor)
    except OSError:
        return ""
    return answer.stdout.decode("utf-8", "replace").strip()


def build_lens(accepted_only: bool, known_at: str | None, recorded_at: str | None) -> "Lens":
    """Return the lens that the three options describe.

    Raises:
        typer.BadParameter: a date cannot be read.
    """
    from claims.values import ValueProblem
    from reconcile.evidence.lens import Lens, instant

    try:
        return Lens(accepted_only, instant(known_at), instant(recorded_at))
    except ValueProblem as error:
        raise typer.BadParameter(str(error)) from error


def open_workspace(
    accepted_only: bool = False, known_at: str | None = None, recorded_at: str | None = None, **arguments: Any
) -> "Workspace":
    """Open the dossier that the command is about, seen through a lens; `arguments` are those of `Workspace`.

    Raises:
        typer.BadParameter: a date cannot be read.
        DossierError: there is no such dossier, or the file cannot be used.
    """
    from tui.services.workspace import Workspace

    lens = build_lens(accepted_only, known_at, recorded_at)
    return Workspace(dossier_path(), lens=lens, **arguments)
