"""Merkle trees as in RFC 6962 and RFC 9162: roots, inclusion and consistency proofs, and the check of each.

Leaves are given as their hashes. A proof is built from the hashes of complete subtrees: `node(level, index)` is that of
the leaves from index * 2**level on, wherever these are stored.
"""

import hashlib
from collections.abc import Callable, Sequence
from itertools import starmap

Node = Callable[[int, int], bytes]
"""Gives the hash of a complete subtree by level (0: a leaf) and index."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


def hash_leaf(data: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def hash_nodes(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the complete subtrees of a growing tree: all that is needed to add leaves."""

    def __init__(self, size: int = 0, roots: Sequence[bytes] = ()) -> None:
        """Start from a tree of `size` leaves, whose subtrees have these `roots`, largest first.

        Raises:
            ValueError: that many leaves do not make that many subtrees.
        """
        if len(roots) != size.bit_count():
            raise ValueError(f"{size} leaves make {size.bit_count()} subtrees, not {len(roots)}")
        self.size = size
        self.roots = list(roots)

    def add(self, leaf: bytes) -> None:
        """Append a leaf by its hash."""
        sha256 = hashlib.sha256
        roots, size = self.roots, self.size
        while size & 1:  # a loop of few turns, called once an entry: nothing is looked up twice
            leaf = sha256(b"\x01" + roots.pop() + leaf).digest()
            size >>= 1
        roots.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree as it is now."""
        return fold_roots(self.roots)


def fold_roots(roots: Sequence[bytes]) -> bytes:
    """Return the root over subtrees, largest first."""
    if not roots:
        return EMPTY_ROOT
    root = roots[-1]
    for left in reversed(roots[:-1]):
        root = hash_nodes(left, root)
    return root


def frontier_at(size: int, node: Node) -> Frontier:
    """Return the frontier of the first `size` leaves."""
    return Frontier(size, list(starmap(node, _subtrees(0, size))))


def root_at(size: int, node: Node) -> bytes:
    """Return the root of the first `size` leaves."""
    return frontier_at(size, node).root()


def _subtrees(start: int, end: int) -> list[tuple[int, int]]:
    """Return the complete subtrees, largest first, of a range that starts where a subtree of its length may."""
    subtrees = []
    while start < end:
        level = (end - start).bit_length() - 1
        subtrees.append((level, start >> level))
        start += 1 << level
    return subtrees


def _range_root(start: int, end: int, node: Node) -> bytes:
    return fold_roots(list(starmap(node, _subtrees(start, end))))


def prove_inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree of `size` leaves (RFC 9162, 2.1.3.1).

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    return _descend(index, size, node, lambda start, end: end - start == 1)[0][::-1]


def prove_consistency(first: int, second: int, node: Node) -> list[bytes]:
    """Return the proof that the tree of `second` leaves grew from that of `first` (RFC 9162, 2.1.4.1).

    Raises:
        ValueError: the first is empty or larger than the second.
    """
    if not 0 < first <= second:
        raise ValueError(f"a tree of {second} leaves cannot be proved to have grown from one of {first}")
    proof, start = _descend(first - 1, second, node, lambda _, end: end == first)
    if start:
        proof.append(_range_root(start, first, node))
    return proof[::-1]


def _descend(index: int, size: int, node: Node, ends: Callable[[int, int], bool]) -> tuple[list[bytes], int]:
    """Return the roots beside the way from the top down to the range of leaf `index` that ends it, and its start."""
    beside = []
    start, end = 0, size
    while not ends(start, end):
        middle = start + _split(end - start)
        if index < middle:
            beside.append(_range_root(middle, end, node))
            end = middle
        else:
            beside.append(_range_root(start, middle, node))
            start = middle
    return beside, start


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def check_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Return whether the proof shows that the leaf of this hash is number `index` under `root` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or set(map(len, proof)) - {32}:
        return False
    roots = _climb(index, size - 1, leaf, proof)
    return roots is not None and roots[1] == root


def check_consistency(first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether the proof shows that the second tree grew from the first (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second or set(map(len, proof)) - {32}:
        return False
    if first == second:
        return not proof and first_root == second_root
    is_whole = first & (first - 1) == 0
    path = [first_root, *proof] if is_whole else list(proof)
    place, last = first - 1, second - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    return bool(path) and _climb(place, last, path[0], path[1:]) == (first_root, second_root)


def _climb(place: int, last: int, start: bytes, path: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Return the roots that a path of hashes leads to from the node `start`, that of the tree which ends with it first.

    `place` is the number of the node on its level, `last` that of the last one there. None where the path is too long
    or too short.
    """
    old = new = start
    for other in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = hash_nodes(other, old), hash_nodes(other, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = hash_nodes(new, other)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None
