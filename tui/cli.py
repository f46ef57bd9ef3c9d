"""The command line: its groups put together, exit codes, and nothing heavy imported before it is needed.

Exit status: 0 done, 1 findings under --check, 2 usage or bad input, 3 the dossier is damaged.
"""

import io
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from tui.groups import (
    articles,
    audit,
    claims,
    events,
    items,
    policies,
    replay,
    report,
    review,
    start,
    upkeep,
    vocabulary,
)
from tui.options import Given

app = typer.Typer(
    name="variorum",
    help="Settle what several reports of the same event say, with every step checkable by a stranger.",
    epilog="Start with `variorum demo`. A dossier of your own: `variorum add ARTICLE...`, `variorum claims import "
    "FILE`, `variorum conflicts`, `variorum review`, `variorum report`. The dossier is --dossier PATH, else "
    "VARIORUM_DOSSIER, else the only *.variorum file here, else dossier.variorum.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _commands in (start, items, review, report, replay, upkeep):
    app.add_typer(_commands.app)
app.add_typer(articles.app, name="articles")
app.add_typer(events.app, name="events")
app.add_typer(claims.app, name="claims")
app.add_typer(vocabulary.app, name="vocabulary")
app.add_typer(audit.app, name="audit")
app.add_typer(policies.app, name="policies")


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        sys.stdout.write(f"variorum {version('variorum')}\n")
        raise typer.Exit


@app.callback()
def _root(
    dossier: Annotated[
        Path | None, typer.Option(help="the dossier file; stands before the command", show_default=False)
    ] = None,
    reviewer: Annotated[str, typer.Option(help="who reviews; else VARIORUM_REVIEWER, else git's user.name")] = "",
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    del version
    Given.dossier = dossier
    Given.reviewer = reviewer


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; errors a person can cause become one message and an exit status."""
    from claims.errors import VariorumError

    for stream in (sys.stdout, sys.stderr):
        # A character that the reader's encoding lacks is written as its code, rather than ending the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        return app(args=arguments, standalone_mode=True)
    except VariorumError as error:
        from tui.output import say

        say(f"variorum: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # Whoever read our output has read enough; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        from tui.output import say

        say(f"variorum: {error.filename or 'output'}: {error.strerror or error}; see to that and run it again")
        sys.exit(2)


if __name__ == "__main__":
    main()
