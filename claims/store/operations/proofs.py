"""Prove from the ledger's tree: the head, checkpoints, inclusion, growth, and a check that starts after a checkpoint.

Each proof reads some hundreds of rows, however long the ledger.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

from sqlalchemy import Connection, select

from claims.proof.checkpoint import Checkpoint, CheckpointError
from claims.proof.entries import Earlier, LedgerCheck, TextOf
from claims.proof.merkle import frontier_at, prove_consistency, prove_inclusion, root_at
from claims.store.ledger import DamagedLedgerError, Entry
from claims.store.operations.reviewers import role_taken
from claims.store.tables import schema
from claims.store.tables.projection import event_decisions
from claims.store.tables.statements import fetch
from claims.store.tables.tree import node_reader

_LOOKUPS = 50


class Proofs:
    """Answers about the ledger of an open dossier."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]]) -> None:
        """Prepare to read through connections that `reading` opens."""
        self._reading = reading

    def head(self) -> tuple[int, str]:
        """Return how many entries there are and the root over them, which pins all; (0, "") for an empty ledger.

        Raises:
            DamagedLedgerError: an entry is missing.
        """
        with self._reading() as connection:
            size, _ = newest(connection)
            return (size, _root(connection, size).hex() if size else "")

    @contextmanager
    def looking_up(self) -> Iterator[Callable[[str, bytes], bytes | None]]:
        """Yield a function that returns the unchecked body of an entry, or None where there is none.

        One connection serves some dozens of lookups, after which writers waiting meanwhile get through.
        """
        sql = "SELECT body FROM ledger WHERE id = ? AND kind = ?"
        with ExitStack() as stack:
            lookups = itertools.count()
            open_: list[Connection] = []

            def body_of(kind: str, entry_id: bytes) -> bytes | None:
                if next(lookups) % _LOOKUPS == 0:
                    stack.close()
                    open_[:] = [stack.enter_context(self._reading())]
                rows = fetch(open_[0], sql, (entry_id, kind))
                return rows[0][0] if rows else None

            yield body_of

    def seal(self, now: str) -> Checkpoint | None:
        """Return what pins the ledger as it is now; None where it is empty.

        Raises:
            DamagedLedgerError: an entry is missing.
        """
        with self._reading() as connection:
            size, last_time = newest(connection)
            if not size:
                return None
            return Checkpoint(_first_digest(connection), size, _root(connection, size), max(now, last_time))

    def inclusion(self, ids: Iterable[bytes], size: int) -> dict[bytes, tuple[int, bytes, list[bytes]]]:
        """Return number, digest and inclusion proof of each of these entries among the first `size`."""
        table = schema.ledger
        proofs: dict[bytes, tuple[int, bytes, list[bytes]]] = {}
        with self._reading() as connection:
            node = node_reader(connection)
            for part in schema.parts_of(list(ids)):
                query = select(table.c.id, table.c.seq, table.c.digest).where(table.c.id.in_(part), table.c.seq <= size)
                for id_, seq, digest in connection.execute(query.order_by(table.c.seq)).all():
                    proofs[id_] = (seq, digest, prove_inclusion(seq - 1, size, node))
        return proofs

    def consistency(self, first: int, second: int) -> list[bytes]:
        """Return the proof that the first `second` entries begin with the first `first` of them.

        Raises:
            CheckpointError: there are not that many.
        """
        with self._reading() as connection:
            try:
                return prove_consistency(first, second, node_reader(connection))
            except (LookupError, ValueError) as error:
                raise CheckpointError(f"it is of {first} entries, and the ledger cannot have grown from it") from error

    def check_after(self, checkpoint: Checkpoint, text_of: TextOf) -> LedgerCheck:
        """Return a check that takes up after the entries of `checkpoint`.

        Raises:
            CheckpointError: what the dossier keeps of those entries is not what was sealed.
        """
        table = schema.ledger
        with self._reading() as connection:
            last = select(table.c.recorded_at).where(table.c.seq == checkpoint.size)
            last_time = connection.scalar(last)
            try:
                tree = frontier_at(checkpoint.size, node_reader(connection))
            except (LookupError, ValueError) as error:
                raise CheckpointError(f"entries of {checkpoint.name} are gone") from error
            known = {"", _first_digest(connection)}
        if last_time is None or tree.root() != checkpoint.root or checkpoint.dossier not in known:
            raise CheckpointError(
                f"history was rewritten: entries 1 to {checkpoint.size} are not those of {checkpoint.name}; without "
                "--newest each of them is looked at"
            )
        earlier = _Before(self._reading, checkpoint.size)
        return LedgerCheck(text_of, [checkpoint], tree=tree, earlier=earlier, last_time=last_time, is_copy=False)


def newest(connection: Connection) -> tuple[int, str]:
    """Return number and time of the newest entry; (0, "") for an empty ledger."""
    table = schema.ledger
    row = connection.execute(select(table.c.seq, table.c.recorded_at).order_by(table.c.seq.desc()).limit(1)).first()
    return (row[0], row[1]) if row else (0, "")


def _root(connection: Connection, size: int) -> bytes:
    try:
        return root_at(size, node_reader(connection))
    except LookupError as error:
        raise DamagedLedgerError(size, f"not all entries before it are there ({error})") from error


def _first_digest(connection: Connection) -> str:
    digest = connection.scalar(select(schema.ledger.c.digest).where(schema.ledger.c.seq == 1))
    if digest is None:
        raise DamagedLedgerError(1, "it is missing")
    return str(digest.hex())


class _Before(Earlier):
    """Answers about the first entries of a ledger, from the dossier's tables."""

    def __init__(self, reading: Callable[[], AbstractContextManager[Connection]], size: int) -> None:
        self._reading = reading
        self._size = size

    def number_of(self, kind: str, entry_id: bytes) -> int:
        table = schema.ledger
        query = select(table.c.seq).where(table.c.id == entry_id, table.c.kind == kind, table.c.seq <= self._size)
        with self._reading() as connection:
            return connection.scalar(query) or 0

    def tied(self, subject: str) -> bool:
        with self._reading() as connection:
            return any(one.other and subject in (one.subject, one.other) for one in event_decisions(connection))

    def reviewer_changes(self) -> list[dict[str, Any]]:
        table, ledger = schema.reviewer_changes, schema.ledger
        query = select(ledger).join(table, table.c.seq == ledger.c.seq).where(table.c.seq <= self._size)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(table.c.seq)).all()
        return [dict(Entry(*row).intact().content()) for row in rows]

    def role_of(self, decision: str) -> str:
        with self._reading() as connection:
            return role_taken(connection, decision)

    def decided(self, item: tuple[str, str]) -> str | None:
        items, table = schema.items, schema.decisions
        query = select(schema.ledger).join(table, table.c.seq == schema.ledger.c.seq)
        query = query.join(items, items.c.item == table.c.item).where(table.c.seq <= self._size)
        query = query.where(items.c.subject == item[0], items.c.attribute == item[1])
        with self._reading() as connection:
            row = connection.execute(query.order_by(table.c.seq.desc()).limit(1)).first()
        return None if row is None else str(Entry(*row).intact().content()["id"])
