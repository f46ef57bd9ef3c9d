"""Keep the bytes of articles as they were received, beside the ledger, whose hash says what they must be.

They are stored compressed, once for each hash. An article whose text is those very bytes needs none.
"""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Connection, func, insert, select

from claims.findings import Finding
from claims.identity import digest_bytes
from claims.models import Article
from claims.store.operations.open_dossier import OpenDossier
from claims.store.tables import schema

_LEVEL: Final = 6
"""Of compression."""


class Cost(NamedTuple):
    """What the originals take."""

    number: int
    stored: int
    """Bytes in the dossier."""
    received: int
    """Bytes as they came."""


class OriginalKeeping(OpenDossier):
    """A dossier that keeps and gives back originals."""

    def original(self, article: Article) -> bytes | None:
        """Return the bytes of an article as they were received; None where they were not kept, or are damaged."""
        if article.original_sha256 == article.text_sha256:
            return article.text.encode("utf-8")
        table = schema.originals
        with self._reading() as connection:
            query = select(table.c.data, table.c.size).where(table.c.sha256 == bytes.fromhex(article.original_sha256))
            row = connection.execute(query).one_or_none()
        data = None if row is None else _unpack(row.data, row.size)
        return data if data is not None and digest_bytes(data) == article.original_sha256 else None

    def originals_cost(self) -> Cost:
        """Return what the originals take."""
        table = schema.originals
        query = select(func.count(), func.sum(func.length(table.c.data)), func.sum(table.c.size))
        with self._reading() as connection:
            number, stored, received = connection.execute(query.select_from(table)).one()
        return Cost(number, stored or 0, received or 0)

    def check_originals(self) -> Iterator[Finding]:
        """Yield a finding for each original that is not what its hash says, or that no article has."""
        with self._reading() as connection:
            known = {row for (row,) in connection.execute(select(schema.originals.c.sha256))}
            bodies = connection.execute(select(schema.ledger.c.body).where(schema.ledger.c.kind == "article")).scalars()
            of_articles = {bytes.fromhex(_hash_in(body)) for body in bodies}
            for sha256 in sorted(known):
                problem = "" if sha256 in of_articles else "is of no article of the dossier"
                if message := problem or _check(connection, sha256):
                    yield Finding(where=f"original {sha256.hex()[:12]}", message=message, about="original")


def keep_originals(connection: Connection, originals: Iterable[bytes]) -> None:
    """Store bytes as they were received; what is there already is left as it is."""
    table = schema.originals
    for data in originals:
        sha256 = bytes.fromhex(digest_bytes(data))
        if connection.scalar(select(table.c.size).where(table.c.sha256 == sha256)) is None:
            row = {"sha256": sha256, "size": len(data), "data": zlib.compress(data, _LEVEL)}
            connection.execute(insert(table).values(row))


def _check(connection: Connection, sha256: bytes) -> str:
    table = schema.originals
    row = connection.execute(select(table.c.size, table.c.data).where(table.c.sha256 == sha256)).one()
    data = _unpack(row.data, row.size)
    if data is None or digest_bytes(data) != sha256.hex():
        return "is not the bytes that were received: its hash is another; restore a backup"
    return ""


def _unpack(packed: bytes, size: int) -> bytes | None:
    """Return what was packed; None where that is damaged, or not of its size, beyond which nothing is unpacked."""
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(packed, max(size, 0) + 1)
    except (zlib.error, OverflowError, TypeError):
        return None
    return data if unpacker.eof and len(data) == size else None


def _hash_in(body: bytes) -> str:
    return str(from_json(body)["original_sha256"])
