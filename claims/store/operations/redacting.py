"""Take fields out of a dossier's ledger while its digests stand: in a copy for others, or for good by an order."""

import contextlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from sqlalchemy import Connection, select, update

from claims.identity import digest
from claims.models import (
    Amendment,
    Article,
    Assertion,
    Decision,
    EventDecision,
    MentionRecord,
    Redaction,
    ReviewerChange,
)
from claims.proof.openings import Opening, commit_fields, is_renamed, join_fields, parse_opening, split_fields
from claims.records import Record
from claims.redactions import Masker, Selection, find_changes, find_spans
from claims.store.errors import RedactionError
from claims.store.ledger import Entry, encode_content, encode_record
from claims.store.operations.additions import Addition
from claims.store.operations.appending import Appending
from claims.store.operations.maintenance import Upkeep
from claims.store.operations.open_dossier import BEFORE_ALL
from claims.store.tables import schema
from claims.store.tables.projection import redactions
from claims.store.tables.statements import fetch

_RECORDS: Final[dict[str, type[Record]]] = {
    "amendment": Amendment,
    "article": Article,
    "assertion": Assertion,
    "decision": Decision,
    "event": EventDecision,
    "mention": MentionRecord,
    "redaction": Redaction,
    "reviewer": ReviewerChange,
}
_PAGE: Final = f"SELECT {', '.join(Entry._fields)} FROM ledger WHERE seq > ? ORDER BY seq LIMIT 500"

Gone = tuple[tuple[int, tuple[str, ...]], ...]
"""Numbers of entries, each with the fields that are gone."""


class Redacted(NamedTuple):
    """What was taken out, or would be."""

    entries: Gone
    kinds: dict[tuple[str, str], int]
    """How many fields, by kind of entry and name."""
    found: tuple[str, ...]
    """The names as they stood there."""


class _OnlyAskedError(Exception):
    """Undoes what was done to find out what it would do."""


class RedactingDossier(Appending, Upkeep):
    """A dossier from which something can be taken out."""

    def redactions(self) -> list[Redaction]:
        """Return the orders to take something out, oldest first."""
        with self._reading() as connection:
            return redactions(connection)

    def is_salted(self) -> bool:
        """Return whether new entries have salted commitments."""
        with self._reading() as connection:
            return self._is_salted(connection)

    def find_redactions(self, selection: Selection) -> Redacted:
        """Return what taking out the selection would take out; nothing is changed.

        Raises:
            RedactionError: it stands where it cannot be taken out.
            UnknownRecordError: there is no such assertion.
        """
        found: list[Redacted] = []
        with contextlib.suppress(_OnlyAskedError), self._writing() as connection:
            found.append(self._take_out(connection, selection))
            raise _OnlyAskedError
        return found[0]

    def redact_copy(self, selection: Selection) -> Redacted:
        """Take the selection out of this dossier, which is a copy made for others; no order says so.

        Raises:
            RedactionError, UnknownRecordError: as for `find_redactions`.
        """
        with self._writing() as connection:
            taken = self._take_out(connection, selection)
            self._compute_anew(connection)
        self._sweep_pages()
        return taken

    def destroy(self, selection: Selection, order: Redaction) -> Redacted:
        """Take the selection out for good, by an order that names what `find_redactions` found.

        Raises:
            RedactionError: as for `find_redactions`, or the order names something else.
            NotPermittedError: its maker is no admin.
            NotSignedError: its maker is listed with a key, and it lacks its signature.
        """
        [order], version = self._signed("redaction", [order])
        addition = Addition(bytes.fromhex(digest({"redaction": order.id})), encode_record(order))
        with self._writing() as connection:
            self._check_permitted(connection, "redaction", [order], version)
            taken = self._take_out(connection, selection)
            if taken.entries != order.entries:
                raise RedactionError("the dossier has changed meanwhile; nothing was taken out, try again")
            self._append(connection, "redaction", [addition])
            self._compute_anew(connection)
        self._sweep_pages()
        return taken

    def _take_out(self, connection: Connection, selection: Selection) -> Redacted:
        """Rewrite the entries that hold what was selected, or name one whose id is no longer its own."""
        if self._on_server:
            raise RedactionError("nothing is taken out on a server; `variorum move` it to a file first")
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        chosen = [self._recorded_assertion(connection, id_) for id_ in sorted(selection.quotes | selection.statements)]
        masker = Masker(selection, find_spans(chosen))
        gone: dict[int, set[str]] = {}
        kinds: dict[int, str] = {}
        again = True
        while again:
            again = False
            for entry in _pages(connection):
                changed, is_renamed_now = self._redact_entry(connection, masker, entry)
                if changed:
                    gone.setdefault(entry.seq, set()).update(changed)
                    kinds[entry.seq] = entry.kind
                again = again or is_renamed_now
        counts: dict[tuple[str, str], int] = {}
        for seq, names in gone.items():
            for name in names:
                counts[kinds[seq], name] = counts.get((kinds[seq], name), 0) + 1
        entries = tuple((seq, tuple(sorted(names))) for seq, names in sorted(gone.items()))
        return Redacted(entries, dict(sorted(counts.items())), tuple(sorted(masker.found)))

    def _recorded_assertion(self, connection: Connection, id_: str) -> Assertion:
        row = connection.execute(select(schema.ledger).where(schema.ledger.c.id == bytes.fromhex(id_))).one()
        return Assertion.model_validate_json(Entry(*row).intact().body)

    def _redact_entry(self, connection: Connection, masker: Masker, entry: Entry) -> tuple[set[str], bool]:
        """Rewrite an entry where something in it goes; return what, and whether others may name it otherwise now."""
        content: Any = entry.content()
        fields = masker.mask(entry.kind, content)
        changed = find_changes(entry.kind, content, fields)
        if not changed:
            return set(), False
        if entry.opening is None:
            raise RedactionError(
                f"entry {entry.seq} ({entry.kind}) holds it and is of format 1: its digest is over the words "
                "themselves, so that a guess could be confirmed. Import a package of this dossier into a new one "
                "(`variorum redact begin` in it first): there it is recorded in format 2"
            )
        opening = _reduce(entry, content, changed)
        id_ = entry.digest if is_renamed(entry.kind, opening.gone) else entry.id
        if "id" in changed:
            fields["id"] = id_.hex()
        is_new = masker.write_for(entry.id.hex(), id_.hex())
        if entry.kind == "article":
            _drop_original(connection, content["original_sha256"], fields["original_sha256"])
        body = encode_content(join_fields(entry.kind, fields))
        _check_readable(entry, body, changed)
        values = {"id": id_, "body": body, "opening": encode_content(opening.as_json())}
        connection.execute(update(schema.ledger).where(schema.ledger.c.seq == entry.seq).values(values))
        return changed, is_new

    def _compute_anew(self, connection: Connection) -> None:
        self._keys.forget()
        self._vocabulary = None
        for table in schema.COMPUTED:
            connection.execute(table.delete())
        self._project(connection, BEFORE_ALL)

    def _sweep_pages(self) -> None:
        """Write the file anew, so that no free page of it keeps what was taken out.

        Raises:
            DossierError: there is no room; what was ordered is done, and the free pages are overwritten already.
        """
        with self._engine.connect() as connection:
            fetch(connection, "VACUUM")


def _pages(connection: Connection) -> Iterator[Entry]:
    last = BEFORE_ALL
    while page := [Entry(*row).intact() for row in fetch(connection, _PAGE, (last,))]:
        yield from page
        last = page[-1].seq


def _reduce(entry: Entry, content: Any, changed: set[str]) -> Opening:
    """Return what still opens an entry once fields are gone: no seed, from which their salts could be made."""
    assert entry.opening is not None
    before = parse_opening(entry.opening)
    names = split_fields(entry.kind, content).keys()
    gone = {name for name in names if name in changed or name in before.gone}
    commitments = commit_fields(entry.kind, content, before, encode_content)
    salts = {name: before.salt(name).hex() for name in names - gone}
    return Opening(before.links, "", salts, {name: commitments[name] for name in gone})


def _drop_original(connection: Connection, before: str, now: str) -> None:
    """Drop the bytes that an article came as, which hold what its text held."""
    if before != now:
        table = schema.originals
        connection.execute(table.delete().where(table.c.sha256 == bytes.fromhex(before)))


def _check_readable(entry: Entry, body: bytes, changed: set[str]) -> None:
    """Raise where what would stand in an entry is no record any more."""
    record = _RECORDS.get(entry.kind)
    try:
        if record is not None:
            record.model_validate_json(body)
    except ValidationError as error:
        fields = ", ".join(sorted(changed))
        raise RedactionError(
            f"entry {entry.seq} ({entry.kind}) holds it where no mark can stand ({fields}); nothing was taken out"
        ) from error
