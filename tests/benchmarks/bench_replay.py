"""`variorum replay` over many data items beside reading them from the dossier, in one run.

Run it as `python -m tests.benchmarks.bench_replay [ITEMS] [STATEMENTS_PER_ITEM]`; 100,000 and 3 where not given. The
target: a replay of every policy takes at most ten times as long as reading the same assertions and decisions. Beside
the time that passed stands the processor's, which other work on the machine disturbs less.
"""

import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from claims.store.dossier import Dossier
from reconcile.policies import POLICIES
from reconcile.reports.replay import replay
from tests.benchmarks.dossiers import fill_dossier
from tui.output import progress
from tui.services.replaying import pose_items
from tui.services.workspace import Workspace


def main() -> None:
    """Print both times and their ratio."""
    count, per_item = (int(argument) for argument in (sys.argv[1:] + ["100000", "3"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "replay.variorum"
        fill_dossier(path, count * per_item, per_item)
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE items SET state='open'")
        connection.close()
        started = _now()
        with Dossier(path) as dossier:
            read = sum(len(record.assertions) for record in dossier.read_subjects())
        reading = _since(started)
        started = _now()
        with Workspace(path) as workspace, progress("replaying") as step:
            found = replay(POLICIES[0], POLICIES[1:], pose_items(workspace, step))
        replaying = _since(started)
    print(f"{found.asked:,} data items with a figure, {read:,} statements, {len(POLICIES)} policies")
    print(f"{'':24}{'passed':>10}{'processor':>10}")
    print(f"{'reading, s':24}{reading[0]:10.1f}{reading[1]:10.1f}")
    print(f"{'replay with reading, s':24}{replaying[0]:10.1f}{replaying[1]:10.1f}")
    print(f"{'ratio':24}{replaying[0] / reading[0]:10.1f}{replaying[1] / reading[1]:10.1f}")


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(started: tuple[float, float]) -> tuple[float, float]:
    passed, processor = _now()
    return passed - started[0], processor - started[1]


if __name__ == "__main__":
    main()
