"""`variorum protocol`: how many reviews an item asks for, and whether `contested` settles one."""

from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from claims.vocabulary.model import Protocol
from tui.cli.options import Json, open_workspace, reviewer_name, vocabulary_in_force
from tui.output import console, write_json
from tui.services.protocol import protocol_words, set_protocol
from tui.visible import visible
from tui.writers.json_views.shapes import Shape, closed

app = typer.Typer()


@closed
class ProtocolShape(TypedDict):
    """What a dossier asks of its reviewers."""

    reviews: int
    """How many reviewers must have given a verdict before an item is settled."""
    contested: str
    """`settles`, `waits`, or empty: as the policy in force has it."""
    because: str
    by: str
    at: str


SHAPES: Final[dict[str, Shape]] = {"protocol": (ProtocolShape, "variorum protocol --format json")}


@app.command(short_help="How many reviews an item asks for.")
def protocol(
    reviews: Annotated[int | None, typer.Option(help="verdicts of as many reviewers before an item is settled")] = None,
    contested: Annotated[
        str | None, typer.Option(help="whether `contested` answers an item: settles, waits, or policy")
    ] = None,
    because: Annotated[str, typer.Option(help="why, in a sentence")] = "",
    as_json: Json = "text",
) -> None:
    """Show what this dossier asks of its reviewers, or change it with an option.

    With --reviews 2 one verdict settles nothing, and two that differ wait for somebody who settles between them. The
    latest setting holds; earlier ones stay in the ledger.
    """
    if reviews is None and contested is None:
        setting = vocabulary_in_force().protocol
    else:
        with open_workspace() as workspace:
            setting = set_protocol(
                workspace.dossier, reviews=reviews, contested=contested, because=because, reviewer=reviewer_name()
            )
    _print(setting, as_json=as_json)


def _print(setting: Protocol, *, as_json: bool) -> None:
    if as_json:
        write_json(setting.model_dump(exclude={"name"}))
        return
    who = f" (set by {setting.by}, {setting.at})" if setting.by else ""
    console().print(visible(f"{protocol_words(setting)}{who}"), markup=False, soft_wrap=True)
