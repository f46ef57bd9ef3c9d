"""What each installed proposer that runs here costs beside the lexical grammar, and how much two of them agree on.

Run: python -m tests.benchmarks.bench_proposers [folder of articles.jsonl]

Without the parser installed only the grammar is measured.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path

from claims.extract import ExtractResult, Proposer, find_offers, make_proposers, propose_assertions
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary
from tests.benchmarks.bench_extract import article, cpu, made_text, peak_mb
from tests.support import register

_CHARACTERS = 200_000
_ARTICLES = 300


def measure(name: str, articles: list[Article]) -> tuple[Proposer, float]:
    """Load a proposer, read `articles` with it alone, print what that took; return it and its CPU seconds."""
    start, before = time.process_time(), peak_mb()
    [proposer] = make_proposers([name])
    loading = time.process_time() - start
    vocabulary, found = builtin_vocabulary(), list[ExtractResult]()
    propose_assertions(article(made_text(2000)), vocabulary, [proposer])  # lexicons and models are read once a process
    seconds = cpu(lambda: found.extend(propose_assertions(each, vocabulary, [proposer]) for each in articles))
    words = sum(len(each.text.split()) for each in articles)
    print(
        f"{proposer.name}: loaded in {loading:.1f} s, {seconds / words * 1e6:.1f} ms CPU for 1,000 words, "
        f"{sum(len(result.found) for result in found):,} proposals, "
        f"peak memory {peak_mb():.0f} MB ({peak_mb() - before:+.0f})"
    )
    return proposer, seconds


def main(arguments: list[str]) -> None:
    """Measure and print."""
    corpus = os.environ.get("VARIORUM_CORPUS")
    folder = Path(arguments[0]) if arguments else Path(corpus) / "dev" / "gva" if corpus else None
    bodies = {"made text": [article(made_text(_CHARACTERS))]}
    if folder is not None and folder.exists():
        bodies[folder.name] = [register.article(row) for row in register.read_rows(folder / "articles.jsonl")][
            :_ARTICLES
        ]
    names = [offer.name for offer in find_offers() if offer.by_default and not offer.problem]
    for title, articles in bodies.items():
        print(f"{title}: {len(articles):,} articles, {sum(len(each.text.split()) for each in articles):,} words")
        measured = [measure(name, articles) for name in names]
        if len(measured) > 1:
            proposers = [proposer for proposer, _ in measured]
            print("  CPU beside the grammar: " + ", ".join(f"{s / measured[0][1]:.1f}" for _, s in measured))
            vocabulary = builtin_vocabulary()
            results = [propose_assertions(each, vocabulary, proposers) for each in articles]
            counts = [a for result in results for a in result.assertions if a.value.kind == "count"]
            tiers = Counter(a.tier for a in counts)
            print(f"  counts agreed: {tiers['agreed']:,} of {len(counts):,} ({tiers['agreed'] / len(counts):.3f})")


if __name__ == "__main__":
    main(sys.argv[1:])
