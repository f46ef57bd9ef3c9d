"""`variorum demo`: a dossier of bundled dispatches about an invented event."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from claims.articles import build_article, publication_claims
from claims.claimsfile import ClaimsReader
from claims.errors import VariorumError
from claims.findings import Finding
from claims.intake import read_documents
from claims.intake.jsonlines import read_json_lines
from claims.models import Assertion
from claims.saving import check_target, save_text
from claims.vocabulary.loading import parse_vocabulary
from tui.cli.options import reviewer_name
from tui.output import deliver, say
from tui.services.reporting import make_report
from tui.services.workspace import Workspace
from tui.writers.formats import draw

app = typer.Typer()


class DemoError(VariorumError):
    """The demo cannot be written to that path, or its files are damaged."""


@contextmanager
def _place(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="variorum-demo-") as folder:
        yield Path(folder) / "demo.variorum"


@app.command(short_help="Try it on a bundled, invented event.")
def demo(
    keep: Annotated[Path | None, typer.Option(help="put the demo dossier here instead of somewhere temporary")] = None,
    report: Annotated[bool, typer.Option("--report", help="print the report even on a terminal")] = False,
    articles: Annotated[
        Path | None, typer.Option(help="only write two articles to this folder, to try `add` on", metavar="FOLDER")
    ] = None,
) -> None:
    """Open the reviewer on a bundled dossier about an invented event; without a terminal, print its report."""
    if articles is not None:
        _write_articles(articles)
        return
    reviewer = reviewer_name()
    if keep is not None:
        if keep.is_file():
            raise DemoError(
                f"{keep} exists already; name a new file, or open it with `variorum --dossier {keep} review`"
            )
        check_target(keep)
    with _place(keep) as path:
        with Workspace(path, create=True) as workspace:
            fill(workspace)
            if report or not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
                deliver(draw(workspace, make_report(workspace), "terminal", to_file=False), None, styled=True)
                if keep is not None:
                    say(f"the demo dossier is {keep}")
                return
        from tui.review.app import run_review

        status = run_review(path, reviewer or "guest")
    if keep is None:
        say("the demo dossier was temporary and is gone; `variorum demo --keep FILE` leaves it in a file")
    raise typer.Exit(status)


def _write_articles(folder: Path) -> None:
    """Write the two articles of the README into a folder that has none of their names."""
    bundled = sorted(resources.files("tui").joinpath("demo", "ferry").iterdir(), key=lambda one: one.name)
    for one in bundled:
        check_target(folder / one.name)
    for one in bundled:
        save_text(folder / one.name, [one.read_text("utf-8")])
    say(f"wrote {' and '.join(one.name for one in bundled)}; `variorum add {folder} --extract` reads them")


def fill(workspace: Workspace) -> None:
    """Put the bundled articles, words and claims into the dossier of `workspace`.

    Raises:
        DemoError: a bundled file is damaged.
    """
    store = workspace.dossier
    with resources.as_file(resources.files("tui").joinpath("demo")) as folder:
        for document in read_documents(sorted(folder.glob("*.txt"))):
            if isinstance(document, Finding):
                raise DemoError(f"the demo's own files are damaged: {document}; install variorum again")
            article = build_article(document)
            store.add_articles([article])
            store.add_assertions(publication_claims(article, document.stated_dates))
        store.extend_vocabulary(parse_vocabulary((folder / "vocabulary.toml").read_text("utf-8"), "vocabulary.toml"))
        reader = ClaimsReader(workspace.article_text, store.vocabulary(), "demo")
        with (folder / "claims.jsonl").open("rb") as stream:
            assertions: list[Assertion] = []
            for entry in reader.read(read_json_lines(stream, "claims.jsonl"), "claims.jsonl"):
                if isinstance(entry, Finding):
                    raise DemoError(f"the demo's own files are damaged: {entry}; install variorum again")
                assertions.append(entry)
        store.add_assertions(assertions)
        workspace.refresh()
