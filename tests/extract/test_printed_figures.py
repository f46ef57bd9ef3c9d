"""Figures as they are printed: grouped by apostrophes and blanks, and run together with letters."""

import pytest

from claims.extract import propose_assertions
from claims.extract.lexical import LexicalProposer
from claims.models import Article
from claims.values.counts import parse_count
from claims.values.problems import ValueProblem
from claims.vocabulary.loading import builtin_vocabulary


def counts_of(text: str) -> list[tuple[str, int, int | None]]:
    """Return attribute and bounds of each count that is proposed."""
    article = Article(id="0" * 64, name="a", published="2023-05-04", text=text, text_sha256="", original_sha256="")
    found = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    return [(a.attribute, v.low, v.high) for a in found if (v := a.value).kind == "count"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ﬁfteen people were killed and ﬁve wounded.", [("killed", "ﬁfteen"), ("injured", "ﬁve")]),
        ("The raid killed twenty-\none people.", [("killed", "twenty-\none")]),
        (
            "It killed six\u00adteen men; at least 40 peo-\nple were woun-\nded.",
            [("killed", "six\u00adteen"), ("injured", "40")],
        ),
        ("A 17-\nyear-old was killed.", [("killed", "A")]),
        ("At least ﬁfty-ﬁve people were killed.", [("killed", "ﬁfty-ﬁve")]),
    ],
)
def test_broken_words_and_ligatures_are_read_and_the_spans_are_of_the_text(
    text: str, said: list[tuple[str, str]]
) -> None:
    article = Article(id="0" * 64, name="a", published="2023-05-04", text=text, text_sha256="", original_sha256="")
    result = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()])
    assert [(a.attribute, text[a.number_start : a.number_end]) for a in result.assertions] == said
    assert not result.refusals


def test_a_broken_denial_denies() -> None:
    text = "Police de-\nnied that 12 people were injured."
    article = Article(id="0" * 64, name="a", published="2023-05-04", text=text, text_sha256="", original_sha256="")
    (denial,) = propose_assertions(article, builtin_vocabulary(), [LexicalProposer()]).assertions
    assert (denial.attribute, denial.stance) == ("injured", "denies")


def test_a_written_value_may_hold_ligatures() -> None:
    value = parse_count("at least ﬁfteen")
    assert (value.low, value.number_start, value.number_end) == (15, 9, 15)


@pytest.mark.parametrize("mark", ["'", "’", "ʼ", "`", "\u00a0", "\u202f", "\u2009", " ", ","])
def test_a_mark_that_groups_digits_leaves_one_figure(mark: str) -> None:
    text = f"The flood displaced 12{mark}500 people in Orsa; 1{mark}340 were injured."
    assert counts_of(text) == [("displaced", 12500, 12500), ("injured", 1340, 1340)]


def test_grouped_digits_are_read_in_a_written_value() -> None:
    assert parse_count("at least 1'234'500 people").low == 1_234_500
    with pytest.raises(ValueProblem):
        parse_count("12'50")


def test_an_apostrophe_beside_a_figure_groups_nothing() -> None:
    assert counts_of("'15 people were killed,' he said.") == [("killed", 15, 15)]
    assert counts_of("A fire killed 12'50 people.") == []


@pytest.mark.parametrize(
    "figure", ["1O", "2l", "l2", "I5", "1O5", "1,2OO", "1'5OO", "l,200", "l2,500", "2B", "1OOO", "between 1O and 20"]
)
def test_a_figure_run_together_with_letters_is_no_figure(figure: str) -> None:
    assert counts_of(f"The raid on Orsa killed {figure} people.") == []
    assert counts_of(f"{figure} people were killed in Orsa.") == []


@pytest.mark.parametrize("figure", ["1·200", "1 2", "At least 1 2", "1,-\n200"])
def test_a_part_of_what_may_be_one_figure_is_no_figure(figure: str) -> None:
    assert counts_of(f"{figure} people were killed in Orsa.") == []
    assert counts_of(f"The raid on Orsa killed {figure} people.") == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("A 17-year-old was killed on the 15th.", [("killed", 1, 1)]),
        ("The raid killed 15 people at 10am.", [("killed", 15, 15)]),
        ("Some 5kg of gold and 2.5bn dollars were lost; 3 people were killed.", [("killed", 3, 3)]),
        ("An F16 killed 12 people.", [("killed", 12, 12)]),
        ("The storm displaced 85m people.", []),
        ("Fire killed 12people.", [("killed", 12, 12)]),
        ("It killed 10.", [("killed", 10, 10)]),
    ],
)
def test_a_suffix_of_its_own_right_spoils_no_figure(text: str, counts: list[tuple[str, int, int]]) -> None:
    assert counts_of(text) == counts
