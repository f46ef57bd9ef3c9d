"""The reviewer's queue on a pseudo-terminal, at 100 and at 100,000 conflicts, beside an empty Textual app.

Start-up until the first conflict is painted, key to paint, a filter that lets a third through, and memory; at 120 x 40.
Run it as `python -m tests.benchmarks.bench_queue`. The targets: start at most twice the empty app's; key to paint,
median and 95th percentile, at most twice that of the short queue; the filter 0.3 s; memory over the empty app's
100 MB.
"""

import contextlib
import fcntl
import os
import pty
import select
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from claims.store.dossier import Dossier  # noqa: E402 - run as a script from anywhere

RUN = "import sys, pathlib, tui.app; sys.exit(tui.app.run_review(pathlib.Path(sys.argv[1]), 'Ada'))"
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    BINDINGS = [("q", "quit", "")]
    def compose(self): yield Static("empty-app-ready")
Empty().run()
"""
LINES, COLUMNS = 40, 120
STARTS, ROUNDS = 5, 60
KEYS = {
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "page down": b"\x1b[6~",
    "end": b"\x1b[F",
    "home": b"\x1b[H",
    "slash": b"/",
    "enter": b"\r",
    "escape": b"\x1b",
}


def make_dossier(path: Path, length: int) -> None:
    """A dossier whose items have summaries as the reconciler would leave them."""
    Dossier(path, create=True).close()
    items = (
        (
            n,
            f"incident-{n:06d}",
            ("killed", "injured", "detained")[n % 3],
            "event",
            0,
            ("open", "open", "stale", "contested")[n % 4],
            ("high", "medium", "low")[n * 3 // (length + 1)],
            length - n + 1,
            2 + n % 7,
            f"{n % 40} (officials, in Post {n % 9}) and {n % 40 + 3} (witnesses, in Wire) cannot both be true.",
            f"incident-{n:06d} officials witnesses said that {n % 40} people had been killed in the night",
        )
        for n in range(1, length + 1)
    )
    facets = sorted(
        (facet, value, n)
        for n in range(1, length + 1)
        for facet, value in (
            ("source", f"Post {n % 9}"),
            ("source", "officials"),
            ("source", "Wire"),
            ("relation", ("contradiction", "part_of_whole", "superseded")[n % 3]),
            ("date", f"2031-{n % 12 + 1:02d}-{n % 28 + 1:02d}"),
        )
    )
    with sqlite3.connect(path) as connection:
        connection.executemany(f"INSERT INTO items VALUES ({','.join('?' * 11)})", items)
        connection.executemany("INSERT INTO item_facets (facet, value, item) VALUES (?, ?, ?)", facets)
    connection.close()


class Terminal:
    """A program on a pseudo-terminal."""

    def __init__(self, *arguments: str, state: Path) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            "XDG_STATE_HOME": str(state),
            "XDG_CONFIG_HOME": str(state),
        }
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment
        )
        os.close(slave)

    def until(self, painted: bytes, patience_s: float = 60.0) -> float:
        """Read until these bytes were painted; return when."""
        seen = b""
        deadline = time.perf_counter() + patience_s
        while time.perf_counter() < deadline:
            if select.select([self.master], [], [], 0.5)[0]:
                seen += os.read(self.master, 65536)
                if painted in seen:
                    return time.perf_counter()
        raise TimeoutError(f"{painted!r} was not painted; last: {seen[-300:]!r}")

    def drain(self, seconds: float) -> None:
        """Let the app come to rest, as it does under a reader's eyes."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            if select.select([self.master], [], [], left)[0]:
                os.read(self.master, 65536)

    def press(self, key: str, painted: bytes) -> float:
        """Press a key; return the milliseconds until these bytes are painted."""
        started = time.perf_counter()
        os.write(self.master, KEYS[key])
        took = self.until(painted) - started
        self.drain(0.25)
        return took * 1000

    def memory_mb(self) -> float:
        """Return the resident memory of the program."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return float("nan")

    def end(self) -> None:
        """Leave."""
        os.write(self.master, b"q")
        with contextlib.suppress(OSError):  # the other end is closed: it has left
            self.drain(2)
        self.process.wait(10)
        os.close(self.master)


def line(number: int) -> bytes:
    """What is painted of the item on this line, from 1."""
    return b"incident-%06d" % number


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


def measure(length: int, folder: Path) -> dict[str, float]:
    """Return figures by name: milliseconds, and megabytes for the memory."""
    path = folder / f"queue-{length}.variorum"
    make_dossier(path, length)
    starts = []
    for n in range(STARTS):
        app = Terminal(RUN, str(path), state=folder / f"{length}-{n}")
        starts.append((app.until(line(1)) - app.started) * 1000)
        app.drain(1.0)
        if n < STARTS - 1:
            app.end()
    result = {"start, median": statistics.median(starts)}
    steps: list[tuple[str, Callable[[int], int]]] = [("down", lambda n: n + 1), ("up", lambda n: n - 1)]
    here = 1
    every: list[float] = []
    for key, step in steps:
        times = []
        for _ in range(ROUNDS // 2):
            here = step(here)
            times.append(app.press(key, line(here)))
        every += times
    for _ in range(ROUNDS // 6):
        every += [app.press("end", line(length)), app.press("home", line(1))]
    result["key to paint, median"] = statistics.median(every)
    result["key to paint, p95"] = p95(every)
    thirds = []
    for number, attribute in enumerate((b"injured", b"detained", b"killed"), start=1):
        os.write(app.master, KEYS["slash"])
        app.drain(0.5)
        os.write(app.master, b"attribute:" + attribute)
        app.drain(0.5)
        # The first item of the third is painted anew, whichever was under the cursor.
        thirds.append(app.press("enter", b"of %s" % f"{_third(length, number):,}".encode()))
        app.drain(0.5)
    result["filter to a third"] = statistics.median(thirds)
    os.write(app.master, KEYS["slash"])
    app.drain(0.5)
    os.write(app.master, b"\x7f" * 40 + b"night 17")
    app.drain(0.5)
    result["search for two words"] = app.press("enter", b"17")
    result["memory, MB"] = app.memory_mb()
    app.end()
    return result


def _third(length: int, attribute: int) -> int:
    return sum(1 for n in range(1, length + 1) if n % 3 == attribute % 3)


def measure_empty(folder: Path) -> dict[str, float]:
    """Return start and memory of an app that shows one line."""
    starts = []
    for n in range(STARTS):
        app = Terminal(EMPTY, state=folder / f"empty-{n}")
        starts.append((app.until(b"empty-app-ready") - app.started) * 1000)
        app.drain(1.0)
        memory = app.memory_mb()
        app.end()
    return {"start, median": statistics.median(starts), "memory, MB": memory}


def main() -> None:
    """Print the empty app and both queues side by side."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty, short, long = measure_empty(folder), measure(100, folder), measure(100_000, folder)
    print(f"{'milliseconds':24}{'empty':>10}{'100':>10}{'100,000':>10}{'to 100':>8}{'to empty':>10}")
    for name, figure in short.items():
        beside = f"{empty[name]:10.1f}" if name in empty else " " * 10
        ratio = f"{long[name] / empty[name]:10.2f}" if name in empty else ""
        print(f"{name:24}{beside}{figure:10.1f}{long[name]:10.1f}{long[name] / figure:8.2f}{ratio}")
    print(f"memory over the empty app: {long['memory, MB'] - empty['memory, MB']:.0f} MB")


if __name__ == "__main__":
    main()
