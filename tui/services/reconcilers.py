"""Runs processes that compute lines of the queue side by side; they read the dossier and write nothing to it.

The caller saves what they found, so that lines are the same with and without them, and what was saved stays saved
however this ends.
"""

import json
import os
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, closing, suppress
from itertools import chain, islice
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, Final, cast

from claims.processes import Process, start_python
from claims.store.addresses import absolute_place
from claims.store.dossier import Dossier, Summary

_SERVE: Final = "from tui.services.reconciling import serve; serve(sys.argv[1])"

_WORTH_STARTING: Final = 1_000
"""So many lines take longer than it takes to start the processes."""

_MOST: Final = 16
"""More would wait for the one that saves."""


def compute_lines(
    store: Dossier,
    parts: Sequence[Sequence[int]],
    compute: Callable[[Sequence[int]], Iterable[Summary]],
    processes: int | None = None,
) -> Generator[Summary]:
    """Yield the lines of all parts, in their order.

    Args:
        store: the dossier.
        parts: row numbers of items.
        compute: computes a part in this process: all of them where no others are started, and what those could not.
        processes: how many to start, for as long as the iterator is open; as many as help, if not given.
    """
    wanted = _choose_processes(sum(map(len, parts))) if processes is None else processes
    if not wanted or store.read_only:  # what is read then is a copy of this process's own
        yield from chain.from_iterable(map(compute, parts))
        return
    with closing(_compute_aside(store.path, parts, wanted)) as computed:
        for part, lines in zip(parts, computed, strict=True):
            yield from compute(part) if lines is None else lines


def _choose_processes(lines: int) -> int:
    """Return how many processes so many lines are worth: one for each processor, none where the caller is as fast."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, _MOST) if processors > 1 and lines >= _WORTH_STARTING else 0


def _compute_aside(path: Path, parts: Iterable[Sequence[int]], processes: int) -> Generator[list[Summary] | None]:
    """Yield the lines of each part, in their order; None where a process could not compute them."""
    with ExitStack() as stack:
        waiting = iter(parts)
        busy = deque[_Reconciler]()
        for _, part in zip(range(processes), waiting, strict=False):
            busy.append(stack.enter_context(_Reconciler(path)))
            busy[-1].ask(part)
        while busy:
            reconciler = busy.popleft()
            lines = reconciler.answer()
            for part in islice(waiting, 1):  # it computes the next while the caller saves these
                reconciler.ask(part)
                busy.append(reconciler)
            yield lines


class _Reconciler:
    """A process that computes lines, for use in a `with` statement."""

    def __init__(self, path: Path) -> None:
        self._process: Process = start_python(
            _SERVE, str(absolute_place(path)), stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )

    def __enter__(self) -> "_Reconciler":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()  # it has nothing to save
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                cast(IO[bytes], pipe).close()

    def ask(self, part: Sequence[int]) -> None:
        """Give it a part to compute."""
        requests = cast(IO[bytes], self._process.stdin)
        with suppress(OSError):  # it has died, which its answer will say
            requests.write(json.dumps(list(part)).encode() + b"\n")
            requests.flush()

    def answer(self) -> list[Summary] | None:
        """Return the lines of the part it was given; None where it could not compute them."""
        try:
            return cast("list[Summary] | None", pickle.load(cast(IO[bytes], self._process.stdout)))
        except (OSError, EOFError, pickle.UnpicklingError):
            return None
