"""`variorum audit`: where an answer comes from, whether the record is intact, and packages for others."""

import contextlib
import io
import tempfile
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic import ValidationError
from typing_extensions import TypedDict

from claims.findings import Finding
from claims.proof.checkpoint import Checkpoint as SealedHead
from claims.proof.checkpoint import check_signer
from claims.proof.package import PackageError, PackedEntry
from claims.proof.program import as_json as verdict_json
from claims.proof.program import describe_verdict
from claims.saving import check_target, replacing
from claims.store.addresses import format_place
from reconcile.audit.ledger_contents import check_readable
from reconcile.audit.trail import Trail, build_trail
from reconcile.audit.usage import ROLES, Answer, Usage
from tui.cli.options import AcceptedOnly, Force, Json, KnownAt, Output, RecordedAt, dossier_path, open_workspace
from tui.output import console, counted, deliver, findings_json, progress, say, say_findings, to_json, write, write_json
from tui.services.package_import import (
    ImportResult,
    PackageFileError,
    Spool,
    describe_reviewers,
    import_entries,
    verify_package,
)
from tui.services.redacting import WHAT, redacted_copy
from tui.services.reporting import READ_ONCE_KB, choose_format
from tui.services.sealing import SealError, load_checkpoint, load_signers, make_checkpoint, make_note
from tui.services.usage import RoleError, find_usage
from tui.services.verification import (
    Checked,
    as_finding,
    check_ledger,
    check_newest,
    check_or_damage,
    check_summaries,
    collect_findings,
)
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.json_views.shapes import Id, Shape, closed
from tui.writers.package import Contents, build_package
from tui.writers.wording import STATE_WORDS, settled_words

app = typer.Typer(help="Where an answer comes from; is it intact.", no_args_is_help=True)

TRACE_FORMATS = ("terminal", "md", "json", "svg")


@closed
class Checkpoint(TypedDict):
    """A checkpoint that the ledger was compared with."""

    time: str
    entries: int
    """How many it was made over."""
    signature: str
    """Who signed it, in a sentence."""


@closed
class Verification(TypedDict):
    """Whether a dossier is as it was recorded and sealed."""

    intact: bool
    entries: int
    """Up to the last one checked."""
    head: str
    """The root over them, in hex; empty where there are none."""
    checkpoints: list[Checkpoint]
    findings: list[Finding]
    """The first bad entry first, a thousand at most."""
    format_1: int
    """Entries from which nothing can be taken out safely: what they held could be guessed from their digests."""
    redacted: int
    """Entries from which something was taken out by order."""


@closed
class Decided(TypedDict):
    """How much of a package is one reviewer's."""

    reviewer: str
    decisions: int
    signed: int
    """How many of them carry a good signature with the key that the ledger lists for the reviewer."""


@closed
class TakenOut(TypedDict):
    """How many fields were taken out of a package; their commitments stand."""

    kind: str
    field: str
    entries: int


@closed
class Verdict(TypedDict):
    """Whether a package is as it was packed; `verify.py --json` prints the same."""

    intact: bool
    entries: int
    head: str
    quotes: int
    """That stand in their articles."""
    withheld: int
    """That could not be checked, since their texts are not at hand."""
    signature: str
    """Who signed the checkpoint, in a sentence."""
    same_program: bool
    """Whether the `verify.py` of the package is the program that checked, or would write, it."""
    format_1: int
    """Entries from which nothing can be taken out safely."""
    redacted: list[TakenOut]
    decided: list[Decided]
    findings: list[Finding]


@closed
class Seal(TypedDict):
    """A checkpoint that was written."""

    dossier: Id
    """The digest of the first entry."""
    entries: int
    root: Id
    time: str
    signed: bool
    file: str


Taken = TypedDict(
    "Taken",
    {
        "article": int,
        "assertion": int,
        "vocabulary addition": int,
        "decision": int,
        "event decision": int,
        "amendment": int,
        "reviewer change": int,
        "decided": list[Decided],
        "signature": str,
        "findings": list[Finding],
    },
)
Taken.__doc__ = "How much of a package was new to the dossier, and what was left out."
closed(Taken)


SHAPES: Final[dict[str, Shape]] = {
    "trail": (Trail, "variorum audit trace --format json"),
    "usage": (Usage, "variorum audit who --format json"),
    "verification": (Verification, "variorum audit verify --format json"),
    "verdict": (Verdict, "variorum audit verify PACKAGE --format json, and verify.py --json"),
    "seal": (Seal, "variorum audit seal --format json"),
    "taken": (Taken, "variorum audit import --format json"),
}


@app.command("trace")
def audit_trace(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    output: Output = None,
    force: Force = False,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format", help="else what the file's ending names, else terminal", metavar="terminal|md|json|svg"
        ),
    ] = None,
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """From an answer through decision, assertions, passages and chain to the article and its hash."""
    chosen = choose_format(format_, output, TRACE_FORMATS)
    with open_workspace(accepted_only, known_at, recorded_at) as workspace:
        trail = make_trail(workspace, id_)
    deliver(_render(trail, chosen, to_file=output is not None), output, force=force, styled=chosen == "terminal")


@app.command("verify")
def audit_verify(
    package: Annotated[
        Path | None, typer.Argument(help="a package instead of the dossier: a zip or the folder it was unpacked to")
    ] = None,
    against: Annotated[
        list[str] | None,
        typer.Option(
            help="a checkpoint file, or a head as reports print it (SIZE:ROOT); may be given again",
            metavar="CHECKPOINT",
            show_default=False,
        ),
    ] = None,
    signers: Annotated[
        Path | None,
        typer.Option(help="a public key or an allowed-signers file: the checkpoint must be signed with one of these"),
    ] = None,
    newest: Annotated[
        bool, typer.Option("--newest", help="only entries after the checkpoint, however many came before")
    ] = False,
    texts: Annotated[Path | None, typer.Option(help="a folder with the texts that a package was made without")] = None,
    ledger_only: Annotated[
        bool, typer.Option("--ledger-only", help="the record, not the tables computed from it")
    ] = False,
    as_json: Json = "text",
) -> None:
    """Check that every quote, id, digest and reference of the ledger is intact; exit 3 if not.

    Who can write the file can rewrite all of it so that it fits. --against a checkpoint that was kept elsewhere,
    nothing that came before it can be altered, dropped, reordered or added unseen.
    """
    if package is not None:
        _verify_package(package, against or [], signers, texts, as_json=as_json)
    else:
        _verify_dossier(against or [], signers, newest=newest, ledger_only=ledger_only, as_json=as_json)


@app.command("who")
def audit_who(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="an outlet, agency, speaker or reviewer")],
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--as", help="only where it is outlet, relay, origin, or reviewer; may be given again", metavar="ROLE"
        ),
    ] = None,
    as_json: Json = "text",
) -> None:
    """Everything that rests on a source, an origin or a reviewer, and what would change without it.

    The question of the day on which a source turns out to be bad. What would change is computed: each data item is
    resolved again as if those assertions had not been made, or that reviewer had decided nothing.
    """
    for each in role or ():
        if each not in ROLES:
            raise RoleError(each)
    with open_workspace() as workspace:
        usage = find_usage(workspace, name, role or ROLES)
    if as_json:
        write_json(usage.model_dump(mode="json"))
    else:
        write("\n".join(map(visible, _usage_lines(usage))))


@app.command("export")
def audit_export(
    output: Annotated[Path, typer.Argument(metavar="FILE", help="the package, a zip")],
    key: Annotated[
        Path | None, typer.Option(help="an SSH key to sign checkpoint and list of files with", envvar="VARIORUM_KEY")
    ] = None,
    since: Annotated[
        list[str] | None,
        typer.Option(help="prove growth since this checkpoint; may be given again", metavar="CHECKPOINT"),
    ] = None,
    texts: Annotated[bool, typer.Option("--texts/--no-texts", help="the articles, or only their hashes")] = True,
    redact: Annotated[
        list[str] | None,
        typer.Option(help=f"take out {WHAT}; may be given again", metavar="WHAT", show_default=False),
    ] = None,
    force: Force = False,
) -> None:
    """Write the dossier as a package for others: an RO-Crate with all that a stranger needs to check it.

    Ledger, articles, checkpoint and proofs; assertions as W3C Web Annotations; provenance as W3C PROV; the report; and
    verify.py, which needs only Python. The same dossier gives the same bytes. --no-texts leaves out the articles and
    nothing else: quotes, names and rationales are in the ledger. --redact takes these out too, of a dossier that has
    begun to record so (`variorum redact begin`): the package still fits the dossier's checkpoints.
    """
    earlier = list(map(load_checkpoint, since or ()))
    with (
        open_workspace(cache_kb=READ_ONCE_KB) as workspace,
        progress("packing") as step,
        replacing(output, force=force) as file,
    ):
        contents = _build_package(workspace, redact, file, key, earlier, texts=texts, step=step)
    if not texts:
        say(f"the texts of the articles are left out; mind that the package still holds {contents}")
    say(f"wrote {output}{'' if key else ', not signed; --key FILE signs it'}")


def _build_package(workspace: Workspace, redact: Sequence[str] | None, *arguments: Any, **options: Any) -> Contents:
    """Write a package, of a copy where something is to be taken out."""
    if not redact:
        return build_package(workspace, *arguments, **options)
    with redacted_copy(workspace.dossier, redact) as (copy, taken), Workspace(copy.path) as redacted:
        say(f"{counted(len(taken.entries), 'entry', 'entries')} packed without something")
        return build_package(redacted, *arguments, **options)


@app.command("import")
def audit_import(
    package: Annotated[Path, typer.Argument(help="a package, or the folder it was unpacked to")],
    against: Annotated[
        list[str] | None, typer.Option(help="a checkpoint or head to check it against first", metavar="CHECKPOINT")
    ] = None,
    signers: Annotated[Path | None, typer.Option(help="who must have signed it")] = None,
    texts: Annotated[Path | None, typer.Option(help="a folder with the texts it was made without")] = None,
    as_json: Json = "text",
) -> None:
    """Check a package and take its record into the dossier; every id stays what it is, nothing is added twice.

    A decision on an item that this dossier has decided otherwise is left out and named.
    """
    dossier = dossier_path()
    with tempfile.TemporaryFile() as file:
        spool = Spool(file)
        verdict = verify_package(package, against or [], signers, texts, spool.add)
        if verdict.problems:
            say_findings(map(as_finding, verdict.problems[:20]))
            raise PackageFileError(package, "is not intact; nothing was imported", 3)
        for line in describe_reviewers(verdict):
            say(visible(line))
        imported = _take_in(package, dossier, spool, verdict.entries)
    if as_json:
        decided = [each._asdict() for each in verdict.decided]
        findings = findings_json(imported.findings)
        write_json({**imported.counts, "decided": decided, "signature": verdict.seal, "findings": findings})
    say_findings(imported.findings)
    added = [counted(number, kind) for kind, number in imported.counts.items() if number or kind != "reviewer change"]
    say(f"{', '.join(added)} added; dossier {format_place(dossier)}")


@app.command("seal")
def audit_seal(
    checkpoint: Annotated[Path, typer.Argument(help="a new file, to be kept where the dossier is not")],
    key: Annotated[
        Path | None,
        typer.Option(
            help="an SSH key, Ed25519 or RSA; its .pub where an agent or token holds it", envvar="VARIORUM_KEY"
        ),
    ] = None,
    note: Annotated[
        Path | None, typer.Option(help="also write it here as a C2SP signed note, with the Ed25519 key of --key")
    ] = None,
    as_json: Json = "text",
) -> None:
    """Write a checkpoint: five lines that pin every entry up to now.

    Publish it, commit it or mail it. The signature is OpenSSH's: `ssh-keygen -Y verify -n variorum` checks it too. A
    note holds the same text in the form that logs and their witnesses sign; `audit verify --against` reads either.
    """
    check_target(checkpoint)
    if note is not None:
        check_target(note)
    if note is not None and key is None:
        raise SealError("a note needs the key that signs it: --key FILE")
    with open_workspace() as workspace:
        sealed = make_checkpoint(workspace, key)
    text, verifier = make_note(sealed, key) if note and key else ("", "")
    deliver(sealed.text(), checkpoint)
    if note is not None:
        deliver(text, note)
        say(f"whoever checks the note needs its key: {verifier}")
    words, _ = check_signer(sealed, None)
    if as_json:
        pinned = {"dossier": sealed.dossier, "entries": sealed.size, "root": sealed.root.hex()}
        write_json({**pinned, "time": sealed.time, "signed": bool(key), "file": str(checkpoint)})
    else:
        write(f"sealed {sealed.size} entries, head {sealed.size}:{sealed.root.hex()}")
    if key is None:
        say("not signed: it proves what was, not who says so; --key FILE signs it")
    else:
        say(words)
    say("keep it where who can write the dossier cannot write: commit, mail or publish it")


def make_trail(workspace: Workspace, id_: str) -> Trail:
    """Return the trail of the item of that id."""
    item = workspace.find_item(id_)
    store = workspace.dossier
    articles = {id_: store.article(id_) for id_ in {m.assertion.passage.article for m in item.members}}
    decisions = store.decisions((item.subject, item.attribute))
    return build_trail(item, decisions, articles, store.head(), settled_words(item))


def _render(trail: Trail, format_: str, *, to_file: bool) -> str:
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


def _take_in(package: Path, dossier: Path, spool: Spool, count: int) -> ImportResult:
    """Import the entries of a checked package, with progress."""
    try:
        with (
            Workspace(dossier, create=True) as workspace,
            progress("importing", count) as step,
            contextlib.closing(_counting(spool.entries(), step)) as entries,
        ):
            return import_entries(workspace.dossier, entries)
    except (PackageError, ValidationError) as error:
        problem = f"holds what this Variorum cannot read ({type(error).__name__})"
        raise PackageFileError(package, problem, 3) from error


def _check_seals(
    checkpoints: Iterable[SealedHead], signers: Path | None
) -> tuple[list[tuple[SealedHead, str]], list[Finding]]:
    """Return the checkpoints that are no bare heads with who signed them, in words, and what is not right with that."""
    known = load_signers(signers)
    checked = [(checkpoint, *check_signer(checkpoint, known)) for checkpoint in checkpoints if checkpoint.time]
    problems = [(checkpoint.name, problem) for checkpoint, _, problem in checked if problem]
    findings = [Finding(where=name, message=problem, about="signature") for name, problem in problems]
    return [(checkpoint, words) for checkpoint, words, _ in checked], findings


def _write_intact(checked: Checked, signed: Iterable[tuple[SealedHead, str]]) -> None:
    write(f"intact: {checked.size} entries, head {checked.size}:{checked.root}")
    if checked.redacted:
        write(f"{checked.redacted} of them lack fields that were taken out by order (`variorum redact list`)")
    if 0 < checked.plain < checked.size:
        write(f"entries 1 to {checked.plain} are of format 1, from which nothing can be taken out safely")
    for checkpoint, words in signed:
        write(f"as sealed in {checkpoint.name}: entries 1 to {checkpoint.size}, {words}")


def _verify_dossier(
    against: Sequence[str], signers: Path | None, *, newest: bool, ledger_only: bool, as_json: bool
) -> None:
    """Check the record; exit 3 where anything is not as recorded or sealed."""
    checkpoints = list(map(load_checkpoint, against))
    signed, findings = _check_seals(checkpoints, signers)
    if newest and not checkpoints:
        raise typer.BadParameter("--newest needs a checkpoint to start from", param_hint="--against")
    with open_workspace() as workspace:
        check = check_newest if newest else check_ledger
        checked = collect_findings(findings, lambda: check(workspace.dossier, checkpoints))
        if not newest and not ledger_only:
            findings += _check_computed(workspace)
    _print_check(checked, signed, findings, as_json=as_json)
    if findings:
        say(f"{len(findings)} findings; keep this file for inspection and go on from a backup")
        raise typer.Exit(3)


def _print_check(
    checked: Checked, signed: Sequence[tuple[SealedHead, str]], findings: Sequence[Finding], *, as_json: bool
) -> None:
    if as_json:
        seals = [{"time": c.time, "entries": c.size, "signature": words} for c, words in signed]
        told = {"intact": not findings, "entries": checked.size, "head": checked.root, "checkpoints": seals}
        formats = {"format_1": checked.plain, "redacted": checked.redacted}
        write_json({**told, **formats, "findings": findings_json(findings)})
    elif not findings:
        _write_intact(checked, signed)
    else:
        say_findings(findings)


def _check_computed(workspace: Workspace) -> list[Finding]:
    """Check that the entries can be read and that the tables and summaries are those computed from them."""
    findings = check_or_damage("ledger", lambda: list(check_readable(workspace.dossier.entries())))
    findings += check_or_damage("originals", lambda: list(workspace.dossier.check_originals()))
    findings += check_or_damage("tables", workspace.dossier.check_tables)
    return findings + check_or_damage("items", lambda: check_summaries(workspace))


def _usage_lines(usage: Usage) -> list[str]:
    rest = f"{counted(len(usage.assertions), 'assertion')} and {counted(len(usage.decisions), 'decision')} rest on it"
    without = f"{len(usage.changes)} of {counted(len(usage.items), 'data item')} would be otherwise without it"
    lines = [f"{usage.name}: {rest}; {without}"]
    for use in usage.assertions:
        lines.append(f"  {use.role:<8} {use.item}: {use.value}  “{use.quote}” {use.article_name}, {use.assertion[:12]}")
    lines += [f"  decision {id_[:12]}" for id_ in usage.decisions]
    for change in usage.changes:
        lines += ["", f"{change.item}: {', '.join(change.what)}"]
        lines += [f"  with it:    {_answer(change.before)}", f"  without it: {_answer(change.after)}"]
        after = dict(change.after.proposals)
        for policy, answer in change.before.proposals:
            if after.get(policy) != answer:
                lines.append(f"  {policy}: {answer} -> {after.get(policy, 'says nothing')}")
    return lines


def _answer(answer: Answer) -> str:
    state = STATE_WORDS.get(answer.state, answer.state).partition(":")[0]
    settled = f"{state} ({answer.answer})" if answer.answer else state
    return f"{settled}, {counted(answer.origins, 'origin')}: {answer.explanation}"


def _verify_package(
    path: Path, against: Sequence[str], signers: Path | None, texts: Path | None, *, as_json: bool
) -> None:
    """Check a package; exit 3 where anything is not as recorded or sealed."""
    verdict = verify_package(path, against, signers, texts)
    if as_json:
        write_json(verdict_json(verdict))
    say_findings(map(as_finding, verdict.problems))
    if verdict.problems:
        say(f"{len(verdict.problems)} findings; do not rely on this package")
        raise typer.Exit(3)
    if not as_json:
        write(visible(describe_verdict(verdict)))


def _counting(entries: Iterable[PackedEntry], step: Any) -> Generator[PackedEntry, None, None]:
    for number, entry in enumerate(entries, start=1):
        step(number)
        yield entry
