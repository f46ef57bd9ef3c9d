"""Ledger entries: their canonical bytes and digests.

An entry has a sequence number, a kind, an id (the content address), the time it was recorded, a canonical JSON body and
a digest. The digest is an RFC 6962 leaf hash, SHA-256(0x00 || leaf), over canonical JSON of everything but the digest,
with the body entering by its own SHA-256, so that a whole ledger can be pinned by one Merkle root.
"""

from typing import Final, Literal, NamedTuple, Self, cast

import msgspec
from pydantic_core import from_json

from claims.errors import VariorumError
from claims.identity import JsonValue
from claims.proof.canonical import entry_digest
from claims.proof.openings import commit_fields, parse_opening, salted_digest
from claims.records import Record, plain_content

__all__ = ["DamagedLedgerError", "Entry", "EntryKind", "encode_record", "entry_digest", "parse_body"]

EntryKind = Literal[
    "article", "name", "assertion", "vocabulary", "decision", "mention", "event", "reviewer", "amendment", "redaction"
]


encode_content: Final = msgspec.json.Encoder(order="deterministic").encode
"""Writes parsed content as canonical JSON."""


class DamagedLedgerError(VariorumError):
    """An entry's bytes cannot be what was recorded."""

    exit_code = 3

    def __init__(self, seq: int, problem: str) -> None:
        self.seq = seq
        self.problem = problem
        super().__init__(f"ledger entry {seq}: {problem}; restore a backup, then run `variorum audit verify`")


class Entry(NamedTuple):
    """One entry of the ledger."""

    seq: int
    kind: EntryKind
    id: bytes
    recorded_at: str
    body: bytes
    digest: bytes
    opening: bytes | None = None
    """What opens its commitments (`claims.proof.openings`); None in format 1, whose digest is over id and body."""

    def intact(self) -> Self:
        """Return the entry itself where its digest fits its content.

        Raises:
            DamagedLedgerError: it does not.
        """
        if self.digest != self._expected():
            raise DamagedLedgerError(self.seq, "its digest does not match its content")
        return self

    def _expected(self) -> bytes:
        if self.opening is None:
            return entry_digest(self.seq, self.kind, self.id, self.recorded_at, self.body)
        try:
            opening = parse_opening(self.opening)
            fields = commit_fields(self.kind, self.content(), opening, encode_content)
        except (ValueError, LookupError, TypeError) as error:
            raise DamagedLedgerError(self.seq, f"its commitments cannot be opened ({error})") from error
        return salted_digest(self.seq, self.kind, self.recorded_at, fields, opening.links)

    def content(self) -> dict[str, JsonValue]:
        """Return the body as parsed JSON.

        Raises:
            DamagedLedgerError: it does not parse.
        """
        return parse_body(self.seq, self.body)


def parse_body(seq: int, body: bytes) -> dict[str, JsonValue]:
    """Return the body of an entry as parsed JSON.

    Raises:
        DamagedLedgerError: it does not parse.
    """
    try:
        return cast("dict[str, JsonValue]", from_json(body))
    except ValueError as error:
        raise DamagedLedgerError(seq, f"its body is not JSON ({error})") from error


def encode_record(record: Record) -> bytes:
    """Return the canonical JSON of a record: what `canonical_json` makes of its dump, in half the time."""
    return msgspec.json.encode(plain_content(record))
