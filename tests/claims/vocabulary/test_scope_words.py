"""Scopes as people read them."""

import pytest

from claims.vocabulary.scope_words import format_scope


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ("border_guards", "border guards"),
        ("nationals_of_netherlands", "nationals of Netherlands"),
        ("nationals_of_united_states", "nationals of United States"),
        ("crew_of_selkie", "crew of selkie"),
        ("_of_spain", " of spain"),
    ],
)
def test_a_country_is_written_as_its_name_is_and_no_scope_as_its_key(scope: str, words: str) -> None:
    assert format_scope(scope) == words
