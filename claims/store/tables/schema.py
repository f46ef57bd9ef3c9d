"""The tables of a dossier, for SQLite and PostgreSQL alike, through SQLAlchemy Core.

`ledger` is the record, `originals` the bytes that its hashes are of; every other table is computed from it and can be
dropped and rebuilt. Rows of one data item lie
together: `assertions` is keyed by (item, scope, seq) without a rowid, labels are integers, the long text stays in the
ledger. Text columns never hold NUL (PostgreSQL cannot store it); the original text is in the ledger's bytes.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeVar

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
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn, SchemaItem
from sqlalchemy.sql.compiler import DDLCompiler
from sqlalchemy.types import TypeEngine

_Key = TypeVar("_Key")

AT_ONCE: Final = 500
"""Records asked for by number or id in one query."""

metadata = MetaData()

IS_DIRTY = "dirty <> 0"
"""Finding what is out of date uses an index of just that, and only where it is asked for in these very words."""

_SEQ = BigInteger().with_variant(Integer, "sqlite")


def _whole(kind: type[TypeEngine[Any]]) -> TypeEngine[Any]:
    """Return a type of columns, in SQLite one of those that its strict tables know."""
    return kind().with_variant(Integer(), "sqlite") if kind is BigInteger else kind()


@compiles(CreateColumn, "postgresql")
def _create_column(element: CreateColumn, compiler: DDLCompiler, **options: Any) -> str:
    """Let a server compare text byte by byte, as SQLite does: lists come in the same order from either."""
    definition: str = compiler.visit_create_column(element, **options)  # type: ignore[no-untyped-call]
    return definition.replace(" TEXT", ' TEXT COLLATE "C"', 1) if isinstance(element.element.type, Text) else definition


def _table(name: str, *parts: SchemaItem, rowid: bool = True) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _entry(name: str) -> Column[int]:
    """Return a key column with the number of a ledger entry."""
    return Column(name, _SEQ, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False)


ledger = _table(
    "ledger",
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", LargeBinary(32), nullable=False, unique=True),
    Column("recorded_at", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    # Since a later version: see claims.proof.openings.
    Column("opening", LargeBinary),
)

originals = _table(
    "originals",
    # The bytes of articles as they came, compressed; the ledger has their hash and not them.
    Column("sha256", LargeBinary(32), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

migrations = _table(
    "migrations",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("applied_at", Text, nullable=False),
)

DESCRIPTION: Final = ("author", "url", "modified", "language", "revises", "revised_by")
"""What else is known of an article: fields that its row has had since a later version."""

articles = _table(
    "articles",
    _entry("seq"),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("publisher", Text),
    Column("published", Text),
    Column("title", Text),
    Column("length", Integer, nullable=False),
    *(Column(name, Text) for name in DESCRIPTION),
    Index("articles_url", "url", sqlite_where=text("url IS NOT NULL")),
    Index("articles_editions", "seq", sqlite_where=text("revises IS NOT NULL OR revised_by IS NOT NULL")),
)

article_names = _table(
    "article_names",
    Column("name", Text, primary_key=True),
    Column("article", _SEQ, ForeignKey("articles.seq"), primary_key=True),
    rowid=False,
)

LaterColumns = Sequence[tuple[str, type[TypeEngine[Any]], str | None]]
"""Columns that a table has had since a later version: name, type, default."""

GLANCE: Final = (
    ("competing", Text, "''"),
    ("differing", Text, "''"),
    ("origins", Integer, "0"),
    ("proposals", Integer, "0"),
)
"""What a line of the queue says at a glance: columns that items have had since a later version, with their defaults."""

items = _table(
    "items",
    Column("item", Integer, primary_key=True, autoincrement=False),
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
    *(Column(name, kind, nullable=False, server_default=text(default)) for name, kind, default in GLANCE),
    UniqueConstraint("subject", "attribute"),
    # Holds all that the usual queue is filtered and ordered by, so that it is read off the index alone.
    Index("items_order", text("importance DESC"), "subject", "attribute", "state", "severity", "members"),
    Index("items_dirty", "item", sqlite_where=text(IS_DIRTY), postgresql_where=text(IS_DIRTY)),
)

labels = _table(
    "labels",
    Column("label", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False, unique=True),
)

SCREENED: Final = (
    ("kind", Integer, "0"),
    ("stance", Integer, "0"),
    ("low", BigInteger, "0"),
    ("high", BigInteger, "0"),
    ("digest", LargeBinary, None),
    ("clock", BigInteger, None),
    ("hops", Integer, "0"),
    ("exhaustive", Integer, "0"),
    ("proposed", Integer, "0"),
    ("origin", BigInteger, "0"),
    ("outlet", BigInteger, "0"),
)
"""Columns that assertions have had since a later version, with their defaults: see `claims.store.tables.columns`.

The origin, who spoke first, and the outlet are numbers of names (`voice_number`); names of one voice have several.
"""

assertions = _table(
    "assertions",
    Column("item", Integer, ForeignKey("items.item"), primary_key=True, autoincrement=False),
    Column("scope", Integer, ForeignKey("labels.label"), primary_key=True, autoincrement=False),
    _entry("seq"),
    Column("article", _SEQ, ForeignKey("articles.seq"), nullable=False),
    *(
        Column(name, _whole(kind), nullable=default is None, server_default=None if default is None else text(default))
        for name, kind, default in SCREENED
    ),
    Index("assertions_article", "article"),
    rowid=False,
)

voices = _table(
    "voices",
    # The names of those who are quoted, by `voice_number`; those of outlets are in the rows of their articles.
    Column("voice", _SEQ, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

decisions = _table(
    "decisions",
    Column("item", Integer, ForeignKey("items.item"), primary_key=True, autoincrement=False),
    # 0 for the first decision on an item. The key lets one decision follow another only once.
    Column("based_on", _SEQ, primary_key=True, autoincrement=False),
    Column("seq", _SEQ, ForeignKey("ledger.seq"), nullable=False),
    rowid=False,
)

vocabulary_changes = _table("vocabulary_changes", _entry("seq"))

mentions = _table(
    "mentions",
    Column("article", _SEQ, ForeignKey("articles.seq"), primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    Column("seq", _SEQ, ForeignKey("ledger.seq"), nullable=False),
    rowid=False,
)

terms = _table(
    "terms",
    # See claims.mentions.terms.
    Column("term", Text, primary_key=True),
    Column("mentions", Integer, nullable=False),
    rowid=False,
)

mention_terms = _table(
    "mention_terms",
    Column("term", Text, primary_key=True),
    Column("mention", _SEQ, ForeignKey("ledger.seq"), primary_key=True, autoincrement=False),
    # When the article appeared, as an ordinal.
    Column("day", Integer),
    # Its fingerprint has so few names that date and place may say more.
    Column("scanty", Integer, nullable=False),
    rowid=False,
)

unread_articles = _table(
    "unread_articles",
    # Articles without a mention: few, even where the articles are many.
    Column("article", _SEQ, ForeignKey("articles.seq"), primary_key=True, autoincrement=False),
)

text_marks = _table(
    "text_marks",
    # See claims.likeness; of the text as it was recorded.
    Column("mark", _SEQ, primary_key=True, autoincrement=False),
    Column("article", _SEQ, ForeignKey("articles.seq"), primary_key=True, autoincrement=False),
    rowid=False,
)

proposals = _table(
    "proposals",
    _entry("seq"),
    Column("article", _SEQ, ForeignKey("articles.seq"), nullable=False),
    # Where the quote begins and ends.
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("tier", Text, nullable=False),
    # The act in force (`claims.decisions.Act`); empty while it waits for a reviewer.
    Column("act", Text, nullable=False),
    Index("proposals_article", "article", "act", "start"),
)


tree = _table(
    "tree",
    # Subtrees over 256**level entries each; see claims.store.tables.tree.
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("place", _SEQ, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(32), nullable=False),
    rowid=False,
)

event_decisions = _table("event_decisions", _entry("seq"))

reviewer_changes = _table("reviewer_changes", _entry("seq"))

redactions = _table("redactions", _entry("seq"))

amendments = _table("amendments", _entry("seq"))

item_facets = _table(
    "item_facets",
    # From the reconciler's last summary of an item, for filters: its relations, sources, reviewers, dates.
    Column("facet", Text, primary_key=True),
    Column("value", Text, primary_key=True),
    Column("item", Integer, ForeignKey("items.item"), primary_key=True, autoincrement=False),
    Index("item_facets_item", "item"),
    rowid=False,
)

COMPUTED = (
    item_facets,
    redactions,
    reviewer_changes,
    event_decisions,
    amendments,
    tree,
    proposals,
    unread_articles,
    text_marks,
    mention_terms,
    terms,
    mentions,
    vocabulary_changes,
    decisions,
    assertions,
    voices,
    items,
    labels,
    article_names,
    articles,
)
"""Every table that can be rebuilt from the ledger, dependents first."""


def plain(text: str | None) -> Any:
    """Return `text` for a query column: NUL, which PostgreSQL cannot store, becomes its visible symbol."""
    return text.replace("\x00", "␀") if text else text


def parts_of(keys: Sequence[_Key], size: int = AT_ONCE) -> Iterator[Sequence[_Key]]:
    """Yield `keys` in parts that one query can ask for."""
    yield from (keys[start : start + size] for start in range(0, len(keys), size))
