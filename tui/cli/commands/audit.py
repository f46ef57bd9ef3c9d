"""`variorum audit trace` and `verify`: where an answer comes from, and whether the record is intact."""

import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import typer

from claims.errors import VariorumError
from claims.findings import Finding
from claims.proof.checkpoint import Checkpoint, CheckpointError, check_signer
from claims.proof.entries import LedgerCheck, Problem
from claims.store.dossier import Dossier, Summary
from claims.store.ledger import Entry
from claims.store.operations.fast_decoding import CODEC, read_text
from claims.store.tables.schema import plain
from reconcile.audit.ledger_contents import check_readable
from reconcile.audit.trail import Trail, build_trail
from reconcile.evidence.lens import Lens
from tui.cli.commands.report import FormatError
from tui.cli.commands.seal import load_checkpoint, load_signers
from tui.output import console, deliver, progress, say, say_findings, to_json, write, write_json
from tui.services.workspace import Workspace
from tui.writers.wording import answer_words

TRACE_FORMATS = ("terminal", "md", "json", "svg")

MOST_FINDINGS = 1000
"""Findings listed; a rewritten ledger of a million entries would drown the first bad one."""

_SUBJECTS = 100
"""Subjects whose lines of the queue are read at once."""


def run_trace(dossier: Path, lens: Lens, id_: str, output: Path | None, format_: str) -> None:
    """Print the trail of one item."""
    if format_ not in TRACE_FORMATS:
        raise FormatError(format_, TRACE_FORMATS)
    with Workspace(dossier, lens=lens) as workspace:
        trail = make_trail(workspace, id_)
    deliver(_draw(trail, format_, to_file=output is not None), output)


def make_trail(workspace: Workspace, id_: str) -> Trail:
    """Return the trail of the item of that id."""
    item = workspace.find_item(id_)
    store = workspace.dossier
    articles = {id_: store.article(id_) for id_ in {m.assertion.passage.article for m in item.members}}
    decisions = store.decisions((item.subject, item.attribute))
    return build_trail(item, decisions, articles, store.head(), answer_words(item.resolution))


def _draw(trail: Trail, format_: str, *, to_file: bool) -> str:
    if format_ == "json":
        return to_json(trail.model_dump(mode="json")) + "\n"
    if format_ == "md":
        from tui.writers.markdown import trail_markdown

        return trail_markdown(trail)
    if format_ == "svg":
        from tui.writers.trailgraph import trail_svg

        return trail_svg(trail)
    from tui.writers.terminal import render_trail

    screen = console()
    if to_file or not screen.is_terminal:
        target = io.StringIO()
        console(width=screen.width, file=target).print(render_trail(trail))
        return target.getvalue()
    with screen.capture() as capture:
        screen.print(render_trail(trail))
    return capture.get()


def run_verify(
    dossier: Path, against: Sequence[str], signers: Path | None, *, newest: bool, ledger_only: bool, as_json: bool
) -> None:
    """Check the record; exit 3 where anything is not as recorded or sealed."""
    checkpoints = [load_checkpoint(name) for name in against]
    known = load_signers(signers)
    signed = [(checkpoint, *check_signer(checkpoint, known)) for checkpoint in checkpoints if checkpoint.time]
    findings = [
        Finding(where=checkpoint.name, message=problem, about="signature")
        for checkpoint, _, problem in signed
        if problem
    ]
    with Workspace(dossier) as workspace:
        if newest:
            if not checkpoints:
                raise typer.BadParameter("--newest needs a checkpoint to start from", param_hint="--against")
            size, root = _collect(findings, lambda: check_newest(workspace.dossier, checkpoints))
        else:
            size, root = _collect(findings, lambda: check_ledger(workspace.dossier, checkpoints))
            if not ledger_only:
                findings += _stumbling("ledger", lambda: list(check_readable(workspace.dossier.entries())))
                findings += _stumbling("tables", workspace.dossier.check_tables)
                findings += _stumbling("items", lambda: check_summaries(workspace))
    sealed = [f"as sealed in {c.name}: entries 1 to {c.size}, {words}" for c, words, _ in signed]
    if as_json:
        shown = [finding.model_dump() for finding in findings]
        seals = [{"time": c.time, "entries": c.size, "signature": words} for c, words, _ in signed]
        write_json({"intact": not findings, "entries": size, "head": root, "checkpoints": seals, "findings": shown})
    else:
        say_findings(findings)
        if not findings:
            write(f"intact: {size} entries, head {size}:{root}")
            for line in sealed:
                write(line)
    if findings:
        say(f"{len(findings)} findings; keep this file for inspection and go on from a backup")
        raise typer.Exit(3)


def _collect(findings: list[Finding], check: Callable[[], Iterator[Finding | tuple[int, str]]]) -> tuple[int, str]:
    """Gather findings, the damage that ends the reading among them; return size and root of what was read."""
    found = (0, "")
    try:
        for each in check():
            if not isinstance(each, Finding):
                found = each
            elif len(findings) < MOST_FINDINGS:
                findings.append(each)
    except Exception as error:  # a verifier treats whatever it stumbles over as a finding
        findings.append(_stumbled("ledger", error))
    return found


def _stumbling(where: str, check: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return check()
    except Exception as error:
        return [_stumbled(where, error)]


def _stumbled(where: str, error: Exception) -> Finding:
    shown = str(error) if isinstance(error, VariorumError | CheckpointError) else f"{type(error).__name__}: {error}"
    return Finding(where=where, message=f"cannot be read to the end: {shown[:500]}", about="damage")


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
    """Gives the texts of articles as the ledger itself has them, the latest of them from memory."""

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
    """Return a finding for each item whose kept line in the queue is not what its evidence and decisions give."""
    findings = []
    store = workspace.dossier
    done = 0
    with progress("verifying the queue", len(store.item_numbers(empty=True))) as step:
        subjects = store.read_subjects()
        while records := list(itertools.islice(subjects, _SUBJECTS)):
            found = store.found_by([row.item for record in records for row in record.items])
            for row, now in itertools.chain.from_iterable(map(workspace.summaries_of, records)):
                done += 1
                step(done)
                if row.dirty:
                    continue
                message = f"cannot be computed: {now}" if isinstance(now, VariorumError) else ""
                kept = (row.state, row.severity, row.importance, row.members, row.explanation, *found[row.item])
                if isinstance(now, Summary) and kept != _as_kept(now):
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


def _as_kept(now: Summary) -> tuple[object, ...]:
    facets = sorted({(facet, plain(value)) for facet, value in now.facets})
    told = (plain(now.explanation), plain(now.words), facets)
    return (now.state, now.severity, now.importance, now.members, *told)
