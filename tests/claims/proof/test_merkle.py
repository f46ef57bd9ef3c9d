"""The tree against the definition in RFC 6962, its proofs against their checks, and forged ones against both."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.proof.merkle import (
    EMPTY_ROOT,
    Frontier,
    check_consistency,
    check_inclusion,
    frontier_at,
    hash_leaf,
    prove_consistency,
    prove_inclusion,
    root_at,
)

# The tree that RFC 6962 implementations share: its leaves, and the root over the first n of them.
LEAVES = [
    bytes.fromhex(data)
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "".join(f"{n:02x}" for n in range(0x60, 0x70)),
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, to the letter."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


class Tree:
    """Leaves and the complete subtrees over them."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self.leaves = leaves

    def __call__(self, level: int, index: int) -> bytes:
        part = self.leaves[index << level : (index + 1) << level]
        assert len(part) == 1 << level, "only complete subtrees are asked for"
        return naive_root(part)


def make_leaves(count: int) -> list[bytes]:
    return [hash_leaf(str(n).encode()) for n in range(count)]


def test_the_roots_are_those_every_implementation_gives() -> None:
    assert root_at(0, Tree([])) == EMPTY_ROOT == naive_root([])
    frontier = Frontier()
    for leaf, root in zip(LEAVES, ROOTS, strict=True):
        frontier.add(hash_leaf(leaf))
        assert frontier.root().hex() == root


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_the_inclusion_proofs_are_those_every_implementation_gives(index: int, size: int, proof: list[str]) -> None:
    tree = Tree([hash_leaf(leaf) for leaf in LEAVES])
    assert [part.hex() for part in prove_inclusion(index, size, tree)] == proof


@pytest.mark.parametrize(
    ("first", "second", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_the_consistency_proofs_are_those_every_implementation_gives(first: int, second: int, proof: list[str]) -> None:
    tree = Tree([hash_leaf(leaf) for leaf in LEAVES])
    assert [part.hex() for part in prove_consistency(first, second, tree)] == proof


@given(st.integers(0, 130))
def test_a_tree_that_grows_has_the_root_of_one_built_at_once(count: int) -> None:
    leaves = make_leaves(count)
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    assert frontier.root() == naive_root(leaves) == root_at(count, Tree(leaves))
    assert frontier.roots == frontier_at(count, Tree(leaves)).roots


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_proved_at_its_place_and_at_no_other(size: int, data: st.DataObject) -> None:
    leaves = make_leaves(size)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 2 * size))
    proof, root = prove_inclusion(index, size, Tree(leaves)), naive_root(leaves)
    assert check_inclusion(leaves[index], index, size, proof, root)
    assert check_inclusion(leaves[index], other, size, proof, root) == (other == index)
    if other < size and other != index:
        assert not check_inclusion(leaves[other], index, size, proof, root)


@given(st.integers(1, 70), st.data())
def test_growth_is_proved_and_a_rewritten_past_is_not(second: int, data: st.DataObject) -> None:
    leaves = make_leaves(second)
    first = data.draw(st.integers(1, second))
    proof = prove_consistency(first, second, Tree(leaves))
    old, new = naive_root(leaves[:first]), naive_root(leaves)
    assert check_consistency(first, second, old, new, proof)
    changed = data.draw(st.integers(0, first - 1))
    rewritten = [*leaves[:changed], hash_leaf(b"other"), *leaves[changed + 1 :]]
    forged = prove_consistency(first, second, Tree(rewritten))
    assert not check_consistency(first, second, old, naive_root(rewritten), forged)
    assert not check_consistency(first, second, old, naive_root(rewritten), proof)


@given(st.integers(2, 40), st.data())
def test_no_change_to_a_proof_goes_unseen(size: int, data: st.DataObject) -> None:
    leaves = make_leaves(size)
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size - 1))
    root = naive_root(leaves)
    inclusion, consistency = prove_inclusion(index, size, Tree(leaves)), prove_consistency(first, size, Tree(leaves))

    def check_included(forged: list[bytes]) -> bool:
        return check_inclusion(leaves[index], index, size, forged, root)

    def check_consistent(forged: list[bytes]) -> bool:
        return check_consistency(first, size, naive_root(leaves[:first]), root, forged)

    for proof, check in ((inclusion, check_included), (consistency, check_consistent)):
        assert check(proof)
        assert not check([*proof, root])
        assert not check([*proof, b""])
        for place in range(len(proof)):
            assert not check([*proof[:place], *proof[place + 1 :]])
            assert not check([*proof[:place], bytes(32), *proof[place + 1 :]])
            assert not check([*proof[:place], proof[place][:31], *proof[place + 1 :]])
        if len(proof) > 1:
            assert not check(proof[::-1])


def test_what_cannot_be_proved_is_refused() -> None:
    tree = Tree(make_leaves(4))
    for ask in (
        lambda: prove_inclusion(4, 4, tree),
        lambda: prove_inclusion(-1, 4, tree),
        lambda: prove_consistency(0, 4, tree),
        lambda: prove_consistency(5, 4, tree),
        lambda: Frontier(3, [bytes(32)]),
    ):
        with pytest.raises(ValueError, match="leaves"):
            ask()
    assert not check_inclusion(bytes(32), 0, 0, [], EMPTY_ROOT)
    assert not check_consistency(0, 4, EMPTY_ROOT, bytes(32), [])
    assert not check_consistency(4, 3, bytes(32), bytes(32), [])
