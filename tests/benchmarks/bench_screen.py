"""The screen against SQLite's bare group-by of the same rows.

Run it as `python -m tests.benchmarks.bench_screen [ITEMS] [SUSPICIOUS]`. Five statements on each item, as rows of
tables are: of one outlet and mostly one speaker. SUSPICIOUS of 100 items have a figure that the others exclude, and
half as many a second speaker. The rows go straight into the tables: the screen reads no text. Both queries are run
side by side, and the medians of five are compared. The target: at most 4 times the group-by; what the exact function
then has to look at is printed beside it, how long it takes to set the state of all others once, and the memory.
"""

import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from claims.store.dossier import Dossier
from claims.store.tables.columns import OPEN_HIGH, voice_number
from claims.store.tables.projection import ASSERTION_COLUMNS
from reconcile.bulk.screen import build_screen
from tui.services.workspace import Workspace

TARGET, ROUNDS, PER_ITEM = 4.0, 5, 5
_ATTRIBUTES = ("killed", "injured", "missing", "displaced")
_BARE = "SELECT count(*) FROM (SELECT item, count(*) FROM assertions GROUP BY item)"


def make_items(count: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows of items."""
    return ((n, f"storm-{n // 4}", _ATTRIBUTES[n % 4], "event", 1, "", "", 0, 0, "", "") for n in range(1, count + 1))


def make_assertions(count: int, suspicious: int) -> Iterator[tuple[object, ...]]:
    """Yield the rows of assertions."""
    outlets = [voice_number(f"Paper {n}") for n in range(50)]
    for item in range(1, count + 1):
        base, outlet, is_odd = 10 + item % 97, outlets[item % 50], item % 100 < suspicious
        for n in range(PER_ITEM):
            low = base + (is_odd and n == PER_ITEM - 1)
            high = low if n % 2 == 0 else OPEN_HIGH
            origin = outlets[0] if n == 1 and item % 200 >= 200 - suspicious else outlet
            columns = (0, 0, low, high, b"\x00", 20_310_304_120_000 + n, 0, 0, 0, origin, outlet)
            yield (item, 1, item * PER_ITEM + n, 1, *columns)


def fill_tables(path: Path, count: int, suspicious: int) -> None:
    """Make a dossier with these rows and no ledger."""
    Dossier(path, create=True).close()
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO labels VALUES (1, 'total')")
        names = (
            "item, subject, attribute, subject_kind, dirty, state, severity, importance, members, explanation, words"
        )
        connection.executemany(f"INSERT INTO items ({names}) VALUES ({','.join('?' * 11)})", make_items(count))
        marks = ",".join("?" * len(ASSERTION_COLUMNS))
        statement = f"INSERT INTO assertions ({', '.join(ASSERTION_COLUMNS)}) VALUES ({marks})"
        connection.executemany(statement, make_assertions(count, suspicious))
    connection.close()


def measure(dossier: Dossier) -> tuple[float, float, int]:
    """Return the seconds of the bare group-by and of the screen, and how many items it clears."""
    started = time.perf_counter()
    with dossier._reading() as connection:
        connection.exec_driver_sql(_BARE).all()
    between = time.perf_counter()
    cleared = sum(1 for _ in dossier.find_items(build_screen(dossier.vocabulary())))
    return between - started, time.perf_counter() - between, cleared


def main() -> None:
    """Print both medians, their ratio, what is left and the memory."""
    count, suspicious = (int(given) for given in (*sys.argv[1:], *("2000000", "5")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as name:
        path = Path(name) / "screen.variorum"
        fill_tables(path, count, suspicious)
        with Dossier(path) as dossier:
            bare, screen, cleared = zip(*(measure(dossier) for _ in range(ROUNDS)), strict=True)
        with Workspace(path) as workspace:
            started = time.perf_counter()
            workspace._set_cleared()
            setting = time.perf_counter() - started
            states = workspace.dossier.state_counts()
        assert sum(states[state] for state in ("said_once", "unreviewed") if state in states) == cleared[0]
    one, two = statistics.median(bare), statistics.median(screen)
    print(f"{count * PER_ITEM:,} statements on {count:,} items: bare group-by {one:.2f} s, screen {two:.2f} s")
    print(f"ratio {two / one:.2f} (target at most {TARGET}); {1 - cleared[0] / count:.1%} left to the exact function")
    print(f"setting the states of the others {setting:.2f} s, {setting / one:.2f} times the group-by")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
