"""Dossiers, articles and claims of any size for the benchmarks: invented, and the same each time.

Owns what they hold. Refuses randomness: a claim follows from its number, so that two sizes differ in size alone.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from claims.claimsfile import ArticleText, ClaimsReader
from claims.models import Article, Assertion
from claims.store.dossier import Dossier
from tests.support import store_builders
from tui.services.workspace import Workspace

CLAIMS_PER_ARTICLE = 20
CLAIMS_PER_ITEM = 10

_ATTRIBUTES = (
    ("killed", "people were killed"),
    ("injured", "people were injured"),
    ("missing", "people were missing"),
    ("detained", "people were detained"),
)
_FIGURES = ("{n}", "at least {n}", "more than {n}", "about {n}", "up to {n}")
_SPEAKERS = ((), ("harbour office",), ("coast guard",), ("North Wire", "rescue service"))


def make_claim(number: int, per_item: int = CLAIMS_PER_ITEM) -> dict[str, object]:
    """Claim `number` as a line of a claims file, but for its article, of `per_item` on each item.

    The claims of one item are far apart, as those of several articles on one event are, and mostly agree.
    """
    item, repeat = divmod(number, per_item)
    attribute, words = _ATTRIBUTES[item % len(_ATTRIBUTES)]
    base = 10 + item % 97
    written = _FIGURES[repeat % len(_FIGURES)].format(n=base + (repeat == 7))
    speakers = _SPEAKERS[(item + repeat) % len(_SPEAKERS)]
    quote = f"On quay {number} the log says {written} {words}"
    return {
        "quote": quote,
        "subject": f"storm-{item // len(_ATTRIBUTES):06d}",
        "attribute": attribute,
        "value": written,
        "as_of": f"2031-{1 + item % 12:02d}-{10 + repeat:02d}",
        "chain": list(speakers),
    }


def make_article(number: int, quotes: list[str]) -> Article:
    """Article `number`, in which each of `quotes` stands once."""
    filler = "Crews worked through the night and the ferries stayed in port until the wind had dropped."
    text = "\n".join(f"{quote}. {filler}" for quote in quotes) + f"\nDispatch {number}."
    return store_builders.make_article(
        text, name=f"dispatch-{number:06d}.txt", publisher=f"Paper {number % 50}", published="2031-12-01"
    )


def make_articles_and_claims(count: int) -> Iterator[tuple[Article, list[dict[str, object]]]]:
    """Yield articles, each with its lines, `count` lines in all; neighbours in an item come from different articles."""
    articles = -(-count // CLAIMS_PER_ARTICLE)
    for number in range(articles):
        lines = [make_claim(claim) for claim in range(number, count, articles)]
        article = make_article(number, [str(line["quote"]) for line in lines])
        yield article, [{"article": article.name, **line} for line in lines]


def write_claims_file(path: Path, dossier: Path, count: int) -> None:
    """Make a dossier with the articles, and a claims file of `count` lines that quotes them."""
    with Dossier(dossier, create=True) as store, path.open("w", encoding="utf-8") as file:
        articles = []
        for article, lines in make_articles_and_claims(count):
            articles.append(article)
            file.writelines(json.dumps(line) + "\n" for line in lines)
        store.add_articles(articles)


def fill_dossier(path: Path, count: int, per_item: int = CLAIMS_PER_ITEM) -> None:
    """Make a dossier of `count` assertions whose items are all reconciled."""
    with Workspace(path, create=True) as workspace:
        store = workspace.dossier
        for start in range(0, count, 50_000):
            part = list(range(start, min(start + 50_000, count)))
            _fill(store, part, start // 50_000, per_item)
        _mark_reconciled(store)


def _fill(store: Dossier, numbers: list[int], part: int, per_item: int) -> None:
    articles = -(-len(numbers) // CLAIMS_PER_ARTICLE)
    made: list[Article] = []
    claims: list[tuple[Article, dict[str, object]]] = []
    for n in range(articles):
        lines = [make_claim(number, per_item) for number in numbers[n::articles]]
        article = make_article(part * 1_000_000 + n, [str(line["quote"]) for line in lines])
        made.append(article)
        claims += [(article, {"article": article.id, **line}) for line in lines]
    store.add_articles(made)
    store.add_assertions(read_claims(store, claims))


def read_claims(store: Dossier, claims: list[tuple[Article, dict[str, object]]]) -> list[Assertion]:
    """Return the assertions that lines stand for."""
    texts = {a.id: ArticleText(id=a.id, published=a.published, text=a.text) for a, _ in claims}
    reader = ClaimsReader(texts.__getitem__, store.vocabulary(), "benchmark")
    return [reader.assertion(line) for _, line in claims]


def _mark_reconciled(store: Dossier) -> None:
    """Mark every item as up to date without the hour that really reconciling a large dossier takes."""
    with store._writing() as connection:
        connection.exec_driver_sql(
            "UPDATE items SET dirty=0, state='agreed', severity='low', importance=item % 100, "
            "members=(SELECT count(*) FROM assertions WHERE assertions.item = items.item), "
            "explanation='Reconciled before.', words=subject || ' ' || attribute"
        )
