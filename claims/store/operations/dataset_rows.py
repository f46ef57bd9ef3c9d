"""Append the rows of data sets, each with its statements and its mention in one commit, and know them again by name."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
from sqlalchemy import select

from claims.store.operations.additions import Addition
from claims.store.operations.appending import Appending
from claims.store.tables import schema
from claims.store.tables.schema import parts_of, plain


class RowAddition(NamedTuple):
    """A row as it is appended."""

    article: Addition
    statements: Sequence[Addition]
    mention: Addition


class KnownRow(NamedTuple):
    """The newest article of a name, and what it says."""

    seq: int
    id: str
    text_sha256: str


class _Text(msgspec.Struct):
    text_sha256: str


_read_hash = msgspec.json.Decoder(_Text).decode


class DatasetRows(Appending):
    """A dossier that rows of data sets are added to."""

    def add_rows(self, rows: Sequence[RowAddition]) -> None:
        """Append rows that are not there yet, in one commit: an interrupted import has whole rows only."""
        with self._writing() as connection:
            self._append(connection, "article", [row.article for row in rows])
            self._append(connection, "assertion", [one for row in rows for one in row.statements])
            self._append(connection, "mention", [row.mention for row in rows])
        self._keys.spare()

    def rows_named(self, names: Iterable[str]) -> dict[str, KnownRow]:
        """Return the newest article of each of these names that any has."""
        listed, table, ledger = schema.article_names, schema.articles, schema.ledger
        query = select(listed.c.name, table.c.seq, table.c.id, ledger.c.body)
        query = query.join(table, table.c.seq == listed.c.article).join(ledger, ledger.c.seq == table.c.seq)
        known: dict[str, KnownRow] = {}
        with self._reading() as connection:
            for part in parts_of([plain(name) for name in names]):
                for name, seq, id_, body in connection.execute(
                    query.where(listed.c.name.in_(part)).order_by(table.c.seq)
                ):
                    known[name] = KnownRow(seq, id_, _read_hash(body).text_sha256)
        return known

    def newest_entry(self) -> int:
        """Return the number of the last entry; 0 where there is none."""
        with self._reading() as connection:
            return connection.exec_driver_sql("SELECT max(seq) FROM ledger").scalar() or 0

    def has_mentions_beside(self, key: str) -> bool:
        """Return whether there is a mention of another key: of an article, or of another data set."""
        table = schema.mentions
        with self._reading() as connection:
            return connection.scalar(select(table.c.seq).where(table.c.key != plain(key)).limit(1)) is not None
