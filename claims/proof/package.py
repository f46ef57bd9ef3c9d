"""Read packages as hostile input: a folder or an uncompressed zip with a ledger, its texts and its checkpoint.

Nothing is ever unpacked: files are read by their names, in the order of the check. A compressed zip, or one whose files
together are longer than itself, is an error, so that no zip bomb is opened; unpack such a package and check the folder.
What could be read in two ways, as a key that stands twice, is an error too.
"""

import hashlib
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from claims.proof.archive import find_hidden
from claims.proof.canonical import canonical_bytes, read_json
from claims.proof.entries import WITHHELD, Withheld
from claims.proof.openings import commit_fields, parse_opening, read_opening

LEDGER, CHECKPOINT, PROOFS, MANIFEST = "ledger.jsonl", "checkpoint.txt", "proofs.json", "manifest.txt"
MANIFEST_SIGNATURE = "manifest.txt.sig"
PROGRAM = "verify.py"
TEXTS = "texts/"
COMPUTED = (
    *("README.md", "annotations.jsonld", "provenance.json", "provenance.jsonld", "provenance.provn"),
    *("report.html", "report.json", "report.md", "ro-crate-metadata.json", PROGRAM),
)
"""Files that are computed from the ledger, or made for those who read it."""
LARGEST = 256 * 2**20
"""Bytes of one file that is read whole, and of one line of the ledger."""
MOST_FILES = 1_000_000
_NAME = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
_HEX = re.compile(r"[0-9a-f]{64}")
_KEYS = {"seq", "kind", "id", "recorded_at", "body", "digest"}
_PLAIN, _SALTED = "body_sha256", "text_commitment"
"""What stands in the line of an article for its text, in either format."""


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
    stated_sha256: str = ""
    """The digest that the line of an article gives of the body, or the commitment that it gives to the text."""
    opening: bytes | None = None
    """What opens the commitments of an entry of format 2."""


def text_name(sha256: str) -> str:
    """Return the name of the file that holds the text of this digest."""
    return f"{TEXTS}{sha256}.txt"


def _check_member(info: zipfile.ZipInfo) -> None:
    """Raise for a file in a zip that no export writes so."""
    mode = info.external_attr >> 16
    if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
        raise PackageError(f"was packed anew ({info.filename[:80]!r} is compressed): unpack it, check the folder")
    if not _NAME.fullmatch(info.filename) or info.flag_bits & 1 or (stat.S_IFMT(mode) not in {0, stat.S_IFREG}):
        raise PackageError(f"holds what no package has: {info.filename[:80]!r}")


def _check_line(line: Mapping[str, Any], shapes: tuple[type, ...], *, is_article: bool) -> None:
    """Raise for a line of the ledger that no export writes so."""
    opening, text = ({"opening"}, _SALTED) if "opening" in line else (set(), _PLAIN)
    hexes = [line["id"], line["digest"], *([line[text]] if is_article else [])]
    if line.keys() != _KEYS | opening | ({text} if is_article else set()) or shapes != (int, str, str, dict):
        raise ValueError("it has other keys")
    if not all(map(_HEX.fullmatch, hexes)) or (is_article and "text" in line["body"]):
        raise ValueError("it holds what no export writes")


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
        self._folded: set[str] = set()
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
            _check_member(info)
            self._list(info.filename, info)
        if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > size:
            raise PackageError("is made to harm: its files are longer than itself")
        if hidden := find_hidden(archive):
            raise PackageError(f"was packed anew or added to ({hidden}): unpack it, check the folder")

    def _list(self, name: str, file: zipfile.ZipInfo | Path) -> None:
        if name.casefold() in self._folded:
            raise PackageError(f"holds two files named {name[:80]!r}, where capitals do not count")
        self._folded.add(name.casefold())
        self._files[name] = file

    def _list_folder(self, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            can_be_listed = path.is_file() and len(self._files) < MOST_FILES and _NAME.fullmatch(name)
            if path.is_symlink() or not (path.is_dir() or can_be_listed):
                raise PackageError(f"holds what no package has: {name[:80]!r}")
            if can_be_listed:
                self._list(name, path)

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
                    content = read_json(line)
                    if canonical_bytes(content) + b"\n" != line:
                        raise ValueError("it is not written as an export writes it")
                    yield self._entry(content)
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    raise PackageError(f"line {number} of {LEDGER} is no entry ({type(error).__name__})") from error

    def _entry(self, line: Mapping[str, Any]) -> PackedEntry:
        seq, kind, time, body = line["seq"], line["kind"], line["recorded_at"], line["body"]
        is_article = kind == "article"
        shapes = (type(seq), type(kind), type(time), type(body))
        _check_line(line, shapes, is_article=is_article)
        withheld = stated = ""
        opening = canonical_bytes(read_opening(line["opening"]).as_json()) if "opening" in line else None
        if is_article:
            stated = line[_PLAIN if opening is None else _SALTED]
            text = self.text(str(body["text_sha256"]))
            if isinstance(text, Withheld):
                withheld = stated
            else:
                body = {**body, "text": text}
        id_, digest = bytes.fromhex(line["id"]), bytes.fromhex(line["digest"])
        return PackedEntry(seq, kind, id_, time, canonical_bytes(body), digest, withheld, stated, opening)


def state_text(body: bytes, opening: bytes | None) -> str:
    """Return what stands in the line of an article for its text: its commitment, in format 1 the digest of the body."""
    if opening is None:
        return hashlib.sha256(body).hexdigest()
    return commit_fields("article", read_json(body), parse_opening(opening), canonical_bytes)["text"]


def pack_entry(
    seq: int, kind: str, id_: bytes, recorded_at: str, body: bytes, digest: bytes, opening: bytes | None = None
) -> bytes:
    """Return the line of an entry; an article's text is left to a file of its own."""
    content = read_json(body)
    line: dict[str, object] = {"seq": seq, "kind": kind, "id": id_.hex(), "recorded_at": recorded_at, "body": content}
    line["digest"] = digest.hex()
    if opening is not None:
        line["opening"] = read_json(opening)
    if kind == "article":
        del content["text"]
        line[_PLAIN if opening is None else _SALTED] = state_text(body, opening)
    return canonical_bytes(line) + b"\n"


def _digests_in(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by their SHA-256."""
    paths = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size <= LARGEST:
            paths[hashlib.sha256(path.read_bytes()).hexdigest()] = path
    return paths
