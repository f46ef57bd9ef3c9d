"""The reviewer's queue on a pseudo-terminal, at 100 and at 100,000 conflicts, beside an empty Textual app.

Start-up of the command until the first conflict is painted, and until a key pressed then is answered; key to paint, a
filter that lets a third through, what each desk takes to open, and memory; at 120 x 40. Medians of several runs, taken
in turns. Run it as `python -m tests.benchmarks.bench_queue`. The targets: start at most twice the empty app's; key to
paint, median and 95th percentile, at most twice that of the short queue; the filter and each desk 0.3 s; memory over
the empty app's 100 MB.
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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from claims.store.dossier import Dossier  # noqa: E402 - run as a script from anywhere
from tests.support.store_builders import make_article  # noqa: E402

RUN = "import sys; from tui.cli.main import main; main(['--dossier', sys.argv[1], '--reviewer', 'Ada', 'review'])"
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    BINDINGS = [("q", "quit", "")]
    def compose(self): yield Static("empty-app-ready")
Empty().run()
"""
LINES, COLUMNS = 40, 120
STARTS, RUNS, ROUNDS = 11, 3, 30
START, KEY = "start, first line", "key to paint"
KEYS = {
    "down": b"\x1b[B",
    "up": b"\x1b[A",
    "page down": b"\x1b[6~",
    "end": b"\x1b[F",
    "home": b"\x1b[H",
    "slash": b"/",
    "enter": b"\r",
    "escape": b"\x1b",
    "e": b"e",
    "a": b"a",
    "s": b"s",
}
PER_ARTICLE = 20
"""Items for each article: so many conflicts come of a twentieth as many articles."""


def make_dossier(path: Path, length: int) -> None:
    """A dossier whose items have summaries as the reconciler would leave them."""
    with Dossier(path, create=True) as dossier:
        dossier.add_articles(make_article(f"Nothing of note, number {n}.") for n in range(articles_of(length)))
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
            f"{n % 40} | {n % 40 + 3}",
            "value who",
            2,
            n % 3,
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
        connection.executemany(f"INSERT INTO items VALUES ({','.join('?' * 15)})", items)
        connection.executemany("INSERT INTO item_facets (facet, value, item) VALUES (?, ?, ?)", facets)
    connection.close()


def articles_of(length: int) -> int:
    """Return how many articles a dossier of so many items has."""
    return max(1, length // PER_ARTICLE)


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
    return b"%06d" % number


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(times, n=20)[-1]


class Figures:
    """What was measured, by name; of several runs the median counts."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = {}

    def add(self, name: str, *found: float) -> None:
        """Keep a figure, or several that are of one kind."""
        self.of.setdefault(name, []).extend(found)

    def result(self) -> dict[str, float]:
        """Return the medians, and of the keys the 95th percentile too."""
        found = {name: statistics.median(kept) for name, kept in self.of.items()}
        if KEY in self.of:
            found[f"{KEY}, p95"] = p95(self.of[KEY])
        return found


def measure_start(figures: Figures, path: Path, state: Path) -> None:
    """Start the command as a reviewer does; the first key is pressed as soon as there is a line."""
    app = Terminal(RUN, str(path), state=state)
    figures.add(START, (app.until(line(1)) - app.started) * 1000)
    os.write(app.master, KEYS["down"])
    figures.add("start, key answered", (app.until(line(2)) - app.started) * 1000)
    app.drain(1.5)
    app.end()


def measure_empty_start(figures: Figures, state: Path) -> None:
    """Start an app that shows one line."""
    app = Terminal(EMPTY, state=state)
    took = (app.until(b"empty-app-ready") - app.started) * 1000
    figures.add(START, took)
    figures.add("start, key answered", took)
    app.drain(0.5)
    figures.add("memory, MB", app.memory_mb())
    app.end()


def measure_work(figures: Figures, path: Path, length: int, state: Path) -> None:
    """Move, filter and search in a queue of this length."""
    app = Terminal(RUN, str(path), state=state)
    app.until(line(1))
    app.drain(2.0)
    here = 1
    for key, step in (("down", 1), ("up", -1)):
        for _ in range(ROUNDS // 2):
            here += step
            figures.add(KEY, app.press(key, line(here)))
    for _ in range(ROUNDS // 6):
        figures.add(KEY, app.press("end", line(length)), app.press("home", line(1)))
    for number, attribute in enumerate((b"injured", b"detained", b"killed"), start=1):
        os.write(app.master, KEYS["slash"])
        app.drain(0.5)
        os.write(app.master, b"attribute:" + attribute)
        app.drain(0.5)
        figures.add("filter to a third", app.press("enter", b"of %s" % f"{_third(length, number):,}".encode()))
        app.drain(0.5)
    os.write(app.master, KEYS["slash"])
    app.drain(0.5)
    os.write(app.master, b"\x7f" * 40 + b"night 17")
    app.drain(0.5)
    figures.add("search for two words", app.press("enter", b"17"))
    figures.add("memory, MB", app.memory_mb())
    for key, desk, painted in (
        ("e", "events desk", f"{length:,} events"),
        ("a", "articles desk", f"{articles_of(length):,} articles"),
        ("s", "sources desk", "sources and actors"),
    ):
        figures.add(desk, app.press(key, painted.encode()))
        app.drain(2.0)
        os.write(app.master, KEYS["escape"])
        app.drain(1.0)
    app.end()


def _third(length: int, attribute: int) -> int:
    return sum(1 for n in range(1, length + 1) if n % 3 == attribute % 3)


def main() -> None:
    """Print the empty app and both queues side by side."""
    empty, queues = Figures(), {length: Figures() for length in (100, 100_000)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = {length: folder / f"queue-{length}.variorum" for length in queues}
        for length, path in paths.items():
            make_dossier(path, length)
        for n in range(STARTS):  # in turns, so that whatever else the machine does hits all alike
            measure_empty_start(empty, folder / f"empty-{n}")
            for length, path in paths.items():
                measure_start(queues[length], path, folder / f"start-{length}-{n}")
        for n in range(RUNS):
            for length, path in paths.items():
                measure_work(queues[length], path, length, folder / f"work-{length}-{n}")
    found, (short, long) = empty.result(), (figures.result() for figures in queues.values())
    print(f"{'milliseconds, medians':24}{'empty':>10}{'100':>10}{'100,000':>10}{'to 100':>8}{'to empty':>10}")
    for name, figure in short.items():
        beside = f"{found[name]:10.1f}" if name in found else " " * 10
        ratio = f"{long[name] / found[name]:10.2f}" if name in found else ""
        print(f"{name:24}{beside}{figure:10.1f}{long[name]:10.1f}{long[name] / figure:8.2f}{ratio}")
    print(f"memory over the empty app: {long['memory, MB'] - found['memory, MB']:.0f} MB")


if __name__ == "__main__":
    main()
