"""Read mentions of events, and find them by their terms."""

from collections.abc import Collection

from sqlalchemy import select

from claims.models import MentionRecord
from claims.store.operations.open_dossier import AT_ONCE, OpenDossier
from claims.store.tables import mention_index as mentionindex
from claims.store.tables import schema


class MentionReading(OpenDossier):
    """A dossier that reads mentions."""

    def mentions(self) -> list[MentionRecord]:
        """Return every event mention, by article and key."""
        table = schema.mentions
        query = select(schema.ledger.c.body).join(table, table.c.seq == schema.ledger.c.seq)
        with self._reading() as connection:
            records = [MentionRecord.model_validate_json(body) for body in connection.scalars(query)]
        return sorted(records, key=lambda mention: (mention.article, mention.key))

    def mentions_of(self, articles: Collection[str]) -> list[MentionRecord]:
        """Return the event mentions of these articles, by article and key."""
        table, rows, records = schema.mentions, schema.articles, []
        query = select(schema.ledger.c.body).join(table, table.c.seq == schema.ledger.c.seq)
        query = query.join(rows, rows.c.seq == table.c.article)
        ids = sorted(articles)
        with self._reading() as connection:
            for start in range(0, len(ids), AT_ONCE):
                bodies = connection.scalars(query.where(rows.c.id.in_(ids[start : start + AT_ONCE])))
                records += [MentionRecord.model_validate_json(body) for body in bodies]
        return sorted(records, key=lambda mention: (mention.article, mention.key))

    def mention_page(self, numbers: Collection[int]) -> list[MentionRecord]:
        """Return the mentions with these entry numbers, by article and key."""
        ordered, records = sorted(numbers), []
        with self._reading() as connection:
            for start in range(0, len(ordered), AT_ONCE):
                query = select(schema.ledger.c.body).where(schema.ledger.c.seq.in_(ordered[start : start + AT_ONCE]))
                records += [MentionRecord.model_validate_json(body) for body in connection.scalars(query)]
        return sorted(records, key=lambda mention: (mention.article, mention.key))

    def count_terms(self, terms: Collection[str]) -> dict[str, int]:
        """Return how many mentions have each of the terms (`claims.mentions.terms`) that any has."""
        with self._reading() as connection:
            return mentionindex.count_terms(connection, terms)

    def find_mentions(self, terms: Collection[str]) -> list[mentionindex.Listed]:
        """Return the mentions that have any of the terms which are not crowded."""
        with self._reading() as connection:
            return mentionindex.find_mentions(connection, terms)

    def mentions_under(self, subjects: Collection[str]) -> list[mentionindex.Listed]:
        """Return the mentions that were recorded under any of the subjects."""
        return self.find_mentions([mentionindex.subject_term(subject) for subject in subjects])
