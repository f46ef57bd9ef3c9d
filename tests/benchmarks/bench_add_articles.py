"""What `add` takes beside parsing: `python -m tests.benchmarks.bench_add_articles [ARTICLES] [KIND]`.

That many invented articles (4,000) of a kind (html or txt) are parsed alone and added to a new dossier, in turns of
equal parts, so that both meet the same machine. Printed are the medians of the processor seconds, their ratio, and the
share of the wall time in which `add` used the processor: the rest are commits, and others on the machine.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from claims.intake import Document, read_documents
from claims.intake.htmlpage import parse_html
from tui.services.adding import Adder
from tui.services.workspace import Workspace

MOST: Final = 3.0
"""How often the processor time of parsing `add` may take."""
TURNS: Final = 8
_PARAGRAPHS: Final = 8
_SENTENCES: Final = 3
_WORDS: Final = tuple(
    word
    for line in (
        "boiler burst mill river road north stayed closed bridge officials region meet again week ministry harbour",
        "engine driver school winter market farmers valley signal tower border clerk union nurse ferry coal inquiry",
        "judge witness smoke cellar garden factory station train captain island storm crew hospital night crowd",
    )
    for word in line.split()
)


def make_article(number: int, kind: str) -> str:
    """Return an invented article as text or as a page, of words in an order of its own, as those of real ones are."""
    drawn = random.Random(number)
    paragraphs = []
    for _ in range(_PARAGRAPHS):
        sentences = (" ".join(drawn.choices(_WORDS, k=14)).capitalize() for _ in range(_SENTENCES))
        count = 2 + drawn.randrange(70)
        paragraphs.append(
            f"At least {count} people were killed, the {drawn.choice(_WORDS)} said. {'. '.join(sentences)}."
        )
    text = "\n\n".join(paragraphs)
    if kind == "txt":
        return f"Boiler bursts in mill {number}\n{1 + number % 28} March 2031\n\n{text}"
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    head = f'<meta property="article:published_time" content="2031-03-{1 + number % 28:02}T10:00:00Z">'
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(40))
    return (
        f'<html><head><title>Mill {number}</title>{head}<link rel="canonical" href="https://post.example/{number}">'
        f"</head><body><nav><ul>{menu}</ul></nav><main><article><h1>Boiler bursts in mill {number}</h1>{body}</article>"
        "</main></body></html>"
    )


def parse_alone(pages: list[Path]) -> float:
    """Return the processor seconds that the parser alone takes."""
    started = time.process_time()
    for page in pages:
        if page.suffix == ".html":
            parse_html(page.read_text(encoding="utf-8"))
        else:
            page.read_text(encoding="utf-8")
    return time.process_time() - started


def add(workspace: Workspace, pages: list[Path]) -> tuple[float, float]:
    """Add pages; return the processor and the wall seconds that it took, the parser process included."""
    before, started = _processor(), time.perf_counter()
    adder = Adder(workspace, {"publisher": "Harbour Post"})
    for each in read_documents(pages):
        assert isinstance(each, Document)
        adder.add(each)
    adder.flush()
    return _processor() - before, time.perf_counter() - started


def main() -> None:
    """Print the medians and their ratio; status 1 where it is beyond the limit."""
    count, kind = int(sys.argv[1]) if sys.argv[1:] else 4_000, sys.argv[2] if sys.argv[2:] else "html"
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as name:
        pages = [Path(name) / f"{number:05}.{kind}" for number in range(count)]
        for number, page in enumerate(pages):
            page.write_text(make_article(number, kind), encoding="utf-8")
        parse_alone(pages[:1])  # loads the libraries
        size = -(-count // TURNS)
        parts = [pages[start : start + size] for start in range(0, count, size)]
        with Workspace(Path(name) / "bench.variorum", create=True) as workspace:
            alone, added = zip(*((parse_alone(part), add(workspace, part)) for part in parts), strict=True)
    processor, wall = (statistics.median(column) for column in zip(*added, strict=True))
    ratio = statistics.median(both[0] / one for one, both in zip(alone, added, strict=True))
    print(f"{count:,} articles ({kind}) in {len(parts)} parts of {size}; medians of a part:")
    print(f"parsing alone {statistics.median(alone):.2f} s, add {processor:.2f} s of processor time: {ratio:.2f} times")
    print(f"add took {wall:.2f} s of wall time, of which {processor / wall:.0%} on the processor")
    sys.exit(int(kind == "html" and ratio > MOST))


def _processor() -> float:
    """Return the processor seconds of this process and of the parser processes that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


if __name__ == "__main__":
    main()
