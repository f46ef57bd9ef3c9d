"""Large claims files read by several processes: checking a claim against its article takes longer than storing it.

Owns how lines are dealt out and come back in their order, and when that is worth the start of the processes. Refuses
to decide what a line means: each process runs the same `ClaimsReader`.
"""

import io
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import BinaryIO, Final

from claims.claimsfile import ArticleText, ClaimsReader
from claims.errors import VariorumError
from claims.findings import Finding
from claims.intake.jsonlines import read_json_lines
from claims.store.dossier import Addition, Dossier, encode_assertion

WORTH_IT_BYTES: Final = 4_000_000
"""Below this, one process is done before several have started."""

_PART_BYTES: Final = 250_000
_reader: ClaimsReader


class BulkReadingError(VariorumError):
    """A reading process died. What was read before is in the dossier; importing again adds the rest."""

    def __init__(self, where: str) -> None:
        self.where = where
        super().__init__(f"{where}: a process that read it died (out of memory?); import it again to add the rest")


def is_worth_it(path: Path, dossier: Dossier) -> bool:
    """Return whether reading the JSON Lines file at `path` in several processes will be quicker."""
    several = len(os.sched_getaffinity(0)) > 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) > 1
    return several and not dossier.read_only and path.is_file() and path.stat().st_size >= WORTH_IT_BYTES


def read_in_parallel(stream: BinaryIO, where: str, dossier: Path, extracted_by: str) -> Iterator[Addition | Finding]:
    """Yield for each line of a JSON Lines claims file what it adds to the dossier, or a finding; in file order."""
    workers = max(2, (os.cpu_count() or 1) - 1)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(workers, context, _open, (dossier, extracted_by)) as pool:
        waiting: deque[Future[list[Addition | Finding]]] = deque()
        line = 1
        try:
            while part := stream.read(_PART_BYTES) + stream.readline():
                waiting.append(pool.submit(_read, part, where, line))
                line += part.count(b"\n")
                if len(waiting) > 2 * workers:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool as error:
            raise BulkReadingError(where) from error
        finally:
            pool.shutdown(cancel_futures=True)


def _open(path: Path, extracted_by: str) -> None:
    global _reader
    dossier = Dossier(path)

    def find(name: str) -> ArticleText:
        article = dossier.article(dossier.find_article(name))
        return ArticleText(id=article.id, published=article.published, text=article.text)

    _reader = ClaimsReader(find, dossier.vocabulary(), extracted_by)


def _read(part: bytes, where: str, first_line: int) -> list[Addition | Finding]:
    lines = read_json_lines(io.BytesIO(part), where, first_line=first_line)
    return [entry if isinstance(entry, Finding) else encode_assertion(entry) for entry in _reader.read(lines, where)]
