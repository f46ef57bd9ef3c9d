"""What counts mean: every hedge of the table, sums, parts of a whole, and what is refused rather than guessed."""

import pytest

from claims.values import ValueProblem, format_value, parse_value
from claims.values.counts import parse_count
from claims.values.hedges import load_hedges
from claims.values.model import CountValue


@pytest.mark.parametrize(
    ("written", "low", "high", "hedge"),
    [
        ("17", 17, 17, "exact"),
        ("1,500", 1500, 1500, "exact"),
        ("2 500", 2500, 2500, "exact"),
        ("1,00,000", 100_000, 100_000, "exact"),
        ("17 people were killed", 17, 17, "exact"),
        ("fifteen assailants", 15, 15, "exact"),
        ("twenty-three", 23, 23, "exact"),
        ("a hundred and five", 105, 105, "exact"),
        ("hundred and twenty", 120, 120, "exact"),
        ("hundred and five thousand", 105_000, 105_000, "exact"),
        ("two thousand five hundred and six", 2506, 2506, "exact"),
        ("nineteen hundred", 1900, 1900, "exact"),
        ("1.5 million", 1_500_000, 1_500_000, "exact"),
        ("1.2m people", 1_200_000, 1_200_000, "exact"),
        ("a dozen", 12, 12, "exact"),
        ("two dozen", 24, 24, "exact"),
        ("half a dozen", 6, 6, "exact"),
        ("half a million", 500_000, 500_000, "exact"),
        ("the 17 sailors", 17, 17, "exact"),
        ("a total of 17", 17, 17, "exact"),
        ("both men", 2, 2, "exact"),
        ('"17"', 17, 17, "exact"),
        ("a combined 12", 12, 12, "exact"),
        ("well over 40 houses", 41, None, "more_than"),
        ("as few as six", 6, None, "at_least"),
        ("at least 17 dead", 17, None, "at_least"),
        ("no fewer than 6", 6, None, "at_least"),
        ("at least two dozen", 24, None, "at_least"),
        ("17+", 17, None, "at_least"),
        ("17 or more", 17, None, "at_least"),
        ("17 people or more", 17, None, "at_least"),
        ("≥ 20", 20, None, "at_least"),
        ("more than 20", 21, None, "more_than"),
        ("over a hundred", 101, None, "more_than"),
        (">20", 21, None, "more_than"),
        ("fewer than 9", 0, 8, "less_than"),
        ("under 9", 0, 8, "less_than"),
        ("at most 9", 0, 9, "at_most"),
        ("no more than 9", 0, 9, "at_most"),
        ("9 or fewer", 0, 9, "at_most"),
        ("up to nine", 0, 9, "up_to"),
        ("as many as 40", 0, 40, "up_to"),
        ("about 100", 90, 110, "about"),
        ("around 17", 16, 18, "about"),
        ("some 50 people", 45, 55, "about"),
        ("an estimated 2,500", 2250, 2750, "about"),
        ("~30", 27, 33, "about"),
        ("c. 40", 36, 44, "about"),
        ("17 or so", 16, 18, "about"),
        ("nearly 100", 90, 99, "nearly"),
        ("almost 40", 36, 39, "nearly"),
        ("close to 60", 54, 59, "nearly"),
        ("three or four", 3, 4, "either"),
        ("two or three dozen", 24, 36, "either"),
        ("10 to 20", 10, 20, "range"),
        ("10-20", 10, 20, "range"),
        ("10–20", 10, 20, "range"),
        ("between 2,500 and 3,000", 2500, 3000, "range"),
        ("2 to 3 million", 2_000_000, 3_000_000, "range"),
        ("five to six hundred", 500, 600, "range"),
        ("about 10 to 20", 9, 22, "range"),
        ("dozens of people", 24, 99, "vague"),
        ("scores", 40, 199, "vague"),
        ("hundreds", 200, 999, "vague"),
        ("thousands", 2000, 9999, "vague"),
        ("tens of thousands", 20_000, 99_999, "vague"),
        ("hundreds of thousands of people", 200_000, 999_999, "vague"),
        ("several", 3, 9, "vague"),
        ("several hundred", 300, 999, "vague"),
        ("a few", 2, 9, "vague"),
        ("a couple of hundred", 200, 399, "vague"),
        ("some", 1, None, "vague"),
        ("many", 2, None, "vague"),
        ("most", 1, None, "vague"),
        ("at least several dozen", 36, None, "at_least"),
        ("at least some 20", 18, None, "at_least"),
        ("up to about 20", 0, 22, "up_to"),
    ],
)
def test_hedges_make_sets(written: str, low: int, high: int | None, hedge: str) -> None:
    value = parse_count(written)
    assert (value.low, value.high, value.hedge, value.of) == (low, high, hedge, None)


@pytest.mark.parametrize(
    "written", ["0", "no casualties", "none", "nobody was killed", "No one", "zero", "no sailors or divers", "nil"]
)
def test_nothing_is_a_count_of_zero(written: str) -> None:
    value = parse_count(written)
    assert (value.low, value.high) == (0, 0)


@pytest.mark.parametrize(
    ("written", "total"),
    [
        ("a border guard", 1),
        ("an employee", 1),
        ("a 12-year-old boy", 1),
        ("a guard and an employee", 2),
        ("12 Somalis and 11 Yemenis", 23),
        ("three sailors, two divers and a child", 6),
        ("15 militants and four others", 19),
        ("12 men and women", 12),
        ("17 people, including three children", 17),
        ("two 15-year-old boys", 2),
    ],
)
def test_counted_nouns_add_up(written: str, total: int) -> None:
    value = parse_count(written)
    assert (value.low, value.high, value.hedge) == (total, total, "exact")


def test_a_sum_with_an_open_part_is_open() -> None:
    value = parse_count("at least 12 sailors and 11 divers")
    assert (value.low, value.high, value.hedge) == (23, None, "at_least")


@pytest.mark.parametrize(
    ("written", "low", "high", "of"),
    [
        ("three of the four", 3, 3, 4),
        ("all but two of the 30 passengers", 28, 28, 30),
        ("one of the two suspects", 1, 1, 2),
        ("at least three of the four", 3, 4, 4),
        ("most of the 20", 11, 20, 20),
        ("all 20", 20, 20, 20),
        ("half of 20", 10, 10, 20),
        ("half of 21", 10, 11, 21),
        ("none of the four", 0, 0, 4),
        ("dozens of the 50", 24, 50, 50),
        ("a couple of the 20", 2, 3, 20),
    ],
)
def test_parts_of_a_stated_whole_keep_its_size(written: str, low: int, high: int, of: int) -> None:
    value = parse_count(written)
    assert (value.low, value.high, value.of) == (low, high, of)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "   ",
        "people",
        "the majority",
        "17 people in 3 attacks",
        "12 killed and 30 injured",
        "15 dead and four wounded",
        "15 sailors were killed and four others detained",
        "17 people, three of them children",
        "12 people, three guards and a child",
        "17, a record",
        "17 and 15",
        "three sailors and their captain",
        "a man and woman",
        "a family",
        "a group of men",
        "an unknown number of people",
        "another 12",
        "a further 12",
        "no information on casualties",
        "no word yet",
        "17th",
        "fifth",
        "a fifth of them",
        "a third man",
        "17%",
        "17 percent",
        "17-year-old",
        "-17",
        "1.5",
        "2,5",
        "17.5.3",
        "1e9",
        "0x11",
        "nan",
        "XVII",
        "$17",
        "20-10",
        "up to 10-20",
        "at least nearly 20",
        "under 0",
        "five of the four",
        "two thousand three million",
        "2019-11-06",
        "99999999999999999999",
        "a",
        "at least",
    ],
)
def test_what_is_not_understood_is_refused_never_guessed(written: str) -> None:
    with pytest.raises(ValueProblem, match="cannot read .*; write "):
        parse_count(written)


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("at least 17 people", "17"),
        ("  17 ", "17"),
        ("At least  seventeen\npeople", "seventeen"),
        ("between 2,500 and 3,000", "2,500 and 3,000"),
        ("three of the four", "three"),
        ("no casualties", "no"),
        ("dozens", None),
        ("a guard and an employee", None),
    ],
)
def test_the_place_of_the_figure_is_kept(written: str, figure: str | None) -> None:
    value = parse_count(written)
    found = None if value.number_start is None else written[value.number_start : value.number_end]
    assert found == figure


def test_digits_of_other_scripts_are_digits() -> None:
    value = parse_count("١٧ people")
    assert (value.low, value.number_start, value.number_end) == (17, 0, 2)


@pytest.mark.parametrize(
    ("bounds", "low", "high", "hedge"),
    [
        ({"low": 17, "high": None}, 17, None, "at_least"),
        ({"low": 17}, 17, None, "at_least"),
        ({"low": None, "high": 9}, 0, 9, "at_most"),
        ({"low": 17, "high": 17}, 17, 17, "exact"),
        ({"low": 10, "high": 20}, 10, 20, "range"),
    ],
)
def test_bounds_are_taken_as_stated(bounds: dict[str, object], low: int, high: int | None, hedge: str) -> None:
    assert parse_value("count", bounds) == CountValue.model_validate({"low": low, "high": high, "hedge": hedge})


@pytest.mark.parametrize(
    "bounds",
    [
        {},
        {"low": None, "high": None},
        {"low": True},
        {"low": 1.0},
        {"low": float("nan")},
        {"low": -1},
        {"low": 20, "high": 10},
        {"low": 10**16},
        {"low": 10**100_000},
        {"low": "17"},
        {"low": 17, "unit": "km"},
        {"low": 17, "hight": 18},
    ],
)
def test_bounds_that_are_no_bounds_are_refused(bounds: dict[str, object]) -> None:
    with pytest.raises(ValueProblem):
        parse_value("count", bounds)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("at least 17 people", "at least 17"),
        ("seventeen", "17"),
        ("10-20", "10 to 20"),
        ("about 100", "about 100 (90 to 110)"),
        ("about 17", "about 17 (16 to 18)"),
        ("nearly 100", "nearly 100 (90 to 99)"),
        ("dozens", "24 to 99 (vague)"),
        ("three of the four", "3 of 4"),
        ("over 20", "more than 20"),
        ("under 9", "fewer than 9"),
        ("up to nine", "up to 9"),
        ("three or four", "3 or 4"),
        ("2500", "2,500"),
    ],
)
def test_counts_are_printed_in_words(written: str, printed: str) -> None:
    assert format_value(parse_count(written)) == printed


def test_every_hedge_of_the_table_is_understood() -> None:
    forms = {"before": "{} 20", "after": "20 {}", "alone": "{}", "whole": "{} 20"}
    for entry in load_hedges():
        if entry.place in forms:
            for word in entry.words:
                value = parse_count(forms[entry.place].format(word))
                assert value.high is None or value.low <= value.high


def test_every_hedge_of_the_table_names_its_rule_and_source() -> None:
    assert all(entry.rule and entry.source for entry in load_hedges())


def test_bounds_may_name_the_figure_that_is_best_between_them() -> None:
    value = parse_value("count", {"low": 15, "best": 17, "high": 20})
    assert isinstance(value, CountValue)
    assert (value.low, value.best, value.high) == (15, 17, 20)
    assert format_value(value) == "15 to 20, best 17"
    assert parse_value("count", {"low": 17, "best": 17, "high": 17}) == parse_value("count", {"low": 17, "high": 17})
    assert "best" not in value.model_copy(update={"best": None}).model_dump(), "older records stay what they were"


@pytest.mark.parametrize("best", [14, 21, -1, "17"])
def test_a_best_figure_lies_between_the_bounds(best: object) -> None:
    with pytest.raises(ValueProblem):
        parse_value("count", {"low": 15, "best": best, "high": 20})
