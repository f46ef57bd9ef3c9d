"""`variorum demo`, `add`, `extract` and `proposers`, declared: how a dossier fills."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tui.cli.options import Json, dossier_path, is_json, reviewer_name

app = typer.Typer()


@app.command(short_help="Try it on a bundled, invented event.")
def demo(
    keep: Annotated[Path | None, typer.Option(help="put the demo dossier here instead of somewhere temporary")] = None,
    report: Annotated[bool, typer.Option("--report", help="print the report even on a terminal")] = False,
) -> None:
    """Open the reviewer on a bundled dossier about an invented event; without a terminal, print its report."""
    from tui.cli.commands.demo import run_demo

    run_demo(keep, reviewer_name(), report=report)


@app.command(short_help="Read articles into the dossier.")
def add(
    paths: Annotated[list[Path], typer.Argument(help="files or folders: text, Markdown, HTML, PDF, JSON Lines")],
    publisher: Annotated[str | None, typer.Option(help="who published them, where they do not say")] = None,
    published: Annotated[str | None, typer.Option(help="when they appeared: 2019-11-06, 2019-11")] = None,
    title: Annotated[str | None, typer.Option(help="the title, for a single article")] = None,
    url: Annotated[str | None, typer.Option(help="where it was published, for a single article")] = None,
    revises: Annotated[str | None, typer.Option(help="the article (name or id) this is a new edition of")] = None,
    format_: Json = "text",
) -> None:
    """Read articles into the dossier; it is made if there is none.

    A sidecar NAME.meta.json or NAME.meta.toml beside a file may give title, publisher, published and url. What is not
    an article costs one line on standard error that says what to do; the rest is in.
    """
    from tui.cli.commands.add import run_add

    overrides = {"publisher": publisher, "published": published, "title": title, "url": url}
    run_add(dossier_path(), paths, overrides, revises, as_json=is_json(format_))


class _ExtractCommand(typer.core.TyperCommand):
    """A command whose help ends with the proposers that are installed."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        from claims.extract import find_offers
        from tui.cli.commands.extract import describe_offer
        from tui.visible import visible

        with formatter.section("Proposers"):
            formatter.write_dl([(visible(offer.name), describe_offer(offer)) for offer in find_offers()])


@app.command(short_help="Propose assertions from the articles.", cls=_ExtractCommand)
def extract(
    articles: Annotated[
        list[str] | None, typer.Argument(help="names or ids; every article not yet read, if none", show_default=False)
    ] = None,
    proposer: Annotated[
        list[str] | None, typer.Option(help="only this one; may be given again", metavar="NAME")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="articles read before too; adds only what is new")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="let a proposer send text away without asking")] = False,
    format_: Json = "text",
) -> None:
    """Propose assertions from the articles, each anchored to its exact words. Nothing is confirmed by itself.

    Proposals are weighed like entered claims, and marked; --accepted-only leaves them out. `variorum claims list
    --status proposed` lists them, `variorum decide ITEM --confirm ASSERTION` and `--reject` settle them one by one.
    What two proposers read alike is in the tier `agreed`, the rest in `single`.
    """
    from tui.cli.commands.extract import run_extract

    run_extract(dossier_path(), articles or [], proposer or [], again=again, agreed=yes, as_json=is_json(format_))


@app.command(short_help="What reads the articles for `extract`.")
def proposers(format_: Json = "text") -> None:
    """List what reads the articles for `variorum extract`, and how to get what is not installed."""
    from tui.cli.commands.extract import run_proposers

    run_proposers(as_json=is_json(format_))
