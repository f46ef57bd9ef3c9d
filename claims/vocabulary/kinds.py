"""Words for kinds of things that exclude each other: a rifle is no pistol, and who came by boat did not come by air."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

MEANS = "means"
"""The group of what somebody came or went by."""


@cache
def _kinds() -> Mapping[str, Mapping[str, str]]:
    """Return by each word the first word of its kind, by the group that is of."""
    table = tomllib.loads(resources.files("claims.vocabulary").joinpath("data", "kinds.toml").read_text("utf-8"))
    kinds: dict[str, dict[str, str]] = {}
    for group, lists in table.items():
        for words in lists:
            for word in words:
                kinds.setdefault(word, {})[group] = words[0]
    return kinds


def find_kinds(noun: str) -> Mapping[str, str]:
    """Return the kinds of a thing by their groups, known by the last words of its name in the singular.

    >>> find_kinds("small speed boat")
    {'craft': 'skiff', 'means': 'boat'}
    """
    words = noun.split()
    kinds = (_kinds().get(" ".join(words[start:])) for start in range(len(words)))
    return next(filter(None, kinds), {})
