"""`variorum replay` over many data items beside reading them from the dossier, in one run.

Run it as `python -m tests.benchmarks.bench_replay [ITEMS] [STATEMENTS_PER_ITEM]`; 100,000 and 3 where not given. The
target: a replay of every policy takes at most ten times as long as reading the same assertions and decisions.
"""

import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from claims.store.dossier import Dossier
from reconcile.policies import POLICIES
from reconcile.replay import replay
from tests.benchmarks.dossiers import fill_dossier
from tui.commands.replay import pose_items
from tui.output import progress
from tui.workspace import Workspace


def main() -> None:
    """Print both times and their ratio."""
    count, per_item = (int(argument) for argument in (sys.argv[1:] + ["100000", "3"][len(sys.argv) - 1 :])[:2])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "replay.variorum"
        fill_dossier(path, count * per_item, per_item)
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE items SET state='open'")
        connection.close()
        started = time.perf_counter()
        with Dossier(path) as dossier:
            read = sum(len(record.assertions) for record in dossier.read_subjects())
        reading_s = time.perf_counter() - started
        started = time.perf_counter()
        with Workspace(path) as workspace, progress("replaying") as step:
            found = replay(POLICIES[0], POLICIES[1:], pose_items(workspace, step))
        replaying_s = time.perf_counter() - started
    print(f"{found.asked:,} data items with a figure, {read:,} statements, {len(POLICIES)} policies")
    print(f"reading {reading_s:8.1f} s")
    print(f"replay  {replaying_s:8.1f} s, reading included")
    print(f"ratio   {replaying_s / reading_s:8.1f}")


if __name__ == "__main__":
    main()
