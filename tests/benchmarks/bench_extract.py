"""What extraction costs: CPU for 1,000 words, how it grows with length, and documents a second on a body of articles.

Run: python -m tests.benchmarks.bench_extract [FOLDER]

The article is made here, of sentences with and without figures, and once more of figures alone; a plain sentence split
of the same text stands beside it as the machine's own measure. FOLDER is a register with its articles
(tests/support/register.py), by default dev/gva below VARIORUM_CORPUS; its articles are read too, and it is counted how
many of the incidents with two killed or more have the register's figure among the proposed values.
"""

import os
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
from tests.support import register

PARAGRAPH = (
    "At least {n} people were killed and {m} others wounded on Tuesday when gunmen attacked a depot near the capital, "
    "the interior ministry said. The road to the north stayed closed for most of the day, and buses were turned back "
    'at the bridge. "We have not seen anything like it for many years," said Ana Roe, a spokeswoman for the ministry. '
    "Officials from the region are to meet again next week, and the price of bread went up in the markets of the "
    "city. Five of the attackers were captured, according to police. No group has claimed responsibility for the "
    "attack.\n\n"
)
DENSE = (
    "At least {n} people were killed and {m} others wounded, police said. Of the {m} wounded, {n} died in hospital, 12 "
    "of them children, bringing the toll to {m}. Between 20 and {m} gunmen fired {n} rockets; three soldiers, two "
    "guards and a driver were killed, {n} people were detained and about {m} are missing.\n\n"
)
PLAIN = re.compile(r"[^.!?\n]+[.!?]*")


def made_text(characters: int, paragraph: str = PARAGRAPH) -> str:
    """Return an article of about so many characters."""
    count = max(1, characters // len(paragraph))
    return "".join(paragraph.format(n=10 + n % 80, m=20 + n % 70) for n in range(count))


def article(text: str, published: str | None = "2019-11-06", name: str = "made") -> Article:
    """Return an article of `text`."""
    return Article(id="0" * 64, name=name, published=published, text=text, text_sha256="", original_sha256="")


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_mb() -> float:
    """Return the most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_register(folder: Path) -> None:
    """Read every article of a register, and look for its figures."""
    vocabulary, proposers = builtin_vocabulary(), [LexicalProposer()]
    articles = [register.article(row) for row in register.read_rows(folder / "articles.jsonl")]
    seconds = cpu(lambda: [propose_assertions(a, vocabulary, proposers) for a in articles])
    words = sum(len(a.text.split()) for a in articles)
    print(
        f"{folder.name}: {len(articles):,} articles, {words:,} words: {len(articles) / seconds:.0f} documents/s, "
        f"{seconds / words * 1e6:.1f} ms CPU for 1,000 words, peak memory {peak_mb():.0f} MB"
    )
    incidents = register.read_incidents(folder)
    missed = len(list(register.missed(incidents)))
    share = 1 - missed / len(incidents)
    print(f"{folder.name}: figure proposed for {len(incidents) - missed} of {len(incidents)} incidents ({share:.3f})")


def main(arguments: list[str]) -> None:
    """Measure and print."""
    vocabulary, proposers = builtin_vocabulary(), [LexicalProposer()]
    propose_assertions(article(made_text(2000)), vocabulary, proposers)  # the lexicons are read once a process
    corpus = os.environ.get("VARIORUM_CORPUS")
    folder = Path(arguments[0]) if arguments else Path(corpus) / "dev" / "gva" if corpus else None
    if folder is not None and folder.exists():
        read_register(folder)
    print(f"{'characters':>12} {'words':>9} {'CPU s':>8} {'ms/1,000 words':>15} {'plain split':>12} {'ratio':>7} found")
    for characters, paragraph in ((100_000, DENSE), *((10**n, PARAGRAPH) for n in (4, 5, 6, 7))):
        text = made_text(characters, paragraph)
        results: list[ExtractResult] = []
        seconds = cpu(lambda text=text, results=results: results.append(  # type: ignore[misc]
            propose_assertions(article(text), vocabulary, proposers)))  # fmt: skip
        plain = cpu(lambda text=text: [m[0].split() for m in PLAIN.finditer(text)])  # type: ignore[misc]
        words = len(text.split())
        print(
            f"{len(text):>12,} {words:>9,} {seconds:>8.2f} {seconds / words * 1e6:>15.1f} {plain:>12.3f} "
            f"{seconds / max(plain, 1e-9):>7.0f} {len(results[0].found):,}{' figures only' * (paragraph is DENSE)}"
        )
    print(f"peak memory {peak_mb():.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
