"""Checks that a dossier is as it was recorded and sealed."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from claims.errors import VariorumError
from claims.findings import Finding
from claims.proof.checkpoint import Checkpoint, CheckpointError
from claims.proof.entries import LedgerCheck, Problem
from claims.store.addresses import DossierError, is_damage
from claims.store.dossier import Dossier, ItemRow, Summary
from claims.store.ledger import Entry
from claims.store.operations.fast_decoding import CODEC, read_text
from claims.store.tables.schema import GLANCE, plain
from claims.temporary import TemporaryFilesError
from tui.output import progress
from tui.services.workspace import Workspace

MOST_FINDINGS = 1000
"""Findings listed; a rewritten ledger of a million entries would drown the first bad one."""


_SUBJECTS = 100
"""Subjects whose lines of the queue are read at once."""

_LOOKS = 5
"""How often a line is looked at that others may be changing."""


class Checked(NamedTuple):
    """What was read of a ledger."""

    size: int = 0
    root: str = ""
    plain: int = 0
    """Entries of format 1, from which nothing can be taken out safely."""
    redacted: int = 0
    """Entries from which something was taken out."""


def collect_findings(findings: list[Finding], check: Callable[[], Iterator[Finding | Checked]]) -> Checked:
    """Gather findings, the damage that ends the reading among them; return what was read.

    Raises:
        Exception: what no damage explains, such as a full disk.
    """
    checked = Checked()
    try:
        for each in check():
            if not isinstance(each, Finding):
                checked = each
            elif len(findings) < MOST_FINDINGS:
                findings.append(each)
    except Exception as error:  # a verifier treats whatever it stumbles over as a finding
        if not _may_be_damage(error):
            raise
        findings.append(_damage("ledger", error))
    return checked


def check_or_damage(where: str, check: Callable[[], list[Finding]]) -> list[Finding]:
    """Return what a check finds; an error in it is a finding too.

    Raises:
        Exception: what no damage explains, such as a full disk.
    """
    try:
        return check()
    except Exception as error:
        if not _may_be_damage(error):
            raise
        return [_damage(where, error)]


def _may_be_damage(error: Exception) -> bool:
    """Return whether damage may be what a check stumbled over; names that are missing may be that too."""
    is_of_the_machine = isinstance(error, DossierError | TemporaryFilesError | OSError)
    return not is_of_the_machine or is_damage(error)


def _damage(where: str, error: Exception) -> Finding:
    problem = str(error) if isinstance(error, VariorumError | CheckpointError) else f"{type(error).__name__}: {error}"
    return Finding(where=where, message=f"cannot be read to the end: {problem[:500]}", about="damage")


def check_ledger(store: Dossier, checkpoints: Sequence[Checkpoint]) -> Iterator[Finding | Checked]:
    """Yield what is not right about any entry of the ledger; last, what was read."""
    with store.proofs.looking_up() as body_of:
        check = LedgerCheck(_Texts(body_of), checkpoints, codec=CODEC, is_copy=False)
        yield from _walk(check, store.entries(), "verifying", store.newest())


def check_newest(store: Dossier, checkpoints: Sequence[Checkpoint]) -> Iterator[Finding | Checked]:
    """Yield what is not right about the entries after the last checkpoint, without reading those before it."""
    with store.proofs.looking_up() as body_of:
        for start in sorted(checkpoints, key=attrgetter("size")):
            check = store.proofs.check_after(start, _Texts(body_of))
        yield from _walk(check, store.entries(start.size + 1), "verifying the newest", store.newest() - start.size)


def _walk(check: LedgerCheck, entries: Iterable[Entry], what: str, total: int) -> Iterator[Finding | Checked]:
    with progress(what, total) as step:
        for count, entry in enumerate(entries, start=1):
            problems = check.check(entry)
            if problems:
                yield from map(as_finding, problems)
            if not count % 1000:
                step(count)
        yield from map(as_finding, check.finish())
        yield Checked(check.tree.size, check.tree.root().hex(), check.redaction.plain, check.redaction.entries)


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
            for row, now in workspace.summaries_in(records):
                count += 1
                step(count)
                if _compare_line(row, now, facets[row.item]) and (message := _look_again(workspace, row)):
                    where = f"item {row.subject}/{row.attribute}"
                    findings.append(Finding(where=where, message=message, about="summary"))
    return findings


def _compare_line(row: ItemRow, now: Summary | VariorumError, found_by: tuple[object, ...]) -> str:
    """Return how a stored line differs from the one computed now; empty where it does not, or is out of date."""
    if row.dirty:
        return ""
    if isinstance(now, VariorumError):
        return f"cannot be computed: {now}"
    if (*_line_of(row), *found_by) == _as_stored(now):
        return ""
    if row.state == now.state:
        return "its line in the queue is not what its evidence makes it; `variorum rebuild` mends it"
    return f"the queue has it as {row.state}, its evidence makes it {now.state}; `variorum rebuild` mends it"


def _look_again(workspace: Workspace, row: ItemRow) -> str:
    """Return how a line differs while nobody else records anything; empty where others are faster each time.

    The parts of a first reading may be of several moments, and a line that is out of date is no damage.
    """
    for _ in range(_LOOKS):
        before = workspace.dossier.newest()
        line = workspace.dossier.item_row(row.key)
        now: Summary | VariorumError
        try:
            now = workspace.summary(line)
        except VariorumError as error:
            if not _may_be_damage(error):
                raise
            now = error
        message = _compare_line(line, now, workspace.dossier.found_by([line.item])[line.item])
        if not message or workspace.dossier.newest() == before:
            return message
    return ""


_SAID: Final = ("state", "severity", "importance", "members", "explanation", *(name for name, *_ in GLANCE))
"""Fields that a line of the queue and its summary share."""


def _line_of(line: ItemRow | Summary) -> list[object]:
    values = (getattr(line, name) for name in _SAID)
    return [plain(value) if isinstance(value, str) else value for value in values]


def _as_stored(now: Summary) -> tuple[object, ...]:
    facets = sorted({(facet, plain(value)) for facet, value in now.facets})
    return (*_line_of(now), plain(now.words), facets)
