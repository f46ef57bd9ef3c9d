"""Words that exclude each other, whichever comes first."""

import pytest

from claims.vocabulary.opposites import are_opposite


@pytest.mark.parametrize(
    ("one", "two", "opposite"),
    [
        ("left", "right", True),
        ("the dead driver", "the living driver", True),
        ("dead", "not dead", True),
        ("nobody", "many died", True),
        ("ashore", "at sea", True),
        ("left", "left", False),
        ("left bank", "right wing", False),
        ("not dead", "never dead", False),
        ("nobody died", "many cars burned", False),
        ("offices", "ashore", False),
        ("", "not", False),
    ],
)
def test_opposites_are_opposite_either_way(one: str, two: str, opposite: bool) -> None:
    assert are_opposite(one, two) == opposite
    assert are_opposite(two, one) == opposite
