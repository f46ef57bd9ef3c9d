"""Read mentions of events, and find them by their terms."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Select, func, select

from claims.models import MentionRecord
from claims.store.operations.open_dossier import OpenDossier
from claims.store.tables import mention_index, schema

_BODIES: Final = select(schema.ledger.c.body).join(schema.mentions, schema.mentions.c.seq == schema.ledger.c.seq)


class MentionReading(OpenDossier):
    """A dossier that reads mentions."""

    def mentions(self) -> list[MentionRecord]:
        """Return every event mention, by article and key."""
        return self._mentions([_BODIES])

    def mentions_of(self, articles: Collection[str]) -> list[MentionRecord]:
        """Return the event mentions of these articles, by article and key."""
        rows = schema.articles
        query = _BODIES.join(rows, rows.c.seq == schema.mentions.c.article)
        return self._mentions([query.where(rows.c.id.in_(part)) for part in schema.parts_of(sorted(articles))])

    def mention_page(self, numbers: Collection[int]) -> list[MentionRecord]:
        """Return the mentions with these entry numbers, by article and key."""
        query, seq = select(schema.ledger.c.body), schema.ledger.c.seq
        return self._mentions([query.where(seq.in_(part)) for part in schema.parts_of(sorted(numbers))])

    def _mentions(self, queries: Iterable[Select[Any]]) -> list[MentionRecord]:
        with self._reading() as connection:
            bodies = [body for query in queries for body in connection.scalars(query)]
            records = list(map(MentionRecord.model_validate_json, bodies))
        return sorted(records, key=lambda mention: (mention.article, mention.key))

    def count_terms(self, terms: Collection[str]) -> dict[str, int]:
        """Return how many mentions have each of the terms (`claims.mentions.terms`) that any has."""
        with self._reading() as connection:
            return mention_index.count_terms(connection, terms)

    def find_mentions(self, terms: Collection[str]) -> list[mention_index.Listed]:
        """Return the mentions that have any of the terms which are not crowded."""
        with self._reading() as connection:
            return mention_index.find_mentions(connection, terms)

    def mentions_under(self, subjects: Collection[str]) -> list[mention_index.Listed]:
        """Return the mentions that were recorded under any of the subjects."""
        return self.find_mentions(list(map(mention_index.subject_term, subjects)))

    def founding_mentions(self, subjects: Collection[str]) -> dict[str, MentionRecord]:
        """Return the first mention that was recorded under each of the subjects that has any."""
        table, ledger = schema.mention_terms, schema.ledger
        terms = [schema.plain(mention_index.subject_term(subject)) for subject in subjects]
        queries = []
        for part in schema.parts_of(terms):
            first = select(func.min(table.c.mention)).where(table.c.term.in_(part)).group_by(table.c.term)
            queries.append(select(ledger.c.body).where(ledger.c.seq.in_(first)))
        return {mention.subject: mention for mention in self._mentions(queries)}
