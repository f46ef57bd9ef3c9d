"""The tables of a dossier, for SQLite and PostgreSQL alike, through SQLAlchemy Core.

`ledger` is the record; every other table is computed from it and can be dropped and rebuilt. Rows of one data item lie
together: `assertions` is keyed by (item, scope, seq) without a rowid, labels are integers, the long text stays in the
ledger. Text columns never hold NUL (PostgreSQL cannot store it); the original text is in the ledger's bytes.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

IS_DIRTY = "dirty <> 0"
"""Finding what is out of date uses an index of just that, and only where it is asked for in these very words."""

_SEQ = BigInteger().with_variant(Integer, "sqlite")

ledger = Table(
    "ledger",
    metadata,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", LargeBinary(32), nullable=False, unique=True),
    Column("recorded_at", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    sqlite_strict=True,
)

migrations = Table(
    "migrations",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("applied_at", Text, nullable=False),
    sqlite_strict=True,
)

articles = Table(
    "articles",
    metadata,
    Column("seq", _SEQ, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("publisher", Text),
    Column("published", Text),
    Column("title", Text),
    Column("length", Integer, nullable=False),
    sqlite_strict=True,
)

article_names = Table(
    "article_names",
    metadata,
    Column("name", Text, primary_key=True),
    Column("article", _SEQ, ForeignKey("articles.seq"), primary_key=True),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

items = Table(
    "items",
    metadata,
    Column("item", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("attribute", Text, nullable=False),
    Column("subject_kind", Text, nullable=False),
    # From here on: the reconciler's last summary, and whether it is out of date.
    Column("dirty", Integer, nullable=False, default=1),
    Column("state", Text, nullable=False, default=""),
    Column("severity", Text, nullable=False, default=""),
    Column("importance", Integer, nullable=False, default=0),
    Column("members", Integer, nullable=False, default=0),
    Column("explanation", Text, nullable=False, default=""),
    Column("words", Text, nullable=False, default=""),
    UniqueConstraint("subject", "attribute"),
    # Holds all that the usual queue is filtered and ordered by, so that it is read off the index alone.
    Index("items_order", text("importance DESC"), "subject", "attribute", "state", "severity", "members"),
    Index("items_dirty", "item", sqlite_where=text(IS_DIRTY), postgresql_where=text(IS_DIRTY)),
    sqlite_strict=True,
)

labels = Table(
    "labels",
    metadata,
    Column("label", Integer, primary_key=True),
    Column("text", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

assertions = Table(
    "assertions",
    metadata,
    Column("item", Integer, ForeignKey("items.item"), primary_key=True, autoincrement=False),
    Column("scope", Integer, ForeignKey("labels.label"), primary_key=True, autoincrement=False),
    Column("seq", _SEQ, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    Column("article", _SEQ, ForeignKey("articles.seq"), nullable=False),
    Index("assertions_article", "article"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

decisions = Table(
    "decisions",
    metadata,
    Column("item", Integer, ForeignKey("items.item"), primary_key=True, autoincrement=False),
    # 0 for the first decision on an item. The key lets one decision follow another only once.
    Column("based_on", _SEQ, primary_key=True, autoincrement=False),
    Column("seq", _SEQ, ForeignKey("ledger.seq"), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

vocabulary_changes = Table(
    "vocabulary_changes",
    metadata,
    Column("seq", _SEQ, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    sqlite_strict=True,
)

mentions = Table(
    "mentions",
    metadata,
    Column("article", _SEQ, ForeignKey("articles.seq"), primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("seq", _SEQ, ForeignKey("ledger.seq"), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

terms = Table(
    "terms",
    metadata,
    # See claims.mentions.terms.
    Column("term", Text, primary_key=True),
    Column("mentions", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

mention_terms = Table(
    "mention_terms",
    metadata,
    Column("term", Text, primary_key=True),
    Column("mention", _SEQ, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    # When the article appeared, as an ordinal.
    Column("day", Integer),
    # Its fingerprint has so few names that date and place may say more.
    Column("scanty", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

unread_articles = Table(
    "unread_articles",
    metadata,
    # Articles without a mention: few, even where the articles are many.
    Column("article", _SEQ, ForeignKey("articles.seq"), primary_key=True, autoincrement=False),
    sqlite_strict=True,
)

proposals = Table(
    "proposals",
    metadata,
    Column("seq", _SEQ, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    Column("article", _SEQ, ForeignKey("articles.seq"), nullable=False),
    # Where the quote begins and ends.
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("tier", Text, nullable=False),
    # The act in force (`claims.decisions.Act`); empty while it waits for a reviewer.
    Column("act", Text, nullable=False),
    Index("proposals_article", "article", "act", "start"),
    sqlite_strict=True,
)


tree = Table(
    "tree",
    metadata,
    # Subtrees over 256**level entries each; see claims.store.tables.tree.
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("place", _SEQ, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(32), nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

event_decisions = Table(
    "event_decisions",
    metadata,
    Column("seq", _SEQ, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    sqlite_strict=True,
)

item_facets = Table(
    "item_facets",
    metadata,
    # From the reconciler's last summary of an item, for filters: its relations, sources, reviewers, dates.
    Column("facet", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("item", Integer, ForeignKey("items.item"), primary_key=True, autoincrement=False),
    Index("item_facets_item", "item"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

COMPUTED = (
    item_facets,
    event_decisions,
    tree,
    proposals,
    unread_articles,
    mention_terms,
    terms,
    mentions,
    vocabulary_changes,
    decisions,
    assertions,
    items,
    labels,
    article_names,
    articles,
)
"""Every table that can be rebuilt from the ledger, dependents first."""


def plain(text: str | None) -> Any:
    """Return `text` for a query column: NUL, which PostgreSQL cannot store, becomes its visible symbol."""
    return text.replace("\x00", "␀") if text else text
