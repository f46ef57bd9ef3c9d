"""`variorum audit`: trails and the check of the record."""

import io
from pathlib import Path

import typer

from claims.errors import VariorumError
from claims.findings import Finding
from claims.store.dossier import UnknownRecordError
from reconcile.audit import Trail, build_trail, check_entries
from reconcile.lens import Lens
from tui.commands.report import FormatError
from tui.output import console, deliver, progress, say, say_findings, to_json, write, write_json
from tui.workspace import Workspace, summarise
from tui.writers.wording import answer_words


def run_trace(dossier: Path, lens: Lens, id_: str, output: Path | None, format_: str) -> None:
    """Print the trail of one item."""
    if format_ not in {"terminal", "md", "json"}:
        raise FormatError(format_, ("terminal", "md", "json"))
    with Workspace(dossier, lens=lens) as workspace:
        item = workspace.find_item(id_)
        store = workspace.dossier
        articles = {id_: store.article(id_) for id_ in {m.assertion.passage.article for m in item.members}}
        decisions = store.decisions((item.subject, item.attribute))
        trail = build_trail(item, decisions, articles, store.head(), answer_words(item.resolution))
    deliver(_draw(trail, format_, to_file=output is not None), output)


def _draw(trail: Trail, format_: str, *, to_file: bool) -> str:
    if format_ == "json":
        return to_json(trail.model_dump(mode="json")) + "\n"
    if format_ == "md":
        from tui.writers.markdown import trail_markdown

        return trail_markdown(trail)
    from tui.writers.terminal import render_trail

    screen = console()
    if to_file or not screen.is_terminal:
        target = io.StringIO()
        console(width=screen.width, file=target).print(render_trail(trail))
        return target.getvalue()
    with screen.capture() as capture:
        screen.print(render_trail(trail))
    return capture.get()


def run_verify(dossier: Path, *, as_json: bool) -> None:
    """Check the whole ledger; exit 3 where anything is not as recorded."""
    with Workspace(dossier) as workspace, progress("verifying") as step:
        store = workspace.dossier
        texts: dict[str, str] = {}

        def text_of(article: str) -> str | None:
            if article not in texts:
                if len(texts) > 64:
                    texts.clear()
                try:
                    texts[article] = store.article(article).text
                except UnknownRecordError:
                    return None
            return texts[article]

        def counted() -> object:
            for entry in store.entries():
                step(entry.seq)
                yield entry

        findings: list[Finding] = list(check_entries(counted(), text_of))  # type: ignore[arg-type]
        findings += store.check_tables()
        findings += check_summaries(workspace)
        seq, digest = store.head()
    if as_json:
        intact = not findings
        write_json({"intact": intact, "entries": seq, "head": digest, "findings": [f.model_dump() for f in findings]})
    else:
        say_findings(findings)
        if not findings:
            write(f"intact: {seq} entries, head {digest}")
    if findings:
        say(f"{len(findings)} findings; keep this file for inspection and go on from a backup")
        raise typer.Exit(3)


def check_summaries(workspace: Workspace) -> list[Finding]:
    """Return a finding for each item whose kept line in the queue is not what its evidence and decisions give."""
    findings = []
    for number in workspace.dossier.item_numbers(empty=True):
        [row] = workspace.dossier.item_page([number])
        if row.dirty:
            continue
        try:
            now = summarise(workspace.item(row.key), row)
        except VariorumError as error:
            where = f"item {row.subject}/{row.attribute}"
            findings.append(Finding(where=where, message=f"cannot be computed: {error}", about="summary"))
            continue
        kept = (row.state, row.severity, row.importance, row.members)
        if kept != (now.state, now.severity, now.importance, now.members):
            message = f"the queue has it as {row.state}, its evidence makes it {now.state}; `variorum rebuild` mends it"
            findings.append(Finding(where=f"item {row.subject}/{row.attribute}", message=message, about="summary"))
    return findings
