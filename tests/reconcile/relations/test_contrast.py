"""Statements that an article itself sets against each other are in conflict, in whatever words."""

import pytest

from claims.models import Assertion
from claims.passages import passage_at
from tests.support.builders import make_assertion, relate_pair

APART = [
    ("cause", "The mayor [blamed a gas leak|a gas leak], while the fire brigade [spoke of old wires|old wires]."),
    ("cause", "The mayor blamed [a gas leak|a gas leak]; the fire brigade, however, [old wires|old wires]."),
    ("cause", "It was [a gas leak|a gas leak], the mayor held, but the brigade said [old wires|old wires]."),
    ("perpetrator", "The army [named Red Hill Front|Red Hill Front], whereas police [saw masked men|masked men]."),
]
TOGETHER = [
    ("cause", "The mayor [blamed a gas leak|a gas leak], and the fire brigade [spoke of old wires|old wires]."),
    ("cause", "The mayor blamed [a gas leak|a gas leak]. But the fire brigade said [old wires|old wires]."),
    (
        "cause",
        "[It was a gas leak|a gas leak], the mayor held for a good long while at the meeting in the town hall "
        "that had been called for that night, while the brigade said [old wires|old wires].",
    ),
]


def read_pair(marked: str, attribute: str, speakers: tuple[str, str] = ("mayor", "fire brigade")) -> list[Assertion]:
    """Return what a sentence says in two places marked as [quote|value], each by a speaker of its own."""
    text, marks = "", []
    for part in marked.replace("]", "[").split("["):
        quote, bar, value = part.partition("|")
        marks += [(len(text), len(text) + len(quote), value)] if bar else []
        text += quote
    return [
        make_assertion(value, speaker, attribute=attribute, passage=passage_at("Harbour Post", text, start, end))
        for (start, end, value), speaker in zip(marks, speakers, strict=True)
    ]


@pytest.mark.parametrize(("attribute", "marked"), APART)
def test_what_one_sentence_sets_against_each_other_is_a_contradiction(attribute: str, marked: str) -> None:
    relation = relate_pair(*read_pair(marked, attribute))
    assert (relation.relation, relation.conflict) == ("contradiction", True), relation.explanation


@pytest.mark.parametrize(("attribute", "marked"), TOGETHER)
def test_two_descriptions_side_by_side_are_for_a_person(attribute: str, marked: str) -> None:
    assert relate_pair(*read_pair(marked, attribute)).relation == "undecided"


def test_one_speaker_contradicts_nobody_by_a_change_of_words() -> None:
    assert not relate_pair(*read_pair(APART[0][1], "cause", ("mayor", "mayor"))).conflict


@pytest.mark.parametrize("word", ["was actually", "was in fact", "in truth was", "turned out to be"])
def test_what_somebody_says_was_really_so_is_said_against_the_other(word: str) -> None:
    marked = f"The navy sank [a raiders' ship|a raiders' ship]. The owner says it [{word} a trawler|a trawler]."
    relation = relate_pair(*read_pair(marked, "target", ("navy", "owner")))
    assert (relation.relation, relation.conflict) == ("denial", True), relation.explanation
