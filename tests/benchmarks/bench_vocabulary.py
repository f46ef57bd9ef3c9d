"""How long a full `vocabulary import` keeps others from writing.

Run it as `python -m tests.benchmarks.bench_vocabulary [ACTORS]`. Actors with aliases, each part of another, into two
dossiers of which one has a hundred times the items: every item is marked as out of date, since any word may change
any comparison. The lock is held from where the import begins to write; before that the addition is checked.
"""

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from claims.store.dossier import Dossier
from tests.benchmarks.dossiers import fill_dossier

ROUNDS = 5
SIZES = (1_000, 100_000)


def make_actors(count: int, turn: int) -> dict[str, Any]:
    """An addition of so many actors, another one each turn."""
    names = [f"Group {turn}-{n} of the Hills" for n in range(count)]
    return {
        "actors": {
            name: {
                "kind": "group",
                "aliases": [f"Hill Group {turn}-{n}", f"HG {turn}-{n}"],
                "part_of": [{"actor": names[n // 10]}] if n else [],
            }
            for n, name in enumerate(names)
        }
    }


def measure_import(path: Path, actors: dict[str, Any]) -> tuple[float, float]:
    """Return how long an import takes, and the longest that somebody else waited meanwhile to begin writing."""
    done, waits = threading.Event(), [0.0]

    def wait() -> None:
        with Dossier(path) as other:
            while not done.is_set():
                started = time.perf_counter()
                with other._writing():
                    waits.append(time.perf_counter() - started)
                done.wait(0.005)

    other = threading.Thread(target=wait)
    other.start()
    with Dossier(path) as dossier:
        started = time.perf_counter()
        dossier.extend_vocabulary(actors)
        seconds = time.perf_counter() - started
    done.set()
    other.join()
    return seconds, max(waits)


def main() -> None:
    """Print the medians for both sizes."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 7_000
    with tempfile.TemporaryDirectory(prefix="variorum-bench-") as name:
        for size in SIZES:
            path = Path(name) / f"{size}.variorum"
            fill_dossier(path, size)
            rounds = [measure_import(path, make_actors(count, turn)) for turn in range(ROUNDS)]
            seconds, waited = (statistics.median(each) for each in zip(*rounds, strict=True))
            print(f"{count:,} actors into {size:,} statements: {seconds:.2f} s, others waited {waited:.2f} s at most")


if __name__ == "__main__":
    main()
