"""Commit to the fields of new entries, each under a salt of its own, once a dossier has begun to do so."""

import secrets
from collections.abc import Callable

from sqlalchemy import Connection, select

from claims.proof.openings import Opening, commit_fields, find_links, salted_digest
from claims.store.ledger import EntryKind, encode_content, entry_digest, parse_body
from claims.store.operations.reviewers import ReviewedDossier
from claims.store.tables import schema

Commit = Callable[[int, EntryKind, bytes, str, bytes], tuple[bytes, bytes | None]]
"""Returns digest and opening of an entry, given its number, kind, id, time and body."""


def draw_seed() -> str:
    """Return a new seed, which nobody can guess."""
    return secrets.token_hex(32)


class SaltingDossier(ReviewedDossier):
    """A dossier whose new entries may have salted commitments."""

    draw_seed: Callable[[], str] = staticmethod(draw_seed)
    """Gives each entry its seed; the same acts with the same seeds give the same bytes."""
    _salted_from_now = False

    def _is_salted(self, connection: Connection) -> bool:
        """Return whether new entries have salted commitments: they have once an entry has."""
        table = schema.ledger
        newest = connection.execute(select(table.c.opening).order_by(table.c.seq.desc()).limit(1)).first()
        return newest is not None and newest[0] is not None

    def _committing(self, connection: Connection) -> Commit:
        """Return what commits to the entries that are appended next."""
        if not (self._salted_from_now or self._is_salted(connection)):
            return lambda seq, kind, id_, recorded_at, body: (entry_digest(seq, kind, id_, recorded_at, body), None)
        numbers: dict[bytes, int] = {}
        table = schema.ledger

        def number_of(id_: bytes) -> int:
            if id_ not in numbers:
                named = table.c.kind.in_(("article", "assertion"))
                numbers[id_] = connection.scalar(select(table.c.seq).where(table.c.id == id_, named)) or 0
            return numbers[id_]

        def commit(seq: int, kind: EntryKind, id_: bytes, recorded_at: str, body: bytes) -> tuple[bytes, bytes]:
            content = parse_body(seq, body)
            seed = str(content.get("seed") or "") if content.get("signature") else ""
            opening = Opening(find_links(kind, content, number_of), seed or self.draw_seed())
            fields = commit_fields(kind, content, opening, encode_content)
            numbers[id_] = seq
            return salted_digest(seq, kind, recorded_at, fields, opening.links), encode_content(opening.as_json())

        return commit
