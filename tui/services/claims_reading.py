"""Claims files read into entries for the dossier, a large file by a second process.

Reading takes about as long as storing, so that a process which only reads halves the time.
"""

import gc
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, Any, Final, cast

from claims.claimsfile import ClaimsReader
from claims.errors import VariorumError, reason_of
from claims.findings import Finding
from claims.intake.csvclaims import read_csv_claims
from claims.intake.jsonlines import read_json_lines
from claims.offsets import Unit
from claims.processes import start_python
from claims.store.dossier import Addition, encode_content
from claims.store.tables.columns import Columns
from claims.store.tables.projection import Placement
from tui.services.workspace import Workspace

_Line = tuple[int, dict[str, object]] | Finding

LARGE: Final = 4_000_000
"""Bytes of a file from which on a process of its own is worth its start, about half a second."""

MEANWHILE: Final = 10_000
"""Lines that are read and stored here while that process starts."""

_AT_ONCE: Final = 1_000
"""Entries sent together."""

_BATCHES_AHEAD: Final = 16
"""How far reading may run ahead of storing: some 20 MB."""

PIPE_BYTES: Final = 1 << 20

_READ: Final = f"from {__name__} import serve; serve(*sys.argv[1:])"


class ClaimsFileError(VariorumError):
    """A claims file cannot be opened, or no such format or status is known."""

    def __init__(self, path: object, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path}: {problem}")


def read_entries(
    workspace: Workspace, path: Path, extracted_by: str, notes: list[Finding], offsets: Unit = "characters"
) -> Iterator[Addition | Finding]:
    """Yield an entry or a finding for each line of a claims file; `-` is standard input. `offsets` is how it counts.

    What is worth a look though its line was used is added to `notes` at the end.

    Raises:
        ClaimsFileError: the file cannot be read.
    """
    if str(path) != "-" and path.is_file() and path.stat().st_size >= LARGE:
        return _read_elsewhere(workspace, path, extracted_by, notes, offsets)
    return _read_here(workspace, _lines(path), path, extracted_by, notes, offsets)


def _read_here(
    workspace: Workspace, lines: Iterator[_Line], path: Path, extracted_by: str, notes: list[Finding], offsets: Unit
) -> Iterator[Addition | Finding]:
    reader = ClaimsReader(workspace.article_text, workspace.dossier.vocabulary(), extracted_by, offsets)
    for one in reader.read_content(lines, str(path), workspace.article_texts):
        yield one if isinstance(one, Finding) else encode_content(one)
    notes += reader.notes


def _lines(path: Path) -> Iterator[_Line]:
    where = str(path)
    try:
        if where == "-":
            yield from read_json_lines(sys.stdin.buffer, "standard input")
        elif path.suffix.casefold() == ".csv":
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from read_csv_claims(file, where)
        else:
            with path.open("rb") as stream:
                yield from read_json_lines(stream, where)
    except OSError as error:
        raise ClaimsFileError(path, f"{reason_of(error)}; give a .jsonl or .csv file") from error
    except UnicodeDecodeError as error:
        raise ClaimsFileError(path, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from error


# ---------------------------------------------------------------------- the process that reads


def _read_elsewhere(
    workspace: Workspace, path: Path, extracted_by: str, notes: list[Finding], offsets: Unit
) -> Iterator[Addition | Finding]:
    arguments = [str(workspace.dossier.path), str(path), extracted_by, str(MEANWHILE), offsets]
    with start_python(_READ, *arguments, stdin=DEVNULL, stdout=PIPE, pipesize=PIPE_BYTES) as child:
        assert child.stdout is not None
        try:
            yield from _read_here(workspace, islice(_lines(path), MEANWHILE), path, extracted_by, notes, offsets)
            while True:
                kind, content = _receive(child.stdout, path)
                if kind == "notes":
                    notes += content
                    return
                if kind == "problem":
                    raise ClaimsFileError(path, content)
                for one in content:
                    yield (one if isinstance(one, Finding) else _build_addition(*one))
        finally:
            child.kill()


def _receive(stream: IO[bytes], path: Path) -> tuple[str, Any]:
    try:
        message: tuple[str, Any] = pickle.load(stream)
    except (EOFError, pickle.UnpicklingError) as error:
        problem = "the process that reads it ended early; what it had read is in, import the file again for the rest"
        raise ClaimsFileError(path, problem) from error
    return message


def serve(dossier: str, path: str, extracted_by: str, after: str, offsets: str) -> None:
    """Send the entries of all lines but the first `after` to standard output."""
    send_messages(_messages(Path(dossier), Path(path), extracted_by, int(after), cast("Unit", offsets)))


def send_messages(messages: Iterable[tuple[str, object]]) -> None:
    """Send what is read in this process to the one that started it by standard output; what else is printed is lost."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this ends it
    gc.set_threshold(100_000)  # what a line leaves behind holds no cycles; looking for them takes a tenth of the time
    # A pipe holds less than the other process stores at a time: what it cannot take yet waits here, not the reading.
    waiting: queue.Queue[bytes | None] = queue.Queue(_BATCHES_AHEAD)
    sender = threading.Thread(target=_send, args=(waiting, answers))
    sender.start()
    for message in messages:
        waiting.put(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
    waiting.put(None)
    sender.join()


def _messages(dossier: Path, path: Path, extracted_by: str, after: int, offsets: Unit) -> Iterator[tuple[str, object]]:
    notes: list[Finding] = []
    try:
        with Workspace(dossier) as workspace:
            lines = islice(_lines(path), after, None)
            entries = _read_here(workspace, lines, path, extracted_by, notes, offsets)
            while batch := list(map(_plain, islice(entries, _AT_ONCE))):
                yield "entries", batch
        yield "notes", notes
    except VariorumError as error:
        yield "problem", error.problem if isinstance(error, ClaimsFileError) else str(error)


def _send(waiting: "queue.Queue[bytes | None]", answers: IO[bytes]) -> None:
    try:
        while (message := waiting.get()) is not None:
            answers.write(message)
        answers.close()
    except BrokenPipeError:  # whoever reads the entries has ended
        os._exit(1)


def _plain(one: Addition | Finding) -> object:
    # Bare tuples are sent at a third of the cost of named ones.
    return one if isinstance(one, Finding) else (one.id, one.body, _bare(one.placement))


def _build_addition(id_: bytes, body: bytes, placed: tuple[Any, ...]) -> Addition:
    *where, columns = placed
    return Addition(id_, body, Placement._make((*where, Columns._make(columns))))


def _bare(placement: Placement | None) -> tuple[object, ...]:
    return () if placement is None else (*placement[:-1], tuple(placement.columns))
