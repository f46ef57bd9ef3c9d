"""`variorum audit export`, `import`, and `verify` of a package: a dossier for others, and theirs for us.

Owns what goes into a package and what is taken over from one. The same dossier gives the same bytes: files in a fixed
order, no time but the record's own, nothing compressed (compressors differ from one machine to the next).
"""

import contextlib
import tempfile
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Any

import typer
from pydantic import ValidationError

from claims.proof.package import (
    Package,
    PackageError,
    PackedEntry,
    Verdict,
    check_package,
)
from claims.proof.program import as_json as verdict_json
from claims.proof.program import told
from tui.output import counted, progress, save_bytes, say, say_findings, write, write_json
from tui.services.package_import import PackageFileError, import_entries
from tui.services.reporting import READ_ONCE_KB
from tui.services.sealing import load_checkpoint, load_signers
from tui.services.verification import as_finding
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.package import build_package

# ---------------------------------------------------------------------- out


def run_export(dossier: Path, target: Path, key: Path | None, since: Sequence[str], *, texts: bool) -> None:
    """Write the package of a dossier."""
    earlier = [load_checkpoint(name) for name in since]
    with (
        Workspace(dossier, cache_kb=READ_ONCE_KB) as workspace,
        progress("packing") as step,
        tempfile.TemporaryFile() as file,
    ):
        build_package(workspace, file, key, earlier, texts=texts, step=step)
        file.seek(0)
        save_bytes(target, iter(lambda: file.read(2**20), b""))
    say(f"wrote {target}{'' if key else ', not signed; --key FILE signs it'}")


# ---------------------------------------------------------------------- check


def run_verify_package(
    path: Path, against: Sequence[str], signers: Path | None, texts: Path | None, *, as_json: bool
) -> None:
    """Check a package; exit 3 where anything is not as recorded or sealed."""
    verdict = _verdict(path, against, signers, texts)
    if as_json:
        write_json(verdict_json(verdict))
    say_findings(as_finding(problem) for problem in verdict.problems)
    if verdict.problems:
        say(f"{len(verdict.problems)} findings; do not rely on this package")
        raise typer.Exit(3)
    if not as_json:
        write(visible(told(verdict)))


def _verdict(path: Path, against: Sequence[str], signers: Path | None, texts: Path | None) -> Verdict:
    sealed, known = [load_checkpoint(name) for name in against], load_signers(signers)
    try:
        with Package(path, texts) as package:
            return check_package(package, sealed, known)
    except PackageError as error:
        raise PackageFileError(path, str(error), 3) from error


# ---------------------------------------------------------------------- in


def run_import(
    dossier: Path, path: Path, against: Sequence[str], signers: Path | None, texts: Path | None, *, as_json: bool
) -> None:
    """Take a package's record into a dossier, made if there is none; every id stays what it is."""
    verdict = _verdict(path, against, signers, texts)
    if verdict.problems:
        say_findings(as_finding(problem) for problem in verdict.problems[:20])
        raise PackageFileError(path, "is not intact; nothing was imported", 3)
    try:
        with (
            Package(path, texts) as package,
            Workspace(dossier, create=True) as workspace,
            progress("importing", verdict.entries) as step,
            contextlib.closing(_counting(package.lines(), step)) as entries,
        ):
            taken = import_entries(workspace.dossier, entries)
    except (PackageError, ValidationError) as error:
        raise PackageFileError(path, f"holds what this Variorum cannot read ({type(error).__name__})", 3) from error
    if as_json:
        write_json({**taken.counts, "findings": [finding.model_dump() for finding in taken.findings]})
    say_findings(taken.findings)
    say(", ".join(counted(number, kind) for kind, number in taken.counts.items()) + f" added; dossier {dossier}")


def _counting(entries: Iterable[PackedEntry], step: Any) -> Generator[PackedEntry, None, None]:
    for number, entry in enumerate(entries, start=1):
        step(number)
        yield entry
