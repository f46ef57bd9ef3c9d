"""What a report costs as a dossier grows: seconds and peak memory at 1,000 and at 10,000 data items.

Every other item is in conflict, with two statements each. Each report is written by a fresh process to a file; memory
is the most that process held at once. Run it as `python -m tests.benchmarks.bench_report`. The target: ten times the
items, at most twice the memory.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks import dossiers
from tests.benchmarks.dossiers import CLAIMS_PER_ARTICLE, make_article, read_claims
from tui.services.workspace import Workspace

SIZES = (1_000, 10_000)
PER_ITEM = 2
FORMATS = ("html", "json", "md", "csv", "tables")
RUN = (
    "import sys, resource; from tui.cli.main import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
)
RUN += "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"


def make_dossier(path: Path, items: int) -> int:
    """Make a dossier of about `items` data items; return how many there are."""
    with Workspace(path, create=True) as workspace:
        store = workspace.dossier
        numbers = range(items * PER_ITEM)
        articles = -(-len(numbers) // CLAIMS_PER_ARTICLE)
        made, claims = [], []
        for n in range(articles):
            lines = [make_claim(number) for number in numbers[n::articles]]
            made.append(make_article(n, [str(line["quote"]) for line in lines]))
            claims += [(made[-1], {"article": made[-1].id, **line}) for line in lines]
        store.add_articles(made)
        store.add_assertions(read_claims(store, claims))
        workspace.refresh()
        return len(store.item_numbers())


def make_claim(number: int) -> dict[str, object]:
    """A claim as the other benchmarks make it, but in every other item the last two exclude the rest."""
    item, repeat = divmod(number, PER_ITEM)
    line = dossiers.make_claim(number, PER_ITEM)
    if item % 2 and repeat >= PER_ITEM - 2:
        line |= {"value": str(300 + repeat), "quote": f"On quay {number} they counted {300 + repeat} in all"}
    return line


def measure(dossier: Path, format_: str, folder: Path) -> tuple[float, float, int]:
    """Return seconds, peak megabytes and bytes written."""
    target = folder / f"{dossier.stem}.{format_}"
    options = ["--tables", str(target)] if format_ == "tables" else ["--format", format_, "-o", str(target)]
    started = time.perf_counter()
    command = [sys.executable, "-c", RUN, "--dossier", str(dossier), "report", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - started
    files = list(target.iterdir()) if target.is_dir() else [target]
    return seconds, int(done.stdout.split()[-1]) / 1024, sum(file.stat().st_size for file in files)


def main() -> None:
    """Print each format at both sizes, and the ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = []
        for size in SIZES:
            path = folder / f"of-{size}.variorum"
            print(f"{make_dossier(path, size):,} items", flush=True)
            made.append(path)
        print(f"{'':8}{'seconds':>18}{'ratio':>7}{'peak MB':>18}{'ratio':>7}{'MB written':>12}")
        for format_ in FORMATS:
            (s1, m1, _), (s2, m2, size) = (measure(path, format_, folder) for path in made)
            figures = f"{s1:9.1f}{s2:9.1f}{s2 / s1:7.1f}{m1:9.0f}{m2:9.0f}{m2 / m1:7.2f}{size / 1e6:12.1f}"
            print(f"{format_:8}{figures}", flush=True)


if __name__ == "__main__":
    main()
