"""Reconcile subjects in a process of their own, for engines whose tasks are threads of one interpreter.

Spark starts a Python process for each task. Sail runs its tasks as threads of the server's interpreter, where they
would wait for one another; there each task has a child that is handed one batch at a time.
"""

import struct
import sys
import threading
from collections.abc import Iterable, Iterator
from subprocess import PIPE
from typing import IO, Any, Final

import msgspec

from claims.errors import VariorumError
from claims.processes import start_python
from reconcile.bulk.parquet import import_arrow
from tui.services.subject_batches import Terms, check_program, cut_batches, reconcile_subjects

_PROGRAM: Final = "from tui.services.worker_process import serve_batches; serve_batches()"
_HEAD: Final = struct.Struct(">cQ")
"""What precedes each message: what it is, and its length."""
_TERMS, _BATCH, _RESULT, _ERROR = b"t", b"b", b"r", b"e"


class WorkerError(VariorumError):
    """A child could not compute a batch."""


def reconcile_apart(terms: Terms, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield what `reconcile_subjects` does; in a child where this thread is one of several.

    Raises:
        MismatchError: this is another Variorum than the one that asks.
        WorkerError: the child ended or found an error.
    """
    check_program(terms)
    if threading.current_thread() is threading.main_thread():
        yield from reconcile_subjects(terms, batches)
        return
    with start_python(_PROGRAM, stdin=PIPE, stdout=PIPE) as child:
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            _send(child.stdin, _TERMS, msgspec.json.encode(terms))
            for batch in cut_batches(batches):
                _send(child.stdin, _BATCH, _to_bytes(batch))
                yield _to_batch(*_receive(child.stdout))
        finally:
            child.kill()


def serve_batches() -> None:
    """Answer each batch on standard input with its result on standard output, until there are no more."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    terms = msgspec.json.decode(_receive(asked)[1], type=Terms)
    while (message := _receive(asked))[0] == _BATCH:
        try:
            [result] = reconcile_subjects(terms, [_to_batch(_RESULT, message[1])])
            _send(answers, _RESULT, _to_bytes(result))
        except Exception as error:  # whatever it is, the task that asked is to end with it
            _send(answers, _ERROR, f"{type(error).__name__}: {error}".encode())


def _send(file: IO[bytes], kind: bytes, data: bytes) -> None:
    try:
        file.write(_HEAD.pack(kind, len(data)) + data)
        file.flush()
    except BrokenPipeError as error:
        raise WorkerError("the process that computes has ended") from error


def _receive(file: IO[bytes]) -> tuple[bytes, bytes]:
    """Return the next message; an error of no words where there is none."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return _ERROR, b"the process that computes has ended"
    kind, size = _HEAD.unpack(head)
    return kind, file.read(size)


def _to_bytes(batch: Any) -> bytes:
    arrow, _ = import_arrow()
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _to_batch(kind: bytes, data: bytes) -> Any:
    if kind == _ERROR:
        raise WorkerError(data.decode())
    arrow, _ = import_arrow()
    with arrow.ipc.open_stream(data) as stream:
        return stream.read_next_batch()
