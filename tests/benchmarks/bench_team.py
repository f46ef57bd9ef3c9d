"""Many reviewers on one dossier at once: what is lost or doubled, how long a decision takes, and whether readers wait.

Run it as `python -m tests.benchmarks.bench_team [SECONDS] [server|file]`, 60 seconds and both where nothing is said:
fifty processes on a PostgreSQL server that is started for it, eight on a file. Each decides every five seconds, one in
ten adds an article a minute and extracts from it, and two are killed each minute and others come in their place.
Beside them one process commits a bare row to the same disk every half second, in a table of its own. The targets: 0
lost, 0 doubled, the 95th percentile of a decision at most 50 ms above that of a bare commit, on a server no reader
waiting for a lock more than 100 ms; then `audit verify` finds the record intact.
"""

import itertools
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from claims.identity import digest
from claims.store.addresses import format_place, is_address
from claims.store.dossier import Dossier
from tests.support.postgres import make_place, running_server
from tests.support.store_builders import make_dossier
from tests.support.zygote import Child, Zygote

PACE_S, ARTICLE_S, KILL_S, ITEMS = 5.0, 60.0, 30.0, 200
BARE_S: Final = 0.5
SAMPLE_S: Final = 0.02
CROWDS: Final = {"server": 50, "file": 8}
_WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'variorum'
   AND backend_xid IS NULL AND query NOT LIKE '%advisory%'
"""


class Beside(threading.Thread):
    """Does something again and again until it is told to stop."""

    def __init__(self, act: Callable[[], None], pause_s: float) -> None:
        super().__init__(daemon=True)
        self._act, self._pause_s, self._end = act, pause_s, threading.Event()
        self.start()

    def run(self) -> None:
        while not self._end.wait(self._pause_s):
            self._act()

    def stop(self) -> None:
        self._end.set()
        self.join()


@contextmanager
def committing(place: Path) -> Iterator[Callable[[], None]]:
    """Yield what commits a bare row as durably as the dossier does."""
    if is_address(place):
        import psycopg

        with psycopg.connect(format_place(place), autocommit=True) as server:
            server.execute("CREATE SCHEMA bare; CREATE TABLE bare.bare (at float)")
            yield lambda: _run(server, "INSERT INTO bare.bare VALUES (1)")
    else:
        with closing(
            sqlite3.connect(place.with_suffix(".bare"), isolation_level=None, check_same_thread=False)
        ) as file:
            file.executescript("PRAGMA synchronous=FULL; PRAGMA journal_mode=TRUNCATE; CREATE TABLE bare (at)")
            yield lambda: _run(file, "INSERT INTO bare VALUES (1)")


def _run(connection: Any, statement: str) -> None:
    connection.execute(statement)


@contextmanager
def counting_waits(place: Path, waits: list[int]) -> Iterator[None]:
    """Count, some times a second, the readers of a server that wait for a lock."""
    if not is_address(place):
        yield
        return
    import psycopg

    with psycopg.connect(format_place(place), autocommit=True) as server:
        watch = Beside(lambda: waits.extend(number for (number,) in server.execute(_WAITING)), SAMPLE_S)
        yield
        watch.stop()


class Team:
    """The processes of a crowd, and what they said."""

    def __init__(self, zygote: Zygote, place: Path, folder: Path, seconds: float) -> None:
        self._zygote, self._place, self._folder = zygote, place, folder
        self._end = time.monotonic() + seconds
        self.children: list[Child] = []
        self.at_work: list[Child] = []

    def join(self, number: int) -> None:
        """Let another one begin."""
        name, left = f"r{number}", max(0.0, self._end - time.monotonic())
        article_s = ARTICLE_S if number % 10 == 0 else 0.0
        output = self._folder / f"said-{len(self.children)}"
        child = self._zygote.start("work_in_team", self._place, name, left, PACE_S, ITEMS, article_s, output=output)
        self.children.append(child)
        self.at_work.append(child)

    def kill_one(self, chance: random.Random) -> None:
        """Kill one, and let another come in its place."""
        self.at_work.pop(chance.randrange(len(self.at_work))).kill()
        self.join(chance.randrange(10))

    def work(self, count: int) -> int:
        """Work until the end; return how many were killed."""
        chance, killed = random.Random(count), 0
        for number in range(count):
            self.join(number)
        while time.monotonic() + KILL_S < self._end:
            time.sleep(KILL_S)
            self.kill_one(chance)
            killed += 1
        for child in self.at_work:
            assert child.wait() == 0, child.errors
        return killed

    def said(self, *begin: str) -> list[list[str]]:
        """Return the lines that begin so."""
        return [line for child in self.children for line in child.lines() if line[: len(begin)] == list(begin)]


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else float("nan")


def measure(where: str, place: Path, seconds: float) -> None:
    """Let a crowd work on the dossier at `place`, and print what came of it."""
    make_dossier(place, items=ITEMS)
    bare, waits = list[float](), list[int]()
    with tempfile.TemporaryDirectory() as folder, Zygote() as zygote, committing(place) as commit:

        def commit_timed() -> None:
            started = time.monotonic()
            commit()
            bare.append((time.monotonic() - started) * 1000)

        team = Team(zygote, place, Path(folder), seconds)
        with counting_waits(place, waits):
            beside = Beside(commit_timed, BARE_S)
            killed = team.work(CROWDS[where])
            beside.stop()
        decided, proposed, reads = team.said("done", "decision"), team.said("done", "assertion"), team.said("read")
    with Dossier(place) as dossier:
        there = Counter(entry.id.hex() for entry in dossier.entries())
    wanted = {digest({"decision": line[2]}) for line in decided} | {line[2] for line in proposed}
    lost = len(wanted - there.keys())
    doubled = sum(number - 1 for number in there.values()) + len(decided) - len({line[2] for line in decided})
    took, bare_p95 = [float(line[3]) for line in decided], p95(bare)
    read = [float(line[1]) for line in reads]
    print(
        f"{where}: {CROWDS[where]} processes, {seconds:.0f} s, {killed} killed; {len(decided)} decisions and "
        f"{len(proposed)} proposals acknowledged, {lost} lost, {doubled} doubled"
    )
    print(f"  a decision: median {statistics.median(took):.0f} ms, p95 {p95(took):.0f} ms", end="; ")
    print(f"a bare commit beside it: p95 {bare_p95:.0f} ms; {p95(took) - bare_p95:.0f} ms above it (target 50)")
    print(f"  reading the counts of the queue: p95 {p95(read):.0f} ms, at most {max(read):.0f} ms")
    if waits:
        longest = max((len(list(run)) for waited, run in itertools.groupby(waits, bool) if waited), default=0)
        print(f"  readers that wait for a lock: in {sum(map(bool, waits))} of {len(waits)} samples, {longest} in a row")
    verify = [sys.executable, "-m", "tui.cli.main", "--dossier", format_place(place), "audit", "verify"]
    subprocess.run(verify, check=True)


def main(seconds: float = 60.0, places: Sequence[str] = ()) -> None:
    """Measure on a server, on a file, or both."""
    if "server" in places or not places:
        with running_server() as socket:
            measure("server", make_place(socket), seconds)
    if "file" in places or not places:
        with tempfile.TemporaryDirectory() as folder:
            measure("file", Path(folder) / "d.variorum", seconds)


if __name__ == "__main__":
    main(float((sys.argv[1:2] or ["60"])[0]), sys.argv[2:])
