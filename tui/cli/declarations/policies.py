"""`variorum policies`, declared."""

from typing import Annotated

import typer

from tui.cli.options import AcceptedOnly, Json, KnownAt, RecordedAt, dossier_path, is_json, open_lens, reviewer_name

app = typer.Typer(help="What each codebook would say.")


@app.callback(invoke_without_command=True)
def policies(context: typer.Context, format_: Json = "text") -> None:
    """List the decision rules in force, with their sources. A policy proposes; a reviewer settles."""
    if context.invoked_subcommand is None:
        from tui.cli.commands.policies import run_list

        run_list(dossier_path(), as_json=is_json(format_))


@app.command("use")
def policies_use(
    policy: Annotated[str, typer.Argument(help="its name; `variorum policies` lists them")],
    attribute: Annotated[str | None, typer.Option("--for", help="only for this attribute, such as killed")] = None,
    because: Annotated[str, typer.Option(help="why, in a sentence")] = "",
) -> None:
    """Say which policy this dossier goes by, by default or for one attribute. Its proposals are then shown first.

    It goes on proposing and settles nothing. The latest setting holds; earlier ones stay in the ledger.
    """
    from tui.cli.commands.policies import run_use

    run_use(dossier_path(), policy, attribute, because, reviewer_name())


@app.command("grade")
def policies_grade(
    source: Annotated[str, typer.Argument(help="who speaks or publishes, by name")],
    grade: Annotated[str | None, typer.Argument(help="A to F, then 2 to 6; F, 6: cannot be judged")] = None,
    belligerent: Annotated[
        bool | None, typer.Option("--belligerent/--no-belligerent", help="a party to the fighting it reports on")
    ] = None,
    because: Annotated[str, typer.Option(help="why, in a sentence")] = "",
) -> None:
    """Grade a source by the Admiralty system: a letter for the source, and a digit for what it says where that helps.

    D, E, 4 and 5 make its figures doubtful; F and 6 are as if no grade were given; none ever becomes a number. 1,
    confirmed by others, is not typed: it follows from the chains.
    """
    from tui.cli.commands.policies import run_grade

    run_grade(dossier_path(), source, grade, belligerent, because, reviewer_name())


@app.command("sources")
def policies_sources(format_: Json = "text") -> None:
    """List the sources that reviewers graded."""
    from tui.cli.commands.policies import run_sources

    run_sources(dossier_path(), as_json=is_json(format_))


@app.command("explain")
def policies_explain(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    format_: Json = "text",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """What each policy says of one item: the clause that fired, the assertions used and those left out, and why."""
    from tui.cli.commands.policies import run_explain

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_explain(dossier_path(), lens, id_, as_json=is_json(format_))
