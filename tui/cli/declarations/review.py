"""`variorum review` and `decide`, declared."""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import Because, Json, dossier_path, is_json, reviewer_name

app = typer.Typer()


@app.command(short_help="Settle conflicts on a screen.")
def review(
    reviewer: Annotated[str, typer.Option(help="who reviews")] = "",
    show: Annotated[
        str,
        typer.Option("--filter", help="begin with these items: state:stale source:Reuters", metavar="LINE"),
    ] = "",
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

    given = {"preset": keys, "theme": theme, "reasons": reasons, "blind": blind}
    in_force = load_settings(settings).over({name: value for name, value in given.items() if value})
    if print_keys:
        sys.stdout.write(in_force.keymap().as_toml())
        return
    if not dossier_path().exists():
        from claims.store.engine import DossierError

        raise DossierError(dossier_path(), "there is no dossier here; `variorum add ARTICLE...` starts one")
    name = reviewer or reviewer_name(in_force.reviewer)
    if serve:
        from tui.review.serve import run_serve

        wanted = {"filter": show, "keys": keys, "theme": theme, "reasons": reasons}
        options = [f"--{option}={value}" for option, value in wanted.items() if value]
        options += ["--blind"] if blind else []
        options += [f"--settings={settings.resolve()}"] if settings else []
        run_serve(dossier_path(), name, host, port, options)
    elif plain:
        from tui.cli.commands.plain import run_plain

        run_plain(dossier_path(), name, in_force, show)
    else:
        # A served page has no terminal of its own: its process is told how to draw by textual-serve.
        if not (sys.stdin.isatty() and sys.stderr.isatty()) and "TEXTUAL_DRIVER" not in os.environ:
            raise typer.BadParameter("the reviewer needs a terminal; --plain and `variorum decide` work without one")
        gc.disable()  # until the dossier is open, and the app lets it run again
        from tui.review.app import run_review

        raise typer.Exit(run_review(dossier_path(), name, in_force, show))


@app.command(short_help="Give a data item tags to find it by.")
def tag(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the data item, as SUBJECT/ATTRIBUTE")],
    words: Annotated[list[str] | None, typer.Argument(metavar="[WORD]...", help="tags to give it")] = None,
    remove: Annotated[
        list[str] | None, typer.Option(help="take this tag away; may be given again", metavar="WORD")
    ] = None,
    because: Because = "",
    format_: Json = "text",
) -> None:
    """Give a data item tags, or take some away; without any, print those it has.

    Tags are decisions that settle nothing: they are in the ledger with who gave them, and `variorum decide ITEM --undo`
    takes back the latest. The reviewer filters by tag:WORD.
    """
    from tui.cli.commands.tag import run_tag

    run_tag(dossier_path(), id_, words or [], remove or [], because, reviewer_name(), as_json=is_json(format_))


@app.command(short_help="Decide a data item without a screen.")
def decide(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the data item, as SUBJECT/ATTRIBUTE")],
    because: Annotated[str, typer.Option(help="the rationale, in a sentence")] = "",
    reason: Annotated[
        str, typer.Option(help="a reason code or its digit; `variorum vocabulary reasons` lists them")
    ] = "",
    accept: Annotated[str | None, typer.Option(help="accept this assertion", metavar="ASSERTION")] = None,
    range_: Annotated[
        tuple[str, str] | None, typer.Option("--range", help="accept LOW HIGH; - leaves one open", metavar="LOW HIGH")
    ] = None,
    contested: Annotated[bool, typer.Option("--contested", help="keep it as contested")] = False,
    needs_evidence: Annotated[bool, typer.Option("--needs-evidence", help="wait for more")] = False,
    undecided: Annotated[bool, typer.Option("--undecided", help="you looked and cannot tell")] = False,
    not_comparable: Annotated[
        str | None, typer.Option(help="the sides do not compare; the relation that explains it", metavar="RELATION")
    ] = None,
    reject: Annotated[str | None, typer.Option(help="set this assertion aside", metavar="ASSERTION")] = None,
    confirm: Annotated[str | None, typer.Option(help="confirm this proposal", metavar="ASSERTION")] = None,
    different_event: Annotated[
        str | None, typer.Option(help="this assertion is about another event", metavar="ASSERTION")
    ] = None,
    set_scope: Annotated[
        tuple[str, str] | None, typer.Option(help="say whose number it is", metavar="ASSERTION SCOPE")
    ] = None,
    independent: Annotated[
        str | None, typer.Option(help="this assertion is no copy, though it shares words", metavar="ASSERTION")
    ] = None,
    grade: Annotated[
        tuple[str, str] | None,
        typer.Option(
            help="how far this assertion can be believed: 2 to 5, 6 cannot be judged", metavar="ASSERTION DIGIT"
        ),
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="undo the item's latest standing decision")] = False,
    based_on: Annotated[
        str | None,
        typer.Option(help="the decision you last saw on it; refused if another came since", metavar="DECISION"),
    ] = None,
    decision_id: Annotated[
        str | None, typer.Option("--id", help="32 hex digits of your own: trying again records it once")
    ] = None,
    format_: Json = "text",
) -> None:
    """Decide a data item without a screen. Give one act, and --because or --reason."""
    from tui.cli.commands.decide import Asked, run_decide

    asked = Asked(
        accept=accept,
        range=range_,
        contested=contested,
        needs_evidence=needs_evidence,
        undecided=undecided,
        not_comparable=not_comparable,
        reject=reject,
        confirm=confirm,
        different_event=different_event,
        set_scope=set_scope,
        independent=independent,
        grade=grade,
        undo=undo,
    )
    run_decide(
        dossier_path(), id_, asked, because, reason, reviewer_name(), based_on, decision_id, as_json=is_json(format_)
    )
