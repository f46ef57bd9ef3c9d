"""`variorum extract`: proposals from the articles, each under the event it speaks of."""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typing_extensions import TypedDict

from claims.errors import VariorumError
from claims.extract import Offer, find_offers, make_proposers
from claims.extract import Proposer as ArticleProposer
from claims.extract.proposers import find_problems
from claims.grouping import first_of
from claims.language import name_language
from claims.store.dossier import ArticleRow
from tui.cli.options import Json, dossier_path, has_terminal
from tui.output import counted, say, say_findings, write, write_json
from tui.services.extraction import Extraction, propose, unread_articles
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views.shapes import Id, Shape, closed, fill_shape

app = typer.Typer()

_MOST_NAMED = 5
"""Articles named before any of their text is sent."""


class BrokeOffError(VariorumError):
    """A proposer broke off on some articles."""

    def __init__(self, articles: int) -> None:
        super().__init__(f"{counted(articles, 'article')} not read to the end; the same command tries them again")


class NotSentError(VariorumError):
    """Nobody agreed that article text is sent away."""

    def __init__(self) -> None:
        super().__init__("nothing was sent and nothing read; --yes agrees where nobody can be asked")


class _ExtractCommand(typer.core.TyperCommand):
    """A command whose help ends with the proposers that are installed."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Proposers"):
            formatter.write_dl([(visible(offer.name), describe_offer(offer)) for offer in find_offers()])


@closed
class Extracted(TypedDict):
    """What was proposed from how many articles."""

    articles: int
    proposed: int
    already_there: int
    refused: int
    """By the verifier."""
    by_tier: dict[str, int]
    by_attribute: dict[str, int]
    proposers: list[str]
    ids: list[Id]


@closed
class Proposer(TypedDict):
    """What reads articles for `variorum extract`."""

    name: str
    package: str
    usable: bool
    by_default: bool
    summary: str
    problem: str
    """What keeps it from being used."""


SHAPES: Final[dict[str, Shape]] = {
    "extracted": (Extracted, "variorum extract --format json"),
    "proposers": (list[Proposer], "variorum proposers --format json"),
}


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
    as_json: Json = "text",
) -> None:
    """Propose assertions from the articles, each anchored to its exact words. Nothing is confirmed by itself.

    Proposals are weighed like entered claims, and marked; --accepted-only leaves them out. `variorum claims list
    --status proposed` lists them, `variorum decide ITEM --confirm ASSERTION` and `--reject` settle them one by one.
    What two proposers read alike is in the tier `agreed`, the rest in `single`.
    """
    run_extraction(
        dossier_path(),
        articles or [],
        proposer or [],
        again=again,
        agreed=yes,
        print_result=partial(_print, as_json=as_json),
    )


@app.command(short_help="What reads the articles for `extract`.")
def proposers(as_json: Json = "text") -> None:
    """List what reads the articles for `variorum extract`, and how to get what is not installed."""
    offers = find_offers()
    if as_json:
        write_json([fill_shape(Proposer, offer, usable=not offer.problem) for offer in offers])
    else:
        for offer in offers:
            write(f"{visible(offer.name):<10} {describe_offer(offer)}")


def run_extraction(
    dossier: Path,
    names: Sequence[str],
    proposers: Sequence[str] = (),
    *,
    again: bool = False,
    agreed: bool = False,
    print_result: Callable[[Extraction], None] = lambda _: None,
) -> None:
    """Propose assertions from articles, from all that were not read yet if none is named, and report what was proposed.

    With `again` what was read before is read once more; with `agreed` text is sent away without asking.

    Raises:
        NotSentError: nobody agreed that article text is sent away.
        BrokeOffError: a proposer broke off on some articles; what it proposed from others is kept.
    """
    offers = find_offers()
    if not proposers:
        say_findings(find_problems(offers))
    readers = make_proposers(proposers, offers)
    with Workspace(dossier) as workspace:
        waiting = unread_articles(workspace.dossier, names, again=again)
        _ask_to_send(readers, workspace.dossier.article_rows_of(waiting), agreed=agreed)
        extraction = propose(workspace.dossier, waiting, readers)
    print_result(extraction)
    _report(extraction, several=len(readers) > 1)
    if names and not waiting:
        say("read before; --again reads once more, with another --proposer for example, and keeps what is new")
    if extraction.new:
        say(
            "`variorum claims list --status proposed` lists them, `i` in `variorum review` goes through them; "
            "`variorum conflicts` weighs them, marked as proposed"
        )
    if extraction.stopped is not None:
        raise extraction.stopped
    if extraction.failures:
        raise BrokeOffError(len(waiting) - len(extraction.articles))


def _report(extraction: Extraction, *, several: bool) -> None:
    """Say what was proposed and what failed; `several` proposers may have agreed."""
    say_findings((*extraction.failures, *extraction.silent))
    agreeing = sum(assertion.tier == "agreed" for assertion in extraction.assertions)
    say(
        f"{counted(extraction.new, 'assertion')} proposed from {counted(len(extraction.articles), 'article')}, "
        f"{extraction.already_there:,} already there, {extraction.refused:,} refused"
        + (f"; {agreeing:,} agreed by two proposers" if several else "")
    )


def _print(extraction: Extraction, *, as_json: bool) -> None:
    attributes = Counter(assertion.attribute for assertion in extraction.assertions)
    if as_json:
        tiers = Counter(assertion.tier for assertion in extraction.assertions)
        result = fill_shape(
            Extracted,
            extraction,
            articles=len(extraction.articles),
            proposed=extraction.new,
            by_tier=dict(sorted(tiers.items())),
            by_attribute=dict(sorted(attributes.items())),
            ids=sorted(assertion.id for assertion in extraction.assertions),
        )
        write_json(result)
        return
    for name, count in extraction.articles:
        write(visible(f"{name}: {count} proposals"))
    for attribute, count in attributes.most_common():
        write(f"{count:6} {attribute}")


def _ask_to_send(proposers: Sequence[ArticleProposer], articles: Sequence[ArticleRow], *, agreed: bool) -> None:
    """Name the text that proposers would send somewhere, and ask for agreement."""
    for proposer in proposers:
        recipient = getattr(proposer, "sends_to", "")
        if not recipient or not articles:
            continue
        say(f"{proposer.name} would send the whole text of {_describe_articles(articles, recipient)}")
        if not agreed and not _is_agreed():
            raise NotSentError


def _describe_articles(articles: Sequence[ArticleRow], recipient: str) -> str:
    characters = sum(row.length for row in articles)
    names = first_of(sorted(row.name for row in articles), _MOST_NAMED)
    return f"{counted(len(articles), 'article')} ({characters:,} characters) to {recipient}: {names}"


def _is_agreed() -> bool:
    """Ask a person at a terminal; elsewhere nobody agrees."""
    if not has_terminal():
        return False
    sys.stderr.write("Send it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def describe_offer(offer: Offer) -> str:
    """Return what a proposer is, made visible."""
    if offer.problem:
        return visible(f"{offer.summary} {offer.problem}".strip())
    languages = ", ".join(map(name_language, sorted(getattr(offer.make, "languages", ()))))
    use = "takes part" if offer.by_default else f"takes part with --proposer {offer.name}"
    return visible(f"{use}. {offer.summary} {f'Reads {languages}. ' if languages else ''}({offer.package})")
