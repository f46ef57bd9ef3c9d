"""Run the parser process: start it when first needed, send it documents, replace it when it dies or hangs, end it.

It is a plain subprocess: multiprocessing would run the caller's main module again in the child and leave a server
process behind. The child gets this interpreter's import path and nothing from the working folder or the environment.
"""

import json
import signal
import threading
from contextlib import suppress
from subprocess import DEVNULL, PIPE
from types import TracebackType
from typing import IO, Final, Literal, Self, cast

from claims.errors import VariorumError
from claims.intake.answers import Answer, Parts
from claims.intake.documents import Limits
from claims.intake.kinds import Reader
from claims.processes import Process, start_python

_START_S: Final = 60.0
_JOBS_PER_PROCESS: Final = 1_000
"""Address space only grows; a fresh process now and then keeps one file's limit its own."""
_SERVE: Final = "from claims.intake.child import serve; serve(*json.loads(sys.argv[1]))"


class ParserFailedError(VariorumError):
    """The parser died, hung or ran out of memory; the message is a clause that follows the file's name."""


class NoArticleError(VariorumError):
    """The parser found no text; the message is a clause that follows the file's name."""


class Parser:
    """A parser process for all but text and JSON Lines, for use in a `with` statement and by one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: Process | None = None
        self._jobs = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def parse(self, kind: Literal["html", "pdf"], data: bytes) -> Answer:
        """Return what the parser makes of `data`; HTML is UTF-8 here, whatever it was.

        Raises:
            NoArticleError: parsed, and there is no text.
            ParserFailedError: not parsed within the limits.
        """
        return cast(Answer, self._request(kind, data))

    def split(self, reader: Reader, data: bytes) -> Parts:
        """Return the articles inside a file of another kind.

        Raises:
            NoArticleError, ParserFailedError: as `parse`.
        """
        return cast(Parts, self._request(reader, data))

    def _request(self, kind: str, data: bytes) -> dict[str, object]:
        if self._process is None:
            self._start()
        request = json.dumps({"format": kind, "size": len(data)}).encode() + b"\n"
        answer = self._ask(request + data, self._limits.wall_s)
        if isinstance(reason := answer.get("no_text"), str):
            raise NoArticleError(reason)
        if isinstance(reason := answer.get("failed"), str):
            self.close()
            raise ParserFailedError(f"could not be parsed: the parser {_printable(reason)}")
        self._jobs += 1
        if self._jobs >= _JOBS_PER_PROCESS:
            self.close()
        return answer

    def close(self) -> None:
        """End the process. It has nothing to save, so it is killed."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                cast(IO[bytes], pipe).close()

    def _start(self) -> None:
        limits = self._limits
        setup = json.dumps([limits.memory_mb, limits.wall_s, limits.max_bytes])
        self._jobs = 0
        self._process = start_python(_SERVE, setup, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        ready = self._ask(b"", _START_S)
        if isinstance(reason := ready.get("failed"), str):
            self.close()
            raise ParserFailedError(f"could not be parsed: the parser does not start ({_printable(reason)})")

    def _ask(self, message: bytes, wall_s: float) -> dict[str, object]:
        process = cast(Process, self._process)
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(wall_s, give_up)
        clock.daemon = True
        clock.start()
        try:
            answer = _exchange(process, message, 8 * self._limits.max_bytes + (1 << 20))
        except (OSError, EOFError, ValueError) as error:
            self.close()
            raise ParserFailedError(_explain_end(process.returncode, late.is_set(), wall_s)) from error
        finally:
            clock.cancel()
        if late.is_set():
            self.close()
        return answer


def _exchange(process: Process, message: bytes, max_bytes: int) -> dict[str, object]:
    requests, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    requests.write(message)
    requests.flush()
    size = int.from_bytes(_read_exactly(answers, 8), "big")
    if size > max_bytes:
        raise ValueError("the answer is too long")
    answer = json.loads(_read_exactly(answers, size).decode("utf-8", "surrogatepass"))
    if not isinstance(answer, dict):
        raise ValueError("not an answer")
    return answer


def _read_exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError("the process ended")
    return data


def _explain_end(status: int, late: bool, wall_s: float) -> str:
    if late or status == -getattr(signal, "SIGXCPU", 24):
        return f"took the parser longer than {wall_s:g} seconds; save its text as .txt and add that"
    return f"made the parser stop (status {status}); save its text as .txt and add that"


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
