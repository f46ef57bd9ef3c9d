"""Read decisions, oldest first."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from claims.identity import digest
from claims.models import Decision
from claims.store.errors import UnknownRecordError
from claims.store.operations.items import ItemReading
from claims.store.operations.open_dossier import parse_row
from claims.store.tables import schema
from claims.store.tables.keys import ItemKey


class DecisionReading(ItemReading):
    """A dossier that reads decisions."""

    def decisions(self, key: ItemKey) -> tuple[Decision, ...]:
        """Return the decisions on one data item, oldest first."""
        row = self.item_row(key)
        with self._reading() as connection:
            return tuple(decision for _, decision in decisions_under(connection, schema.items.c.item == row.item))

    def subject_decisions(self, subject: str) -> tuple[Decision, ...]:
        """Return the decisions on every data item of a subject, oldest first: they may concern shared assertions."""
        with self._reading() as connection:
            return tuple(decision for _, decision in decisions_under(connection, schema.items.c.subject == subject))

    def decisions_on(self, subjects: Collection[str]) -> dict[str, list[Decision]]:
        """Return the decisions on each of these subjects that has any, oldest first."""
        decisions: dict[str, list[Decision]] = {}
        with self._reading() as connection:
            for part in schema.parts_of(sorted(subjects)):
                for subject, decision in decisions_under(connection, schema.items.c.subject.in_(part)):
                    decisions.setdefault(subject, []).append(decision)
        return decisions

    def item_decided(self, decision: str) -> ItemKey:
        """Return the data item that the decision of this id is on now: merges and splits of events move it along.

        Raises:
            UnknownRecordError: there is no such decision.
        """
        items, table, ledger = schema.items, schema.decisions, schema.ledger
        query = (
            select(items.c.subject, items.c.attribute)
            .join(table, table.c.item == items.c.item)
            .join(ledger, ledger.c.seq == table.c.seq)
            .where(ledger.c.id == bytes.fromhex(digest({"decision": decision})))
        )
        with self._reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownRecordError("decision", decision, "`variorum audit trace ITEM` lists those on an item")
        return row[0], row[1]

    def decided_keys(self) -> list[ItemKey]:
        """Return the data items on which there is any decision, in order."""
        items, table = schema.items, schema.decisions
        query = select(items.c.subject, items.c.attribute).join(table, table.c.item == items.c.item).distinct()
        with self._reading() as connection:
            return [(row[0], row[1]) for row in connection.execute(query.order_by(items.c.subject, items.c.attribute))]

    def decision_numbers(self) -> list[int]:
        """Return the entry numbers of all decisions, newest first."""
        seq = schema.decisions.c.seq
        with self._reading() as connection:
            return list(connection.scalars(select(seq).order_by(seq.desc())))

    def decision_page(self, numbers: Sequence[int]) -> list[Decision]:
        """Return the decisions with these entry numbers, in the given order."""
        ledger = schema.ledger
        by_number: dict[int, Decision] = {}
        with self._reading() as connection:
            for part in schema.parts_of(numbers):
                query = select(ledger).where(ledger.c.seq.in_(part), ledger.c.kind == "decision")
                by_number |= {row.seq: parse_row(Decision, row) for row in connection.execute(query)}
        return [by_number[number] for number in numbers if number in by_number]

    def recent_decisions(self, limit: int = 100) -> list[Decision]:
        """Return the latest decisions, newest first."""
        table = schema.decisions
        query = (
            select(schema.ledger)
            .join(table, table.c.seq == schema.ledger.c.seq)
            .order_by(table.c.seq.desc())
            .limit(limit)
        )
        with self._reading() as connection:
            return [parse_row(Decision, row) for row in connection.execute(query)]


def decisions_under(connection: Connection, condition: Any) -> list[tuple[str, Decision]]:
    """Return decisions, oldest first, each with its current subject."""
    table = schema.decisions
    query = (
        select(schema.ledger, schema.items.c.subject)
        .join(table, table.c.seq == schema.ledger.c.seq)
        .join(schema.items, schema.items.c.item == table.c.item)
        .where(condition)
        .order_by(table.c.seq)
    )
    return [(row[-1], parse_row(Decision, row[:-1])) for row in connection.execute(query)]
