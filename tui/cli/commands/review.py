"""`variorum review`: the reviewer on a screen, in plain lines, or in a browser.

What the screen does not need is imported where it is used, so that the screen appears sooner.
"""

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tui.cli.options import dossier_path, has_dossier, has_terminal, reviewer_name

if TYPE_CHECKING:
    from tui.review.settings import Settings

app = typer.Typer()


@app.command(short_help="Settle conflicts on a screen.")
def review(
    reviewer: Annotated[str, typer.Option(help="who reviews")] = "",
    show: Annotated[
        str, typer.Option("--filter", help="begin with these items: state:stale source:Reuters", metavar="LINE")
    ] = "",
    mine: Annotated[bool, typer.Option("--mine", help="begin with what is assigned to you and not done")] = False,
    blind: Annotated[
        bool, typer.Option("--blind", help="hide what others decided on an item until you have decided it")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="one item at a time in plain lines, for screen readers and scripts")
    ] = False,
    keys: Annotated[str, typer.Option(help="the keymap to start from: default or vim")] = "",
    theme: Annotated[str, typer.Option(help="colours: high-contrast, light, no-color, or a Textual theme's name")] = "",
    reasons: Annotated[str, typer.Option(help="required, or optional: one press accepts")] = "",
    settings: Annotated[Path | None, typer.Option(help="settings file; else ~/.config/variorum/review.toml")] = None,
    print_keys: Annotated[bool, typer.Option("--print-keys", help="print the keys in force, as TOML, and end")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="in a browser instead, on this machine only")] = False,
    host: Annotated[str, typer.Option(help="with --serve: the address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="with --serve: the port to listen on", min=1, max=65535)] = 8000,
) -> None:
    """Settle conflicts in the terminal, one after another, each with a reason. ? inside shows the keys."""
    from tui.review.settings import load_settings

    options = {"preset": keys, "theme": theme, "reasons": reasons, "blind": blind}
    in_force = load_settings(settings).over({name: value for name, value in options.items() if value})
    if print_keys:
        sys.stdout.write(in_force.keymap().as_toml())
        return
    from claims.store.addresses import DossierError

    if not has_dossier(dossier_path()):
        raise DossierError(dossier_path(), "there is no dossier here; `variorum add ARTICLE...` starts one")
    name = reviewer or reviewer_name(in_force.reviewer)
    if mine:
        show = _mine(name, show)
    if serve:
        from tui.review.serve import run_serve

        values = {"filter": show, "keys": keys, "theme": theme, "reasons": reasons}
        run_serve(dossier_path(), name, host, port, _serve_arguments(values, settings, blind=blind))
    elif plain:
        from tui.cli.plain import run_plain

        run_plain(dossier_path(), name, in_force, show)
    else:
        open_screen(dossier_path(), name, in_force, show)


def open_screen(dossier: Path, name: str, settings: "Settings", show: str = "", notice: str = "") -> None:
    """Review on a screen, which says `notice` at first, and end the command with its status."""
    check_terminal()
    gc.disable()  # until the dossier is open, and the app lets it run again
    from tui.review.app import run_review

    raise typer.Exit(run_review(dossier, name, settings, show, notice))


def _mine(name: str, show: str) -> str:
    """Return the filter for what waits for the reviewer, within the one that was given."""
    from tui.services.query import format_query, queue_of

    return " ".join(filter(None, (format_query(queue_of(name)), show)))


def check_terminal() -> None:
    """Check that the reviewer has a terminal to open on.

    Raises:
        typer.BadParameter: it has none.
    """
    # A served page has no terminal of its own: textual-serve sets how its process draws.
    if not has_terminal() and "TEXTUAL_DRIVER" not in os.environ:
        raise typer.BadParameter("the reviewer needs a terminal; --plain and `variorum decide` work without one")


def _serve_arguments(values: Mapping[str, str], settings: Path | None, *, blind: bool) -> list[str]:
    """Return the options that `review` is started with for each page."""
    arguments = [f"--{option}={value}" for option, value in values.items() if value]
    arguments += ["--blind"] if blind else []
    return arguments + ([f"--settings={settings.resolve()}"] if settings else [])
