"""A process that has loaded everything and forks others from itself: hundreds are started, and killed, in a minute.

What a child prints goes to a file, where it stays when the child is killed.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Self

from tests.support.paths import ROOT


class Zygote:
    """Starts functions of `tests.support.jobs` in processes of their own."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def _ask(self, **request: Any) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def start(self, job: str, *arguments: Any, output: Path) -> "Child":
        """Start a job with what JSON can hold."""
        output.unlink(missing_ok=True)
        number = self._ask(
            job=job, arguments=[str(a) if isinstance(a, Path) else a for a in arguments], out=str(output)
        )
        return Child(self, number, output)

    def wait(self, number: int) -> int:
        """Wait for the end of a child; return its status, less than 0 where a signal ended it."""
        return self._ask(wait=number)


class Child:
    """A job in a process of its own."""

    def __init__(self, zygote: Zygote, number: int, output: Path) -> None:
        self._zygote, self._number, self._output = zygote, number, output

    def until_printed(self, lines: int) -> None:
        """Wait until it has printed so many lines."""
        deadline = time.monotonic() + 60
        while len(self.lines()) < lines:
            assert time.monotonic() < deadline, self._output.with_suffix(".err").read_text()
            time.sleep(0.002)

    def lines(self) -> list[list[str]]:
        """Return the words of the lines it has printed; one that a kill cut off was not printed."""
        with contextlib.suppress(FileNotFoundError):
            return [line.split() for line in self._output.read_text().split("\n")[:-1]]
        return []

    def kill(self) -> None:
        """End it with SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._number, signal.SIGKILL)

    def wait(self) -> int:
        """Wait for its end; return its status."""
        return self._zygote.wait(self._number)

    @property
    def errors(self) -> str:
        """What it printed on standard error."""
        return self._output.with_suffix(".err").read_text()


def _run(request: dict[str, Any]) -> None:
    """Run a job as a child, which ends with it."""
    status = 1
    try:
        for number, path in ((1, request["out"]), (2, str(Path(request["out"]).with_suffix(".err")))):
            os.dup2(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | os.O_APPEND, 0o600), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        status = getattr(importlib.import_module("tests.support.jobs"), request["job"])(*request["arguments"]) or 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)


def _serve() -> None:
    importlib.import_module("tests.support.jobs").warm_up()
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            answer = os.waitstatus_to_exitcode(os.waitpid(request["wait"], 0)[1])
        else:
            answer = os.fork()
            if not answer:
                _run(request)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
