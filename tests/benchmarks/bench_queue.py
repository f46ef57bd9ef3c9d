"""Key to paint in the reviewer's queue on a pseudo-terminal, at 100 and at 100,000 conflicts.

From writing a key to the terminal until the line that the cursor moved to has been painted, at 120 x 40. Run it as
`python tests/benchmarks/bench_queue.py`. The target: the long queue costs at most twice the short one.
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
LINES, COLUMNS = 40, 120
KEYS = {"down": b"\x1b[B", "up": b"\x1b[A", "page down": b"\x1b[6~", "end": b"\x1b[F", "home": b"\x1b[H"}


def make_dossier(path: Path, length: int) -> None:
    """A dossier whose items have summaries as the reconciler would leave them."""
    Dossier(path, create=True).close()
    rows = (
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
            f"incident-{n:06d} officials witnesses",
        )
        for n in range(1, length + 1)
    )
    with sqlite3.connect(path) as connection:
        connection.executemany(f"INSERT INTO items VALUES ({','.join('?' * 11)})", rows)
    connection.close()


class Reviewer:
    """The app on a pseudo-terminal."""

    def __init__(self, dossier: Path) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm-256color",
            "XDG_STATE_HOME": str(dossier.parent),
        }
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(dossier)], stdin=slave, stdout=slave, stderr=slave, env=environment
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

    def press(self, key: str, line: int) -> float:
        """Press a key; return the milliseconds until the item on `line` (from 1) is painted."""
        started = time.perf_counter()
        os.write(self.master, KEYS[key])
        took = self.until(b"incident-%06d" % line) - started
        self.drain(0.25)
        return took * 1000

    def end(self) -> None:
        """Leave."""
        os.write(self.master, b"q")
        with contextlib.suppress(OSError):  # the other end is closed: it has left
            self.drain(2)
        self.process.wait(10)
        os.close(self.master)


def measure(length: int, rounds: int = 40) -> dict[str, float]:
    """Return medians in milliseconds, by what was pressed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "queue.variorum"
        make_dossier(path, length)
        app = Reviewer(path)
        result = {"start to first line": (app.until(b"incident-000001") - app.started) * 1000}
        app.drain(1.5)
        steps: list[tuple[str, Callable[[int], int]]] = [("down", lambda n: n + 1), ("up", lambda n: n - 1)]
        here = 1
        for key, step in steps:
            times = []
            for _ in range(rounds):
                here = step(here)
                times.append(app.press(key, here))
            result[key] = statistics.median(times)
        ends = [(app.press("end", length), app.press("home", 1)) for _ in range(rounds // 4)]
        result["end"] = statistics.median(end for end, _ in ends)
        result["home"] = statistics.median(home for _, home in ends)
        app.end()
        return result


def main() -> None:
    """Print both queues side by side."""
    short, long = measure(100), measure(100_000)
    print(f"{'milliseconds, median':24}{'100':>10}{'100,000':>10}{'ratio':>8}")
    for name, figure in short.items():
        print(f"{name:24}{figure:10.1f}{long[name]:10.1f}{long[name] / figure:8.2f}")


if __name__ == "__main__":
    main()
