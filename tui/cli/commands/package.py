"""`variorum audit export`, `import`, and `verify` of a package: a dossier for others, and theirs for us.

Owns what goes into a package and what is taken over from one. The same dossier gives the same bytes: files in a fixed
order, no time but the record's own, nothing compressed (compressors differ from one machine to the next).
"""

import contextlib
import hashlib
import itertools
import json
import tempfile
import zipfile
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import typer
from pydantic import ValidationError

from claims.errors import VariorumError
from claims.findings import Finding
from claims.models import Article, Assertion, Decision, EventDecision, MentionRecord
from claims.proof.checkpoint import Checkpoint, CheckpointError
from claims.proof.package import (
    CHECKPOINT,
    LEDGER,
    MANIFEST,
    MANIFEST_SIGNATURE,
    PROOFS,
    Package,
    PackageError,
    PackedEntry,
    Verdict,
    check_package,
    pack_entry,
    text_name,
)
from claims.proof.program import as_json as verdict_json
from claims.proof.program import describe_verdict
from claims.proof.standalone import build_program
from claims.store.dossier import Dossier, EventMovedError, HeadMovedError, UnknownRecordError
from claims.vocabulary.loading import VocabularyError
from reconcile.audit.crate import describe
from tui.cli.commands.audit import as_finding
from tui.cli.commands.packing import Derived, describe_article
from tui.cli.commands.report import READ_ONCE_KB, draw, make_report
from tui.cli.commands.seal import SealError, load_checkpoint, load_signers, make_checkpoint, sign
from tui.output import counted, progress, save_bytes, say, say_findings, to_json, write, write_json
from tui.services.workspace import Workspace
from tui.visible import visible

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can tell: its files have none of their own."""
_AT_ONCE: Final = 2_000
_REPORTS: Final = ("md", "html", "json")

_README: Final = """# Variorum package of {name}

One record of sourced assertions, the conflicts among them and the decisions of reviewers, as of ledger head

    {head}

`python3 verify.py` checks it; any Python from 3.11 on will do, and nothing has to be installed. It says who signed the
checkpoint; `--signers FILE` demands a signature by somebody you know, `--against CHECKPOINT` compares with a checkpoint
or head that you got in another way. `ro-crate-metadata.json` says what each file is. `variorum audit import` takes the
record into a dossier, where every id stays what it is.

The ledger, the texts and the quotes are checked against each other and against the checkpoint. Report, annotations and
provenance are computed from the ledger; that they are those that were packed rests on the list of files{pinned}.
{texts}"""
_WITHOUT = """
The texts of the articles are not in this package. What their digests cover is checked; the quotes are not, unless you
have the texts: `python3 verify.py --texts FOLDER` finds them by their SHA-256.
"""


class PackageFileError(VariorumError):
    """A package cannot be read or written; the message names it."""

    def __init__(self, path: Path, problem: str, exit_code: int = 2) -> None:
        self.path = path
        self.exit_code = exit_code
        super().__init__(f"{path}: {problem}")


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


def build_package(
    workspace: Workspace,
    file: Any,
    key: Path | None = None,
    since: Sequence[Checkpoint] = (),
    *,
    texts: bool = True,
    step: Any = lambda done: None,
) -> None:
    """Write the package to an open file."""
    store = workspace.dossier
    # Sealed as of the newest entry, so that packing twice gives the same bytes.
    checkpoint = make_checkpoint(workspace, key, now="")
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        pack = _Packing(archive)
        with Derived(texts=texts) as derived:
            described, decided = _pack_ledger(store, pack, checkpoint.size, derived, texts=texts, step=step)
            pack.add(CHECKPOINT, checkpoint.text())
            pack.add(PROOFS, to_json(_proofs(store, decided, checkpoint, since)) + "\n")
            pack.add("annotations.jsonld", derived.annotations())
            pack.add("provenance.json", derived.prov_json())
            pack.add("provenance.jsonld", derived.prov_o())
            pack.add("provenance.provn", derived.prov_n())
        report = make_report(workspace)
        for format_ in _REPORTS:
            pack.add(f"report.{format_}", draw(workspace, report, format_, to_file=True))
        pack.add("verify.py", build_program())
        head = f"{checkpoint.size}:{checkpoint.root.hex()}"
        pinned = f", which is signed: `{MANIFEST_SIGNATURE}`" if key else ", which nobody signed"
        told = _README.format(name=visible(store.path.name), head=head, pinned=pinned, texts="" if texts else _WITHOUT)
        pack.add("README.md", told)
        sizes = pack.sizes | ({MANIFEST_SIGNATURE: 0} if key else {})
        crate = describe(sizes, described if texts else {}, name=store.path.name, time=checkpoint.time, head=head)
        pack.add("ro-crate-metadata.json", to_json(crate) + "\n")
        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(pack.digests.items()))
        pack.add(MANIFEST, manifest)
        if key is not None:
            pack.add(MANIFEST_SIGNATURE, sign(manifest.encode(), key))


class _Packing:
    """Adds files to a zip and keeps their digests and sizes."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.digests: dict[str, str] = {}
        self.sizes: dict[str, int] = {}

    def add(self, name: str, content: str | Iterable[str] | Iterable[bytes]) -> None:
        """Add a file, whole or in parts."""
        info = zipfile.ZipInfo(name, _EPOCH)
        info.external_attr = 0o100644 << 16
        info.create_system = 3
        hashed, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=name == LEDGER) as file:
            for part in [content] if isinstance(content, str) else content:
                data = part.encode("utf-8") if isinstance(part, str) else part
                hashed.update(data)
                size += file.write(data)
        self.digests[name], self.sizes[name] = hashed.hexdigest(), size


def _pack_ledger(
    store: Dossier, pack: _Packing, size: int, derived: Derived, *, texts: bool, step: Any
) -> tuple[dict[str, dict[str, Any]], dict[str, bytes]]:
    """Pack ledger and texts; return what the crate says of each text, and the entry of each decision."""
    described: dict[str, dict[str, Any]] = {}
    articles: dict[str, str] = {}
    decided: dict[str, bytes] = {}

    def lines() -> Iterator[bytes]:
        for entry in itertools.takewhile(lambda entry: entry.seq <= size, store.entries()):
            entry.intact()
            if entry.kind == "article":
                article = Article.model_validate_json(entry.body)
                articles.setdefault(article.text_sha256, article.id)
                described[text_name(article.text_sha256)] = describe_article(article)
                derived.add_article(article)
            elif entry.kind == "assertion":
                derived.add_assertion(Assertion.model_validate_json(entry.body), entry.recorded_at)
            elif entry.kind == "decision":
                decision = Decision.model_validate_json(entry.body)
                derived.add_decision(decision)
                decided[decision.id] = entry.id
            yield pack_entry(entry.seq, entry.kind, entry.id, entry.recorded_at, entry.body, entry.digest)
            step(entry.seq)

    pack.add(LEDGER, lines())
    if texts:
        for sha256, article_id in sorted(articles.items()):
            pack.add(text_name(sha256), store.article(article_id).text)
    return described, decided


def _proofs(
    store: Dossier, decided: Mapping[str, bytes], checkpoint: Checkpoint, since: Sequence[Checkpoint]
) -> dict[str, Any]:
    proofs = store.proofs.inclusion(decided.values(), checkpoint.size)
    inclusion = []
    for decision, entry in decided.items():
        seq, digest, path = proofs[entry]
        shown = [part.hex() for part in path]
        inclusion.append({"decision": decision, "seq": seq, "digest": digest.hex(), "path": shown})
    consistency = []
    for earlier in since:
        try:
            steps = [part.hex() for part in store.proofs.consistency(earlier.size, checkpoint.size)]
        except CheckpointError as error:
            raise SealError(f"{earlier.name}: {error}") from error
        consistency.append({"size": earlier.size, "root": earlier.root.hex(), "path": steps})
    return {
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "inclusion": inclusion,
        "consistency": consistency,
    }


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
        write(visible(describe_verdict(verdict)))


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


class Taken:
    """What came of an import."""

    def __init__(self) -> None:
        self.counts = {"article": 0, "assertion": 0, "vocabulary addition": 0, "decision": 0, "event decision": 0}
        self.findings: list[Finding] = []

    def refuse(self, entry: PackedEntry, problem: str) -> None:
        """Take note of an entry that was left out."""
        self.findings.append(Finding(where=f"ledger entry {entry.seq}", message=problem, about=entry.kind))


def import_entries(store: Dossier, entries: Iterable[PackedEntry]) -> Taken:
    """Append what a package's ledger holds and the dossier does not; its entries must have been checked."""
    taken = Taken()
    for kind, run in itertools.groupby(entries, key=lambda entry: entry.kind):
        while part := list(itertools.islice(run, _AT_ONCE)):
            _take(store, kind, part, taken)
    return taken


def _take(store: Dossier, kind: str, part: Sequence[PackedEntry], taken: Taken) -> None:
    if kind == "article":
        if any(entry.withheld_sha256 for entry in part):
            raise PackageFileError(
                Path(LEDGER),
                "the package lacks texts; name the folder that has them with --texts, or ask for the whole",
            )
        taken.counts["article"] += sum(store.add_articles(Article.model_validate_json(entry.body) for entry in part))
    elif kind == "name":
        for entry in part:
            named = json.loads(entry.body)
            store.add_articles([store.article(named["article"]).changed(name=named["name"])])
    elif kind == "assertion":
        new, _ = store.add_assertions(Assertion.model_validate_json(entry.body) for entry in part)
        taken.counts["assertion"] += new
    elif kind == "mention":
        store.add_mentions(MentionRecord.model_validate_json(entry.body) for entry in part)
    elif kind == "vocabulary":
        for entry in part:
            try:
                taken.counts["vocabulary addition"] += store.extend_vocabulary(json.loads(entry.body))
            except VocabularyError as error:
                taken.refuse(entry, f"its words do not fit those of this dossier: {error.problem}")
    elif kind == "event":
        for entry in part:
            said = EventDecision.model_validate_json(entry.body)
            try:
                taken.counts["event decision"] += store.decide_event(said)
            except (EventMovedError, UnknownRecordError) as error:
                taken.refuse(entry, f"the {said.action} {said.id[:12]} by {said.reviewer} is left out: {error}")
    else:
        for entry in part:
            decision = Decision.model_validate_json(entry.body)
            try:
                taken.counts["decision"] += store.decide(decision)
            except (HeadMovedError, UnknownRecordError) as error:
                what = f"the decision {decision.id[:12]} by {decision.reviewer} is left out: {error}"
                taken.refuse(entry, what)
