"""`variorum articles`, declared."""

from typing import Annotated

import typer

from tui.cli.options import Json, KnownAt, RecordedAt, dossier_path, is_json, open_lens

app = typer.Typer(help="The articles of the dossier.", no_args_is_help=True)


@app.command("list")
def articles_list(format_: Json = "text", known_at: KnownAt = None, recorded_at: RecordedAt = None) -> None:
    """List the articles: name, publisher, date, length, id."""
    from tui.cli.commands.articles import run_list

    run_list(dossier_path(), open_lens(False, known_at, recorded_at), as_json=is_json(format_))


@app.command("show")
def articles_show(
    name: Annotated[str, typer.Argument(help="a name given to `add`, or an id (its first 8 digits do)")],
    raw: Annotated[bool, typer.Option("--raw", help="the stored text exactly, control characters and all")] = False,
    format_: Json = "text",
) -> None:
    """Show an article with the claims quoted from it; copy quotes from here."""
    from tui.cli.commands.articles import run_show

    run_show(dossier_path(), name, raw=raw, as_json=is_json(format_))
