"""`variorum articles`: what was added, and its text with the claims quoted from it."""

import sys
from operator import attrgetter
from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from tui.cli.options import Json, KnownAt, RecordedAt, open_workspace
from tui.output import print_table, write_json
from tui.visible import visible
from tui.writers.json_views.shapes import Id, Shape, closed, fill_shape

app = typer.Typer(help="The articles of the dossier.", no_args_is_help=True)


@closed
class ArticleRow(TypedDict):
    """An article without its text."""

    id: Id
    name: str
    publisher: str | None
    published: str | None
    title: str | None
    length: int
    """In characters."""
    author: str | None
    url: str | None
    modified: str | None
    language: str | None


SHAPES: Final[dict[str, Shape]] = {"articles": (list[ArticleRow], "variorum articles list --format json")}


@app.command("list")
def articles_list(as_json: Json = "text", known_at: KnownAt = None, recorded_at: RecordedAt = None) -> None:
    """List the articles: name, publisher, date, length, id."""
    with open_workspace(False, known_at, recorded_at) as workspace:
        rows = workspace.dossier.article_rows()
        if not workspace.lens.is_clear:
            visible_ids = workspace.visible_articles([row.id for row in rows])
            rows = [row for row in rows if row.id in visible_ids]
    if as_json:
        write_json([fill_shape(ArticleRow, row) for row in rows])
        return
    cells = (
        (row.id[:12], row.name, row.publisher or "?", row.published or "?", row.language or "?", f"{row.length:,}")
        for row in rows
    )
    print_table(("id", "name", "publisher", "published", "language", "characters"), cells, right={"characters"})


@app.command("show")
def articles_show(
    name: Annotated[str, typer.Argument(help="a name given to `add`, or an id (its first 8 digits do)")],
    raw: Annotated[bool, typer.Option("--raw", help="the stored text exactly, control characters and all")] = False,
    as_json: Json = "text",
) -> None:
    """Show an article with the claims quoted from it; copy quotes from here."""
    with open_workspace() as workspace:
        article = workspace.dossier.article(workspace.dossier.find_article(name))
        assertions = workspace.dossier.assertions_of(article.id)
    if raw:
        # Exact for a file or a pipe; a terminal would obey what the text holds.
        sys.stdout.write(visible(article.text, keep="\n\t") if sys.stdout.isatty() else article.text)
        return
    if as_json:
        fields = article.model_dump(mode="json")
        spans = [{"id": a.id, "start": a.passage.start, "end": a.passage.end, "item": list(a.item)} for a in assertions]
        write_json({**fields, "assertions": spans})
        return
    from claims.values import format_value

    sys.stdout.write(visible(article.text, keep="\n\t") + "\n\n")
    for assertion in sorted(assertions, key=attrgetter("passage.start", "id")):
        where = f"{assertion.passage.start}-{assertion.passage.end}"
        item = f"{assertion.subject}/{assertion.attribute}"
        line = f"{where:>13}  {assertion.id[:12]}  {item}: {format_value(assertion.value)}"
        sys.stdout.write(visible(line) + "\n")
