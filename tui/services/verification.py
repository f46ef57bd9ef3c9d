"""Checks that a dossier is as it was recorded and sealed."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from claims.errors import VariorumError
from claims.findings import Finding
from claims.proof.checkpoint import Checkpoint, CheckpointError
from claims.proof.entries import LedgerCheck, Problem
from claims.store.dossier import Dossier, Summary
from claims.store.ledger import Entry
from claims.store.operations.fast_decoding import CODEC, read_text
from claims.store.tables.schema import plain
from tui.output import progress
from tui.services.workspace import Workspace

MOST_FINDINGS = 1000
"""Findings listed; a rewritten ledger of a million entries would drown the first bad one."""


_SUBJECTS = 100
"""Subjects whose lines of the queue are read at once."""


def collect_findings(
    findings: list[Finding], check: Callable[[], Iterator[Finding | tuple[int, str]]]
) -> tuple[int, str]:
    """Gather findings, the damage that ends the reading among them; return size and root of what was read."""
    size_and_root = (0, "")
    try:
        for each in check():
            if not isinstance(each, Finding):
                size_and_root = each
            elif len(findings) < MOST_FINDINGS:
                findings.append(each)
    except Exception as error:  # a verifier treats whatever it stumbles over as a finding
        findings.append(_damage("ledger", error))
    return size_and_root


def check_or_damage(where: str, check: Callable[[], list[Finding]]) -> list[Finding]:
    """Return what a check finds; an error in it is a finding too."""
    try:
        return check()
    except Exception as error:
        return [_damage(where, error)]


def _damage(where: str, error: Exception) -> Finding:
    problem = str(error) if isinstance(error, VariorumError | CheckpointError) else f"{type(error).__name__}: {error}"
    return Finding(where=where, message=f"cannot be read to the end: {problem[:500]}", about="damage")


def check_ledger(store: Dossier, checkpoints: Sequence[Checkpoint]) -> Iterator[Finding | tuple[int, str]]:
    """Yield what is not right about any entry of the ledger; last, how many there are and the root over them."""
    with store.proofs.looking_up() as body_of:
        check = LedgerCheck(_Texts(body_of), checkpoints, codec=CODEC)
        yield from _walk(check, store.entries(), "verifying", store.newest())


def check_newest(store: Dossier, checkpoints: Sequence[Checkpoint]) -> Iterator[Finding | tuple[int, str]]:
    """Yield what is not right about the entries after the last checkpoint, without reading those before it."""
    with store.proofs.looking_up() as body_of:
        for start in sorted(checkpoints, key=lambda checkpoint: checkpoint.size):
            check = store.proofs.check_after(start, _Texts(body_of))
        yield from _walk(check, store.entries(after=start.size), "verifying the newest", store.newest() - start.size)


def _walk(check: LedgerCheck, entries: Iterable[Entry], what: str, total: int) -> Iterator[Finding | tuple[int, str]]:
    with progress(what, total) as step:
        for count, entry in enumerate(entries, start=1):
            problems = check.check(entry)
            if problems:
                yield from map(as_finding, problems)
            if not count % 1000:
                step(count)
        yield from map(as_finding, check.finish())
        yield (check.tree.size, check.tree.root().hex())


def as_finding(problem: Problem) -> Finding:
    """Return a problem as a finding."""
    return Finding(where=problem.where, message=problem.message, about=problem.about)


class _Texts:
    """Reads the texts of articles from the ledger itself, the latest of them from memory."""

    def __init__(self, body_of: Callable[[str, bytes], bytes | None]) -> None:
        self._body_of = body_of
        self._texts: dict[str, str] = {}

    def __call__(self, article: str) -> str | None:
        if article not in self._texts:
            if len(self._texts) > 64:
                self._texts.clear()
            body = self._body_of("article", bytes.fromhex(article))
            if body is None:
                return None
            self._texts[article] = read_text(body)
        return self._texts[article]


def check_summaries(workspace: Workspace) -> list[Finding]:
    """Return a finding for each item whose stored line in the queue is not what its evidence and decisions give."""
    findings = []
    store = workspace.dossier
    count = 0
    with progress("verifying the queue", len(store.item_numbers(empty=True))) as step:
        subjects = store.read_subjects()
        while records := list(itertools.islice(subjects, _SUBJECTS)):
            facets = store.found_by([row.item for record in records for row in record.items])
            for row, now in itertools.chain.from_iterable(map(workspace.summaries_of, records)):
                count += 1
                step(count)
                if row.dirty:
                    continue
                message = f"cannot be computed: {now}" if isinstance(now, VariorumError) else ""
                stored = (row.state, row.severity, row.importance, row.members, row.explanation, *facets[row.item])
                if isinstance(now, Summary) and stored != _as_stored(now):
                    message = "its line in the queue is not what its evidence makes it; `variorum rebuild` mends it"
                    if row.state != now.state:
                        message = (
                            f"the queue has it as {row.state}, its evidence makes it {now.state}; `variorum rebuild` "
                            "mends it"
                        )
                if message:
                    where = f"item {row.subject}/{row.attribute}"
                    findings.append(Finding(where=where, message=message, about="summary"))
    return findings


def _as_stored(now: Summary) -> tuple[object, ...]:
    facets = sorted({(facet, plain(value)) for facet, value in now.facets})
    return (now.state, now.severity, now.importance, now.members, plain(now.explanation), plain(now.words), facets)
