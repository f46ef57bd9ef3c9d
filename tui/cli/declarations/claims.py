"""`variorum claims`, declared."""

from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import Because, Check, Json, KnownAt, RecordedAt, dossier_path, is_json, open_lens, reviewer_name

app = typer.Typer(help="Claims files, in and out.", no_args_is_help=True)


@app.command("import")
def claims_import(
    paths: Annotated[
        list[Path], typer.Argument(help="claims files, .jsonl or .csv; - for JSON Lines on standard input")
    ],
    check: Check = False,
    format_: Json = "text",
) -> None:
    """Read claims files. Each line is checked to the character; a bad line is named with file and line, the rest is in.

    The least a line needs:
    {"article": "post.txt", "quote": "17 people died", "subject": "ferry-2021", "attribute": "killed", "value": "17"}
    """
    from tui.cli.commands.claims import run_import

    run_import(dossier_path(), paths, reviewer_name(), check=check, as_json=is_json(format_))


@app.command("export")
def claims_export(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")] = None,
    status: Annotated[str, typer.Option(help="accepted, rejected, proposed or all")] = "accepted",
    format_: Annotated[str, typer.Option("--format", metavar="jsonl|csv")] = "jsonl",
    corrections: Annotated[
        bool, typer.Option("--corrections", help="instead: what reviewers mended in proposals, as JSON Lines")
    ] = False,
) -> None:
    """Write the dossier's claims as a claims file that imports to the same ids.

    With --corrections: test cases for proposers, a line for each proposal that was mended (proposed and corrected
    fields), rejected (corrected: null) or missed (proposed: null).
    """
    from tui.cli.commands.claims import run_corrections, run_export

    if corrections:
        run_corrections(dossier_path(), output)
    else:
        run_export(dossier_path(), output, status, format_)


@app.command("inbox")
def claims_inbox(format_: Json = "text") -> None:
    """How far the proposals of each article have been reviewed."""
    from tui.cli.commands.inbox import run_inbox

    run_inbox(dossier_path(), as_json=is_json(format_))


@app.command("confirm")
def claims_confirm(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="proposals, by the start of an id")] = None,
    article: Annotated[str | None, typer.Option(help="those of this article that two proposers agree on")] = None,
    every: Annotated[bool, typer.Option("--all", help="with --article: those of a single proposer too")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="with --article: do it; without it they are only listed")] = False,
    format_: Json = "text",
) -> None:
    """Make proposals evidence. With --article, odd ones are listed apart and left for you to name."""
    from tui.cli.commands.inbox import run_confirm

    which = "all" if every else "agreed"
    run_confirm(dossier_path(), ids or [], article, which, reviewer_name(), yes=yes, as_json=is_json(format_))


@app.command("reject")
def claims_reject(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="proposals, by the start of an id")],
    reason: Annotated[
        str, typer.Option(help="a code, or its digit; `variorum vocabulary reasons proposal` lists them")
    ],
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Set proposals aside, in one act, because of how the article was read."""
    from tui.cli.commands.inbox import run_reject

    run_reject(dossier_path(), ids, reason, because, reviewer_name(), as_json=is_json(format_))


@app.command("amend")
def claims_amend(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the claim, by the start of its id")],
    value: Annotated[str | None, typer.Option(help="as in a claims file")] = None,
    scope: Annotated[str | None, typer.Option(help="whose number it is; empty: not stated")] = None,
    subject: Annotated[str | None, typer.Option(help="the event, organisation, person or place")] = None,
    attribute: Annotated[str | None, typer.Option(help="what is said of it")] = None,
    chain: Annotated[str | None, typer.Option(help="speakers back to the origin, as A < B; empty: the outlet")] = None,
    stance: Annotated[str | None, typer.Option(help="asserts, denies, suspects or retracts")] = None,
    as_of: Annotated[str | None, typer.Option(help="up to when it knows, in EDTF")] = None,
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Read a claim's words otherwise: your reading becomes evidence, the claim is rejected and names it."""
    from tui.cli.commands.inbox import run_amend

    changes = {"value": value, "scope": scope, "subject": subject, "attribute": attribute}
    changes |= {"chain": chain, "stance": stance, "as_of": as_of}
    run_amend(dossier_path(), id_, changes, because, reviewer_name(), as_json=is_json(format_))


@app.command("undo")
def claims_undo(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the claim, by the start of its id")], format_: Json = "text"
) -> None:
    """Undo what was last done with a claim: confirming, rejecting, mending, or your own entering of it."""
    from tui.cli.commands.inbox import run_undo

    run_undo(dossier_path(), id_, reviewer_name(), as_json=is_json(format_))


@app.command("list")
def claims_list(
    article: Annotated[str | None, typer.Option(help="only those quoted from this article")] = None,
    item: Annotated[str | None, typer.Option(help="only those of this data item")] = None,
    status: Annotated[str, typer.Option(help="accepted, rejected, proposed or all")] = "all",
    format_: Json = "text",
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """List claims, one a line."""
    from tui.cli.commands.claims import run_list

    lens = open_lens(False, known_at, recorded_at)
    run_list(dossier_path(), lens, article, item, status, as_json=is_json(format_))
