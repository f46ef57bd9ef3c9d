"""`variorum team`: whose roles of a database may record in a dossier that lies there, and under which name."""

from typing import Annotated

import typer

from claims.store.team import begin_team, grant_member, members_of, revoke_member
from tui.cli.options import dossier_path
from tui.output import print_rows, say
from tui.visible import visible

app = typer.Typer(help="Who may record in a dossier on a server.", no_args_is_help=True)

Role = Annotated[str, typer.Argument(help="a role of the database, as `createuser` made it")]


@app.command("init")
def team_init() -> None:
    """Hand the dossier's tables over to a role that nobody logs in as. Needs a superuser of the database.

    From then on only the roles that `team grant` names can use it, each under one reviewer's name, as far as the list
    of reviewers (`variorum reviewers`) lets that reviewer; the server itself refuses the rest, and every change of what
    is recorded, whoever asks short of a superuser. Run again it puts back every protection that `audit verify` misses.
    """
    owner, members = begin_team(dossier_path())
    say(visible(f"the tables are now owned by {owner}; `variorum team grant ROLE NAME` adds ROLE to {members}"))


@app.command("grant")
def team_grant(role: Role, name: Annotated[str, typer.Argument(help="the reviewer that it records as")]) -> None:
    """Let a role of the database record as one reviewer, and as nobody else. Needs a superuser of the database."""
    grant_member(dossier_path(), role, name)
    say(visible(f"{role} records as {name}"))


@app.command("revoke")
def team_revoke(role: Role) -> None:
    """Let a role neither read nor record any longer. Needs a superuser of the database."""
    revoke_member(dossier_path(), role)
    say(visible(f"{role} is in this team no longer; what it recorded stays"))


@app.command("list")
def team_list() -> None:
    """List the roles of the database, and as whom each records."""
    print_rows([member._asdict() for member in members_of(dossier_path())])
