"""`variorum claims`: claims files in and out."""

import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final, cast

import typer
from typing_extensions import TypedDict

from claims.assertions import describe_value
from claims.claimsfile import ClaimLine
from claims.findings import Finding
from claims.grouping import in_parts
from claims.intake.csvclaims import write_csv_claims
from claims.models import Assertion
from claims.offsets import UNITS, Unit
from claims.values import format_value
from tui.cli.options import (
    Because,
    Check,
    Force,
    Json,
    KnownAt,
    Limit,
    Output,
    Page,
    RecordedAt,
    open_workspace,
    part_of,
    reviewer_name,
)
from tui.output import (
    FirstFindings,
    console,
    counted,
    deliver,
    findings_json,
    print_table,
    progress,
    say,
    say_findings,
    to_json_line,
    without_findings,
    write,
    write_json,
    write_json_list,
)
from tui.services.claim_fields import fields_of
from tui.services.claims_export import claim_lines
from tui.services.claims_reading import ClaimsFileError, read_entries
from tui.services.inbox import InboxAct, InboxError, InboxSession, Preview
from tui.services.reporting import READ_ONCE_KB, choose_format
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views.shapes import Id, Shape, closed, fill_shape

app = typer.Typer(help="Claims files, in and out.", no_args_is_help=True)

_PAGE: Final = 500
"""Claims printed at once."""

EXPORT_FORMATS: Final = ("jsonl", "csv")


@closed
class Imported(TypedDict):
    """What came of a claims file."""

    new: int
    already_there: int
    findings: list[Finding]


@closed
class Waiting(TypedDict):
    """How far the proposals of an article have been reviewed."""

    id: Id
    name: str
    waiting: int
    proposed: int


@closed
class Inbox(TypedDict):
    """How far the proposals have been reviewed."""

    settled: int
    proposed: int
    articles: list[Waiting]


@closed
class Made(TypedDict):
    """What an act on proposals recorded."""

    decisions: list[str]
    added: list[Id]
    """Assertions that a reviewer put in the place of proposals."""


SHAPES: Final[dict[str, Shape]] = {
    "claims": (ClaimLine, "one line of a claims file, as read and as variorum claims export writes it"),
    "imported": (Imported, "variorum claims import --format json"),
    "inbox": (Inbox, "variorum claims inbox --format json"),
    "made": (Made, "variorum claims confirm, reject, amend, undo --format json"),
}


@app.command("import")
def claims_import(
    paths: Annotated[
        list[Path], typer.Argument(help="claims files, .jsonl or .csv; - for JSON Lines on standard input")
    ],
    offsets: Annotated[
        str, typer.Option(help="how start and end count: characters; utf-16 (browsers, Label Studio, doccano); utf-8")
    ] = "characters",
    check: Check = False,
    as_json: Json = "text",
) -> None:
    """Read claims files. Each line is checked to the character; a bad line is named with file and line, the rest is in.

    The least a line needs:
    {"article": "post.txt", "quote": "17 people died", "subject": "ferry-2021", "attribute": "killed", "value": "17"}
    """
    extracted_by = reviewer_name()
    if offsets not in UNITS:
        raise ClaimsFileError("--offsets", f"{offsets!r} is none of {', '.join(UNITS)}")
    findings = FirstFindings()
    new = known = 0
    with open_workspace() as workspace:
        for path in paths:
            with progress(f"importing {path.name}") as step:
                added, there = import_claims(workspace, path, extracted_by, findings, step, cast("Unit", offsets))
            new, known = new + added, known + there
    if as_json:
        write_json({"new": new, "already_there": known, "findings": findings_json(findings)})
    say_findings(findings)
    say(f"{counted(new, 'claim')} added, {known:,} already there, {counted(findings.total, 'line')} not used")
    if check and findings:
        raise typer.Exit(1)
    if findings and not new and not known:
        raise ClaimsFileError(", ".join(map(str, paths)), "no line could be used; see above")


@app.command("export")
def claims_export(
    output: Output = None,
    force: Force = False,
    status: Annotated[str, typer.Option(help="accepted, rejected, proposed or all")] = "accepted",
    format_: Annotated[
        str | None,
        typer.Option("--format", help="else what the file's ending names, else jsonl", metavar="jsonl|csv"),
    ] = None,
    corrections: Annotated[
        bool, typer.Option("--corrections", help="instead: what reviewers mended in proposals, as JSON Lines")
    ] = False,
) -> None:
    """Write the dossier's claims as a claims file that imports to the same ids.

    With --corrections: test cases for proposers, a line for each proposal that was mended (proposed and corrected
    fields), rejected (corrected: null) or missed (proposed: null).
    """
    if corrections:
        _export_corrections(output, force=force)
    else:
        _export_claims(output, status, choose_format(format_, output, EXPORT_FORMATS, default="jsonl"), force=force)


@app.command("inbox")
def claims_inbox(as_json: Json = "text") -> None:
    """How far the proposals of each article have been reviewed."""
    with open_workspace() as workspace:
        session = InboxSession(workspace, "")
        counts = session.load()
        settled, proposed = session.progress()
    if as_json:
        rows = [fill_shape(Waiting, count, id=count.article) for count in counts]
        write_json({"settled": settled, "proposed": proposed, "articles": rows})
        return
    for count in counts:
        write(visible(f"{count.proposed - count.waiting:6}/{count.proposed:<6} {count.article[:12]}  {count.name}"))
    if counts:
        say(f"{settled:,} of {counted(proposed, 'proposal')} settled")
    else:
        say("no proposals yet; `variorum extract` makes them")


@app.command("confirm")
def claims_confirm(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="proposals, by the start of an id")] = None,
    article: Annotated[str | None, typer.Option(help="those of this article that two proposers agree on")] = None,
    every: Annotated[bool, typer.Option("--all", help="with --article: those of a single proposer too")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="with --article: do it; without it they are only listed")] = False,
    as_json: Json = "text",
) -> None:
    """Make proposals evidence. With --article, odd ones are listed apart and left for you to name."""
    with open_workspace() as workspace:
        session = InboxSession(workspace, reviewer_name())
        claims = list(map(workspace.dossier.assertion, ids or ()))
        if article is not None:
            session.open(workspace.dossier.find_article(article))
            preview = session.preview("all" if every else "agreed")
            if not yes:
                _print_preview(preview, as_json=as_json)
                return
            claims += preview.plain
        if not claims:
            raise InboxError("name proposals by id, or an article with --article; there is nothing to confirm")
        _print_outcome(session.confirm(claims), as_json=as_json)


@app.command("reject")
def claims_reject(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="proposals, by the start of an id")],
    reason: Annotated[
        str, typer.Option(help="a code, or its digit; `variorum vocabulary reasons proposal` lists them")
    ],
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Set proposals aside, in one act, because of how the article was read."""
    with open_workspace() as workspace:
        claims = list(map(workspace.dossier.assertion, ids))
        _print_outcome(InboxSession(workspace, reviewer_name()).reject(claims, reason, because), as_json=as_json)


@app.command("amend")
def claims_amend(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the claim, by the start of its id")],
    value: Annotated[str | None, typer.Option(help="as in a claims file")] = None,
    scope: Annotated[str | None, typer.Option(help="whose number it is; empty: not stated")] = None,
    subject: Annotated[str | None, typer.Option(help="the event, organisation, person or place")] = None,
    attribute: Annotated[str | None, typer.Option(help="what is said of it")] = None,
    chain: Annotated[str | None, typer.Option(help="speakers back to the origin, as A < B; empty: the outlet")] = None,
    stance: Annotated[str | None, typer.Option(help="asserts, denies, suspects or retracts")] = None,
    as_of: Annotated[str | None, typer.Option(help="up to when it knows, in EDTF")] = None,
    because: Because = "",
    as_json: Json = "text",
) -> None:
    """Read a claim's words otherwise: your reading becomes evidence, the claim is rejected and names it."""
    options = {"value": value, "scope": scope, "subject": subject, "attribute": attribute}
    options |= {"chain": chain, "stance": stance, "as_of": as_of}
    changes = {name: text for name, text in options.items() if text is not None}
    with open_workspace() as workspace:
        claim = workspace.dossier.assertion(id_)
        fields = replace(fields_of(claim), **changes)
        _print_outcome(InboxSession(workspace, reviewer_name()).amend(claim, fields, because), as_json=as_json)


@app.command("undo")
def claims_undo(
    id_: Annotated[str, typer.Argument(metavar="ID", help="the claim, by the start of its id")], as_json: Json = "text"
) -> None:
    """Undo what was last done with a claim: confirming, rejecting, mending, or your own entering of it."""
    with open_workspace() as workspace:
        claim = workspace.dossier.assertion(id_)
        _print_outcome(InboxSession(workspace, reviewer_name()).undo_on(claim), as_json=as_json)


@app.command("list")
def claims_list(
    article: Annotated[str | None, typer.Option(help="only those quoted from this article")] = None,
    item: Annotated[str | None, typer.Option(help="only those of this data item")] = None,
    status: Annotated[str, typer.Option(help="accepted, rejected, proposed or all")] = "all",
    as_json: Json = "text",
    limit: Limit = None,
    page: Page = None,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """List claims, one a line."""
    _check_status(status)
    with open_workspace(False, known_at, recorded_at, cache_kb=READ_ONCE_KB) as workspace:
        every = claim_lines(workspace, _select_claims(workspace, article, item), status)
        lines = islice(every, *part_of(limit, page))
        if as_json:
            write_json_list(line for _, line in lines)
        elif not _print_claims(lines):
            say("no such claims yet; `variorum claims import FILE` brings them in")


def _print_claims(lines: Iterable[tuple[Assertion, Mapping[str, Any]]]) -> bool:
    """Print claims as they are read; return whether there are any."""
    printed = False
    for part in in_parts(lines, _PAGE):
        rows = [_row(line, format_value(claim.value)) for claim, line in part]  # a denial must not read as an assertion
        if console().is_terminal:
            print_table(("id", "status", "item", "scope", "value", "chain", "article", "words"), rows, head=not printed)
        else:
            write("\n".join(visible("\t".join(row), keep="\t") for row in rows))
        printed = True
    return printed


def _select_claims(workspace: Workspace, article: str | None, item: str | None) -> Iterable[Assertion]:
    """Return the claims of a data item, else those of an article, else all, with the dates that articles have now."""
    store = workspace.dossier
    if item is not None:
        return [member.assertion for member in workspace.find_item(item).members]
    every = store.assertions() if article is None else store.assertions_of(store.find_article(article))
    return map(workspace.amendments().following, every)


def import_claims(
    workspace: Workspace,
    path: Path,
    extracted_by: str,
    findings: list[Finding],
    progress: Callable[[int], None] | None = None,
    offsets: Unit = "characters",
) -> tuple[int, int]:
    """Import one claims file, with what is wrong with it into `findings`; return how many claims were new and known."""
    notes: list[Finding] = []
    entries = without_findings(read_entries(workspace, path, extracted_by, notes, offsets), findings)
    new, known = workspace.dossier.add_assertions(entries, progress=progress)
    say_findings(notes)
    return new, known


def _export_corrections(output: Path | None, *, force: bool) -> None:
    """Write what reviewers mended in proposals, one test case a line."""
    from tui.services.corrections import correction_lines

    with open_workspace() as workspace:
        lines = [to_json_line(line) + "\n" for line in correction_lines(workspace)]
    if lines or output:
        deliver("".join(lines), output, force=force)
    say(f"{counted(len(lines), 'correction')}")


def _export_claims(output: Path | None, status: str, format_: str, *, force: bool) -> None:
    """Write the claims in the order of their ids, as they are read."""
    _check_status(status)
    read, written = itertools.count(), itertools.count()
    with open_workspace(cache_kb=READ_ONCE_KB) as workspace:
        every = (claim for claim, _ in zip(workspace.dossier.assertions(), read, strict=False))
        lines = (line for (_, line), _ in zip(claim_lines(workspace, every, status), written, strict=False))
        parts = _csv_parts(lines) if format_ == "csv" else (to_json_line(line) + "\n" for line in lines)
        deliver(parts, output, force=force)
    count, total = next(written), next(read)
    if count < total:
        say(f"{count:,} of {counted(total, 'claim')} written: those that are {status}; --status all for all")


def _csv_parts(lines: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield claim lines as CSV, some at a time."""
    table = io.StringIO()
    write_csv_claims((), table)
    for part in in_parts(lines, _PAGE):
        write_csv_claims(part, table, head=False)
        yield table.getvalue()
        table.seek(0)
        table.truncate()
    yield table.getvalue()


def _check_status(status: str) -> None:
    if status not in {"accepted", "rejected", "proposed", "all"}:
        raise ClaimsFileError("--status", f"{status!r} is none of accepted, rejected, proposed, all")


def _row(line: Mapping[str, Any], value: str) -> tuple[str, ...]:
    item = f"{line['subject']}/{line['attribute']}"
    chain = " < ".join(line["chain"]) or "-"
    if line["stance"] != "asserts":
        value = f"{line['stance']} {value}"
    return (line["id"][:12], line["status"], item, line["scope"] or "?", value, chain, line["article"], line["quote"])


def _print_preview(preview: Preview, *, as_json: bool) -> None:
    if as_json:
        odd = [{"id": claim.id, "why": why} for claim, why in preview.odd]
        write_json({"plain": [claim.id for claim in preview.plain], "odd": odd})
        return
    for claim in preview.plain:
        write(_line(claim))
    for claim, why in preview.odd:
        write(f"{_line(claim)}  ODD: {visible(why)}")
    say(
        f"--yes accepts the first {counted(len(preview.plain), 'proposal')}; "
        f"{counted(len(preview.odd), 'odd one')} would stay and can be named by id"
    )


def _line(claim: Assertion) -> str:
    says = f"{claim.subject}/{claim.attribute}: {describe_value(claim)}"
    return visible(f"{claim.id[:12]}  {says}  “{claim.passage.exact}”")


def _print_outcome(outcome: InboxAct, *, as_json: bool) -> None:
    if as_json:
        write_json({"decisions": [d.id for d in outcome.decisions], "added": [a.id for a in outcome.assertions]})
        say(outcome.summary)
        return
    write(visible(outcome.summary))
    for assertion in outcome.assertions:
        write(_line(assertion))
