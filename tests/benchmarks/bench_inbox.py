"""Key to paint in the inbox on a pseudo-terminal: 100 proposals in 100 kB, and 10,000 in one article of 10 MB.

From writing a key to the terminal until the claim that the cursor moved to has been painted, at 120 x 40; accepting is
until the next claim is painted, with the act on disk before. Run it as `python -m tests.benchmarks.bench_inbox`. The
target: moving in the long one costs at most twice the short one.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from claims.assertions import identify
from claims.models import Article, Assertion
from claims.passages import passage_at
from claims.store.dossier import Dossier
from claims.values import parse_value
from tests.benchmarks import dossiers
from tests.benchmarks.bench_queue import KEYS, RUN, Terminal
from tests.support.review_builders import make_article, make_assertion

_FILLER = "Crews worked through the night and the ferries stayed in port until the wind had dropped. " * 11


def make_dossier(path: Path, proposals: int) -> None:
    """One article with a proposal a paragraph, each under a subject of its own."""
    article = make_article("\n".join(f"At berth {n} some {n + 3} were killed. {_FILLER}" for n in range(proposals)))
    with Dossier(path, create=True) as store:
        store.add_articles([article])
        store.add_assertions(_claims(article, proposals))
        dossiers._mark_reconciled(store)


def _claims(article: Article, count: int) -> Iterator[Assertion]:
    found = 0
    pattern = make_assertion(article, "some 3 were killed", "3")
    for n in range(count):
        quote = f"some {n + 3} were killed"
        found = article.text.index(quote, found)
        claim = pattern.changed(
            subject=f"berth-{n + 1:06d}",
            written=str(n + 3),
            value=parse_value("count", str(n + 3)),
            passage=passage_at(article.id, article.text, found, found + len(quote)),
            tier="single",
        )
        yield identify(claim)


class Inbox(Terminal):
    """The inbox on a pseudo-terminal."""

    def press_for(self, key: bytes, claim: int) -> float:
        """Press a key; return the milliseconds until the claim of that number (from 1) is painted."""
        started = time.perf_counter()
        os.write(self.master, key)
        took = self.until(b"berth-%06d" % claim) - started
        self.drain(0.25)
        return took * 1000


def measure(proposals: int, rounds: int = 30) -> dict[str, float]:
    """Return medians in milliseconds, by what was pressed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inbox.variorum"
        make_dossier(path, proposals)
        app = Inbox(RUN, str(path), state=Path(folder))
        app.until(b"open")
        app.drain(2.0)
        result = {"open the inbox": app.press_for(b"i", 1)}
        app.drain(4.0)
        result["down"] = statistics.median(app.press_for(KEYS["down"], n) for n in range(2, rounds + 2))
        result["end"] = app.press_for(KEYS["end"], proposals)
        result["home"] = app.press_for(KEYS["home"], 1)
        result["accept"] = statistics.median(app.press_for(b"\r", n) for n in range(2, rounds + 2))
        os.write(app.master, b"\x1b")
        app.drain(1.0)
        app.end()
        return result


def main() -> None:
    """Print both side by side."""
    short, long = measure(100), measure(10_000)
    print(f"{'milliseconds, median':24}{'100':>10}{'10,000':>10}{'ratio':>8}")
    for name, figure in short.items():
        print(f"{name:24}{figure:10.1f}{long[name]:10.1f}{long[name] / figure:8.2f}")


if __name__ == "__main__":
    main()
