"""`variorum articles`: what was added, and its text with the claims quoted from it."""

import re
import sys
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path
from typing import Annotated, Final

import typer
from typing_extensions import TypedDict

from claims.errors import VariorumError
from claims.language import name_language
from claims.models import Amendment, Article, Assertion
from claims.saving import replacing
from tui.cli.options import Json, KnownAt, RecordedAt, open_workspace, reviewer_name
from tui.output import counted, print_table, say, write, write_json
from tui.services.amending import AmendmentError, amend_article, retract_article, supersede_article, undo_amendment
from tui.visible import visible
from tui.writers.json_views.shapes import Id, Shape, closed, fill_shapes, to_plain

app = typer.Typer(help="The articles of the dossier.", no_args_is_help=True)


class OriginalError(VariorumError):
    """The bytes of an article cannot be given."""


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


SHAPES: Final[dict[str, Shape]] = {
    "amendment": (Amendment, "variorum articles amend, supersede, retract, undo --format json"),
    "articles": (list[ArticleRow], "variorum articles list --format json"),
}


@app.command("list")
def articles_list(as_json: Json = "text", known_at: KnownAt = None, recorded_at: RecordedAt = None) -> None:
    """List the articles: name, publisher, date, length, id."""
    with open_workspace(False, known_at, recorded_at) as workspace:
        rows = workspace.article_rows()
    if as_json:
        write_json(fill_shapes(ArticleRow, rows))
        return
    cells = (
        (row.id[:12], row.name, row.publisher or "?", row.published or "?", row.language or "?", f"{row.length:,}")
        for row in rows
    )
    print_table(("id", "name", "publisher", "published", "language", "characters"), cells, right={"characters"})
    _name_unread(row.language for row in rows if row.language and row.language != "en")


def _name_unread(languages: Iterable[str]) -> None:
    """Say which languages no proposer reads, and of how many articles."""
    from claims.extract.extraction import is_read

    for language, count in sorted(Counter(languages).items()):
        if not is_read(language):
            say(f"{counted(count, 'article')} in {name_language(language)}, which `extract` does not read here")


_ID: Final = re.compile(r"[0-9a-f]{64}")
_Because = Annotated[str, typer.Option("--because", help="why, in a sentence", show_default=False)]
_Value = Annotated[str | None, typer.Option(help="the value that is right; '' for none", show_default=False)]
_Name = Annotated[str, typer.Argument(help="a name given to `add`, or an id (its first 8 digits do)")]


@app.command("amend")
def articles_amend(
    name: _Name,
    publisher: _Value = None,
    published: _Value = None,
    modified: _Value = None,
    title: _Value = None,
    author: _Value = None,
    url: _Value = None,
    language: _Value = None,
    because: _Because = "",
    as_json: Json = "text",
) -> None:
    """Correct what an article is: its outlet, dates, title, author, address or language; its text never changes.

    Statements that had no date of their own follow the article's; `articles undo` takes the correction back. Words
    that had no date before ("on Wednesday") are read by `variorum extract --again NAME`.
    """
    given = {"publisher": publisher, "published": published, "modified": modified, "title": title, "author": author,
             "url": url, "language": language}  # fmt: skip
    values = {field: value for field, value in given.items() if value is not None}
    with open_workspace() as workspace:
        article, amendment = amend_article(workspace, name, values, reviewer_name(), because)
    _print_amendment(article, amendment, as_json=as_json)


@app.command("supersede")
def articles_supersede(
    old: Annotated[str, typer.Argument(help="the earlier edition: a name or an id")],
    new: Annotated[str, typer.Argument(help="the later edition: a name or an id")],
    because: _Because = "",
    as_json: Json = "text",
) -> None:
    """Say that one article is a later edition of another."""
    with open_workspace() as workspace:
        article, amendment = supersede_article(workspace, old, new, reviewer_name(), because)
    _print_amendment(article, amendment, as_json=as_json)


@app.command("retract")
def articles_retract(name: _Name, because: _Because = "", as_json: Json = "text") -> None:
    """Say that an article was taken back, and set aside what it states, in one act that `articles undo` undoes."""
    with open_workspace() as workspace:
        article, amendment, statements = retract_article(workspace, name, reviewer_name(), because)
    _print_amendment(article, amendment, as_json=as_json)
    say(f"{counted(statements, 'statement')} set aside")


@app.command("undo")
def articles_undo(name: _Name, because: _Because = "", as_json: Json = "text") -> None:
    """Undo the latest amendment, retraction or supersession of an article."""
    with open_workspace() as workspace:
        article, amendment = undo_amendment(workspace, name, reviewer_name(), because)
    _print_amendment(article, amendment, as_json=as_json)


@app.command("export-original")
def articles_export_original(
    name: _Name,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="the file to write", show_default=False)] = None,
) -> None:
    """Write the bytes of an article as they were received; their hash is that of the record."""
    with open_workspace(False) as workspace:
        article = workspace.dossier.article(workspace.dossier.find_article(name))
        data = workspace.dossier.original(article)
    if data is None:
        raise OriginalError(
            f"the original of {article.name} was not kept: add the file again, with --keep-originals if it is large"
        )
    if output is None:
        if sys.stdout.isatty():
            raise OriginalError("the bytes may hold what a terminal obeys; give a file with -o, or a pipe")
        sys.stdout.buffer.write(data)
        return
    with replacing(output) as stream:
        stream.write(data)
    say(f"wrote {output}: {len(data):,} bytes, SHA-256 {article.original_sha256}")


@app.command("remove")
def articles_remove(name: _Name) -> None:
    """Nothing is removed from a dossier; say what to do instead."""
    raise AmendmentError(
        f"{name} stays: the record of what was read is never cut, or nobody could check it. `articles retract` "
        "sets aside what it states, `articles supersede` names a later edition, `articles amend` corrects what it is"
    )


def _print_amendment(article: Article, amendment: Amendment, *, as_json: bool) -> None:
    if as_json:
        write_json(amendment.model_dump(mode="json"))
        return
    verb = "undone on" if amendment.action == "undo" else "amended"
    write(visible(f"{verb} {article.name}: {describe_changes(amendment)}  {amendment.id[:12]}"))


def describe_changes(amendment: Amendment) -> str:
    """Return what an amendment changes, old value and new."""
    changed = [f"{field} {_short(old)} -> {_short(new)}" for field, old, new in amendment.changes if old != new]
    return "; ".join(changed) or f"what {(amendment.undoes or '')[:12]} changed"


def _short(value: str | None) -> str:
    """Return a value of a field; an id by its first digits."""
    return value[:12] if value and _ID.fullmatch(value) else value or "none"


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
        amendments = [one for one in workspace.dossier.amendments().every if one.article == article.id]
    if raw:
        # Exact for a file or a pipe; a terminal would obey what the text holds.
        sys.stdout.write(visible(article.text, keep="\n\t") if sys.stdout.isatty() else article.text)
        return
    if as_json:
        fields = article.model_dump(mode="json")
        spans = [{"id": a.id, "start": a.passage.start, "end": a.passage.end, "item": list(a.item)} for a in assertions]
        write_json({**fields, "assertions": spans, "amendments": to_plain(tuple(amendments))})
        return
    _write_article(article, assertions, amendments)


def _write_article(article: Article, assertions: Iterable[Assertion], amendments: Iterable[Amendment]) -> None:
    from claims.values import format_value

    sys.stdout.write(visible(article.text, keep="\n\t") + "\n\n")
    for assertion in sorted(assertions, key=attrgetter("passage.start", "id")):
        where = f"{assertion.passage.start}-{assertion.passage.end}"
        item = f"{assertion.subject}/{assertion.attribute}"
        line = f"{where:>13}  {assertion.id[:12]}  {item}: {format_value(assertion.value)}"
        sys.stdout.write(visible(line) + "\n")
    for remark in (*(() if article.complete else ("INCOMPLETE: text of the page is missing",)), *article.notes):
        sys.stdout.write(visible(f"note  {remark}") + "\n")
    for one in amendments:
        because = f": {one.rationale}" if one.rationale else ""
        signed = f"{one.decided_at}, {one.reviewer}{because}"
        sys.stdout.write(visible(f"{one.action}  {describe_changes(one)}  ({signed})") + "\n")
