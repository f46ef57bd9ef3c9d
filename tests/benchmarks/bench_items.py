"""What reconciling an item of ten statements costs on one core: reading, copies, relations, building, writing.

Two thousand items, every other one in conflict, through the workspace as the commands use it. Seconds are of the
processor, so that what else the machine does hits little; medians of five, and beside them a fixed amount of plain
Python in the same run, since machines differ. The shares are those of one more run under the profiler, which slows
small functions most; the seconds on the clock are those with processes beside this one. Run it as
`python -m tests.benchmarks.bench_items [ITEMS]`. The target: 1.2 ms an item.
"""

import cProfile
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from claims.models import Article
from claims.store.dossier import Dossier
from tests.benchmarks import dossiers
from tests.benchmarks.dossiers import CLAIMS_PER_ARTICLE, CLAIMS_PER_ITEM, make_article, read_claims
from tui.cli.commands.items import items_json
from tui.services.workspace import Workspace

ITEMS, ROUNDS = 2_000, 5
_AT_ONCE = 1_000
"""Articles added at once."""

PARTS = {
    "reading": ("subjects_named", "article_rows_of", "surroundings", "item_page", "editions"),
    "copies": ("shared_text", "are_copies", "printed_otherwise"),
    "relations": ("_relate_pairs",),
    "building": ("build_item",),
    "writing": ("save_summaries",),
}
"""Functions whose time with all that they call is a part; `copies` is within `relations`, and both in `building`."""


def make_claim(number: int) -> dict[str, object]:
    """A claim as the other benchmarks make it, but in every other item the last two exclude the rest."""
    item, repeat = divmod(number, CLAIMS_PER_ITEM)
    line = dossiers.make_claim(number)
    if item % 2 and repeat >= CLAIMS_PER_ITEM - 2:
        line |= {"value": str(300 - repeat), "quote": f"On quay {number} they counted {300 - repeat} in all"}
    return line


def make_dossier(path: Path, items: int) -> None:
    """Make a dossier of `items` data items with ten statements each, none of them reconciled yet."""
    count = items * CLAIMS_PER_ITEM
    articles = -(-count // CLAIMS_PER_ARTICLE)
    with Dossier(path, create=True) as store:
        for start in range(0, articles, _AT_ONCE):
            made: list[Article] = []
            claims: list[tuple[Article, dict[str, object]]] = []
            for n in range(start, min(start + _AT_ONCE, articles)):
                lines = [make_claim(number) for number in range(n, count, articles)]
                made.append(make_article(n, [str(line["quote"]) for line in lines]))
                claims += [(made[-1], {"article": made[-1].id, **line}) for line in lines]
            store.add_articles(made)
            store.add_assertions(read_claims(store, claims))


def mark_dirty(store: Dossier) -> None:
    """Mark every line of the queue as out of date."""
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE items SET dirty = 1")


def measure(work: Callable[[], object]) -> float:
    """Return the seconds of the processor that some work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measure_beside(workspace: Workspace, processes: int) -> float:
    """Return the seconds on the clock that so many processes beside this one take, with their start."""
    mark_dirty(workspace.dossier)
    started = time.perf_counter()
    workspace.refresh(processes=processes)
    return time.perf_counter() - started


def count_up() -> int:
    """A fixed amount of plain Python: ten million additions."""
    return sum(n & 1 for n in range(10_000_000))


def measure_shares(work: Callable[[], object]) -> dict[str, float]:
    """Return which share of some work each part is."""
    profile = cProfile.Profile()
    profile.runcall(work)
    stats = pstats.Stats(profile)
    times = dict.fromkeys(PARTS, 0.0)
    for (_, _, function), (_, _, _, total, callers) in stats.stats.items():  # type: ignore[attr-defined]
        for part, functions in PARTS.items():
            within = {caller[2] for caller in callers} & set(functions)
            times[part] += total if function in functions and not within else 0.0
    return {part: seconds / stats.total_tt for part, seconds in times.items()}  # type: ignore[attr-defined]


def main() -> None:
    """Print what an item costs, and the shares."""
    items = int(sys.argv[1]) if len(sys.argv) > 1 else ITEMS
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "items.variorum"
        make_dossier(path, items)
        with Workspace(path) as workspace:
            store = workspace.dossier
            reconciling, printing, plain = [], [], []
            for _ in range(ROUNDS):
                mark_dirty(store)
                reconciling.append(measure(partial(workspace.refresh, processes=0)))
                printing.append(measure(lambda: list(items_json(workspace, workspace.items(store.item_numbers())))))
                plain.append(measure(count_up))
            mark_dirty(store)
            shares = measure_shares(partial(workspace.refresh, processes=0))
            beside = {count: measure_beside(workspace, count) for count in (0, 1, 2)}
        for what, seconds in (("reconciling", reconciling), ("printing", printing)):
            print(
                f"{what:12}{statistics.median(seconds) / items * 1000:8.2f} ms an item of {CLAIMS_PER_ITEM} statements"
            )
        print(f"{'plain Python':12}{statistics.median(plain) * 1000:8.0f} ms for ten million additions")
        print("on the clock: " + ", ".join(f"{count} processes {s:.1f} s" for count, s in beside.items()))
        print("reconciling: " + ", ".join(f"{part} {share:.0%}" for part, share in shares.items()))


if __name__ == "__main__":
    main()
