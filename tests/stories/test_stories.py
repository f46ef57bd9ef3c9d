"""Stories: a handful of invented assertions a person can read, and the whole report they must give.

Each line of NAME.jsonl beside this file is an article (`text`), a claim in the format of the claims file, or a decision
that names claims by their quotes. NAME.md is the report, byte for byte. After an intended change of wording,
`VARIORUM_STORIES=write pytest tests/stories/test_stories.py` writes the reports anew, to be read before they are
kept.
"""

import json
import os
import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from claims.articles import build_article
from claims.claimsfile import ArticleText, ClaimsReader
from claims.identity import digest_bytes
from claims.intake import Document
from claims.models import Article, Assertion, Decision, MentionRecord
from claims.store.tables.rows import ArticleRow
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.build import build_item
from reconcile.items.evidence import Evidence
from reconcile.items.item import Item
from reconcile.reports.report import Entry, build_entry, build_report
from tests.support.builders import make_decision
from tui.services.background import Background
from tui.services.positions import Position, find_position
from tui.services.summaries import is_shown
from tui.writers.markdown import report_markdown

STORIES = Path(__file__).parent
NAMES = sorted(path.stem for path in STORIES.glob("*.jsonl"))
HEAD = (40, digest_bytes(b"a story has no ledger"))


_NOT_SAID = dict.fromkeys(("title", "url", "author", "modified", "language"))


def tell(lines: list[dict[str, Any]]) -> str:
    """The Markdown report on the lines of a story; decisions keep their order, all else may come in any."""
    documents = [Document(**{**_NOT_SAID, **_document(line)}) for line in lines if "text" in line]
    articles = [build_article(document) for document in documents]
    texts = {a.name: ArticleText(id=a.id, published=a.published, text=a.text) for a in articles}
    infos = {a.id: ArticleInfo(a.name, a.publisher, a.published) for a in articles}
    reader = ClaimsReader(lambda name: texts[name], builtin_vocabulary(), "story")
    assertions = [reader.assertion(line) for line in lines if "article" in line]
    decisions = _decisions([line for line in lines if "action" in line], assertions)
    items = {item.id: item for item in _items(assertions, decisions, infos)}
    entries = [build_entry(item) for item in items.values()]
    report = build_report(entries, dossier="story", head=HEAD, articles=len(articles))
    return "".join(report_markdown(report, StoryShelf(items, articles), appendix=True))


class StoryShelf:
    """The records of a story, as a report looks them up."""

    title = ""

    def __init__(self, items: Mapping[str, Item], articles: Sequence[Article]) -> None:
        self._items = items
        self._articles = {article.id: article for article in sorted(articles, key=attrgetter("name"))}

    def read(self, entries: Iterable[Entry]) -> Iterator[Item]:
        return (self._items[entry.id] for entry in entries)

    def quoted_article(self, id_: str) -> Article:
        return self._articles[id_]

    def decisions_on(self, item: Item) -> Sequence[Decision]:
        del item
        return ()

    def article_rows(self) -> list[ArticleRow]:
        described = [field.name for field in fields(ArticleRow) if field.name != "length"]
        articles = self._articles.values()
        return [ArticleRow(length=len(a.text), **{name: getattr(a, name) for name in described}) for a in articles]

    def actor_name(self, name: str) -> str:
        return builtin_vocabulary().actor_name(name)

    def position(self, place: str) -> Position | None:
        return find_position(builtin_vocabulary(), place)

    def founding_mentions(self, subjects: Collection[str]) -> dict[str, MentionRecord]:
        del subjects
        return {}

    def background(self, subjects: Collection[str]) -> list[Background]:
        del subjects
        return []


def _document(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "original_sha256": digest_bytes(line["text"].encode()),
        "media_type": "text/plain",
        "encoding": "utf-8",
        "how_decided": "utf-8",
        "stated_dates": (),
        "complete": True,
        "notes": (),
        **line,
    }


def _decisions(lines: list[dict[str, Any]], assertions: list[Assertion]) -> list[Decision]:
    by_quote = {a.passage.exact: a for a in assertions}
    return [
        make_decision(
            **{key: value for key, value in line.items() if key != "about"},
            id=f"{number:032x}",
            subject=assertions[0].subject,
            assertion=by_quote[line["about"]].id if "about" in line else None,
        ).changed(seen=tuple(sorted(by_quote[quote].id for quote in line["seen"])))
        for number, line in enumerate(lines, start=1)
    ]


def _items(assertions: list[Assertion], decisions: list[Decision], infos: dict[str, ArticleInfo]) -> list[Item]:
    vocabulary = builtin_vocabulary()
    keys = {(a.subject, target) for a in assertions for target in vocabulary.bearing_on(a.attribute)}
    items = []
    for subject, attribute in keys:
        evidence = [a for a in assertions if a.attribute in vocabulary.evidence_for(attribute)]
        item = build_item(Evidence((subject, attribute), evidence, decisions, vocabulary, infos))
        if is_shown(item):
            items.append(item)
    return items


def read_story(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (STORIES / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_a_story_gives_this_report_whatever_the_order_of_its_lines(name: str) -> None:
    kept = STORIES / f"{name}.md"
    lines = read_story(name)
    if os.environ.get("VARIORUM_STORIES") == "write":
        kept.write_text(tell(lines), "utf-8", newline="\n")
    wanted = kept.read_bytes().decode()
    assert tell(lines) == wanted
    for seed in range(3):
        evidence = [line for line in lines if "action" not in line]
        random.Random(seed).shuffle(evidence)
        assert tell([*evidence, *(line for line in lines if "action" in line)]) == wanted


def test_there_are_stories() -> None:
    assert NAMES == ["ferry-sinking", "harbour-raid", "mill-fire"]
