"""Small dossiers with invented articles, for the tests of the reviewer."""

from collections.abc import Iterable
from pathlib import Path

from claims.assertions import build_assertion
from claims.identity import digest_bytes
from claims.models import Article, Assertion, Attribution, article_id
from claims.passages import passage_at
from claims.store.dossier import Dossier
from claims.values import parse_value
from claims.values.model import Kind
from tests.support.templates import write_built
from tui.services.workspace import Workspace


def make_article(text: str, *, name: str = "post.txt", publisher: str = "Harbour Post", **changes: object) -> Article:
    """An article with this text."""
    published = str(changes.pop("published", "2031-03-02"))
    sha = digest_bytes(text.encode())
    fields: dict[str, object] = {
        "id": article_id(publisher=publisher, url=None, published=published, title=None, text_sha256=sha),
        "name": name,
        "publisher": publisher,
        "published": published,
        "text": text,
        "text_sha256": sha,
        "original_sha256": sha,
        "media_type": "text/plain",
        **changes,
    }
    return Article.model_validate(fields)


def make_assertion(
    article: Article,
    quote: str,
    value: str,
    *,
    subject: str = "quay fire",
    attribute: str = "killed",
    kind: Kind = "count",
    scope: str | None = "total",
    as_of: str = "2031-03-02",
    speakers: Iterable[str] = (),
) -> Assertion:
    """An assertion quoted from the first place where `quote` stands in the article."""
    start = article.text.index(quote)
    return build_assertion(
        subject=subject,
        attribute=attribute,
        scope=scope,
        written=value,
        value=parse_value(kind, value),
        as_of=as_of,
        passage=passage_at(article.id, article.text, start, start + len(quote)),
        chain=tuple(Attribution(speaker=name, verb="said") for name in speakers),
    )


KILLED = ("quay fire", "killed")
"""The item with three assertions in the dossier of `make_dossier`."""


def make_dossier(folder: Path, *, reconciled: bool = False) -> Path:
    """Three conflicts on two subjects, one of them with three assertions; `reconciled`: the queue is computed too."""
    return write_built(folder / "fire.variorum", _build_reconciled_fire if reconciled else _build_fire)


def _build_reconciled_fire(path: Path) -> None:
    _build_fire(path)
    with Workspace(path) as workspace:
        workspace.refresh()


def _build_fire(path: Path) -> None:
    filler = "The fire had started in a warehouse before dawn. Crews worked until noon. " * 8
    post = make_article(f"{filler}\nAt least 12 people were killed, the harbour office said. {filler}")
    bell = make_article(
        f"{filler}\nThe coast guard counted 9 dead and 31 injured. {filler}", name="bell.txt", publisher="Evening Bell"
    )
    wire = make_article(
        f"{filler}\nEight died, according to the coast guard. Rescuers treated 25 injured.",
        name="wire.txt",
        publisher="North Wire",
    )
    ferry = make_article("The ferry ran aground; 3 were killed.", name="ferry-a.txt")
    other = make_article("The grounding killed 5.", name="ferry-b.txt", publisher="Evening Bell")
    with Dossier(path, create=True) as dossier:
        dossier.add_articles([post, bell, wire, ferry, other])
        dossier.add_assertions(
            [
                make_assertion(post, "At least 12 people were killed", "at least 12", speakers=["harbour office"]),
                make_assertion(bell, "counted 9 dead", "9", speakers=["coast guard"]),
                make_assertion(wire, "Eight died", "8", speakers=["coast guard"]),
                make_assertion(bell, "31 injured", "31", attribute="injured", speakers=["coast guard"]),
                make_assertion(wire, "treated 25 injured", "25", attribute="injured", speakers=["rescuers"]),
                make_assertion(ferry, "3 were killed", "3", subject="ferry grounding"),
                make_assertion(other, "killed 5", "5", subject="ferry grounding"),
            ]
        )


def make_crowd(folder: Path, count: int = 12) -> Path:
    """One item with so many statements, each of another paper and another figure."""
    path = folder / "crowd.variorum"
    articles = [
        make_article(f"In all {n + 20} were killed.", name=f"paper-{n}.txt", publisher=f"Paper {n:02}")
        for n in range(1, count + 1)
    ]
    with Dossier(path, create=True) as dossier:
        dossier.add_articles(articles)
        dossier.add_assertions(
            make_assertion(article, f"{n} were killed", str(n)) for n, article in enumerate(articles, start=21)
        )
    return path
