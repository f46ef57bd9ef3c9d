"""The shapes of figures give their examples and no counter-example, and words for one thing have one stem."""

import pytest

from claims.extract.analysis.figures import find_shapes, lemma_of, stem
from claims.extract.analysis.language import load

ROWS = load("figures")["figure"]


def shaped(sentence: str, attribute: str) -> list[str]:
    lower = sentence.lower()
    return [lower[start:end] for name, start, end in find_shapes(lower, 0, len(lower)) if name == attribute]


@pytest.mark.parametrize("row", ROWS, ids=[row["attribute"] for row in ROWS])
def test_a_shape_gives_its_examples_and_nothing_for_its_counter_examples(row: dict[str, object]) -> None:
    examples, against, attribute = row["example"], row["against"], str(row["attribute"])
    assert isinstance(examples, dict)
    assert isinstance(against, list)
    assert {sentence: shaped(sentence, attribute) for sentence in examples} == {s: [v] for s, v in examples.items()}
    assert [shaped(sentence, attribute) for sentence in against] == [[]] * len(against)


def test_a_conversion_in_brackets_is_no_figure_of_its_own() -> None:
    assert shaped("The shaft is 10 km (6.2 miles) long.", "length") == ["10 km"]


@pytest.mark.parametrize(("one", "two"), [("inspected", "inspections"), ("vessel", "ships"), ("died", "deaths")])
def test_words_for_one_thing_have_one_stem(one: str, two: str) -> None:
    assert stem(lemma_of(one)) == stem(lemma_of(two))
