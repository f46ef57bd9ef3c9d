"""The coded rows of real articles.

The tables in tests/gold hold positions and coded fields only; the articles and the labels are read where they lie, and
the tests are skipped where they are not.
"""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from claims.articles import build_article
from claims.claimsfile import ArticleText, ClaimsReader
from claims.findings import Finding
from claims.intake import read_documents
from claims.models import Assertion
from claims.vocabulary.loading import build_vocabulary, parse_vocabulary
from reconcile.evidence.reading import ArticleInfo
from tests.support.paths import CORPUS, TESTS

needs_articles = pytest.mark.skipif(
    not (CORPUS / "seeds" / "expected.jsonl").exists(), reason="the articles are not here"
)

CLUSTERS = ("aceh-quake-2013", "aden-pirates-2008", "paris-heist-2008")

DATES = {
    "000_6bc5977153205dbe.txt": "2019-11-06",
    "001_fdf1bc076410a58d.txt": "2019-11-06",
    "002_3de7b33952f1e599.txt": "2024-03-26",
    "003_b20c09c3edeae8cf.txt": "2022-08-31",
    "004_e174690bef587e34.txt": "2023-04",
}

PUBLISHERS = {
    "000": "DW",
    "001": "The New York Times",
    "002": "The Guardian",
    "003": "CACI Analyst",
    "004": "Jamestown",
}


@cache
def articles() -> dict[str, tuple[ArticleText, ArticleInfo]]:
    found = {}
    for folder in ("seeds", *(f"dev/{cluster}" for cluster in CLUSTERS)):
        for document in read_documents(sorted((CORPUS / folder).glob("*.txt"))):
            assert not isinstance(document, Finding), document
            name = document.name if folder == "seeds" else f"{folder.removeprefix('dev/')}/{document.name}"
            article = build_article(
                document,
                published=DATES.get(document.name),
                publisher=PUBLISHERS.get(document.name[:3]) if folder == "seeds" else None,
            )
            text = ArticleText(id=article.id, published=article.published, text=article.text)
            found[name] = (text, ArticleInfo(name, article.publisher, article.published))
    return found


@cache
def vocabulary() -> Any:
    path = TESTS / "gold" / "vocabulary.toml"
    return build_vocabulary([parse_vocabulary(path.read_text("utf-8"), path.name)])


def rows(table: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield (label, coding) of every row."""
    labels = (
        [CORPUS / "seeds" / "expected.jsonl"]
        if table == "seeds"
        else [CORPUS / "dev" / cluster / "gold.jsonl" for cluster in CLUSTERS]
    )
    gold = {row["id"]: row for path in labels for row in map(json.loads, path.read_text("utf-8").splitlines())}
    for line in (TESTS / "gold" / f"{table}.jsonl").read_text("utf-8").splitlines():
        coding = json.loads(line)
        yield gold.pop(coding["row"]), coding
    assert not gold, f"rows without a coding: {sorted(gold)}"


def code(coding: dict[str, Any]) -> list[Assertion]:
    reader = ClaimsReader(lambda name: articles()[name][0], vocabulary(), "test")
    return [reader.assertion(claim) for claim in coding["claims"]]
