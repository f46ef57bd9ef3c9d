"""Index the texts of articles by their marks, and find what may be of the same text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select

from claims.likeness import SHARED, likeness_marks, text_mark
from claims.models import ROW_TYPE
from claims.store.tables import schema
from claims.store.tables.statements import bulk_insert

_MOST: Final = 20
"""Articles that are compared word for word with a new one."""


def mark_texts(connection: Connection, run: Iterable[tuple[int, Mapping[str, Any]]]) -> None:
    """Write the marks of articles, given by entry number and content."""
    rows = [
        (mark, seq)
        for seq, content in run
        if content["media_type"] != ROW_TYPE
        for mark in (text_mark(content["text_sha256"]), *likeness_marks(content["text"]))
    ]
    bulk_insert(connection, schema.text_marks, ("mark", "article"), sorted(rows))


def find_same_texts(connection: Connection, text_sha256: str) -> list[int]:
    """Return the numbers of the articles that may have a text to the letter."""
    table = schema.text_marks
    query = select(table.c.article).where(table.c.mark == text_mark(text_sha256))
    return list(connection.scalars(query.order_by(table.c.article)))


def find_like_texts(connection: Connection, text: str) -> Sequence[int]:
    """Return the numbers of the articles whose marks are most like those of a text."""
    table, shared = schema.text_marks, func.count()
    query = select(table.c.article).where(table.c.mark.in_(likeness_marks(text))).group_by(table.c.article)
    query = query.having(shared >= SHARED).order_by(shared.desc(), table.c.article.desc()).limit(_MOST)
    return list(connection.scalars(query))
