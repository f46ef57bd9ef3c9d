"""The table of kinds of things holds each word once in a group, in the singular."""

import tomllib
from collections import Counter
from importlib import resources

import pytest

from claims.vocabulary.kinds import find_kinds
from reconcile.comparison.things import to_singular

TABLE = tomllib.loads(resources.files("claims.vocabulary").joinpath("data", "kinds.toml").read_text("utf-8"))


def test_a_thing_is_of_one_kind_of_a_group() -> None:
    for kinds in TABLE.values():
        assert not [word for word, times in Counter(word for kind in kinds for word in kind).items() if times > 1]


def test_words_are_in_the_singular() -> None:
    assert not [word for kinds in TABLE.values() for kind in kinds for word in kind if to_singular(word) != word]


@pytest.mark.parametrize(
    ("noun", "kinds"),
    [
        ("automatic rifle", {"weapon": "rifle"}),
        ("old man", {"person": "man"}),
        ("child", {}),
        ("foot", {"means": "foot"}),
    ],
)
def test_a_thing_is_known_by_the_last_words_of_its_name(noun: str, kinds: dict[str, str]) -> None:
    assert find_kinds(noun) == kinds
