"""The reviewer in a real terminal, with every byte it sends."""

import codecs
import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pexpect
import pyte

from tests.support.paths import ROOT

RUN = """import sys, pathlib, tui.review.app
sys.exit(tui.review.app.run_review(pathlib.Path(sys.argv[1]), "Ada"))"""

KEYS = {
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "right": "\x1b[C",
    "down": "\x1b[B",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "esc": "\x1b",
}

UNKNOWN_TO_PYTE = r"\x1b\[[<>=?][0-9;]*[u$p]+|\x1b\[\?[0-9]+\$p|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"


class Terminal:
    """A terminal with the reviewer in it; keeps every byte it was sent."""

    def __init__(
        self, dossier: Path, *, columns: int = 100, lines: int = 30, program: str = RUN, **environment: str
    ) -> None:
        # A terminal's size is its own: pytest's workers export the one they were started in.
        variables = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLUMNS", "LINES"}}
        variables |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "COLORTERM": "truecolor", **environment}
        self.child: pexpect.spawn[bytes] = pexpect.spawn(
            sys.executable, ["-c", program, str(dossier)], env=variables, dimensions=(lines, columns), timeout=20
        )
        self.raw = b""
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def read(self, seconds: float = 0.05) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                got = self.child.read_nonblocking(65536, timeout=0.02)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return
            self.raw += got
            # pyte takes the keyboard-protocol requests for text, and stumbles over marks that combine
            text = re.sub(UNKNOWN_TO_PYTE, "", self._decoder.decode(got))
            self._stream.feed("".join(c for c in text if not unicodedata.combining(c)))

    def text(self) -> str:
        # Not pyte's own `display`, which stumbles over half a wide character.
        rows = range(self.screen.lines)
        return "\n".join("".join(self.screen.buffer[y][x].data for x in range(self.screen.columns)) for y in rows)

    def is_working(self) -> bool:
        """Whether the program computes or waits for its turn to, however busy the machine is."""
        threads = Path(f"/proc/{self.child.pid}/task").glob("*/stat")
        return any(thread.read_text().rpartition(")")[2].split()[0] in "RD" for thread in threads)

    def until(self, *expected: str | Callable[[str], bool], patience_s: float = 90.0) -> None:
        """Wait until all of this is on screen."""
        deadline = time.monotonic() + patience_s
        while True:
            self.read()
            text = self.text()
            if all(each(text) if callable(each) else each in text for each in expected):
                return
            assert time.monotonic() < deadline, f"{expected!r} is not on screen:\n{text}\n{self.child.isalive()}"

    def until_gone(self, words: str) -> None:
        """Wait until these words are no longer on screen."""
        self.until(lambda text: words not in text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.child.send(KEYS.get(key, key))
            self.read(0.15 if key == "esc" else 0.05)

    def end(self) -> int:
        """Wait for the end; return the exit status."""
        deadline = time.monotonic() + 90
        while self.child.isalive() and time.monotonic() < deadline:
            self.read()
        self.read(0.2)
        self.child.close()
        assert self.child.exitstatus is not None, self.child.signalstatus
        return int(self.child.exitstatus)


def sequences(raw: bytes) -> set[bytes]:
    """The kinds of control sequence a terminal was sent: introducer, private mark, final byte; operand of an OSC."""
    kinds = set()
    for match in re.finditer(rb"\x1b(?:\[([<>=?]?)[0-9;:]*([ -/]*[@-~])|\](\d+)|([PX^_])|([^\[\]PX^_]))", raw):
        kinds.add(b"|".join(group or b"" for group in match.groups()))
    return kinds
