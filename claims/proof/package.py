"""Read packages as hostile input: a folder or an uncompressed zip with a ledger, its texts and its checkpoint.

Nothing is ever unpacked: files are read by their names, in the order of the check. A compressed zip, or one whose files
together are longer than itself, is an error, so that no zip bomb is opened; unpack such a package and check the folder.
"""

import hashlib
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from claims.proof.checkpoint import Checkpoint, CheckpointError, check_signer, parse_checkpoint
from claims.proof.entries import WITHHELD, LedgerCheck, Problem, Withheld, canonical_bytes, read_json
from claims.proof.merkle import check_consistency, check_inclusion
from claims.proof.signature import SignatureError, Signer, check_signature, find_signer, fingerprint

LEDGER, CHECKPOINT, PROOFS, MANIFEST = "ledger.jsonl", "checkpoint.txt", "proofs.json", "manifest.txt"
MANIFEST_SIGNATURE = "manifest.txt.sig"
TEXTS = "texts/"
LARGEST = 256 * 2**20
"""Bytes of one file that is read whole, and of one line of the ledger."""
MOST_FILES = 1_000_000
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_LINE = re.compile(r"([0-9a-f]{64})  (\S+)")
_KEYS = {"seq", "kind", "id", "recorded_at", "body", "digest"}


class PackageError(ValueError):
    """A package cannot be read at all; the message says why."""


class PackedEntry(NamedTuple):
    """An entry of a packed ledger."""

    seq: int
    kind: str
    id: bytes
    recorded_at: str
    body: bytes
    """Canonical JSON; without its text where an article's text is not at hand."""
    digest: bytes
    withheld_sha256: str = ""
    """The digest of the whole body where only a part is at hand."""


def text_name(sha256: str) -> str:
    """Return the name of the file that holds the text of this digest."""
    return f"{TEXTS}{sha256}.txt"


class Package:
    """An open package. Use as a context manager."""

    def __init__(self, path: Path, texts: Path | None = None) -> None:
        """Open the package at `path`; `texts` is a folder in which texts it lacks may be.

        Raises:
            PackageError: it is no package, or one made to harm.
            OSError: there is nothing here, or it may not be read.
        """
        self.path = path
        self._zip: zipfile.ZipFile | None = None
        self._files: dict[str, zipfile.ZipInfo | Path] = {}
        self._beside = {} if texts is None else _digests_in(texts)
        if path.is_dir():
            self._list_folder(path)
        else:
            try:
                self._zip = zipfile.ZipFile(path)
                self._list_zip(self._zip, path.stat().st_size)
            except (FileNotFoundError, PermissionError):
                raise
            except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
                self.close()
                raise PackageError(f"is no package ({error})") from error
        for name in (LEDGER, CHECKPOINT, MANIFEST):
            if name not in self._files:
                self.close()
                raise PackageError(f"is no package: it has no {name}")

    def __enter__(self) -> "Package":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._zip is not None:
            self._zip.close()

    def _list_zip(self, archive: zipfile.ZipFile, size: int) -> None:
        infos = archive.infolist()
        for info in infos:
            mode = info.external_attr >> 16
            if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
                raise PackageError(
                    f"was packed anew ({info.filename[:80]!r} is compressed): unpack it, check the folder"
                )
            if info.filename in self._files:
                raise PackageError(f"holds two files named {info.filename[:80]!r}")
            if not _NAME.fullmatch(info.filename) or info.flag_bits & 1 or (stat.S_IFMT(mode) not in {0, stat.S_IFREG}):
                raise PackageError(f"holds what no package has: {info.filename[:80]!r}")
            self._files[info.filename] = info
        if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > size:
            raise PackageError("is made to harm: its files are longer than itself")

    def _list_folder(self, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_dir() or path.is_file()):
                raise PackageError(f"holds what no package has: {name[:80]!r}")
            if path.is_file():
                if len(self._files) >= MOST_FILES or not _NAME.fullmatch(name):
                    raise PackageError(f"holds what no package has: {name[:80]!r}")
                self._files[name] = path

    def names(self) -> list[str]:
        """Return the names of all files, sorted."""
        return sorted(self._files)

    def open(self, name: str) -> BinaryIO:
        """Open a file of the package for reading.

        Raises:
            PackageError: there is none.
        """
        file = self._files.get(name)
        if file is None:
            raise PackageError(f"has no {name}")
        if isinstance(file, Path):
            return file.open("rb")
        assert self._zip is not None
        return self._zip.open(file)  # type: ignore[return-value]

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            PackageError: there is none, or it is too large.
        """
        with self.open(name) as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise PackageError(f"is made to harm: {name} is too large")
        return data

    def text(self, sha256: str) -> str | Withheld:
        """Return the text with this digest; WITHHELD where neither the package nor the folder beside it has it."""
        name = text_name(sha256)
        if name in self._files:
            return self.read(name).decode("utf-8")
        if sha256 in self._beside:
            return self._beside[sha256].read_bytes().decode("utf-8")
        return WITHHELD

    def lines(self) -> Iterator[PackedEntry]:
        """Yield the entries of the ledger, articles with their texts where these are available.

        Raises:
            PackageError: a line is no entry.
        """
        with self.open(LEDGER) as file:
            number = 0
            while line := file.readline(LARGEST + 1):
                number += 1
                try:
                    if len(line) > LARGEST:
                        raise ValueError("it is too long")
                    yield self._entry(read_json(line))
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    raise PackageError(f"line {number} of {LEDGER} is no entry ({type(error).__name__})") from error

    def _entry(self, line: Mapping[str, Any]) -> PackedEntry:
        whole = line.keys() - {"body_sha256"}
        if whole != _KEYS or not isinstance(line["seq"], int) or not isinstance(line["body"], dict):
            raise ValueError("it has other keys")
        body, withheld = line["body"], ""
        if line["kind"] == "article":
            text = self.text(str(body["text_sha256"]))
            if isinstance(text, Withheld):
                withheld = str(line["body_sha256"])
            else:
                body = {**body, "text": text}
        id_, digest = bytes.fromhex(line["id"]), bytes.fromhex(line["digest"])
        kind, time = str(line["kind"]), str(line["recorded_at"])
        return PackedEntry(line["seq"], kind, id_, time, canonical_bytes(body), digest, withheld)


def pack_entry(seq: int, kind: str, id_: bytes, recorded_at: str, body: bytes, digest: bytes) -> bytes:
    """Return the line of an entry; an article's text is left to a file of its own."""
    content = read_json(body)
    line: dict[str, object] = {"seq": seq, "kind": kind, "id": id_.hex(), "recorded_at": recorded_at, "body": content}
    line["digest"] = digest.hex()
    if kind == "article":
        del content["text"]
        line["body_sha256"] = hashlib.sha256(body).hexdigest()
    return canonical_bytes(line) + b"\n"


def _digests_in(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by their SHA-256."""
    paths = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= LARGEST:
            paths[hashlib.sha256(path.read_bytes()).hexdigest()] = path
    return paths


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
    """Who signed."""


MOST_PROBLEMS = 1000


def check_package(package: Package, against: Sequence[Checkpoint], signers: list[Signer] | None) -> Verdict:
    """Return the verdict on a package; damage is part of the verdict, never an error.

    Args:
        package: the package.
        against: checkpoints that were kept elsewhere.
        signers: people whose signatures are accepted; None if the caller names none.
    """
    problems: list[Problem] = []
    check = LedgerCheck(_TextsOf(package), against)
    seal = ""
    try:
        problems += _check_files(package, signers)
        own = parse_checkpoint(package.read(CHECKPOINT).decode("utf-8"))
        seal, problem = check_signer(own, signers)
        if problem:
            problems.append(Problem(CHECKPOINT, "signature", problem))
        texts = _TextsOf(package)
        check = LedgerCheck(texts, [own, *against])
        for entry in package.lines():
            if entry.kind == "article":
                texts.remember(entry)
            problems += check.check(entry, entry.withheld_sha256)
            del problems[MOST_PROBLEMS:]
        problems += check.finish()
        if check.tree.size != own.size:
            problems.append(Problem(CHECKPOINT, "checkpoint", f"it is of {own.size} entries, not of {check.tree.size}"))
        problems += _check_proofs(package, own)
    except (CheckpointError, PackageError) as error:
        problems.append(Problem("package", "damage", str(error)))
    except Exception as error:
        problems.append(Problem("package", "damage", f"it cannot be read ({type(error).__name__}: {str(error)[:200]})"))
    root = check.tree.root().hex()
    return Verdict(tuple(problems), check.tree.size, root, check.quotes_checked, check.quotes_withheld, seal)


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


def _check_files(package: Package, signers: list[Signer] | None) -> Iterator[Problem]:
    """Yield what is not right about the list of files."""
    manifest = package.read(MANIFEST)
    listed: dict[str, str] = {}
    for line in manifest.decode("utf-8").splitlines():
        found = _LINE.fullmatch(line)
        if found is None or found[2] in listed:
            raise PackageError(f"its {MANIFEST} is no list of files")
        listed[found[2]] = found[1]
    names = set(package.names()) - {MANIFEST, MANIFEST_SIGNATURE}
    for name in sorted(listed.keys() - names):
        yield Problem(name, "missing-file", "it is gone")
    for name in sorted(names - listed.keys()):
        yield Problem(name, "foreign-file", "it was put in: the list of files does not have it")
    for name in sorted(names & listed.keys()):
        hashed = hashlib.sha256()
        with package.open(name) as file:
            while part := file.read(2**20):
                hashed.update(part)
        if hashed.hexdigest() != listed[name]:
            yield Problem(name, "file", "it was altered: its digest is not the listed one")
    if MANIFEST_SIGNATURE in package.names():
        try:
            key = check_signature(package.read(MANIFEST_SIGNATURE).decode("ascii", "replace"), manifest)
            if signers is not None and find_signer(key, signers) is None:
                yield Problem(MANIFEST, "signature", f"it is signed with {fingerprint(key)}, a key not among --signers")
        except SignatureError as error:
            yield Problem(MANIFEST, "signature", f"its signature is not good: {error}")
    elif signers is not None:
        yield Problem(MANIFEST, "signature", "it is not signed")


def _check_proofs(package: Package, own: Checkpoint) -> Iterator[Problem]:
    """Yield the proofs that do not hold under the package's checkpoint."""
    if PROOFS not in package.names():
        return
    content = read_json(package.read(PROOFS))
    for proof in content["inclusion"]:
        path = [bytes.fromhex(each) for each in proof["path"]]
        if not check_inclusion(bytes.fromhex(proof["digest"]), proof["seq"] - 1, own.size, path, own.root):
            yield Problem(f"ledger entry {proof['seq']}", "proof", "its proof does not hold under the checkpoint")
    for proof in content.get("consistency", ()):
        path = [bytes.fromhex(each) for each in proof["path"]]
        if not check_consistency(proof["size"], own.size, bytes.fromhex(proof["root"]), own.root, path):
            yield Problem(
                PROOFS, "proof", f"the ledger is not shown to have grown from its first {proof['size']} entries"
            )
