"""`variorum stamp`: an authority's time-stamp of a checkpoint, asked for and checked."""

from pathlib import Path
from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from claims.findings import Finding
from claims.saving import replacing
from tui.cli.options import Force, Json
from tui.output import say, say_findings, write, write_json
from tui.services.stamping import BadStampError, StampError, check_stamp, make_request
from tui.visible import visible
from tui.writers.json_views.shapes import Shape, closed

app = typer.Typer()


@closed
class Stamped(TypedDict):
    """When an authority saw a checkpoint."""

    checkpoint: str
    time: str
    """In UTC, by the authority's clock."""
    authority: str
    """The name in its certificate."""
    serial: str
    """The number of the time-stamp, in hex."""


SHAPES: Final[dict[str, Shape]] = {"stamped": (Stamped, "variorum stamp --format json")}


@app.command(short_help="A checkpoint's time, vouched for by others.")
def stamp(
    checkpoint: Annotated[Path, typer.Argument(help="the file, as `variorum audit seal` wrote it")],
    request: Annotated[
        Path | None, typer.Option(help="write here what to send to an authority (RFC 3161)", metavar="FILE.tsq")
    ] = None,
    response: Annotated[Path | None, typer.Option(help="check this answer of one", metavar="FILE.tsr")] = None,
    authorities: Annotated[
        Path | None, typer.Option(help="the certificates (PEM) of those whose word counts", metavar="FILE.pem")
    ] = None,
    force: Force = False,
    as_json: Json = "text",
) -> None:
    """Have a time-stamping authority vouch for when a checkpoint was there; no clock of yours has to be believed.

    --request writes the question; send it with `curl -H "Content-Type: application/timestamp-query" --data-binary
    @FILE.tsq ADDRESS -o FILE.tsr` to any authority that answers RFC 3161. It learns a digest and nothing else.
    --response checks the answer offline, against --authorities; exit 3 where it does not hold. What the stamp says then
    holds of every entry that the checkpoint pins.
    """
    if (request is None) == (response is None):
        raise StampError("give --request FILE to ask an authority, or --response FILE to check its answer")
    if request is not None:
        question = make_request(checkpoint)
        with replacing(request, force=force) as file:
            file.write(question)
        say(f"wrote {request}")
        return
    if response is None or authorities is None:
        raise StampError("name whose time-stamps count: --authorities FILE.pem, the certificates of their roots")
    _check(checkpoint, response, authorities, as_json=as_json)


def _check(checkpoint: Path, response: Path, authorities: Path, *, as_json: bool) -> None:
    try:
        found = check_stamp(checkpoint, response, authorities)
    except BadStampError as problem:
        say_findings([Finding(where=str(response), message=str(problem), about="stamp")])
        raise typer.Exit(3) from problem
    if as_json:
        write_json({"checkpoint": str(checkpoint), **found._asdict()})
    else:
        write(visible(f"{checkpoint}: was there at {found.time}, by {found.authority}, number {found.serial}"))
        say("`variorum audit verify --against` says whether the dossier is still what it pins")
