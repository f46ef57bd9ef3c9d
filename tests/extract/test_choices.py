"""Each choice gives what its example says and nothing for its counter-example, and the verifier reads it again."""

from dataclasses import replace

import pytest

from claims.extract.analysis.language import load
from claims.extract.choices import choices, find_choices
from claims.extract.proposals import Proposal
from claims.extract.verifier import Refusal, verify
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.store_builders import make_article

ROWS = load("choices")["choice"]


def chosen(sentence: str, attribute: str) -> set[str]:
    """Return value and scope of what a sentence chooses."""
    found = find_choices(sentence.lower(), 0, len(sentence))
    of = [one for one in found if one.attribute == attribute]
    return {one.value if one.scope == "total" else f"{one.value} {one.scope}" for one in of}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['attribute']}-{row.get('value', 'kinds')}")
def test_a_choice_gives_its_examples_and_nothing_for_its_counter_examples(row: dict[str, dict[str, str]]) -> None:
    attribute = str(row["attribute"])
    for sentence, value in row["example"].items():
        assert value in chosen(sentence, attribute), sentence
    for sentence in row["against"]:
        values = {value.split(" ")[0] for value in chosen(sentence, attribute)}
        assert row.get("value", "") not in values, sentence
        assert "value" in row or not values, sentence


def test_every_value_is_one_of_the_vocabulary() -> None:
    for one in choices():
        attribute = builtin_vocabulary().attribute(one.attribute)
        assert attribute is not None
        assert one.value in attribute.values


def test_where_several_died_one_place_of_death_is_no_other() -> None:
    assert chosen("Six people were killed. A rider died at the scene.", "died_at") == set()
    assert chosen("A rider died at the scene.", "died_at") == {"scene"}


def test_what_is_only_supposed_is_chosen_by_nobody() -> None:
    assert chosen("Police ruled out that the fire was caused by a cigarette.", "cause_kind") == set()
    assert chosen("They asked whether the fire was caused by a cigarette.", "cause_kind") == set()


def test_the_verifier_reads_a_choice_again() -> None:
    text = "The fire was caused by a gas leak, the brigade said. The port denied that it was caused by a gas leak."
    article = make_article(text, name="a.txt")
    said = Proposal("cause_kind", "gas", 13, 33, 25, 33)
    assert not isinstance(verify(article, said, builtin_vocabulary()), Refusal)
    assert isinstance(verify(article, replace(said, value="weather"), builtin_vocabulary()), Refusal)
    end = len(text) - 1
    denied = Proposal("cause_kind", "gas", text.index("denied"), end, end - 8, end, stance="denies")
    assert not isinstance(verify(article, denied, builtin_vocabulary()), Refusal)
