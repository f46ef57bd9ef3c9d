"""Bring the tables of a dossier up to date, one numbered step after another."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from pydantic_core import from_json
from sqlalchemy import Connection, Engine, LargeBinary, Table, func, insert, inspect, select, tuple_

from claims.models import Decision, MentionRecord
from claims.store.addresses import DossierError
from claims.store.engine import check_unhindered, reading, writing
from claims.store.tables import schema
from claims.store.tables.keys import Keys
from claims.store.tables.likeness import mark_texts
from claims.store.tables.mention_index import index_mentions
from claims.store.tables.projection import (
    ASSERTION_COLUMNS,
    Projection,
    amendments,
    place_of,
    vocabulary_additions,
)
from claims.store.tables.statements import is_server
from claims.store.tables.tree import grow_tree
from claims.subjects import SubjectMap
from claims.vocabulary.loading import build_vocabulary, builtin_vocabulary

_AT_ONCE: Final = 1_000


Done = tuple[int, int]
"""How many rows of how many are done."""

Step = Callable[[Connection], Iterable[Done] | None]


def migrate(engine: Engine, path: Path, *, create: bool, progress: Callable[[Done], None] | None = None) -> None:
    """Apply the migrations that the file lacks; with `create` an empty file becomes a dossier.

    Several processes may try at once. `progress` is told how far a step is that takes long.

    Raises:
        DossierError: the file is no dossier, or was written by a newer version.
    """
    with reading(engine, path) as connection:
        applied = _read_applied(connection, path, create=create)
        tables = set(inspect(connection).get_table_names())
    if applied == {number for number, _ in MIGRATIONS}:
        if missing := sorted(schema.metadata.tables.keys() - tables):
            raise DossierError(path, f"lacks the table {missing[0]!r}; restore a backup or name another file", 3)
        return
    with writing(engine, path) as connection:
        applied = _read_applied(connection, path, create=create)
        new_on_server = is_server(connection) and not applied
        if new_on_server:
            schema.metadata.create_all(connection)
        if applied:
            _add_openings(connection)  # every step that reads entries reads what opens them
        for number, step in MIGRATIONS:
            if number not in applied:
                for done in () if new_on_server else step(connection) or ():
                    if progress:
                        progress(done)
                stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                connection.execute(insert(schema.migrations), {"number": number, "applied_at": stamp})
        check_unhindered(connection, path)  # only now: before, the tables of an older file are in its own form


def _read_applied(connection: Connection, path: Path, *, create: bool) -> set[int]:
    tables = set(inspect(connection).get_table_names())
    if create and not tables:
        return set()
    if "ledger" not in tables or "migrations" not in tables:
        raise DossierError(path, "is not a dossier (it has no ledger); name another file", 3)
    applied = set(connection.scalars(select(schema.migrations.c.number)))
    if (newest := max(applied, default=0)) > MIGRATIONS[-1][0]:
        raise DossierError(path, f"was written by a newer Variorum (format {newest}); upgrade this one")
    return applied


def _list_proposals(connection: Connection) -> None:
    """Make the table of proposals and fill it from the ledger of a dossier that had none."""
    schema.proposals.create(connection, checkfirst=True)
    projection = Projection(connection, builtin_vocabulary, Keys(), SubjectMap(()))
    articles = {row.id: row.seq for row in connection.execute(select(schema.articles.c.id, schema.articles.c.seq))}
    query = select(schema.ledger.c.seq, schema.ledger.c.kind, schema.ledger.c.body).order_by(schema.ledger.c.seq)
    for seq, kind, body in connection.execute(query.where(schema.ledger.c.kind.in_(("assertion", "decision")))):
        content = from_json(body)
        if kind == "decision":
            projection.act(Decision.model_validate(content))
        elif content["tier"]:
            place = place_of(content)
            projection.propose([(seq, place, articles[place.article])])


def _add_tree(connection: Connection) -> None:
    schema.tree.create(connection, checkfirst=True)
    grow_tree(connection, 0, connection.scalar(select(func.max(schema.ledger.c.seq))) or 0)


def _add_facets(connection: Connection) -> None:
    """Make the table of facets, and mark every item as out of date so that it is filled."""
    schema.item_facets.create(connection, checkfirst=True)
    _mark_all(connection)


def _mark_all(connection: Connection) -> None:
    """Mark every item as out of date: earlier lines may be older than their evidence, or name other states."""
    connection.execute(schema.items.update().where(schema.items.c.dirty == 0).values(dirty=1))


def _order_queue(connection: Connection) -> None:
    """Replace the index of the queue by one that answers its usual filters without reading the items."""
    connection.exec_driver_sql("DROP INDEX IF EXISTS items_queue")
    for index in schema.items.indexes:
        if index.name == "items_order":
            index.create(connection, checkfirst=True)


def _list_terms(connection: Connection) -> None:
    """Make the tables of terms and fill them from the mentions."""
    schema.terms.create(connection, checkfirst=True)
    schema.mention_terms.create(connection, checkfirst=True)
    table, ledger = schema.mentions, schema.ledger
    query = select(table.c.seq, ledger.c.body, table.c.article).join(ledger, ledger.c.seq == table.c.seq)
    rows = connection.execute(query.order_by(table.c.seq)).all()
    if rows:
        words = build_vocabulary(vocabulary_additions(connection))
        for part in schema.parts_of(rows, _AT_ONCE):
            index_mentions(connection, [(r[0], MentionRecord.model_validate_json(r[1]), r[2]) for r in part], words)


def _list_unread(connection: Connection) -> None:
    """Make the table of articles without a mention, and fill it."""
    schema.unread_articles.create(connection, checkfirst=True)
    read = "SELECT article FROM mentions"
    connection.exec_driver_sql(f"INSERT INTO unread_articles SELECT seq FROM articles WHERE seq NOT IN ({read})")


def _add_description(connection: Connection) -> None:
    """Add the columns that describe articles, where they are not there."""
    present = {column["name"] for column in inspect(connection).get_columns(schema.articles.name)}
    for name in schema.DESCRIPTION:
        if name not in present:
            connection.exec_driver_sql(f"ALTER TABLE {schema.articles.name} ADD COLUMN {name} TEXT")


def _describe_articles(connection: Connection) -> None:
    """Add the columns that describe articles, and fill them from the ledger."""
    table, ledger = schema.articles, schema.ledger
    _add_description(connection)
    for index in table.indexes:
        index.create(connection, checkfirst=True)
    for seq, body in connection.execute(select(ledger.c.seq, ledger.c.body).where(ledger.c.kind == "article")):
        content = from_json(body)
        values = {name: schema.plain(content.get(name)) for name in schema.DESCRIPTION}
        connection.execute(table.update().where(table.c.seq == seq).values(values))


def _add_columns(connection: Connection, table: Table, columns: schema.LaterColumns) -> None:
    """Add columns that a table has had since a later version, where they are not there."""
    present = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for name, _, default in columns:
        if name not in present:
            kind = table.c[name].type.compile(dialect=connection.dialect)
            definition = f"{name} {kind}" + ("" if default is None else f" DEFAULT {default} NOT NULL")
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {definition}")


def _add_glance(connection: Connection) -> None:
    """Add the columns that say at a glance what an item is about, and mark every item so that they are filled."""
    _add_columns(connection, schema.items, schema.GLANCE)
    _mark_all(connection)


def _mark_texts(connection: Connection) -> None:
    """Make the table of the marks of texts, and fill it; texts were found by their length before."""
    schema.text_marks.create(connection, checkfirst=True)
    connection.execute(schema.text_marks.delete())
    connection.exec_driver_sql("DROP INDEX IF EXISTS articles_length")
    ledger = schema.ledger
    for seq, body in connection.execute(select(ledger.c.seq, ledger.c.body).where(ledger.c.kind == "article")):
        mark_texts(connection, [(seq, from_json(body))])


def _name_editions(connection: Connection) -> None:
    """Add the columns that name the editions beside an article, and fill them from the ledger, amendments applied."""
    _add_description(connection)
    for index in schema.articles.indexes:
        index.create(connection, checkfirst=True)
    table, ledger, now = schema.articles, schema.ledger, amendments(connection)
    for seq, body in connection.execute(select(ledger.c.seq, ledger.c.body).where(ledger.c.kind == "article")):
        content = from_json(body)
        editions = {name: content.get(name) for name in ("revises", "revised_by")}
        editions |= {name: value for name, value in now.changes(content["id"]).items() if name in editions}
        if any(editions.values()):
            connection.execute(table.update().where(table.c.seq == seq).values(editions))
    _mark_all(connection)


def _add_screened(connection: Connection) -> Iterator[Done]:
    """Add the columns that a screen reads, and fill them from the ledger, a page at a time in the table's order."""
    _add_columns(connection, schema.assertions, schema.SCREENED)
    schema.voices.create(connection, checkfirst=True)
    keys, table, ledger = Keys(), schema.assertions, schema.ledger
    changes = ", ".join(f"{name}=?" for name in ASSERTION_COLUMNS[4:])
    statement = f"UPDATE assertions SET {changes} WHERE item=? AND scope=? AND seq=?"
    key = (table.c.item, table.c.scope, table.c.seq)
    query = select(*key, table.c.article, ledger.c.body).join(ledger, ledger.c.seq == table.c.seq)
    query = query.order_by(*key).limit(_AT_ONCE)
    total, done = connection.scalar(select(func.count()).select_from(table)) or 0, 0
    last: tuple[int, ...] = (0, 0, 0)
    while rows := connection.execute(query.where(tuple_(*key) > last)).all():
        placed = [place_of(from_json(row.body)) for row in rows]
        articles = {place.article: row.article for place, row in zip(placed, rows, strict=True)}
        outlets, voices = keys.outlets(connection, articles), keys.voices(connection, (p.speaker for p in placed))
        said = ((voices[place.speaker] or outlets[place.article], outlets[place.article]) for place in placed)
        values = [(*p.columns, *one, *row[:3]) for p, one, row in zip(placed, said, rows, strict=True)]
        connection.exec_driver_sql(statement, values)
        last, done = tuple(rows[-1][:3]), done + len(rows)
        yield done, total


def _add_openings(connection: Connection) -> None:
    """Add the column for what opens an entry's commitments, and the table of orders to take something out."""
    _add_columns(connection, schema.ledger, (("opening", LargeBinary, None),))
    schema.redactions.create(connection, checkfirst=True)


MIGRATIONS: Final[tuple[tuple[int, Step], ...]] = (
    (1, lambda connection: schema.metadata.create_all(connection)),
    (2, lambda connection: schema.mentions.create(connection, checkfirst=True)),
    (3, _list_proposals),
    (4, _add_tree),
    (5, _add_facets),
    (6, lambda connection: schema.event_decisions.create(connection, checkfirst=True)),
    (7, _order_queue),
    (8, _list_terms),
    (9, _list_unread),
    (10, _mark_all),
    (11, _mark_all),
    (12, _describe_articles),
    (13, lambda connection: schema.reviewer_changes.create(connection, checkfirst=True)),
    (14, lambda connection: schema.amendments.create(connection, checkfirst=True)),
    (15, lambda connection: schema.originals.create(connection, checkfirst=True)),
    (16, _add_glance),
    (17, _mark_texts),
    (18, _name_editions),
    (19, _add_screened),
    (20, _add_openings),
)
"""Numbered steps, oldest first. A step that has landed is never edited; the next change is the next number."""
