"""Events against labelled articles: which of 1,952 articles report which of 1,140 incidents.

Texts and labels are read where they lie, and the tests are skipped where they are not. The floors are what was
measured, less a hair: they may rise.
"""

import hashlib
import importlib.util
import json
import os
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from claims.extract.traces import read_trace
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention, find_events

CORPUS = Path(os.environ.get("VARIORUM_CORPUS", Path(__file__).parent.parent.parent / "shared" / "corpus"))
WORDS = builtin_vocabulary()

pytestmark = pytest.mark.skipif(not (CORPUS / "dev" / "gva").exists(), reason="the labelled articles are not here")


@cache
def incidents(folder: str) -> tuple[tuple[Mention, ...], dict[str, str]]:
    """Return the main mention of each article, and its incident by article."""
    mentions = []
    for line in (CORPUS / "dev" / folder / "articles.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        told = {key: row[key] for key in ("publisher", "published", "title", "text")}
        article = Article(id=row["id"], name=row["id"], text_sha256="", original_sha256="", **told)
        mentions.append(
            Mention(
                article=row["id"],
                key="main",
                kind="",
                low=None,
                high=None,
                places=(),
                figures=frozenset(),
                main=True,
                trace=read_trace(article),
            )
        )
    labels = map(json.loads, (CORPUS / "dev" / folder / "same_event.jsonl").read_text("utf-8").splitlines())
    return tuple(mentions), {label["doc"]: label["cluster"] for label in labels}


@cache
def found(folder: str) -> dict[str, int]:
    events = find_events(incidents(folder)[0], WORDS)
    return {article: number for number, event in enumerate(events) for article, _ in event.mentions}


def score(gold: dict[str, str], groups: dict[str, int]) -> tuple[float, float]:
    """Return pairwise F1 and B3, as the scorer beside the articles computes them."""
    spec = importlib.util.spec_from_file_location("score_events", CORPUS / "score_events.py")
    assert spec is not None
    assert spec.loader is not None
    scorer: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    told = {article: groups[article] for article in gold}
    gold_groups, found_groups = scorer.groups(gold), scorer.groups(told)
    of_gold = {article: n for n, group in enumerate(gold_groups) for article in group}
    of_found = {article: n for n, group in enumerate(found_groups) for article in group}
    arguments = (gold_groups, found_groups, of_gold, of_found)
    return 100 * scorer.pairwise(*arguments)[2], 100 * scorer.bcub(*arguments)[2]


@pytest.mark.parametrize(("folder", "pairwise", "b_cubed"), [("gva", 89.5, 95.8), ("gvc-train", 96.5, 98.4)])
def test_articles_are_put_under_the_incident_they_report(folder: str, pairwise: float, b_cubed: float) -> None:
    links, members = score(incidents(folder)[1], found(folder))
    assert links >= pairwise
    assert members >= b_cubed


@pytest.mark.parametrize("half", [0, 1])
def test_both_halves_of_the_incidents_are_found_alike(half: int) -> None:
    """The points were fitted to one half: the other must not fall behind it."""
    gold = {a: i for a, i in incidents("gva")[1].items() if hashlib.sha256(i.encode()).digest()[-1] % 2 == half}
    links, members = score(gold, found("gva"))
    assert links >= 88
    assert members >= 95.5


def test_the_order_of_the_articles_does_not_matter() -> None:
    mentions = list(incidents("gva")[0][:600])
    events = find_events(mentions, WORDS)
    for seed in range(3):
        random.Random(seed).shuffle(mentions)
        assert find_events(mentions, WORDS) == events
