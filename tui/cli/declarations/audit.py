"""`variorum audit`, declared."""

from pathlib import Path
from typing import Annotated

import typer

from tui.cli.options import AcceptedOnly, Json, KnownAt, RecordedAt, dossier_path, is_json, open_lens

app = typer.Typer(help="Where an answer comes from; is it intact.", no_args_is_help=True)


@app.command("trace")
def audit_trace(
    id_: Annotated[str, typer.Argument(metavar="ITEM", help="the data item, as SUBJECT/ATTRIBUTE")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file; else standard output")] = None,
    format_: Annotated[str, typer.Option("--format", metavar="terminal|md|json|svg")] = "terminal",
    accepted_only: AcceptedOnly = False,
    known_at: KnownAt = None,
    recorded_at: RecordedAt = None,
) -> None:
    """From an answer through decision, assertions, passages and chain to the article and its hash."""
    from tui.cli.commands.audit import run_trace

    lens = open_lens(accepted_only, known_at, recorded_at)
    run_trace(dossier_path(), lens, id_, output, format_)


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
    format_: Json = "text",
) -> None:
    """Check that every quote, id, digest and reference of the ledger is intact; exit 3 if not.

    Who can write the file can rewrite all of it so that it fits. --against a checkpoint that was kept elsewhere,
    nothing that came before it can be altered, dropped, reordered or added unseen.
    """
    if package is not None:
        from tui.cli.commands.package import run_verify_package

        return run_verify_package(package, against or [], signers, texts, as_json=is_json(format_))
    from tui.cli.commands.audit import run_verify

    as_json = is_json(format_)
    return run_verify(dossier_path(), against or [], signers, newest=newest, ledger_only=ledger_only, as_json=as_json)


@app.command("who")
def audit_who(
    name: Annotated[str, typer.Argument(metavar="SOURCE", help="an outlet, agency, speaker or reviewer")],
    role: Annotated[
        list[str] | None,
        typer.Option(
            "--as", help="only where it is outlet, relay, origin, or reviewer; may be given again", metavar="ROLE"
        ),
    ] = None,
    format_: Json = "text",
) -> None:
    """Everything that rests on a source, an origin or a reviewer, and what would change without it.

    The question of the day on which a source turns out to be bad. What would change is computed: each data item is
    resolved again as if those assertions had not been made, or that reviewer had decided nothing.
    """
    from tui.cli.commands.who import run_who

    run_who(dossier_path(), name, role or [], as_json=is_json(format_))


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
) -> None:
    """Write the dossier as a package for others: an RO-Crate with all that a stranger needs to check it.

    Ledger, articles, checkpoint and proofs; assertions as W3C Web Annotations; provenance as W3C PROV; the report; and
    verify.py, which needs only Python. The same dossier gives the same bytes.
    """
    from tui.cli.commands.package import run_export

    run_export(dossier_path(), output, key, since or [], texts=texts)


@app.command("import")
def audit_import(
    package: Annotated[Path, typer.Argument(help="a package, or the folder it was unpacked to")],
    against: Annotated[
        list[str] | None, typer.Option(help="a checkpoint or head to check it against first", metavar="CHECKPOINT")
    ] = None,
    signers: Annotated[Path | None, typer.Option(help="who must have signed it")] = None,
    texts: Annotated[Path | None, typer.Option(help="a folder with the texts it was made without")] = None,
    format_: Json = "text",
) -> None:
    """Check a package and take its record into the dossier; every id stays what it is, nothing is added twice.

    A decision on an item that this dossier has decided otherwise is left out and named.
    """
    from tui.cli.commands.package import run_import

    run_import(dossier_path(), package, against or [], signers, texts, as_json=is_json(format_))


@app.command("seal")
def audit_seal(
    checkpoint: Annotated[Path, typer.Argument(help="a new file, to be kept where the dossier is not")],
    key: Annotated[
        Path | None,
        typer.Option(
            help="an SSH key, Ed25519 or RSA; its .pub where an agent or token holds it", envvar="VARIORUM_KEY"
        ),
    ] = None,
    format_: Json = "text",
) -> None:
    """Write a checkpoint: five lines that pin every entry up to now.

    Publish it, commit it or mail it. The signature is OpenSSH's: `ssh-keygen -Y verify -n variorum` checks it too.
    """
    from tui.cli.commands.seal import run_seal

    run_seal(dossier_path(), checkpoint, key, as_json=is_json(format_))
