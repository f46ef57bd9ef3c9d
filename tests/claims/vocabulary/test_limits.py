"""The words by which a statement is of a part, a moment or a deed of its own."""

import pytest

from claims.vocabulary.limits import clause_of, find_moment, find_own_deed, find_share, is_included, is_source


def test_a_clause_ends_where_another_begins() -> None:
    sentence = "Police, who came late, said two men were captured near Orsa, but the raid was in Lund."
    assert clause_of(sentence, "the raid was in Lund") == "the raid was in lund"
    assert clause_of(sentence, "two men were captured") == "said two men were captured near orsa"
    assert clause_of("Rain fell.", "not in there") == "rain fell"


@pytest.mark.parametrize(
    ("clause", "share"),
    [
        ("one of them died on the way to hospital", "in hospital"),
        ("a fourth died of her wounds", "in hospital"),
        ("two were killed instantly", "at the scene"),
        ("a blast at the hospital killed four", ""),
    ],
)
def test_where_the_dead_died(clause: str, share: str) -> None:
    assert find_share(clause) == share


def test_a_day_is_the_deeds_that_its_clause_tells_of() -> None:
    assert find_own_deed("a third man was charged on friday") == "charged"
    assert find_own_deed("the gunmen who were charged attacked on friday") == ""
    assert find_own_deed("the suspects were killed on friday") == "suspects were killed"


def test_words_that_limit_nothing() -> None:
    assert not is_included("nine were killed, including in orsa")
    assert not find_moment("the two companies are close")
    assert not is_source("an attack in the town of ")
