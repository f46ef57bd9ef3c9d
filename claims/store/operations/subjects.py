"""Read subjects: which there are, and all that a dossier has of one."""

from collections.abc import Collection, Iterator, Sequence
from itertools import starmap
from operator import attrgetter, itemgetter
from typing import Any, Final

from sqlalchemy import Connection, case, func, select

from claims.grouping import group_by
from claims.store.operations.assertions import placed_assertions
from claims.store.operations.decisions import decisions_under
from claims.store.operations.items import ITEM_COLUMNS
from claims.store.operations.open_dossier import OpenDossier
from claims.store.tables import schema
from claims.store.tables.queue import ItemRow
from claims.store.tables.rows import EventCount, SubjectRecord

_SUBJECTS: Final = 200
"""Subjects read at once."""


class SubjectReading(OpenDossier):
    """A dossier that reads subjects."""

    def read_subjects(self, after: str = "") -> Iterator[SubjectRecord]:
        """Yield every subject from `after` on with its items, assertions and decisions, by name, a page at a time.

        Subjects that are new since the reading began are left out, so that it ends.
        """
        items = schema.items
        with self._reading() as connection:
            last = connection.scalar(select(func.max(items.c.item))) or 0
        while True:
            page = select(items.c.subject).where(items.c.subject > after, items.c.item <= last).distinct()
            page = page.order_by(items.c.subject)
            with self._reading() as connection:
                subjects = list(connection.scalars(page.limit(_SUBJECTS)))
                if not subjects:
                    return
                records = _read_records(connection, subjects, items.c.subject.between(subjects[0], subjects[-1]))
            yield from records
            after = subjects[-1]

    def subjects_named(self, names: Collection[str], attributes: Collection[str] = ()) -> Iterator[SubjectRecord]:
        """Yield these subjects with their items, assertions and decisions, by name, a page at a time.

        Where `attributes` are given, other assertions are left out.
        """
        for part in schema.parts_of(sorted(names), _SUBJECTS):
            with self._reading() as connection:
                records = _read_records(connection, part, schema.items.c.subject.in_(part), attributes)
            yield from records

    def subjects_since(self, seq: int) -> tuple[frozenset[str], set[str]]:
        """Return the subjects with an assertion or a decision after an entry, and the kinds of all entries after it."""
        items, ledger = schema.items, schema.ledger
        with self._reading() as connection:
            kinds = set(connection.scalars(select(ledger.c.kind).where(ledger.c.seq > seq).distinct()))
            subjects: set[str] = set()
            for kind, table in (("assertion", schema.assertions), ("decision", schema.decisions)):
                if kind in kinds:
                    query = select(items.c.subject).join(table, table.c.item == items.c.item).where(table.c.seq > seq)
                    subjects.update(connection.scalars(query.distinct()))
        return frozenset(subjects), kinds

    def decided_subjects(self) -> list[str]:
        """Return the subjects with any decision, sorted."""
        items, table = schema.items, schema.decisions
        query = select(items.c.subject).join(table, table.c.item == items.c.item).distinct()
        with self._reading() as connection:
            return list(connection.scalars(query.order_by(items.c.subject)))

    def event_subjects(self) -> list[tuple[str, str]]:
        """Return (subject, article) for every article that says anything of an event, sorted."""
        table, items = schema.assertions, schema.items
        query = select(items.c.subject, schema.articles.c.id).join(table, items.c.item == table.c.item)
        query = query.join(schema.articles, schema.articles.c.seq == table.c.article)
        with self._reading() as connection:
            rows = connection.execute(query.where(items.c.subject_kind == "event").distinct())
            return sorted((row[0], row[1]) for row in rows)

    def events_in_order(self) -> list[str]:
        """Return every event of the dossier, those merged into others too, by when it was first recorded."""
        table = schema.items
        query = select(table.c.subject).where(table.c.subject_kind == "event").group_by(table.c.subject)
        with self._reading() as connection:
            return list(connection.scalars(query.order_by(func.min(table.c.item))))

    def event_counts(self, waiting: Sequence[str]) -> list[EventCount]:
        """Return every event of which anything is said, those with the most important items first.

        `waiting` are the states in which an item is unsettled.
        """
        table = schema.items
        unsettled = func.sum(case((table.c.state.in_(waiting), 1), else_=0))
        query = (
            select(table.c.subject, func.count(), unsettled)
            .where(table.c.subject_kind == "event", table.c.members > 0)
            .group_by(table.c.subject)
            .order_by(func.max(table.c.importance).desc(), table.c.subject)
        )
        with self._reading() as connection:
            return list(starmap(EventCount, connection.execute(query)))

    def count_under(self, subjects: Collection[str]) -> dict[str, tuple[int, int]]:
        """Return how many articles say anything of each of these subjects, and in how many statements."""
        table, items = schema.assertions, schema.items
        counts = (func.count(table.c.article.distinct()), func.count())
        query = select(items.c.subject, *counts).join(table, items.c.item == table.c.item)
        with self._reading() as connection:
            rows = connection.execute(query.where(items.c.subject.in_(subjects)).group_by(items.c.subject))
            return {str(row[0]): (int(row[1]), int(row[2])) for row in rows}

    def subjects_near(self, article: str, limit: int = 200) -> list[str]:
        """Return subjects an assertion of this article may be put under: the article's own, then others, by name."""
        items, table = schema.items, schema.assertions
        seq = select(schema.articles.c.seq).where(schema.articles.c.id == article).scalar_subquery()
        own = select(items.c.subject).join(table, table.c.item == items.c.item).where(table.c.article == seq).distinct()
        others = select(items.c.subject).distinct().order_by(items.c.subject).limit(limit)
        with self._reading() as connection:
            return list(dict.fromkeys([*sorted(connection.scalars(own)), *connection.scalars(others)]))


def _read_records(
    connection: Connection, subjects: Sequence[str], which: Any, attributes: Collection[str] = ()
) -> list[SubjectRecord]:
    """Return all that there is of these subjects, in their order; `which` is the condition that names them."""
    lines = connection.execute(select(*ITEM_COLUMNS).where(which).order_by(schema.items.c.attribute))
    rows = group_by((ItemRow(*line) for line in lines), attrgetter("subject"))
    bearing = [schema.items.c.attribute.in_(sorted(attributes))] if attributes else []
    placed = group_by(placed_assertions(connection, which, *bearing), attrgetter("subject"))
    decided = group_by(decisions_under(connection, which), itemgetter(0))
    return [
        SubjectRecord(
            subject,
            tuple(rows.get(subject, ())),
            tuple(placed.get(subject, ())),
            tuple(decision for _, decision in decided.get(subject, ())),
        )
        for subject in subjects
    ]
