"""Store the complete subtrees over the ledger's digests, so that a root or a proof reads hundreds of rows at most.

Only every eighth level is stored: one row for 256 entries, one for 65,536 and so on; the levels between are computed
from these. A root computed from here proves nothing until it equals one kept elsewhere or computed from the entries.
"""

import functools
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, func, insert, select

from claims.proof.merkle import Node, hash_nodes
from claims.store.tables import schema
from claims.store.tables.statements import execute

_BITS: Final = 8
_WIDTH: Final = 1 << _BITS
_BLOCKS: Final = 256
"""Blocks of hashes remembered while proofs are made: 8 KB each, twice that with the levels above."""


def grow_tree(connection: Connection, before: int, size: int, added: Sequence[bytes] = ()) -> None:
    """Store the subtrees that became complete when the ledger grew from `before` to `size` entries.

    `added` are the digests of the new entries, if they need not be read.
    """
    if before // _WIDTH == size // _WIDTH:
        return
    table = schema.tree
    level, complete = 1, size
    while complete := complete // _WIDTH:
        last = connection.scalar(select(func.max(table.c.place)).where(table.c.level == level))
        rows = []
        for place in range(0 if last is None else last + 1, complete):
            first = place * _WIDTH
            if added and level == 1 and first >= before:
                below = list(added[first - before : first - before + _WIDTH])
            else:
                below = _read(connection, level - 1, first, _WIDTH)
            if len(below) != _WIDTH:
                return  # an entry is missing; `audit verify` says which
            rows.append({"level": level, "place": place, "digest": _levels(below)[_BITS][0]})
        if rows:
            connection.execute(insert(table), rows)
        level += 1


def node_reader(connection: Connection) -> Node:
    """Return a function from (level, index) to the hash of a complete subtree; it raises LookupError without one."""

    @functools.lru_cache(maxsize=_BLOCKS)
    def block(level: int, number: int) -> list[list[bytes]]:
        """Return the hashes of one block of a stored level, and of the levels above it up to the next stored one."""
        return _levels(_read(connection, level, number * _WIDTH, _WIDTH))

    def node(level: int, index: int) -> bytes:
        stored, above = divmod(level, _BITS)
        number, place = divmod(index, _WIDTH >> above)
        try:
            return block(stored, number)[above][place]
        except IndexError:
            raise LookupError(f"the kept tree lacks node {index} of level {level}") from None

    return node


def _levels(nodes: list[bytes]) -> list[list[bytes]]:
    """Return nodes, the complete pairs of them, the complete pairs of those, ..."""
    levels = [nodes]
    while len(nodes) > 1:
        nodes = [hash_nodes(*pair) for pair in zip(nodes[::2], nodes[1::2], strict=False)]
        levels.append(nodes)
    return levels


def _read(connection: Connection, level: int, start: int, count: int) -> list[bytes]:
    """Return hashes of a stored level, in order; level 0 is the ledger's own digests."""
    if level == 0:
        sql = "SELECT digest FROM ledger WHERE seq BETWEEN ? AND ? ORDER BY seq"
        rows = execute(connection, sql, (start + 1, start + count))
    else:
        sql = "SELECT digest FROM tree WHERE level = ? AND place BETWEEN ? AND ? ORDER BY place"
        rows = execute(connection, sql, (level, start, start + count - 1))
    return [row[0] for row in rows]
