"""`variorum conflicts`, `items`, `explain` and `timeline`, declared."""

from typing import Annotated

import typer

from tui.cli.options import AcceptedOnly, Check, Json, KnownAt, RecordedAt, dossier_path, is_json, open_lens

app = typer.Typer()


@app.command(short_help="What cannot all be true, and why.")
def conflicts(
    state: Annotated[list[str] | None, typer.Option(help="only in this state; may be given again")] = None,
    search: Annotated[str, typer.Option(help="only where these words occur")] = "",
    check: Check = False,
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """What cannot all be true, most important first, with the arithmetic."""
    from tui.cli.commands.items import run_conflicts

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_conflicts(dossier_path(), lens, state or [], search, check=check, as_json=is_json(format_))


@app.command(short_help="Every data item, agreeing ones too.")
def items(
    state: Annotated[list[str] | None, typer.Option(help="only in this state; may be given again")] = None,
    search: Annotated[str, typer.Option(help="only where these words occur")] = "",
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Every data item, agreeing ones too."""
    from tui.cli.commands.items import run_items

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_items(dossier_path(), lens, state or [], search, as_json=is_json(format_))


@app.command(short_help="Why an item, or a pair, is as it is.")
def explain(
    id_: Annotated[
        str, typer.Argument(metavar="ID", help="SUBJECT/ATTRIBUTE, a subject with one item, or an assertion")
    ],
    other: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="a second assertion: explain just the two")
    ] = None,
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Why an item is as it is: every relation of its assertions, in a sentence each."""
    from tui.cli.commands.items import run_explain

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_explain(dossier_path(), lens, id_, other, as_json=is_json(format_))


@app.command(short_help="A toll over time, revisions marked.")
def timeline(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """A toll over time as a step plot: each origin with its bounds, downward revisions and self-corrections marked."""
    from tui.cli.commands.timeline import run_timeline

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_timeline(dossier_path(), lens, id_, as_json=is_json(format_))
