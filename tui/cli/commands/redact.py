"""`variorum redact`: take names, quotes and statements out, and still prove what is left."""

from pathlib import Path
from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from claims.models import Redaction
from claims.store.dossier import Redacted
from tui.cli.options import Because, Json, dossier_path, has_terminal, open_workspace, reviewer_name
from tui.output import counted, print_rows, say, write_json
from tui.services.redacting import WHAT, begin_salting, destroy, parse_selection, write_copy
from tui.visible import visible
from tui.writers.json_views.shapes import Shape, closed

app = typer.Typer(help="Take names, quotes and statements out.", no_args_is_help=True)

What = Annotated[
    list[str],
    typer.Argument(
        metavar="WHAT...",
        help=f"{WHAT}: a name in each form it has, the words of an assertion, or all that it states",
    ),
]


@closed
class TakenField(TypedDict):
    """A field that is gone, or would be."""

    kind: str
    """Of the entries."""
    field: str
    entries: int
    """From how many of them."""


@closed
class Taken(TypedDict):
    """What is taken out, or would be."""

    entries: int
    fields: list[TakenField]
    found: list[str]
    """The names as they stand there; not told once they are gone."""
    drafts: list[str]
    """Files of this machine with drafts that held a name, and are empty now."""
    remaining: int
    """Names whose bytes the file still holds."""


@closed
class Order(TypedDict):
    """An order in the ledger."""

    action: str
    """`begin`: what is recorded from there on can be taken out; `destroy`: something was."""
    decided_at: str
    reviewer: str
    rationale: str
    entries: list[int]
    """From which something was taken out."""


SHAPES: Final[dict[str, Shape]] = {
    "redaction": (Taken, "variorum redact find, copy, destroy --format json"),
    "redactions": (list[Order], "variorum redact list --format json"),
}


@app.command("begin")
def redact_begin(because: Because = "") -> None:
    """From now on record so that it can be taken out; starts a new dossier where there is none.

    Each field of what is recorded from here on has a salted commitment of its own in the ledger (format 2). What came
    before stays as it is: nothing can be taken out of it safely. Import a package of an old dossier into a new one that
    has begun, and all of it can.
    """
    from tui.services.workspace import Workspace

    with Workspace(dossier_path(), create=True) as workspace:
        is_new = begin_salting(workspace.dossier, reviewer_name(), because)
    say("what is recorded from now on can be taken out" if is_new else "it has begun already")


@app.command("find")
def redact_find(what: What, as_json: Json = "text") -> None:
    """Show what would be taken out; nothing is changed."""
    with open_workspace() as workspace:
        store = workspace.dossier
        found = store.find_redactions(parse_selection(store, what))
    _print_taken(found, found.found, "would go", as_json=as_json)


@app.command("copy")
def redact_copy(
    copy: Annotated[Path, typer.Argument(metavar="FILE", help="a new dossier")], what: What, as_json: Json = "text"
) -> None:
    """Write a copy of the dossier without something, for reports, exports and packages of it.

    Its head is the dossier's, so that checkpoints of the one hold for the other. `variorum audit export --redact` makes
    a package so.
    """
    with open_workspace() as workspace:
        taken = write_copy(workspace.dossier, copy, what)
    _print_taken(taken, (), "are not in the copy", as_json=as_json)


@app.command("destroy")
def redact_destroy(
    what: What,
    because: Because = "",
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    as_json: Json = "text",
) -> None:
    """Take something out of the dossier for good, as where somebody is in danger.

    Text and salts are overwritten, while every digest and checkpoint stands; who, when and why are an entry. Backups,
    packages and reports that were made before still hold it: they are yours to find.
    """

    def confirm(found: Redacted) -> bool:
        if yes:
            return True
        _print_taken(found, found.found, "will go for good", as_json="")
        return has_terminal() and typer.confirm("take it out", err=True)

    with open_workspace() as workspace:
        done = destroy(workspace.dossier, what, reviewer_name(), because, confirm)
    if done is None:
        say("nothing was taken out; --yes does it without asking")
        raise typer.Exit(2)
    drafts, remaining = list(map(str, done.drafts)), len(done.remaining)
    _print_taken(done.taken, (), "are gone", as_json=as_json, drafts=drafts, remaining=remaining)
    if remaining:
        say(f"the file still holds {counted(remaining, 'name')}, as part of other words; look with `redact find`")
    say("backups, packages, reports and exports made before still hold it: find and delete them")


@app.command("list")
def redact_list(as_json: Json = "text") -> None:
    """List who took something out, when, why, and of which entries."""
    with open_workspace() as workspace:
        orders = workspace.dossier.redactions()
    rows = [
        {**order.model_dump(include={"action", "decided_at", "reviewer", "rationale"}), "entries": _numbers(order)}
        for order in orders
    ]
    if as_json:
        write_json(rows)
    elif rows:
        print_rows([{**row, "entries": ", ".join(map(str, row["entries"]))} for row in rows])
    else:
        say("nothing was taken out, and nothing can be: `variorum redact begin` lets it from then on")


def _numbers(order: Redaction) -> list[int]:
    return [seq for seq, _ in order.entries]


def _print_taken(
    taken: Redacted,
    found: tuple[str, ...],
    what: str,
    *,
    as_json: str,
    drafts: list[str] | None = None,
    remaining: int = 0,
) -> None:
    fields = [{"kind": kind, "field": name, "entries": count} for (kind, name), count in taken.kinds.items()]
    if as_json:
        told = {"entries": len(taken.entries), "fields": fields, "found": list(found)}
        write_json({**told, "drafts": drafts or [], "remaining": remaining})
        return
    if fields:
        print_rows([{key: str(value) for key, value in row.items()} for row in fields])
    say(f"fields of {counted(len(taken.entries), 'entry', 'entries')} {what}")
    if found:
        say(visible(f"as it stands there: {', '.join(found)}"))
    for path in drafts or ():
        say(visible(f"emptied {path}"))
