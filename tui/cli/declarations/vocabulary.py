"""`variorum vocabulary`, declared."""

from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import Json, dossier_path, is_json

app = typer.Typer(help="The words in force, and your own.")


@app.callback(invoke_without_command=True)
def vocabulary(context: typer.Context, format_: Json = "text") -> None:
    """Print the attributes in force; `vocabulary hedges`, `scopes`, `actors`, `places`, `reasons` print the other
    tables.
    """
    if context.invoked_subcommand is None:
        from tui.cli.commands.vocabulary import run_table

        run_table(dossier_path(), "attributes", "", as_json=is_json(format_))


def _table_command(name: str, summary: str) -> None:
    def command(
        search: Annotated[str, typer.Argument(help="only entries that hold these words")] = "", format_: Json = "text"
    ) -> None:
        from tui.cli.commands.vocabulary import run_table

        run_table(dossier_path(), name, search, as_json=is_json(format_))

    command.__doc__ = summary
    app.command(name)(command)


_table_command("attributes", "What can be asserted, its kind and how time enters.")
_table_command("scopes", "The scope tree of each attribute that has one.")
_table_command("hedges", "The words that make a number a set, with their sources.")
_table_command("actors", "Actors, their other names and dated affiliations.")
_table_command("places", "The gazetteer.")
_table_command("balances", "The sums that join attributes.")
_table_command("reasons", "The reason codes of decisions.")


@app.command("suggest")
def vocabulary_suggest(format_: Json = "text") -> None:
    """Say which names in the dossier may be one actor or one place, as lines for `vocabulary import`.

    Compared are names that the vocabulary does not know, with each other and with those it knows: how they are spelt,
    transliterations set alike, and initials. Nothing is joined before you import it.
    """
    from tui.cli.commands.suggest import run_suggest

    run_suggest(dossier_path(), as_json=is_json(format_))


@app.command("import")
def vocabulary_import(path: Annotated[Path, typer.Argument(help="a TOML file")]) -> None:
    """Add attributes, actors and places to this dossier.

    [attributes.crowd]
    kind = "count"       # count | measure | date | time | place | actor | choice | text
    time = "fixed"       # fixed | cumulative | state
    """
    from tui.cli.commands.vocabulary import run_import

    run_import(dossier_path(), path)


@app.command("export")
def vocabulary_export(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")] = None,
) -> None:
    """Write this dossier's own additions as a vocabulary file."""
    from tui.cli.commands.vocabulary import run_export

    run_export(dossier_path(), output)
