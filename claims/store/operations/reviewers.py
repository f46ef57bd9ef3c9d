"""Hold a dossier to its list of reviewers: who may record what, and whose records are signed.

Signing may take seconds, so it is done before the file is locked; within the lock it is checked that the list is still
the one that was signed under.
"""

import secrets
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from claims.identity import digest
from claims.models import Amendment, Decision, EventDecision, Redaction, ReviewerChange
from claims.proof.canonical import canonical_bytes
from claims.proof.reviewers import Listed, Roster, role_of_act, signed_text
from claims.records import plain_content
from claims.store.errors import NotPermittedError, NotSignedError
from claims.store.ledger import EntryKind
from claims.store.operations.open_dossier import OpenDossier, parse_row
from claims.store.tables import schema
from claims.store.tables.projection import reviewer_changes

_Signed = TypeVar("_Signed", Amendment, Decision, EventDecision, Redaction, ReviewerChange)

Sign = Callable[[Sequence[bytes], Listed], list[str]]
"""Signs texts as a reviewer; raises where that reviewer's key is not at hand."""


class ReviewedDossier(OpenDossier):
    """A dossier that may list its reviewers."""

    sign: Sign | None = None
    """Signs for the reviewer who records; None leaves records as they come."""

    def roster(self) -> Roster:
        """Return the list of reviewers."""
        with self._reading() as connection:
            return _roster(connection)

    def reviewer_changes(self) -> list[ReviewerChange]:
        """Return every change to the list of reviewers, oldest first."""
        with self._reading() as connection:
            return reviewer_changes(connection)

    def _signed(self, kind: EntryKind, records: Sequence[_Signed]) -> tuple[list[_Signed], int]:
        """Return records with the signatures that the list asks for, and the entry number of its latest change.

        Raises:
            NotPermittedError: the list does not let their maker record them.
            NotSignedError: a signature is lacking, or not the one it should be.
        """
        with self._reading() as connection:
            version, roster = _version(connection), _roster(connection)
            contents = list(map(plain_content, records))
            _check_roles(connection, roster, kind, contents)
        signed = self._with_signatures(roster, kind, records, contents)
        for record in signed:
            _check_signature(roster, kind, plain_content(record))
        return signed, version

    def _with_signatures(
        self, roster: Roster, kind: EntryKind, records: Sequence[_Signed], contents: Sequence[dict[str, Any]]
    ) -> list[_Signed]:
        signed = list(records)
        if self.sign is None:
            return signed
        for (name, key), numbers in _find_unsigned(roster, kind, contents).items():
            seeded = [records[number].changed(seed=secrets.token_hex(32)) for number in numbers]
            texts = [signed_text(kind, plain_content(record), canonical_bytes) for record in seeded]
            listed = roster.listed.get(name) or Listed(name, "admin", key)
            for number, record, signature in zip(numbers, seeded, self.sign(texts, listed), strict=True):
                signed[number] = record.changed(signature=signature)
        return signed

    def _check_permitted(
        self, connection: Connection, kind: EntryKind, records: Sequence[_Signed], version: int
    ) -> None:
        """Check within the lock what was checked before it, where the list has changed since.

        Raises:
            NotPermittedError, NotSignedError: as for `_signed`.
        """
        if _version(connection) != version:
            roster = _roster(connection)
            contents = list(map(plain_content, records))
            _check_roles(connection, roster, kind, contents)
            for content in contents:
                _check_signature(roster, kind, content)

    def _check_settings(self, connection: Connection, content: dict[str, Any]) -> None:
        """Check that whoever makes settings in the vocabulary may do so.

        Raises:
            NotPermittedError: the list does not let them.
        """
        _check_roles(connection, _roster(connection), "vocabulary", [content])


def _find_unsigned(
    roster: Roster, kind: EntryKind, contents: Sequence[dict[str, Any]]
) -> dict[tuple[str, str], list[int]]:
    """Return the places of the contents that lack a signature, by the reviewer and the key that is to sign."""
    waiting: dict[tuple[str, str], list[int]] = {}
    for number, content in enumerate(contents):
        key = roster.key_for(kind, content)
        if key and not content.get("signature"):
            waiting.setdefault((content["reviewer"], key), []).append(number)
    return waiting


def _version(connection: Connection) -> int:
    return connection.scalar(select(func.max(schema.reviewer_changes.c.seq))) or 0


def _roster(connection: Connection) -> Roster:
    return Roster(map(plain_content, reviewer_changes(connection)))


def role_taken(connection: Connection, decision: str) -> str:
    """Return the role that a recorded decision took, by its id; that of a decision on an item where there is none."""
    entry_id = bytes.fromhex(digest({"decision": decision}))
    row = connection.execute(select(schema.ledger).where(schema.ledger.c.id == entry_id)).one_or_none()
    if row is None:
        return "reviewer"
    return role_of_act(plain_content(parse_row(Decision, row)), lambda id_: role_taken(connection, id_))


def _check_roles(connection: Connection, roster: Roster, kind: EntryKind, contents: Sequence[dict[str, Any]]) -> None:
    for content in contents:
        for refusal in roster.check_role(kind, content, lambda id_: role_taken(connection, id_)):
            raise NotPermittedError(refusal, roster)


def _check_signature(roster: Roster, kind: EntryKind, content: dict[str, Any]) -> None:
    if roster.exists or kind == "reviewer":
        problem, _ = roster.check_signature(kind, content, canonical_bytes)
        if problem:
            raise NotSignedError(content["reviewer"], problem)
