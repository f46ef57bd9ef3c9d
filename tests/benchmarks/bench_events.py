"""What finding events costs: `python -m tests.benchmarks.bench_events [ARTICLES.jsonl] [LARGEST]`.

With a file of articles (JSON Lines with `id`, `publisher`, `published`, `title`, `text`): reading their traces and
grouping them, beside the time that scikit-learn takes for the TF-IDF matrix of the same texts in the same run (where it
is not installed, the ratio is left out and this says so). Then the cost of comparing one more article when 1,000 and
more are filed: copies of invented articles with names and dates of their own, filed and added in one run.
"""

import json
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from claims.extract.traces import Trace, read_trace
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention, find_events
from reconcile.events.blocking import Blocks
from reconcile.events.traces import score_traces

STEPS = (1_000, 10_000, 100_000)
ADDED = 200
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split()  # noqa: SIM905 - a list of words


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that `work` takes, the best of three."""
    took = []
    for _ in range(3):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def make_mention(article: str, trace: Trace) -> Mention:
    """Return the main mention of an article that is known by its traces alone."""
    return Mention(article, "main", "", None, None, (), frozenset(), main=True, trace=trace)


def read_articles(path: Path) -> list[Article]:
    """Return the articles of a file."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    told = ("publisher", "published", "title", "text")
    return [
        Article(**{k: r[k] for k in told}, id=r["id"], name=r["id"], text_sha256="", original_sha256="") for r in rows
    ]


def compare_with_tfidf(path: Path) -> None:
    """Print what grouping the articles costs, in terms of their TF-IDF matrix."""
    articles, vocabulary = read_articles(path), builtin_vocabulary()
    assert vocabulary.name_words  # the gazetteer is read once a process, whatever is done with it
    mentions = [make_mention(article.id, read_trace(article)) for article in articles]
    reading = cpu(lambda: [read_trace(article) for article in articles])
    grouping = cpu(lambda: find_events(mentions, vocabulary))
    both = reading + grouping
    print(f"{len(articles):,} articles: traces {reading:.2f} s, events {grouping:.2f} s, together {both:.2f} s")
    try:
        from sklearn.feature_extraction.text import (  # type: ignore[import-not-found,unused-ignore]
            TfidfVectorizer,
        )
    except ImportError:
        print("scikit-learn is not installed here: no ratio")
        return
    texts = [f"{article.title or ''}\n{article.text}" for article in articles]
    vectoriser: Any = TfidfVectorizer()
    matrix = cpu(lambda: vectoriser.fit_transform(texts))
    print(f"TF-IDF matrix {matrix:.2f} s: events cost {both / matrix:.2f} times that")


def made_mentions(seed: int) -> Iterator[Mention]:
    """Yield articles without end: three on each event, a hundred cities, some names that come up again and again."""
    source = random.Random(seed)
    cities = [name(random.Random(n)) for n in range(100)]
    number = 0
    while True:
        day = 730_000 + number // 10  # ten articles a day, however many there are
        city = source.choice(cities)
        people = [f"{name(source)} {name(source)}" for _ in range(6)]
        words = [name(source) for _ in range(60)]
        for outlet in range(3):
            told = {*source.sample(people, 4), city, *(name(source) for _ in range(12))}
            names = {part for each in told for part in (each, *each.split())}
            trace = Trace(
                names=frozenset(names),
                words=frozenset(source.sample(words, 40)),
                headline=frozenset(people[0].split()),
                days=frozenset({day}),
                published=day + outlet,
                publisher=f"outlet {source.randrange(400)}",
            )
            yield make_mention(f"{seed}-{number}", trace)
            number += 1


def name(source: random.Random) -> str:
    """Return an invented name of five syllables, so that those of two events are seldom alike."""
    return "".join(source.choices(SYLLABLES, k=5))


def measure_adding(largest: int) -> None:
    """Print what one more article costs at each size."""
    blocks, source = Blocks(builtin_vocabulary()), made_mentions(1)
    filed, first = 0, 0.0
    for size in (step for step in STEPS if step <= largest):
        waiting = [next(source) for _ in range(size - filed)]
        for mention in waiting:
            blocks.count(mention)
        weights = blocks.weights()
        for mention in waiting:
            blocks.file(mention, weights)
        fresh = [next(source) for _ in range(ADDED)]
        compared = 0
        start = time.process_time()
        for mention in fresh:
            blocks.count(mention)
            weights = blocks.weights()
            near = blocks.file(mention, weights)
            compared += len(near)
            for other in near:
                score_traces(blocks.mentions[other].trace, mention.trace, weights)
        each = (time.process_time() - start) / ADDED
        first = first or each
        filed = size + ADDED
        print(
            f"{size:>8,} filed: {1e3 * each:.2f} ms an article, {compared / ADDED:.1f} compared, "
            f"{each / first:.2f} times the first"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1 and Path(sys.argv[1]).exists():
        compare_with_tfidf(Path(sys.argv[1]))
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    measure_adding(int(sys.argv[2]) if len(sys.argv) > 2 else STEPS[-1])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
