"""`variorum claims`: claims files in and out."""

import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer

from claims.claimsfile import export_line
from claims.findings import Finding
from claims.intake.csvclaims import write_csv_claims
from claims.models import Assertion
from claims.store.dossier import Addition
from claims.values import format_value
from reconcile.evidence.lens import Lens
from reconcile.items.standing import Standing, fold_decisions
from tui.output import console, counted, deliver, progress, say, say_findings, to_json_line, write, write_json
from tui.services.claims_reading import ClaimsFileError, read_entries
from tui.services.workspace import Workspace
from tui.visible import visible


def run_import(dossier: Path, paths: Sequence[Path], extracted_by: str, *, check: bool, as_json: bool) -> None:
    """Import claims files; every bad line is a finding."""
    findings: list[Finding] = []
    new = known = 0
    with Workspace(dossier) as workspace:
        for path in paths:
            with progress(f"importing {path.name}") as step:
                added, there = import_claims(workspace, path, extracted_by, findings, step)
            new, known = new + added, known + there
    if as_json:
        write_json({"new": new, "already_there": known, "findings": [f.model_dump() for f in findings]})
    say_findings(findings)
    say(f"{counted(new, 'claim')} added, {known:,} already there, {counted(len(findings), 'line')} not used")
    if check and findings:
        raise typer.Exit(1)
    if findings and not new and not known:
        raise ClaimsFileError(", ".join(map(str, paths)), "no line could be used; see above")


def import_claims(
    workspace: Workspace,
    path: Path,
    extracted_by: str,
    findings: list[Finding],
    progress: Callable[[int], None] | None = None,
) -> tuple[int, int]:
    """Import one claims file; add what is wrong with its lines to `findings`; return how many were new and known."""
    notes: list[Finding] = []
    entries = _good(read_entries(workspace, path, extracted_by, notes), findings)
    done = workspace.dossier.add_assertions(entries, progress=progress)
    say_findings(notes)
    return done


def _good(entries: Iterable[Addition | Finding], findings: list[Finding]) -> Iterator[Addition]:
    for entry in entries:
        if isinstance(entry, Finding):
            findings.append(entry)
        else:
            yield entry


def run_corrections(dossier: Path, output: Path | None) -> None:
    """Write what reviewers mended in proposals, one test case a line."""
    from tui.services.corrections import correction_lines

    with Workspace(dossier) as workspace:
        lines = [to_json_line(line) + "\n" for line in correction_lines(workspace)]
    if lines or output:
        deliver("".join(lines), output)
    say(f"{counted(len(lines), 'correction')}")


def run_export(dossier: Path, output: Path | None, status: str, format_: str) -> None:
    """Write the claims in the order of their ids."""
    if format_ not in {"jsonl", "csv"}:
        raise ClaimsFileError("--format", f"{format_!r} is neither jsonl nor csv")
    _check_status(status)
    with Workspace(dossier) as workspace:
        every = list(workspace.dossier.assertions())
        lines = list(claim_lines(workspace, every, status))
    if len(lines) < len(every):
        say(f"{len(lines):,} of {counted(len(every), 'claim')} written: those that are {status}; --status all for all")
    if format_ == "csv":
        table = io.StringIO()
        write_csv_claims(lines, table)
        # CSV has no escapes: exact for a file or a pipe, harmless on a terminal.
        on_terminal = output is None and sys.stdout.isatty()
        deliver(visible(table.getvalue(), keep="\n\t") if on_terminal else table.getvalue(), output)
    elif lines or output:
        deliver("".join(to_json_line(line) + "\n" for line in lines), output)


def _check_status(status: str) -> None:
    if status not in {"accepted", "rejected", "proposed", "all"}:
        raise ClaimsFileError("--status", f"{status!r} is none of accepted, rejected, proposed, all")


def claim_lines(workspace: Workspace, assertions: Sequence[Assertion], wanted: str) -> Iterator[dict[str, object]]:
    """Yield the claims-file line of each assertion whose status is `wanted`, or of every one for `all`."""
    store = workspace.dossier
    names = store.article_labels()
    recorded = store.recorded_at(assertion.id for assertion in assertions)
    standings: dict[str, Standing] = {}
    for assertion in assertions:
        if assertion.subject not in standings:
            decisions = workspace.lens.decisions(store.subject_decisions(assertion.subject))
            standings[assertion.subject] = fold_decisions(decisions, assertion.attribute)
        status = standings[assertion.subject].status_of(assertion)
        if wanted in {status, "all"}:
            article = names.get(assertion.passage.article, assertion.passage.article)
            yield export_line(assertion, article=article, status=status, recorded_at=recorded.get(assertion.id, ""))


def run_list(dossier: Path, lens: Lens, article: str | None, item: str | None, status: str, *, as_json: bool) -> None:
    """List the claims that the lens lets through."""
    _check_status(status)
    with Workspace(dossier, lens=lens) as workspace:
        store = workspace.dossier
        if item is not None:
            found = [member.assertion for member in workspace.find_item(item).members]
        elif article is not None:
            found = list(store.assertions_of(store.find_article(article)))
        else:
            found = list(store.assertions())
        if not lens.is_clear:
            recorded = store.recorded_at(a.id for a in found) if lens.recorded_at else {}
            infos = workspace.article_info(sorted({a.passage.article for a in found}))
            found = lens.assertions(found, infos, recorded)
        lines = list(claim_lines(workspace, found, status))
    if as_json:
        write_json(lines)
        return
    if not lines:
        say("no such claims yet; `variorum claims import FILE` brings them in")
        return
    values = {assertion.id: format_value(assertion.value) for assertion in found}
    rows = [_row(line, values[str(line["id"])]) for line in lines]  # a denial must not read as an assertion
    if not console().is_terminal:
        for row in rows:
            write(visible("\t".join(row), keep="\t"))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in ("id", "status", "item", "scope", "value", "chain", "article", "words"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    console().print(table)


def _row(line: Mapping[str, Any], value: str) -> tuple[str, ...]:
    item = f"{line['subject']}/{line['attribute']}"
    chain = " < ".join(line["chain"]) or "-"
    if line["stance"] != "asserts":
        value = f"{line['stance']} {value}"
    return (line["id"][:12], line["status"], item, line["scope"] or "?", value, chain, line["article"], line["quote"])
