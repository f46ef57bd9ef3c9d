"""What finding events costs: `python -m tests.benchmarks.bench_events [ARTICLES.jsonl] [LARGEST]`.

With a file of articles (JSON Lines with `id`, `publisher`, `published`, `title`, `text`): reading their traces and
grouping them, beside the time that scikit-learn takes for the TF-IDF matrix of the same texts in the same run (where it
is not installed, the ratio is left out and this says so). Then what `variorum extract` takes for one more article in a
dossier of 1,000 and more: invented articles with names and dates of their own, filed and added in one run.
"""

import contextlib
import io
import itertools
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from claims.mentions.fingerprints import Fingerprint, read_fingerprint
from claims.models import Article, MentionRecord
from claims.store.dossier import Dossier
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention, find_events
from tests.support.store_builders import make_article
from tui.cli.commands.extract import run_extraction

STEPS = (1_000, 10_000, 100_000)
WARMING, ADDED = 5, 60
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split()  # noqa: SIM905 - a list of words


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that `work` takes, the best of three."""
    took = []
    for _ in range(3):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def make_mention(article: str, trace: Fingerprint) -> Mention:
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
    mentions = [make_mention(article.id, read_fingerprint(article)) for article in articles]
    reading = cpu(lambda: [read_fingerprint(article) for article in articles])
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


def made_articles(seed: int) -> Iterator[tuple[Article, str]]:
    """Yield articles without end with their event: three on each, a hundred cities, some names that come up again."""
    source = random.Random(seed)
    cities = [name(random.Random(n)).title() for n in range(100)]
    words = [name(random.Random(1_000 + n)) for n in range(20_000)]
    number = 0
    while True:
        day = date.fromordinal(730_000 + number // 10)  # ten articles a day, however many there are
        city = source.choice(cities)
        people = [f"{name(source)} {name(source)}".title() for _ in range(6)]
        told = source.sample(words, 60)
        for outlet in range(3):
            named = [*source.sample(people, 4), city, *(name(source).title() for _ in range(12))]
            text = " ".join(f"{' '.join(source.sample(told, 3))} {one}." for one in named)
            article = make_article(
                f"{text} Dispatch {seed} {number}.",
                name=f"{seed}-{number}.txt",
                publisher=f"outlet {source.randrange(400)}",
                published=(day + timedelta(outlet)).isoformat(),
                title=f"Fire at the house of {people[0]} in {city}",
            )
            yield article, f"fire-{seed}-{number // 3}"
            number += 1


def name(source: random.Random) -> str:
    """Return an invented name of five syllables, so that those of two events are seldom alike."""
    return "".join(source.choices(SYLLABLES, k=5))


def measure_adding(largest: int) -> None:
    """Print what reading one more article into a dossier costs at each size: `add` and `extract`, on disk."""
    source, fresh = made_articles(1), made_articles(2)
    filed, first = 0, 0.0
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as folder:
        path = Path(folder) / "events.variorum"
        Dossier(path, create=True).close()
        for size in (step for step in STEPS if step <= largest):
            with Dossier(path) as store:
                while filed < size:
                    part = list(itertools.islice(source, min(1_000, size - filed)))
                    store.add_articles(article for article, _ in part)
                    store.add_mentions(
                        MentionRecord(article=article.id, key="main", subject=event, main=True)
                        for article, event in part
                    )
                    filed += len(part)
                    print(f"{filed:,} filed", end="\r", file=sys.stderr)
            took = [_add_one(path, article) for article, _ in itertools.islice(fresh, WARMING + ADDED)]
            filed += len(took)
            # The first ones load modules and fill caches.
            each, busy = (statistics.median(seconds) for seconds in zip(*took[WARMING:], strict=True))
            first = first or busy
            megabytes = path.stat().st_size / 2**20
            print(
                f"{size:>8,} articles, {megabytes:,.0f} MB: {1e3 * each:.1f} ms for one more, processor "
                f"{1e3 * busy:.1f} ms, {busy / first:.2f} times the first"
            )


def _add_one(path: Path, article: Article) -> tuple[float, float]:
    """Return the seconds until one more article is read and its event found, passed and of the processor."""
    with Dossier(path) as store:
        store.add_articles([article])
    start = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run_extraction(path, [])
    return time.perf_counter() - start[0], time.process_time() - start[1]


if __name__ == "__main__":
    if len(sys.argv) > 1 and Path(sys.argv[1]).exists():
        compare_with_tfidf(Path(sys.argv[1]))
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    measure_adding(int(sys.argv[2]) if len(sys.argv) > 2 else STEPS[-1])
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
