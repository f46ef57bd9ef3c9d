"""Adding to a large dossier against a small one: `python -m tests.benchmarks.bench_add [LARGE] [SMALL] [ROUNDS]`.

One step is what a reviewer waits for: an article with 20 assertions comes in, and the conflicts of every data item it
speaks about are found again. The two dossiers differ in size alone; the rounds go side by side and the medians are
compared.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.dossiers import CLAIMS_PER_ITEM, fill_dossier, make_article, make_claim, read_claims
from tui.services.workspace import Workspace

TARGET = 1.5
NEW_CLAIMS = 20


def run_add(workspace: Workspace, size: int, step: int) -> float:
    """Seconds that one new article takes, its claims being on items spread over a dossier of `size` assertions."""
    items = size // CLAIMS_PER_ITEM
    chosen = [(step * NEW_CLAIMS + n) * 7919 % items for n in range(NEW_CLAIMS)]
    lines = []
    for n, item in enumerate(chosen):
        line = make_claim(item * CLAIMS_PER_ITEM)
        lines.append({**line, "quote": f"New word {n} of {line['quote']}", "as_of": "2031-12-02"})
    article = make_article(900_000_000 + step, [str(line["quote"]) for line in lines])
    claims = [(article, {"article": article.id, **line}) for line in lines]
    started = time.perf_counter()
    workspace.dossier.add_articles([article])
    workspace.dossier.add_assertions(read_claims(workspace.dossier, claims))
    refreshed = workspace.refresh()
    seconds = time.perf_counter() - started
    if refreshed < NEW_CLAIMS:
        sys.exit(f"only {refreshed} items were looked at again")
    return seconds


def main() -> None:
    """Print both medians and their ratio."""
    large, small, rounds = (int(given) for given in (*sys.argv[1:], *("1000000", "10000", "15")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as name:
        paths = {size: Path(name) / f"{size}.variorum" for size in (large, small)}
        for size, path in paths.items():
            started = time.perf_counter()
            fill_dossier(path, size)
            print(f"made a dossier of {size:,} assertions in {time.perf_counter() - started:.0f} s", file=sys.stderr)
        seconds: dict[int, list[float]] = {large: [], small: []}
        with Workspace(paths[large]) as one, Workspace(paths[small]) as two:
            for step in range(rounds):
                seconds[large].append(run_add(one, large, step))
                seconds[small].append(run_add(two, small, step))
    # The first round opens caches on both sides.
    medians = {size: statistics.median(times[1:]) for size, times in seconds.items()}
    for size, median in medians.items():
        print(f"one article with {NEW_CLAIMS} assertions on {size:,}: {median * 1000:.1f} ms")
    print(f"ratio {medians[large] / medians[small]:.2f} (target at most {TARGET})")


if __name__ == "__main__":
    main()
