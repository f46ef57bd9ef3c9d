"""Invented articles, claims and dossiers for the tests of the store and the command line."""

from collections.abc import Iterable
from pathlib import Path

from claims.claimsfile import ArticleText, ClaimsReader
from claims.findings import Finding
from claims.identity import digest_bytes
from claims.models import Article, Assertion, MentionRecord, article_id
from claims.store.dossier import Dossier
from claims.vocabulary.loading import builtin_vocabulary
from claims.vocabulary.model import Vocabulary
from tests.support.templates import write_built


def make_article(
    text: str,
    *,
    name: str = "post.txt",
    publisher: str | None = "Harbour Post",
    published: str | None = "2031-03-02",
    title: str | None = None,
) -> Article:
    """An article with this text."""
    sha = digest_bytes(text.encode())
    return Article(
        id=article_id(publisher=publisher, url=None, published=published, title=title, text_sha256=sha),
        name=name,
        publisher=publisher,
        published=published,
        title=title,
        text=text,
        text_sha256=sha,
        original_sha256=sha,
    )


def make_reader(articles: Iterable[Article], vocabulary: Vocabulary | None = None) -> ClaimsReader:
    """A reader of claims on these articles, by name and by id."""
    texts = {}
    for article in articles:
        texts[article.id] = ArticleText(id=article.id, published=article.published, text=article.text)
        texts[article.name] = texts[article.id]
    return ClaimsReader(texts.__getitem__, vocabulary or builtin_vocabulary(), "tests")


def make_line(article: Article, quote: str, value: object, **changes: object) -> dict[str, object]:
    """A line of a claims file."""
    line = {"article": article.name, "quote": quote, "subject": "quay-fire", "attribute": "killed", "value": value}
    return {**line, **changes}


def make_claim(article: Article, quote: str, value: object, **changes: object) -> Assertion:
    """The assertion of such a line."""
    return make_reader([article]).assertion(make_line(article, quote, value, **changes))


def read_lines(reader: ClaimsReader, lines: Iterable[dict[str, object]]) -> tuple[list[Assertion], list[Finding]]:
    """The assertions and the findings of numbered lines of `claims.jsonl`."""
    assertions: list[Assertion] = []
    findings: list[Finding] = []
    for entry in reader.read(enumerate(lines, start=1), "claims.jsonl"):
        if isinstance(entry, Finding):
            findings.append(entry)
        else:
            assertions.append(entry)
    return assertions, findings


def make_dossier(path: Path, items: int = 1) -> Path:
    """A dossier with two articles that contradict each other on each of `items` tolls: `quay-0/killed`, ..."""
    return write_built(path, _build_quays, items)


def _build_quays(path: Path, items: int) -> None:
    post = make_article("\n".join(f"At quay {n} there were 12 dead." for n in range(items)))
    bell = make_article(
        "\n".join(f"Pier {n} counted 9 dead." for n in range(items)), name="bell.txt", publisher="Evening Bell"
    )
    reader = make_reader([post, bell])
    with Dossier(path, create=True) as dossier:
        dossier.add_articles([post, bell])
        for article, words, figure in (
            (post, "At quay {} there were 12 dead", "12"),
            (bell, "Pier {} counted 9 dead", "9"),
        ):
            dossier.add_assertions(
                reader.assertion(make_line(article, words.format(n), figure, subject=f"quay-{n}")) for n in range(items)
            )


def file_blasts(path: Path, count: int) -> Path:
    """File so many short reports of one blast, each under an event of its own; return the dossier."""
    with Dossier(path, create=True) as store:
        for number in range(count):
            article = make_article(
                f"A blast shook Oslo, report {number} [sic].", name=f"{number}.txt", published="2031-05-04"
            )
            mention = MentionRecord(
                article=article.id,
                key="main",
                subject=f"blast-{number}",
                kind="explosion",
                low="2031-05-03T00:00:00",
                high="2031-05-03T23:59:59",
                places=("Oslo",),
                main=True,
            )
            store.add_articles([article])
            store.add_mentions([mention])
    return path
