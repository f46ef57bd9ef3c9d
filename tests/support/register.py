"""Extraction against a register of incidents: is the register's figure among what is proposed from its articles?

The folder holds articles.jsonl (`id`, `published`, `text`), incidents.jsonl (`incident`, `killed`) and same_event.jsonl
(`doc`, `cluster`).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.extract import propose_assertions
from claims.extract.lexical import LexicalProposer
from claims.models import Article
from claims.values.model import CountValue
from claims.vocabulary.loading import builtin_vocabulary


@dataclass(frozen=True)
class Incident:
    """A row of the register with the articles on it."""

    id: str
    killed: int
    articles: tuple[Article, ...]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def article(row: dict[str, Any]) -> Article:
    """Return the article of a row. Its title is no part of the text, so no headline is quoted from it."""
    return Article(
        id=row["id"],
        name=row["id"],
        published=row.get("published"),
        text=row["text"],
        text_sha256="",
        original_sha256="",
    )


def read_incidents(folder: Path, least: int = 2) -> list[Incident]:
    """Return the incidents with at least `least` killed, in the register's order."""
    articles = {row["id"]: row for row in read_rows(folder / "articles.jsonl")}
    told: dict[str, list[Article]] = {}
    for row in read_rows(folder / "same_event.jsonl"):
        if row["doc"] in articles:
            told.setdefault(row["cluster"], []).append(article(articles[row["doc"]]))
    return [
        Incident(row["incident"], row["killed"], tuple(told[row["incident"]]))
        for row in read_rows(folder / "incidents.jsonl")
        if row["killed"] >= least and row["incident"] in told
    ]


def missed(incidents: Sequence[Incident]) -> Iterator[Incident]:
    """Yield the incidents whose figure is not among the exact counts proposed from any article on them."""
    vocabulary, proposers = builtin_vocabulary(), [LexicalProposer()]
    for incident in incidents:
        proposed = (
            assertion.value
            for one in incident.articles
            for assertion in propose_assertions(one, vocabulary, proposers).assertions
            if assertion.attribute == "killed"
        )
        if not any(isinstance(v, CountValue) and v.low == v.high == incident.killed for v in proposed):
            yield incident
