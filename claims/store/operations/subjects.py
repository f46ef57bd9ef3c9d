"""Read subjects: which there are, and all that a dossier has of one."""

from collections.abc import Iterator
from operator import attrgetter, itemgetter
from typing import Final

from sqlalchemy import func, select

from claims.grouping import group_by
from claims.store.operations.assertions import placed_assertions
from claims.store.operations.decisions import decisions_under
from claims.store.operations.items import ITEM_COLUMNS
from claims.store.operations.open_dossier import OpenDossier
from claims.store.tables import schema
from claims.store.tables.queue import ItemRow
from claims.store.tables.rows import SubjectRecord

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
                span = items.c.subject.between(subjects[0], subjects[-1])
                lines = connection.execute(select(*ITEM_COLUMNS).where(span).order_by(items.c.attribute))
                rows = group_by((ItemRow(*line) for line in lines), attrgetter("subject"))
                placed = group_by(placed_assertions(connection, span), attrgetter("subject"))
                decided = group_by(decisions_under(connection, span), itemgetter(0))
            for subject in subjects:
                decisions = tuple(decision for _, decision in decided.get(subject, ()))
                yield SubjectRecord(subject, tuple(rows[subject]), tuple(placed.get(subject, ())), decisions)
            after = subjects[-1]

    def event_subjects(self) -> list[tuple[str, str]]:
        """Return (subject, article) for every article that says anything of an event, sorted."""
        table, items = schema.assertions, schema.items
        query = select(items.c.subject, schema.articles.c.id).join(table, items.c.item == table.c.item)
        query = query.join(schema.articles, schema.articles.c.seq == table.c.article)
        with self._reading() as connection:
            rows = connection.execute(query.where(items.c.subject_kind == "event").distinct())
            return sorted((row[0], row[1]) for row in rows)

    def subjects_near(self, article: str, limit: int = 200) -> list[str]:
        """Return subjects an assertion of this article may be put under: the article's own, then others, by name."""
        items, table = schema.items, schema.assertions
        seq = select(schema.articles.c.seq).where(schema.articles.c.id == article).scalar_subquery()
        own = select(items.c.subject).join(table, table.c.item == items.c.item).where(table.c.article == seq).distinct()
        others = select(items.c.subject).distinct().order_by(items.c.subject).limit(limit)
        with self._reading() as connection:
            return list(dict.fromkeys([*sorted(connection.scalars(own)), *connection.scalars(others)]))
