"""What extraction costs: CPU for 1,000 words, how it grows with length, and documents a second on a body of articles.

Run: python tests/benchmarks/bench_extract.py [articles.jsonl]

The article is made here, of sentences with and without figures; a plain sentence split of the same text stands beside
it as the machine's own measure. With a file of articles (JSON Lines with `text`, `published`), those are read too.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from claims.extract import ExtractResult, propose_assertions
from claims.extract.lexical import LexicalProposer
from claims.models import Article
from claims.vocabulary.loading import builtin_vocabulary

PARAGRAPH = (
    "At least {n} people were killed and {m} others wounded on Tuesday when gunmen attacked a depot near the capital, "
    "the interior ministry said. The road to the north stayed closed for most of the day, and buses were turned back "
    'at the bridge. "We have not seen anything like it for many years," said Ana Roe, a spokeswoman for the ministry. '
    "Officials from the region are to meet again next week, and the price of bread went up in the markets of the "
    "city. Five of the attackers were captured, according to police. No group has claimed responsibility for the "
    "attack.\n\n"
)
PLAIN = re.compile(r"[^.!?\n]+[.!?]*")


def made_text(characters: int) -> str:
    """Return an article of about so many characters."""
    count = max(1, characters // len(PARAGRAPH))
    return "".join(PARAGRAPH.format(n=10 + n % 80, m=20 + n % 70) for n in range(count))


def article(text: str, published: str | None = "2019-11-06", name: str = "made") -> Article:
    """Return an article of `text`."""
    return Article(id="0" * 64, name=name, published=published, text=text, text_sha256="", original_sha256="")


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(arguments: list[str]) -> None:
    """Measure and print."""
    vocabulary, proposers = builtin_vocabulary(), [LexicalProposer()]
    propose_assertions(article(made_text(2000)), vocabulary, proposers)  # the lexicons are read once a process
    print(f"{'characters':>12} {'words':>9} {'CPU s':>8} {'ms/1,000 words':>15} {'plain split':>12} {'ratio':>7} found")
    for characters in (10_000, 100_000, 1_000_000, 10_000_000):
        text = made_text(characters)
        results: list[ExtractResult] = []
        seconds = cpu(lambda text=text, results=results: results.append(  # type: ignore[misc]
            propose_assertions(article(text), vocabulary, proposers)))  # fmt: skip
        plain = cpu(lambda text=text: [m[0].split() for m in PLAIN.finditer(text)])  # type: ignore[misc]
        words = len(text.split())
        print(
            f"{len(text):>12,} {words:>9,} {seconds:>8.2f} {seconds / words * 1e6:>15.1f} {plain:>12.3f} "
            f"{seconds / max(plain, 1e-9):>7.0f} {len(results[0].found):,}"
        )
    if arguments:
        rows = [json.loads(line) for line in Path(arguments[0]).read_text("utf-8").splitlines()]
        articles = [article(row["text"], row.get("published"), str(n)) for n, row in enumerate(rows)]
        seconds = cpu(lambda: [propose_assertions(a, vocabulary, proposers) for a in articles])
        words = sum(len(a.text.split()) for a in articles)
        print(
            f"{len(articles):,} articles, {words:,} words: {len(articles) / seconds:.0f} documents/s, "
            f"{seconds / words * 1e6:.1f} ms CPU for 1,000 words"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
