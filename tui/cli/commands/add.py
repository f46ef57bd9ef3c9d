"""`variorum add`: read articles into the dossier."""

import itertools
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence, Sized
from pathlib import Path
from typing import Annotated, Final

import typer

from claims.amendments import AMENDABLE
from claims.errors import VariorumError
from claims.grouping import first_of
from claims.intake import read_documents
from claims.intake.documents import Document
from claims.intake.metadata import parse_language
from claims.language import name_language
from claims.models import Article, Assertion
from claims.store.addresses import folder_of, format_place
from claims.values import ValueProblem
from claims.values.relative import read_edtf
from tui.cli.commands.review import check_terminal, open_screen
from tui.cli.options import Json, dossier_path, has_dossier, open_workspace, reviewer_name
from tui.output import (
    FirstFindings,
    counted,
    findings_json,
    progress,
    say,
    say_findings,
    without_findings,
    write,
    write_json,
)
from tui.services.adding import Added, Adder
from tui.services.beginning import begin_dossier, check_project
from tui.services.project import NAME as PROJECT_FILE
from tui.services.project import Project, load_project
from tui.visible import visible

app = typer.Typer()

_MOST_NAMED: Final = 3
"""Articles without a date that are named."""


class AddError(VariorumError):
    """The options cannot be used, or nothing could be read; nothing was added."""


@app.command(short_help="Read articles into the dossier.")
def add(
    paths: Annotated[list[Path], typer.Argument(help="files or folders; the kinds are named below")],
    publisher: Annotated[str | None, typer.Option(help="who published them, where they do not say")] = None,
    published: Annotated[str | None, typer.Option(help="when they appeared: 2019-11-06, 2019-11")] = None,
    title: Annotated[str | None, typer.Option(help="the title, for a single article")] = None,
    url: Annotated[str | None, typer.Option(help="where it was published, for a single article")] = None,
    language: Annotated[
        str | None, typer.Option(help="the language they are in: en, pt-BR; found if not given")
    ] = None,
    revises: Annotated[str | None, typer.Option(help="the article (name or id) this is a new edition of")] = None,
    keep_originals: Annotated[
        bool | None,
        typer.Option(
            "--keep-originals/--no-keep-originals", help="keep the bytes as received [default: up to 2 MB each]"
        ),
    ] = None,
    profile: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="PROFILE", help="they are tables of a data set: ged, acled, gtd, or a PROFILE.toml"
        ),
    ] = None,
    extract: Annotated[bool, typer.Option("--extract", help="propose what they state, as `extract` does")] = False,
    review: Annotated[bool, typer.Option("--review", help="then open the reviewer, as `review` does")] = False,
    as_json: Json = "text",
) -> None:
    """Read articles into the dossier; it is made if there is none. `add FOLDER --extract --review` is all in one line.

    Read are text, Markdown, HTML, PDF, word-processor texts (.docx, .odt, .rtf), mail (.eml, .mbox), feeds (.rss,
    .atom, .xml), web archives (.warc, .warc.gz, .wacz), JSON Lines, and spreadsheets (.csv, .xlsx) with a column text
    and any of id, title, publisher, author, published, modified, url and language. No web address is fetched: save the
    page first.

    A sidecar NAME.meta.json or NAME.meta.toml beside a file may give title, publisher, author, published, modified, url
    and language. A later copy of a page already there, known by its address or by nearly the same words of one outlet,
    is a new edition of it. What is not an article costs one line on standard error that says what to do; the rest is
    in.

    With --as, each row of a table (.csv, .xlsx, .parquet) of UCDP GED, ACLED or the GTD becomes a document, its cells
    statements as the codebook defines them, under the event that articles and other data sets tell of; --published says
    when the edition appeared. A later edition of the table replaces the rows that changed. docs/datasets.md tells how a
    PROFILE.toml describes a table of your own.
    """
    if profile is not None:
        from tui.cli.datasets import add_tables

        for_articles = {"publisher": publisher, "title": title, "url": url, "language": language, "revises": revises}
        others = {**for_articles, "keep_originals": keep_originals, "extract": extract, "review": review}
        add_tables(paths, profile, _read_date(published), others, as_json=bool(as_json))
        return
    if review:
        check_terminal()
    dossier = dossier_path()
    project = load_project(dossier)
    if not has_dossier(dossier):
        check_project(project, folder_of(dossier), reviewer_name())
    overrides = {
        "publisher": publisher,
        "published": _read_date(published),
        "title": title,
        "url": url,
        "language": _read_language(language),
    }
    _check_single(paths, {"title": title, "url": url})
    findings = FirstFindings()
    documents = without_findings(read_documents(paths), findings)
    first = list(itertools.islice(documents, 2))
    if first[1:] and (title or url):
        raise AddError(f"{'--title' if title else '--url'} is for a single article, and {paths[0]} holds several")
    is_new = not has_dossier(dossier)
    if is_new and not first:  # a mistyped name should not leave an empty dossier behind
        say_findings(findings)
        raise AddError("nothing was added, and no dossier was made; see the lines above")
    with open_workspace(create=True) as workspace:
        if is_new and project.settings:
            begin_dossier(workspace.dossier, project, folder_of(dossier), reviewer_name())
            say(visible(f"as {PROJECT_FILE} says: {', '.join(project.settings)}"))
        earlier = workspace.dossier.find_article(revises) if revises else None
        adder = Adder(workspace, overrides, revises=earlier, keep=keep_originals, there=_say_how_to_amend)
        _add_all(adder, itertools.chain(first, documents), findings)
        cost = workspace.dossier.originals_cost()
    added = adder.added
    _print_added(added, findings, dossier, as_json=as_json)
    if adder.kept:
        say(f"originals: {adder.kept:,} bytes kept; {cost.number:,} in the dossier take {cost.stored:,} bytes of it")
    if findings and not added:
        raise AddError("nothing was added; see the lines above")
    _name_foreign([article for article, is_new_article, _ in added if is_new_article], project)
    undated = sum(not article.published for article, is_new_article, _ in added if is_new_article)
    _go_on(dossier, undated, extract=extract, review=review)


def _add_all(adder: Adder, documents: Iterable[Document], findings: Sized) -> None:
    with progress("reading articles") as step:
        try:
            for count, document in enumerate(documents, start=1):
                adder.add(document)
                step(count + len(findings))
        finally:  # what was read is in, whatever ends the reading
            adder.flush()


def _go_on(dossier: Path, undated: int, *, extract: bool, review: bool) -> None:
    """Read the articles for proposals and open the reviewer, where asked for; it says how many are undated."""
    if extract:
        from tui.cli.commands.extract import run_extraction

        run_extraction(dossier, [])
    if review:
        from tui.review.settings import load_settings

        settings = load_settings(None)
        notice = f"{counted(undated, 'article')} without a date: a lists them, c there corrects one" if undated else ""
        open_screen(dossier, reviewer_name(settings.reviewer), settings, notice=notice)


def _read_date(published: str | None) -> str | None:
    """Return the date of --published as EDTF."""
    try:
        return None if published is None else read_edtf(published)
    except ValueProblem as error:
        raise AddError(f"--published: {error}; nothing was added") from error


def _read_language(language: str | None) -> str | None:
    """Return the code of the language of --language."""
    if language is None or (code := parse_language(language)):
        return language and code
    raise AddError(f"--language: {language[:40]!r} is not a language tag such as en or pt-BR; nothing was added")


def _check_single(paths: Sequence[Path], options: Mapping[str, str | None]) -> None:
    """Check that options which describe one article are given for one only."""
    names = [f"--{name}" for name, value in options.items() if value is not None]
    if names and (len(paths) > 1 or paths[0].is_dir()):
        raise AddError(f"{names[0]} is for a single article; give each its own in a sidecar (NAME.meta.toml)")


def _print_added(added: Sequence[Added], findings: FirstFindings, dossier: Path, *, as_json: bool) -> None:
    if as_json:
        write_json({"articles": [_article_json(*one) for one in added], "findings": findings_json(findings)})
    else:
        for one in added:
            write(_line(*one))
    say_findings(findings)
    new = [article for article, is_new, _ in added if is_new]
    counts = f"{len(new)} added, {len(added) - len(new)} already there, {findings.total} not read"
    say(f"{counts}; dossier {format_place(dossier)}")
    _name_undated([article.name for article in new if not article.published])


def _name_undated(names: Sequence[str]) -> None:
    """Name the articles without a publication date, on standard error."""
    hint = "`on Wednesday` has no date there; `variorum articles amend --published` gives it, then `extract --again`"
    if names:
        say(visible(f"no publication date in {first_of(names, _MOST_NAMED)}: {hint}"))


def _name_foreign(articles: Sequence[Article], project: Project) -> None:
    """Name the articles that are in none of the languages which the project expects."""
    for article in articles:
        if article.language and project.languages and article.language not in project.languages:
            language = name_language(article.language)
            say(visible(f"{article.name} is in {language}, which is none of the project's languages"))


def _line(article: Article, new: bool, claims: Sequence[Assertion]) -> str:
    parts = [
        "added" if new else "already there",
        f"{article.name} ({len(article.text):,} characters, {article.encoding or article.media_type})",
        f"publisher {article.publisher or 'not stated'}",
        f"published {article.published or 'not stated'}",
    ]
    return visible("; ".join((*parts, *_warnings(article, claims)))) + f"  {article.id[:12]}"


def _warnings(article: Article, claims: Sequence[Assertion]) -> Iterator[str]:
    dates = sorted({claim.written or "" for claim in claims if claim.scope == "total"})
    if len(dates) > 1:
        yield f"states {len(dates)} publication dates ({', '.join(dates)}), which makes a conflict"
    if article.modified:
        yield f"modified {article.modified}"
    if article.language and not _is_read(article.language):
        yield f"in {name_language(article.language)}, which `extract` does not read here"
    if article.revises:
        yield f"a new edition of {article.revises[:12]}"
    if article.revised_by:
        yield f"an earlier edition of {article.revised_by[:12]}, which was here before it"
    if not article.complete:
        yield "INCOMPLETE: text of the page is missing"
    yield from article.notes


def _say_how_to_amend(there: Article, article: Article) -> None:
    """Say that a text is there already, and how to give it what is known of it now."""
    options = [
        f"--{field} {shlex.quote(value)}"
        for field in AMENDABLE
        if (value := getattr(article, field)) and value != getattr(there, field)
    ]
    hint = f"variorum articles amend {shlex.quote(there.name)} {' '.join(options)}"
    say(visible(f"{article.name} is there already as {there.name}; nothing was added. To say more of it: {hint}"))


def _is_read(language: str) -> bool:
    from claims.extract.extraction import is_read

    return is_read(language)


def _article_json(article: Article, new: bool, claims: Sequence[Assertion]) -> dict[str, object]:
    fields = article.model_dump(mode="json", exclude={"text"})
    return {**fields, "length": len(article.text), "new": new, "claims": [claim.id for claim in claims]}
