"""`variorum audit trace` and `verify`: where an answer comes from, and whether the record is intact."""

import io
from collections.abc import Sequence
from pathlib import Path

import typer

from claims.findings import Finding
from claims.proof.checkpoint import check_signer
from reconcile.audit.reading import check_readable
from reconcile.audit.trail import Trail, build_trail
from reconcile.evidence.lens import Lens
from tui.output import console, deliver, say, say_findings, to_json, write, write_json
from tui.services.reporting import FormatError
from tui.services.sealing import load_checkpoint, load_signers
from tui.services.verification import check_ledger, check_newest, check_or_damage, check_summaries, collect_findings
from tui.services.workspace import Workspace
from tui.writers.wording import answer_words

TRACE_FORMATS = ("terminal", "md", "json", "svg")


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
            size, root = collect_findings(findings, lambda: check_newest(workspace.dossier, checkpoints))
        else:
            size, root = collect_findings(findings, lambda: check_ledger(workspace.dossier, checkpoints))
            if not ledger_only:
                findings += check_or_damage("ledger", lambda: list(check_readable(workspace.dossier.entries())))
                findings += check_or_damage("tables", workspace.dossier.check_tables)
                findings += check_or_damage("items", lambda: check_summaries(workspace))
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
