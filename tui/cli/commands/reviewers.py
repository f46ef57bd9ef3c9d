"""`variorum reviewers`: who may decide in a dossier."""

from pathlib import Path
from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from tui.cli.options import Because, Json, open_workspace, reviewer_name
from tui.output import print_rows, say, write_json
from tui.services.reviewers import add_reviewer, retire_reviewer
from tui.visible import visible
from tui.writers.json_views.shapes import Shape, closed

app = typer.Typer(help="Who may decide in this dossier.")


@closed
class ListedReviewer(TypedDict):
    """A reviewer in the list."""

    name: str
    role: str
    """reader, coder, reviewer, adjudicator or admin: each may do what those before it may."""
    key: str
    """The fingerprint of the SSH key they sign with; empty where they do not sign."""


SHAPES: Final[dict[str, Shape]] = {
    "reviewers": (list[ListedReviewer], "variorum reviewers, reviewers list --format json")
}


@app.callback(invoke_without_command=True)
def reviewers(context: typer.Context, as_json: Json = "text") -> None:
    """List who may decide. Until somebody is added, everybody may, under any name."""
    if context.invoked_subcommand is None:
        _print_list(as_json=as_json)


@app.command("list")
def reviewers_list(as_json: Json = "text") -> None:
    """List who may decide, with their roles and keys."""
    _print_list(as_json=as_json)


@app.command("add")
def reviewers_add(
    name: Annotated[str, typer.Argument(help="as they give it to --reviewer")],
    key: Annotated[
        Path | None, typer.Option(help="their public SSH key, Ed25519 or RSA: from now on they sign what they decide")
    ] = None,
    role: Annotated[
        str | None,
        typer.Option(
            help="what they may do, each role more than the one before it; else reviewer, for the first one admin",
            metavar="reader|coder|reviewer|adjudicator|admin",
        ),
    ] = None,
    because: Because = "",
) -> None:
    """List a reviewer, or give one another role or key. From the first on, only those listed decide.

    A coder acts on statements (confirm, reject, scope, tags), a reviewer decides items and events, an adjudicator
    settles between reviewers and shares work out, an admin changes this list, the policies and the protocol. Who is
    listed first is admin.

    Who has a key signs each decision with it, through ssh-agent or from a key without passphrase (VARIORUM_KEY, or
    ~/.ssh); a new key counts from then on.
    """
    with open_workspace() as workspace:
        listed = add_reviewer(workspace.dossier, name, role, key, reviewer_name(), because)
    signs = f"signs with {listed.fingerprint}" if listed.key else "does not sign; --key FILE changes that"
    say(visible(f"{listed.name}: {listed.role}, {signs}"))


@app.command("retire")
def reviewers_retire(
    name: Annotated[str, typer.Argument(help="as it is listed")],
    because: Because = "",
) -> None:
    """Take a reviewer off the list. What they decided stays, and stays theirs."""
    with open_workspace() as workspace:
        retire_reviewer(workspace.dossier, name, reviewer_name(), because)
    say(visible(f"{name}: no longer listed"))


def _print_list(*, as_json: str) -> None:
    with open_workspace() as workspace:
        listed = workspace.dossier.roster().those_who("reader")
    rows = [{"name": each.name, "role": each.role, "key": each.fingerprint} for each in listed]
    if as_json:
        write_json(rows)
    elif rows:
        print_rows(rows)
    else:
        say("nobody is listed: everybody decides, under any name; `variorum reviewers add NAME` begins a list")
