"""Index mentions by their terms, so that the mentions in an article's block are found without reading the others.

A term that too many mentions have is not listed, so that the tables `terms` and `mention_terms` follow from the
mentions alone, however many came at once. They hold what `claims.mentions.fingerprints` reads: when that changes, the
next migration has to fill them again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from claims.mentions.fingerprints import Fingerprint, read_fingerprint
from claims.mentions.terms import CROWDED, Terms, block_keys, is_scanty, terms_of
from claims.models import Article, MentionRecord
from claims.store.tables import schema
from claims.store.tables.schema import parts_of, plain
from claims.store.tables.statements import bulk_insert, execute
from claims.vocabulary.model import Vocabulary

_KEYS = "BETWEEN 'k' AND 'l'"
_SUBJECTS = "BETWEEN 'e' AND 'f'"
_LISTED = ("term", "mention", "day", "scanty")


class Listed(NamedTuple):
    """A mention that has a term."""

    term: str
    mention: int
    """The number of its entry."""
    day: int | None
    """When its article appeared, as an ordinal."""
    scanty: bool


def subject_term(subject: str) -> str:
    """Return the term of the subject that a mention was recorded under; it is never crowded."""
    return f"e{subject}"


def index_mentions(
    connection: Connection, run: Sequence[tuple[int, MentionRecord, int]], vocabulary: Vocabulary
) -> None:
    """Write the terms of mentions, given as (entry number, record, number of the article's entry)."""
    rows: list[tuple[Terms, int, int | None, int]] = []
    subjects: list[tuple[str, int, int | None, int]] = []
    for seq, record, article in run:
        fingerprint = Fingerprint()
        if record.main:
            body = execute(connection, "SELECT body FROM ledger WHERE seq = ?", (article,)).scalar_one()
            fingerprint = read_fingerprint(Article.model_validate_json(body))
        day, scanty = fingerprint.published, int(is_scanty(fingerprint))
        subjects.append((plain(subject_term(record.subject)), seq, day, scanty))
        rows.append((terms_of(record, fingerprint, vocabulary), seq, day, scanty))
    bulk_insert(connection, schema.mention_terms, _LISTED, subjects)
    _list_terms(connection, rows)


def rekey_mentions(connection: Connection, vocabulary: Vocabulary) -> None:
    """Write the terms with places again, after the vocabulary has moved a place."""
    for table in ("terms", "mention_terms"):
        execute(connection, f"DELETE FROM {table} WHERE term {_KEYS}")
    query = "SELECT mention, day, scanty, body FROM mention_terms JOIN ledger ON seq = mention WHERE term "
    rows = execute(connection, query + _SUBJECTS + " ORDER BY mention").all()
    records = [MentionRecord.model_validate_json(row.body) for row in rows]
    keys = [Terms(block_keys(record, vocabulary), ()) for record in records]
    _list_terms(connection, [(k, row.mention, row.day, row.scanty) for k, row in zip(keys, rows, strict=True)])


def _list_terms(connection: Connection, mentions: Sequence[tuple[Terms, int, int | None, int]]) -> None:
    counts: Counter[str] = Counter()
    rows = []
    for terms, seq, day, scanty in mentions:
        counts.update(map(plain, (*terms.listed, *terms.counted)))
        rows += [(plain(term), seq, day, scanty) for term in terms.listed]
    if not counts:
        return
    upsert = (
        "INSERT INTO terms VALUES (?, ?) ON CONFLICT (term) DO UPDATE SET mentions = terms.mentions + excluded.mentions"
    )
    execute(connection, upsert, sorted(counts.items()))
    totals = count_terms(connection, {row[0] for row in rows})
    rows = sorted(row for row in rows if totals[row[0]] <= CROWDED)
    bulk_insert(connection, schema.mention_terms, _LISTED, rows)
    # Only those listed until now have rows to delete.
    crowded = [(term,) for term, count in sorted(totals.items()) if count > CROWDED >= count - counts[term]]
    if crowded:
        execute(connection, "DELETE FROM mention_terms WHERE term = ?", crowded)


def count_terms(connection: Connection, terms: Collection[str]) -> dict[str, int]:
    """Return how many mentions have each term, without terms that none has."""
    sql = "SELECT term, mentions FROM terms WHERE term IN "
    return {row[0]: row[1] for row in _select_in(connection, sql, terms)}


def find_mentions(connection: Connection, terms: Collection[str]) -> list[Listed]:
    """Return the mentions listed under any of these terms."""
    sql = "SELECT term, mention, day, scanty FROM mention_terms WHERE term IN "
    return [Listed(row[0], row[1], row[2], bool(row[3])) for row in _select_in(connection, sql, terms)]


def _select_in(connection: Connection, sql: str, terms: Collection[str]) -> Iterable[Any]:
    for part in parts_of(sorted(map(plain, terms))):
        yield from execute(connection, f"{sql} ({','.join('?' * len(part))})", tuple(part))
