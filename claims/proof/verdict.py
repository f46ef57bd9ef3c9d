"""Check a package: its list of files, its ledger against its texts and its checkpoint, its proofs."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from claims.proof.canonical import read_json
from claims.proof.checkpoint import Checkpoint, CheckpointError, check_signer, parse_checkpoint
from claims.proof.entries import WITHHELD, LedgerCheck, Problem, Withheld
from claims.proof.merkle import check_consistency, check_inclusion
from claims.proof.package import (
    CHECKPOINT,
    COMPUTED,
    LEDGER,
    MANIFEST,
    MANIFEST_SIGNATURE,
    PROGRAM,
    PROOFS,
    TEXTS,
    Package,
    PackageError,
    PackedEntry,
    state_text,
    text_name,
)
from claims.proof.signature import SignatureError, Signer, check_signature, find_signer, fingerprint, is_armored

MOST_PROBLEMS = 1000

_LISTED = {LEDGER, CHECKPOINT, PROOFS, *COMPUTED}
"""The files of every package, the texts apart."""
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)")


class Decided(NamedTuple):
    """How much of a record is one reviewer's."""

    reviewer: str
    decisions: int
    signed: int
    """How many of them carry a good signature with the key that the ledger lists for the reviewer."""


class Redacted(NamedTuple):
    """How many fields were taken out of a record; their commitments stand."""

    kind: str
    field: str
    entries: int


class Verdict(NamedTuple):
    """What came of a check."""

    problems: tuple[Problem, ...]
    entries: int
    root: str
    quotes: int
    """Quotes that are in their articles."""
    withheld: int
    """That could not be checked, since the text is not at hand."""
    seal: str
    """Who signed the checkpoint."""
    same_program: bool
    """Whether the package's `verify.py` is the program that was named."""
    decided: tuple[Decided, ...]
    """The reviewers, by name."""
    plain: int
    """Entries of format 1, from which nothing can be taken out safely."""
    redacted: int
    """Entries from which fields were taken out."""
    redactions: tuple[Redacted, ...]
    """Which fields, by kind of entry and name."""


def check_package(
    package: Package,
    against: Sequence[Checkpoint],
    signers: list[Signer] | None,
    program: bytes,
    take: Callable[[PackedEntry], object] = lambda entry: None,
) -> Verdict:
    """Return the verdict on a package; damage is part of the verdict, never an error.

    Args:
        package: the package.
        against: checkpoints that were kept elsewhere.
        signers: people whose signatures are accepted; None if the caller names none.
        program: what its `verify.py` should be.
        take: is handed each entry as it was read for the check.
    """
    pass_ = _Pass(package, against, take)
    try:
        pass_.run(signers)
    except (CheckpointError, PackageError) as error:
        pass_.problems.append(Problem("package", "damage", str(error)))
    except Exception as error:
        message = f"it cannot be read ({type(error).__name__}: {str(error)[:200]})"
        pass_.problems.append(Problem("package", "damage", message))
    check = pass_.check
    try:
        same = package.read(PROGRAM) == program
    except Exception:  # that it cannot be read is among the problems
        same = False
    return Verdict(
        tuple(pass_.problems),
        check.tree.size,
        check.tree.root().hex(),
        check.quotes_checked,
        check.quotes_withheld,
        pass_.seal,
        same,
        tuple(Decided(name, *counts) for name, counts in sorted(check.reviewers.decided.items())),
        check.redaction.plain,
        check.redaction.entries,
        tuple(Redacted(*field, count) for field, count in sorted(check.redaction.fields.items())),
    )


class _Pass:
    """One reading of a package."""

    def __init__(self, package: Package, against: Sequence[Checkpoint], take: Callable[[PackedEntry], object]) -> None:
        self.problems: list[Problem] = []
        self.seal = ""
        self._package = package
        self._against = against
        self._take = take
        self._texts = _TextsOf(package)
        self.check = LedgerCheck(self._texts, against)
        self._to_prove: dict[str, tuple[int, str]] = {}
        """Number and digest of the entry of each decision."""

    def run(self, signers: list[Signer] | None) -> None:
        self.problems += _check_files(self._package, signers)
        own = _read_checkpoint(self._package)
        self.seal, problem = check_signer(own, signers)
        if problem:
            self.problems.append(Problem(CHECKPOINT, "signature", problem))
        self.check = LedgerCheck(self._texts, [own, *self._against])
        for entry in self._package.lines():
            self._check_entry(entry)
        self.problems += self.check.finish()
        if self.check.tree.size != own.size:
            message = f"it is of {own.size} entries, not of {self.check.tree.size}"
            self.problems.append(Problem(CHECKPOINT, "checkpoint", message))
        self.problems += self._texts.check_complete()
        self.problems += _check_proofs(self._package, own, self._to_prove)

    def _check_entry(self, entry: PackedEntry) -> None:
        if entry.kind == "article":
            self._texts.remember(entry)
            if not entry.withheld_sha256 and state_text(entry.body, entry.opening) != entry.stated_sha256:
                message = "the digest of its body is not the one that stands beside it"
                self.problems.append(Problem(f"ledger entry {entry.seq}", "digest", message))
        elif entry.kind == "decision":
            self._to_prove[str(read_json(entry.body).get("id"))] = (entry.seq, entry.digest.hex())
        self.problems += self.check.check(entry, entry.withheld_sha256)
        del self.problems[MOST_PROBLEMS:]
        self._take(entry)


class _TextsOf:
    """Gives the texts of a package's articles by the ids of these."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._sha256: dict[str, str] = {}
        self._latest: tuple[str, str | Withheld] = ("", WITHHELD)

    def remember(self, entry: PackedEntry) -> None:
        """Remember an article."""
        self._sha256[entry.id.hex()] = str(read_json(entry.body)["text_sha256"])

    def __call__(self, article: str) -> str | Withheld | None:
        if article not in self._sha256:
            return None
        if self._latest[0] != article:
            self._latest = (article, self._package.text(self._sha256[article]))
        return self._latest[1]

    def check_complete(self) -> Iterator[Problem]:
        """Yield texts that are of no article, or lacking where others are there: an export packs all or none."""
        there = {name for name in self._package.names() if name.startswith(TEXTS)}
        wanted = set(map(text_name, self._sha256.values()))
        for name in sorted(there - wanted):
            yield Problem(name, "foreign-file", "it was put in: it is the text of no article of the ledger")
        for name in sorted(wanted - there if there else ()):
            yield Problem(name, "missing-file", "it is gone, and other texts are there")


def _check_files(package: Package, signers: list[Signer] | None) -> Iterator[Problem]:
    """Yield what is not right about the list of files."""
    manifest = package.read(MANIFEST)
    listed = _read_manifest(manifest)
    names = set(package.names()) - {MANIFEST, MANIFEST_SIGNATURE}
    for name in sorted((listed.keys() | _LISTED) - names):
        yield Problem(name, "missing-file", "it is gone")
    for name in sorted(names - listed.keys()):
        yield Problem(name, "foreign-file", "it was put in: the list of files does not have it")
    for name in sorted(names & listed.keys() - _LISTED):
        if not name.startswith(TEXTS):
            yield Problem(name, "foreign-file", "it was put in: no export writes such a file; do not open or run it")
    for name in sorted(names & listed.keys()):
        hashed = hashlib.sha256()
        with package.open(name) as file:
            while part := file.read(2**20):
                hashed.update(part)
        if hashed.hexdigest() != listed[name]:
            yield Problem(name, "file", "it was altered: its digest is not the listed one")
    yield from _check_manifest_signature(package, manifest, signers)


def _read_manifest(manifest: bytes) -> dict[str, str]:
    """Return the listed digests by name."""
    text = manifest.decode("utf-8")
    listed = {match[2]: match[1] for line in text.split("\n") if (match := _LINE.fullmatch(line))}
    if text != "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items())):
        raise PackageError(f"its {MANIFEST} is no list of files, or not written as an export writes it")
    return listed


def _check_manifest_signature(package: Package, manifest: bytes, signers: list[Signer] | None) -> Iterator[Problem]:
    if MANIFEST_SIGNATURE in package.names():
        try:
            signature = package.read(MANIFEST_SIGNATURE).decode("ascii", "replace")
            if not is_armored(signature):
                raise SignatureError("it holds more than a signature, or is not written as OpenSSH writes it")
            key = check_signature(signature, manifest)
            if signers is not None and find_signer(key, signers) is None:
                yield Problem(MANIFEST, "signature", f"it is signed with {fingerprint(key)}, a key not among --signers")
        except SignatureError as error:
            yield Problem(MANIFEST, "signature", f"its signature is not good: {error}")
    elif signers is not None:
        yield Problem(MANIFEST, "signature", "it is not signed")


def _read_checkpoint(package: Package) -> Checkpoint:
    text = package.read(CHECKPOINT).decode("utf-8")
    own = parse_checkpoint(text)
    if text != own.text() or not (not own.signature or is_armored(own.signature)):
        raise CheckpointError(f"its {CHECKPOINT} is not written as an export writes it")
    return own


def _check_proofs(package: Package, own: Checkpoint, to_prove: Mapping[str, tuple[int, str]]) -> Iterator[Problem]:
    """Yield the proofs that are lacking, are of something else, or do not hold under the package's checkpoint."""
    data = package.read(PROOFS)
    content = read_json(data)
    if json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8") + b"\n" != data:
        yield Problem(PROOFS, "proof", "it is not written as an export writes it")
    if content.keys() != {"size", "root", "inclusion", "consistency"}:
        yield Problem(PROOFS, "proof", "it holds other parts than an export writes")
    if (content["size"], content["root"]) != (own.size, own.root.hex()):
        yield Problem(PROOFS, "proof", "it is of another state of the ledger than the checkpoint")
    yield from _check_inclusion(content["inclusion"], own, to_prove)
    for proof in content["consistency"]:
        path = list(map(bytes.fromhex, proof["path"]))
        grown = check_consistency(proof["size"], own.size, bytes.fromhex(proof["root"]), own.root, path)
        if not grown or proof.keys() != {"size", "root", "path"}:
            message = f"the ledger is not shown to have grown from its first {proof['size']} entries"
            yield Problem(PROOFS, "proof", message)


def _check_inclusion(
    proofs: Sequence[Mapping[str, Any]], own: Checkpoint, to_prove: Mapping[str, tuple[int, str]]
) -> Iterator[Problem]:
    proved: set[str] = set()
    for proof in proofs:
        where, decision = f"ledger entry {proof['seq']}", proof["decision"]
        path = list(map(bytes.fromhex, proof["path"]))
        if to_prove.get(decision) != (proof["seq"], proof["digest"]) or decision in proved:
            yield Problem(where, "proof", f"its proof is not one of the decision {str(decision)[:12]}")
        elif proof.keys() != {"decision", "seq", "digest", "path"} or not check_inclusion(
            bytes.fromhex(proof["digest"]), proof["seq"] - 1, own.size, path, own.root
        ):
            yield Problem(where, "proof", "its proof does not hold under the checkpoint")
        proved.add(decision)
    for decision in sorted(to_prove.keys() - proved):
        yield Problem(f"ledger entry {to_prove[decision][0]}", "proof", "there is no proof of it")
