"""`variorum articles`, declared."""

from typing import Annotated

import typer

from tui.options import Json, dossier_path, is_json

app = typer.Typer(help="The articles of the dossier.", no_args_is_help=True)


@app.command("list")
def articles_list(format_: Json = "text") -> None:
    """List the articles: name, publisher, date, length, id."""
    from tui.commands.articles import run_list

    run_list(dossier_path(), as_json=is_json(format_))


@app.command("show")
def articles_show(
    name: Annotated[str, typer.Argument(help="a name given to `add`, or an id (its first 8 digits do)")],
    raw: Annotated[bool, typer.Option("--raw", help="the stored text exactly, control characters and all")] = False,
    format_: Json = "text",
) -> None:
    """Show an article with the claims quoted from it; copy quotes from here."""
    from tui.commands.articles import run_show

    run_show(dossier_path(), name, raw=raw, as_json=is_json(format_))
