"""Words that exclude each other where everything else in two texts is the same."""

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import combinations
from typing import Any


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files("claims.vocabulary").joinpath("data", "opposites.toml").read_text("utf-8"))


@cache
def _swapped() -> frozenset[frozenset[str]]:
    """Return the pairs of opposite words."""
    groups = (pair for each in _table()["swapped"] for pair in combinations(each, 2))
    return frozenset(frozenset((one, two)) for first, second in groups for one in first for two in second)


def are_opposite(one: str, two: str) -> bool:
    """Return whether two texts in lower case exclude each other by one word, or by those that they begin with.

    >>> are_opposite("the left bank", "the right bank"), are_opposite("none", "some fled"), are_opposite("red", "green")
    (True, True, False)
    """
    a, b = one.split(), two.split()
    return _differ_in_one(a, b) or _begin_apart(one, two) or _is_negated(a, b) or _is_negated(b, a)


def _differ_in_one(a: Sequence[str], b: Sequence[str]) -> bool:
    differing = [frozenset(pair) for pair in zip(a, b, strict=False) if pair[0] != pair[1]]
    return len(a) == len(b) and len(differing) == 1 and differing[0] in _swapped()


def _begin_apart(one: str, two: str) -> bool:
    """Return whether one text is of the land and the other of the sea, or one of none and the other of some."""
    table = _table()
    land_or_sea = {(_begins_with(text, table["land"]), _begins_with(text, table["sea"])) for text in (one, two)}
    if land_or_sea == {(True, False), (False, True)}:
        return True
    return any(a in table["none"] and _begins_with(b, table["some"]) for a, b in ((one, two), (two, one)))


def _begins_with(text: str, words: Sequence[str]) -> bool:
    return any(f"{text} ".startswith(f"{word} ") for word in words)


def _is_negated(plain: Sequence[str], negated: Sequence[str]) -> bool:
    """Return whether the one text is the other with a negation in it."""
    at = next((n for n, word in enumerate(negated) if word in _table()["negation"]), None)
    return bool(plain) and at is not None and [*negated[:at], *negated[at + 1 :]] == list(plain)
