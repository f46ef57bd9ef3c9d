"""What a Spark Connect server on this machine costs beside one process, for the same statements and the same bytes.

Items of ten statements as in `bench_items`, every other one in conflict. Processor seconds count the program that asks,
the server and its workers, so that what else the machine does hits little; memory is the most that they held together,
looked at four times a second. Run it as `python -m tests.benchmarks.bench_spark [ITEMS [WORKERS ...]]` in the
environment of `nox -s spark`.
"""

import contextlib
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench_items import make_dossier
from tests.support.cluster import mark_dirty, read_queue, spark_server
from tui.services.spark import Cluster, reconcile_remotely, write_tables
from tui.services.workspace import Workspace

ITEMS, WORKERS = 10_000, (1, 2)
_LOOK_S = 0.25


def cpu_seconds(which: int) -> float:
    """Return the processor seconds of this process, or of its children that have ended."""
    usage = resource.getrusage(which)
    return usage.ru_utime + usage.ru_stime


def held_by_tree() -> float:
    """Return the megabytes that this process and all below it hold now."""
    parents, held = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, StopIteration):
                lines = (folder / "status").read_text().splitlines()
                parents[int(folder.name)] = int(next(line for line in lines if line.startswith("PPid")).split()[1])
                held[int(folder.name)] = int(next(line for line in lines if line.startswith("VmRSS")).split()[1])
    tree = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in tree} - tree:
        tree |= more
    return sum(held.get(pid, 0) for pid in tree) / 1024


@contextlib.contextmanager
def watching_memory() -> Iterator[list[float]]:
    """Look at what is held until the block ends."""
    seen, ended = [held_by_tree()], threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_S):
            seen.append(held_by_tree())

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


@contextlib.contextmanager
def printing(what: str) -> Iterator[None]:
    """Print what the block costs."""
    before = cpu_seconds(resource.RUSAGE_SELF) + cpu_seconds(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with watching_memory() as seen:
        yield
    seconds = cpu_seconds(resource.RUSAGE_SELF) + cpu_seconds(resource.RUSAGE_CHILDREN) - before
    print(f"{what:24}{time.perf_counter() - started:9.1f}{seconds:9.1f}{max(seen):9.0f}", flush=True)


def reconcile_there(path: Path, tables: Path, workers: int) -> None:
    """Reconcile a dossier on a server that runs so many tasks at a time."""
    settings = {"SAIL_EXECUTION__DEFAULT_PARALLELISM": str(workers)}
    with spark_server(**settings) as (address, _), Workspace(path) as workspace:
        reconcile_remotely(workspace, Cluster(address, tables, str(tables)))


def main() -> None:
    """Print time and memory of one process, and of servers with so many workers."""
    items, *workers = map(int, sys.argv[1:]) if len(sys.argv) > 1 else (ITEMS,)
    with tempfile.TemporaryDirectory() as name:
        path, tables = Path(name) / "items.variorum", Path(name) / "tables"
        make_dossier(path, items)
        print(f"{items * 10:,} statements on {items:,} items")
        print(f"{'':24}{'seconds':>9}{'CPU s':>9}{'peak MB':>9}")
        mark_dirty(path)
        with printing("one process"), Workspace(path) as workspace:
            workspace.refresh()
        expected = read_queue(path)
        mark_dirty(path)
        with printing("tables as Parquet"), Workspace(path) as workspace:
            write_tables(workspace, tables)
        for count in workers or WORKERS:
            mark_dirty(path)
            with printing(f"server, workers: {count}"):
                reconcile_there(path, tables, count)
            print("the same bytes" if read_queue(path) == expected else "OTHER BYTES", flush=True)


if __name__ == "__main__":
    main()
