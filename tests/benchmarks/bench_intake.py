"""What reading pages costs and gives: `python -m tests.benchmarks.bench_intake FOLDER`.

FOLDER holds pages, each perhaps with gold beside it: NAME.txt (the article's text), NAME.json (any of published,
modified, language). Printed are pages per second, the parser's own time for a page in a process without limits, recall
and precision of the words against gold, how many dates and languages are right, and the memory of the parser process.
"""

import json
import re
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from claims.intake import Document, read_documents
from claims.intake.htmlpage import parse_html
from claims.intake.pdffile import parse_pdf

PAGES: Final = (".html", ".htm", ".pdf")
MOST_MB: Final = 500
MOST_EXTRA_S: Final = 0.1
"""What a page may take beyond its parser."""
_WORD: Final = re.compile(r"\w+")


def find_pages(folder: Path) -> list[Path]:
    """Return the pages below a folder, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in PAGES)


def parse_alone(page: Path) -> float:
    """Return the processor seconds that the parser takes for a page, in this process."""
    data = page.read_bytes()
    started = time.process_time()
    try:
        if page.suffix.lower() == ".pdf":
            parse_pdf(data, 20_000_000)
        else:
            parse_html(data.decode("utf-8", "replace"))
    except ValueError:  # no article; the reading says so too
        pass
    return time.process_time() - started


def read_gold(page: Path) -> tuple[str, Mapping[str, Any]]:
    """Return the text and the metadata that lie beside a page; empty where none do."""
    text, about = page.with_suffix(".txt"), page.with_suffix(".json")
    return (
        text.read_text(encoding="utf-8") if text.exists() else "",
        json.loads(about.read_text(encoding="utf-8")) if about.exists() else {},
    )


def compare_words(read: str, gold: str) -> tuple[float, float]:
    """Return recall and precision of the words of a text, each as often as it stands."""
    one, two = Counter(_WORD.findall(read)), Counter(_WORD.findall(gold))
    shared = (one & two).total()
    return shared / max(1, two.total()), shared / max(1, one.total())


def compare(documents: Mapping[str, Document], pages: list[Path], folder: Path) -> Iterator[str]:
    """Yield how the documents compare with what lies beside their pages."""
    scores: list[tuple[float, float]] = []
    right: Counter[str] = Counter()
    stated: Counter[str] = Counter()
    for page in pages:
        document = documents.get(page.relative_to(folder).as_posix())
        text, about = read_gold(page)
        if text:
            scores.append(compare_words(document.text, text) if document else (0.0, 0.0))
        for field in ("published", "modified", "language"):
            if about.get(field):
                given = getattr(document, field, None) or ""
                stated[field] += 1
                right[field] += given[: len(about[field])] == about[field]
    if scores:
        recall, precision = (statistics.mean(column) for column in zip(*scores, strict=True))
        yield f"text of {len(scores)} pages: recall {recall:.3f}, precision {precision:.3f}"
    yield from (f"{field}: {right[field]} of {count} right" for field, count in stated.items())


def main() -> None:
    """Print what reading a folder costs and gives; status 1 where it is beyond the limits."""
    folder = Path(sys.argv[1])
    pages = find_pages(folder)
    if not pages:
        sys.exit(f"no page ({', '.join(PAGES)}) below {folder}")
    parse_alone(pages[0])  # loads the libraries
    alone = [parse_alone(page) for page in pages]
    before = _processor()
    started = time.perf_counter()
    documents = {each.name: each for each in read_documents(pages) if isinstance(each, Document)}
    wall, processor = time.perf_counter() - started, _processor() - before
    named = {page.relative_to(folder).as_posix(): documents[page.name] for page in pages if page.name in documents}
    megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    extra = (processor - sum(alone)) / len(pages)
    print(f"{len(pages)} pages, {len(documents)} articles: {len(pages) / wall:.1f} pages a second")
    print(
        f"processor: parser alone {sum(alone):.1f} s (median {statistics.median(alone) * 1000:.0f} ms a page), ", end=""
    )
    print(f"reading {processor:.1f} s: {extra * 1000:.0f} ms a page beyond it (at most {MOST_EXTRA_S * 1000:.0f})")
    print(f"memory of the parser process: {megabytes:.0f} MB (at most {MOST_MB})")
    print("\n".join(compare(named, pages, folder)))
    sys.exit(int(megabytes > MOST_MB or extra > MOST_EXTRA_S))


def _processor() -> float:
    """Return the processor seconds of this process and of the parser processes that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    main()
