"""Reconcile whole subjects that come as Arrow batches, which is what the workers of an engine run.

A worker has no dossier: all that bears on a subject comes in its row, and what holds for all of them in `Terms`.
Results are the lines of the queue that `Workspace.refresh` would save.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from operator import attrgetter, itemgetter
from typing import Any, Final

import msgspec

from claims.amendments import Amendments
from claims.editions import Edition
from claims.errors import VariorumError
from claims.models import Amendment, Assertion, Decision
from claims.store.dossier import ItemRow, SubjectRecord, Summary
from claims.store.operations.articles import read_text
from claims.surroundings import Surroundings, read_surroundings
from claims.vocabulary.loading import build_vocabulary
from claims.vocabulary.model import Vocabulary
from reconcile.bulk.parquet import import_arrow
from reconcile.evidence.copies import find_alike
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.build import build_item
from reconcile.items.item import Item
from tui.services.plugins import load_policies
from tui.services.reviews import find_agreement
from tui.services.shown_evidence import ShownEvidence
from tui.services.summaries import summarise
from tui.services.workspace import Workspace

ITEM, ASSERTION, DECISION = range(3)
"""What a part of a subject's row is."""

MISMATCH: Final = "another Variorum"
"""In the error of a worker whose program is not the one that asks."""

_AT_ONCE: Final = 50
"""Rows of a batch that are held as records at once."""

Row = Mapping[str, Any]


class MismatchError(VariorumError):
    """A worker's Variorum, or one of its policies, is of another version than that of the program that asks."""

    def __init__(self, here: str, there: str) -> None:
        super().__init__(f"{MISMATCH} is on the workers: {there}, and here {here}; install the same on both;")


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all subjects of a dossier, in bytes that travel."""

    program: str
    """Version of Variorum and of each policy."""
    additions: bytes
    """The dossier's own words, oldest first, as JSON."""
    amendments: tuple[bytes, ...]
    """The corrections of articles, oldest first, as JSON."""


@functools.cache
def describe_program() -> str:
    """Return the versions of Variorum and of each policy that may be asked here."""
    policies = ", ".join(f"{policy.name} {policy.version}" for policy in load_policies()[0])
    return f"Variorum {version('variorum')} with {policies}"


def gather_terms(workspace: Workspace) -> Terms:
    """Return what holds for all subjects of a dossier."""
    store = workspace.dossier
    amendments = (one.model_dump_json().encode() for one in store.amendments().every)
    return Terms(describe_program(), msgspec.json.encode(store.vocabulary_additions()), tuple(amendments))


def check_program(terms: Terms) -> None:
    """Check that this is the Variorum that asks.

    Raises:
        MismatchError: it is not.
    """
    if terms.program != describe_program():
        raise MismatchError(terms.program, describe_program())


@functools.lru_cache(maxsize=2)
def _read_terms(terms: Terms) -> tuple[Vocabulary, Amendments]:
    check_program(terms)
    vocabulary = build_vocabulary(msgspec.json.decode(terms.additions))
    return vocabulary, Amendments(map(Amendment.model_validate_json, terms.amendments))


def cut_batches(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield batches cut into such as can be held as records."""
    for batch in batches:
        yield from (batch.slice(start, _AT_ONCE) for start in range(0, batch.num_rows, _AT_ONCE))


def cut_surroundings(batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the text around quotes, for a row of an `article`, its `body` and `quotes` (`seq`, `start`, `stop`).

    Each quote gives a row with `quote`, `passage`, `near` and `text`, as `Surroundings` has them.
    """
    for batch in cut_batches(batches):
        found = []
        for row in batch.to_pylist():
            article = read_text(row["article"], row["body"])
            for quote in row["quotes"]:
                around = read_surroundings(article.text, quote["start"], quote["stop"], article.text_sha256)
                found.append((quote["seq"], *around))
        yield _to_batch(found, ("quote", "passage", "near", "text"))


def reconcile_subjects(terms: Terms, batches: Iterable[Any]) -> Iterator[Any]:
    """Yield the lines of the queue for subjects: for a row of `subject` and `parts` one row for each of its items that
    is out of date, with `item` and its `summary` as JSON.

    Raises:
        MismatchError: this is another Variorum than the one that asks.
    """
    for batch in cut_batches(batches):
        lines = [line for row in batch.to_pylist() for line in summarise_subject(terms, row["subject"], row["parts"])]
        yield _to_batch([(line.item, msgspec.json.encode(line)) for line in lines], ("item", "summary"))


def read_summary(data: bytes) -> Summary:
    """Return the line of the queue in a result of `reconcile_subjects`."""
    return _READ_SUMMARY(data)


_READ_SUMMARY: Final[Callable[[bytes], Summary]] = msgspec.json.Decoder(Summary).decode


def _to_batch(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> Any:
    arrow, _ = import_arrow()
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    types = {"item": arrow.int64(), "quote": arrow.int64(), "summary": arrow.binary()}
    arrays = [arrow.array(cells, types.get(name, arrow.string())) for cells, name in zip(columns, names, strict=True)]
    return arrow.RecordBatch.from_arrays(arrays, names=list(names))


def summarise_subject(terms: Terms, subject: str, parts: Sequence[Row]) -> Iterator[Summary]:
    """Yield the lines of the queue for the items of a subject that are out of date, computed from its parts."""
    shown = _show(terms, subject, parts)
    for row in shown.recorded[subject].items:
        if row.dirty:
            item = _build(shown, row.key)
            yield summarise(item, row, find_agreement(item, functools.partial(_build, shown, row.key)))


def _build(shown: ShownEvidence, key: tuple[str, str], decided: Any = tuple) -> Item:
    return build_item(shown.of(key, decided), in_full=False, policies=load_policies()[0])


def _show(terms: Terms, subject: str, parts: Sequence[Row]) -> ShownEvidence:
    vocabulary, amendments = _read_terms(terms)
    of = [[part for part in parts if part["part"] == what] for what in (ITEM, ASSERTION, DECISION)]
    items = sorted((_read_item(subject, part) for part in of[ITEM]), key=attrgetter("attribute"))
    said = [(_read_assertion(subject, part, amendments), part) for part in of[ASSERTION]]
    decisions = (Decision.model_validate_json(part["body"]) for part in sorted(of[DECISION], key=itemgetter("number")))
    assertions = sorted((assertion for assertion, _ in said), key=attrgetter("id"))
    infos = {assertion.passage.article: _read_info(part) for assertion, part in said}
    alike = {assertion.id for assertion in find_alike(assertions, infos)}
    around = {a.id: Surroundings(part["passage"], part["near"], part["text"]) for a, part in said if a.id in alike}
    record = {subject: SubjectRecord(subject, tuple(items), tuple(assertions), tuple(decisions))}
    return ShownEvidence(recorded=record, shown=record, vocabulary=vocabulary, infos=infos, around=around)


def _read_item(subject: str, part: Row) -> ItemRow:
    about = (part["number"], subject, part["attribute"], part["subject_kind"], part["dirty"])
    return ItemRow(*about, state="", severity="", importance=0, members=0, explanation="")


def _read_assertion(subject: str, part: Row, amendments: Amendments) -> Assertion:
    assertion = Assertion.model_validate_json(part["body"])
    placed = assertion if assertion.subject == subject else assertion.changed(subject=subject)
    return amendments.following(placed)


def _read_info(part: Row) -> ArticleInfo:
    edition = Edition(part["edition_of"], part["edition"])
    return ArticleInfo(part["name"], part["publisher"], part["published"], edition)
