"""Check a package and import its records into a dossier: the bytes that were checked, which are read once."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

from claims.errors import VariorumError
from claims.findings import Finding
from claims.models import Amendment, Article, Assertion, Decision, EventDecision, MentionRecord, ReviewerChange
from claims.proof.openings import parse_opening
from claims.proof.package import LEDGER, Package, PackageError, PackedEntry
from claims.proof.standalone import build_program
from claims.proof.verdict import Verdict, check_package
from claims.store.dossier import (
    Dossier,
    EventMovedError,
    HeadMovedError,
    NotPermittedError,
    NotSignedError,
    UnknownRecordError,
)
from claims.vocabulary.loading import VocabularyError
from tui.output import counted
from tui.services.sealing import load_checkpoint, load_signers

_AT_ONCE: Final = 2_000
_UNFIT: Final = (EventMovedError, HeadMovedError, UnknownRecordError, NotPermittedError, NotSignedError)
_Signed = TypeVar("_Signed", Decision, EventDecision, Amendment)


class PackageFileError(VariorumError):
    """A package cannot be read or written; the message names it."""

    def __init__(self, path: Path, problem: str, exit_code: int = 2) -> None:
        self.path = path
        self.exit_code = exit_code
        super().__init__(f"{path}: {problem}")


def verify_package(
    path: Path,
    against: Sequence[str],
    signers: Path | None,
    texts: Path | None,
    take: Callable[[PackedEntry], object] = lambda entry: None,
) -> Verdict:
    """Return the verdict on a package, whose entries are handed to `take` as they are read.

    Raises:
        PackageFileError: it is no package.
        SealError: a checkpoint or a key cannot be read.
    """
    sealed, known = list(map(load_checkpoint, against)), load_signers(signers)
    try:
        with Package(path, texts) as package:
            return check_package(package, sealed, known, build_program().encode(), take)
    except PackageError as error:
        raise PackageFileError(path, str(error), 3) from error


def describe_reviewers(verdict: Verdict) -> list[str]:
    """Return whose decisions a package holds and who signed them, in a sentence for each reviewer."""
    lines = []
    for each in verdict.decided:
        signed = f"{each.signed} of them signed" if each.signed < each.decisions else f"signed by {each.reviewer}"
        words = signed if each.signed else "which nobody signed"
        lines.append(f"{counted(each.decisions, 'decision')} by {each.reviewer}, {words}")
    return lines


def is_redacted(entry: PackedEntry) -> bool:
    """Return whether something was taken out of an entry."""
    return entry.opening is not None and bool(parse_opening(entry.opening).gone)


class Spool:
    """Entries as they were read for the check, kept in a file of our own until they are imported."""

    def __init__(self, file: BinaryIO) -> None:
        """Prepare to write to `file`, which nobody else can reach."""
        self._file = file

    def add(self, entry: PackedEntry) -> None:
        """Keep an entry."""
        body = entry.body.decode("utf-8")
        opening = None if entry.opening is None else entry.opening.decode("ascii")
        plain = entry._asdict() | {"id": entry.id.hex(), "body": body, "digest": entry.digest.hex(), "opening": opening}
        self._file.write(json.dumps(plain).encode() + b"\n")

    def entries(self) -> Iterator[PackedEntry]:
        """Yield the entries in their order."""
        self._file.seek(0)
        for line in self._file:
            plain = json.loads(line)
            id_, digest = bytes.fromhex(plain["id"]), bytes.fromhex(plain["digest"])
            opening = None if plain["opening"] is None else plain["opening"].encode("ascii")
            body = plain["body"].encode("utf-8")
            yield PackedEntry(**(plain | {"id": id_, "body": body, "digest": digest, "opening": opening}))


class ImportResult:
    """How much of a package was new, and what was left out."""

    def __init__(self, *, is_fresh: bool) -> None:
        """Begin; a fresh dossier takes the list of reviewers too."""
        self.is_fresh = is_fresh
        self.counts = {
            "article": 0,
            "assertion": 0,
            "vocabulary addition": 0,
            "decision": 0,
            "event decision": 0,
            "amendment": 0,
            "reviewer change": 0,
        }
        self.findings: list[Finding] = []

    def leave_out(self, entry: PackedEntry, problem: str) -> None:
        """Take note of an entry that was left out."""
        self.findings.append(Finding(where=f"ledger entry {entry.seq}", message=problem, about=entry.kind))


def import_entries(store: Dossier, entries: Iterable[PackedEntry]) -> ImportResult:
    """Append what a package's ledger holds and the dossier does not; its entries must have been checked."""
    result = ImportResult(is_fresh=store.newest() <= len(store.redactions()))
    store.sign = None  # what others decided is taken as it is, signed by nobody here
    for kind, run in itertools.groupby(entries, key=lambda entry: entry.kind):
        add = _BY_KIND.get(kind, _add_decisions)
        while part := list(itertools.islice(run, _AT_ONCE)):
            if any(map(is_redacted, part)):
                raise PackageFileError(
                    Path(LEDGER), "something was taken out of it, and marks are no record; ask for the whole"
                )
            add(store, part, result)
    return result


def _add_articles(store: Dossier, part: Sequence[PackedEntry], result: ImportResult) -> None:
    if any(entry.withheld_sha256 for entry in part):
        problem = "the package lacks texts; name the folder that has them with --texts, or ask for the whole"
        raise PackageFileError(Path(LEDGER), problem)
    result.counts["article"] += sum(store.add_articles(Article.model_validate_json(entry.body) for entry in part))


def _add_names(store: Dossier, part: Sequence[PackedEntry], _: ImportResult) -> None:
    for entry in part:
        body = json.loads(entry.body)
        store.add_articles([store.article(body["article"]).changed(name=body["name"])])


def _add_assertions(store: Dossier, part: Sequence[PackedEntry], result: ImportResult) -> None:
    new, _ = store.add_assertions(Assertion.model_validate_json(entry.body) for entry in part)
    result.counts["assertion"] += new


def _add_mentions(store: Dossier, part: Sequence[PackedEntry], _: ImportResult) -> None:
    store.add_mentions(MentionRecord.model_validate_json(entry.body) for entry in part)


def _add_vocabulary(store: Dossier, part: Sequence[PackedEntry], result: ImportResult) -> None:
    for entry in part:
        try:
            result.counts["vocabulary addition"] += store.extend_vocabulary(json.loads(entry.body))
        except VocabularyError as error:
            result.leave_out(entry, f"its words do not fit those of this dossier: {error.problem}")
        except NotPermittedError as error:
            result.leave_out(entry, f"its settings are left out: {error}")


def _add_signed(
    store: Dossier,
    part: Sequence[PackedEntry],
    result: ImportResult,
    *,
    kind: str,
    read: Callable[[bytes], _Signed],
    add: Callable[[Dossier, _Signed], bool],
) -> None:
    """Add what reviewers have made, and may have signed; what does not fit this dossier is left out."""
    for entry in part:
        made = read(entry.body)
        try:
            result.counts[kind] += add(store, made)
        except _UNFIT as error:
            name = made.action if isinstance(made, EventDecision) else kind
            result.leave_out(entry, f"the {name} {made.id[:12]} by {made.reviewer} is left out: {error}")


def _add_reviewers(store: Dossier, part: Sequence[PackedEntry], result: ImportResult) -> None:
    known = {change.id for change in store.reviewer_changes()}
    for entry in part:
        change = ReviewerChange.model_validate_json(entry.body)
        if result.is_fresh:
            result.counts["reviewer change"] += store.change_reviewers(change)
        elif change.id not in known:
            what = f"{change.action} {change.name}, by {change.reviewer}"
            result.leave_out(entry, f"a change to the list of reviewers is left out ({what}): this dossier has its own")


_add_decisions: Final = partial(_add_signed, kind="decision", read=Decision.model_validate_json, add=Dossier.decide)
_BY_KIND: Final[Mapping[str, Callable[[Dossier, Sequence[PackedEntry], ImportResult], None]]] = {
    "article": _add_articles,
    "name": _add_names,
    "assertion": _add_assertions,
    "mention": _add_mentions,
    "vocabulary": _add_vocabulary,
    "event": partial(
        _add_signed, kind="event decision", read=EventDecision.model_validate_json, add=Dossier.decide_event
    ),
    "amendment": partial(_add_signed, kind="amendment", read=Amendment.model_validate_json, add=Dossier.amend),
    "reviewer": _add_reviewers,
    "redaction": lambda store, part, result: None,  # orders are about the entries of their own ledger
}
"""How entries of a kind are added; any other kind is a decision."""
