"""`variorum replay` and `compare`, declared."""

from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import AcceptedOnly, Json, KnownAt, RecordedAt, dossier_path, is_json, open_lens

app = typer.Typer()


@app.command(short_help="What a policy would say of every open item.")
def replay(
    policy: Annotated[str, typer.Option(help="its name; `variorum policies` lists them")],
    beside: Annotated[
        list[str] | None, typer.Option(help="compare with this policy only; may be given again", show_default=False)
    ] = None,
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Apply a policy to all open items, as proposals and never as decisions.

    Prints what it proposes, where it differs from the other policies and from what reviewers accepted, and how often it
    agrees with each. `truthfinder` and `accu_copy` learn from the whole dossier first.
    """
    from tui.cli.commands.replay import run_replay

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_replay(dossier_path(), lens, policy, beside or [], as_json=is_json(format_))


@app.command(short_help="Where two dossiers settled an item differently.")
def compare(
    other: Annotated[Path, typer.Argument(help="the dossier of another reviewer or team; it is only read")],
    format_: Json = "text",
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """Compare what two dossiers settled: agreement, Cohen's kappa, and each item that differs on value or reason."""
    from tui.cli.commands.replay import run_compare

    run_compare(dossier_path(), other, open_lens(False, known_at, recorded_at), as_json=is_json(format_))
