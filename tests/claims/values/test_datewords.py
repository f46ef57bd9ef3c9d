"""Dates in words: what each becomes, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.values.dates import parse_date
from claims.values.datewords import parse_date_words
from claims.values.model import DateValue
from claims.values.problems import ValueProblem
from reconcile.comparison.dates import compare_dates

WRITTEN = "2016-03-18"  # a Friday


@pytest.mark.parametrize(
    ("words", "edtf", "hedge"),
    [
        ("6 November 2019", "2019-11-06", "exact"),
        ("Sept. 11, 2001", "2001-09-11", "exact"),
        ("on Sunday, March 6th, 2016", "2016-03-06", "exact"),
        ("06.11.2019", "2019-11-06", "exact"),
        ("2019/11/6", "2019-11-06", "exact"),
        ("Jan. 6", "2016-01-06", "exact"),
        ("the 20th of March", "2015-03-20", "exact"),
        ("29 February", "2016-02-29", "exact"),
        ("in July", "2015-07", "relative"),
        ("the spring of 2011", "2011-21", "approximate"),
        ("last summer", "2015-22", "relative"),
        ("this spring", "2016-21", "relative"),
        ("last winter", "2015-24", "relative"),
        ("early 2011", "2011-01/2011-05", "approximate"),
        ("mid-March 2016", "2016-03-08/2016-03-23", "approximate"),
        ("the end of February", "2016-02-18/2016-02-29", "relative"),
        ("the second half of May 2018", "2018-05-15/2018-05-31", "approximate"),
        ("the late 1990s", "1995/1999", "approximate"),
        ("in the 1990s", "199X", "exact"),
        ("the 19th century", "18XX", "exact"),
        ("the third quarter of 2019", "2019-07/2019-09", "exact"),
        ("about 1987", "1987~", "approximate"),
        ("c. 1987", "1987~", "approximate"),
        ("some thirty years ago", "1986~", "relative"),
        ("since August 2021", "2021-08/..", "open"),
        ("before 2015", "../2015", "open"),
        ("between 2014 and 2016", "2014/2016", "exact"),
        ("9 to 11 March 2016", "2016-03-09/2016-03-11", "exact"),
        ("March 9-11, 2016", "2016-03-09/2016-03-11", "exact"),
        ("March or April 2016", "[2016-03,2016-04]", "exact"),
        ("Tuesday", "2016-03-15", "relative"),
        ("early on Wednesday", "2016-03-16", "relative"),
        ("Wednesday before dawn", "2016-03-16", "relative"),
        ("Tuesday night", "2016-03-15/2016-03-16", "relative"),
        ("the night from Tuesday to Wednesday", "2016-03-15/2016-03-16", "relative"),
        ("the night of March 9", "2016-03-09/2016-03-10", "relative"),
        ("last night", "2016-03-17/2016-03-18", "relative"),
        ("yesterday afternoon", "2016-03-17", "relative"),
        ("over the weekend", "2016-03-12/2016-03-13", "relative"),
        ("earlier this week", "2016-03-14/2016-03-18", "relative"),
        ("late last week", "2016-03-07/2016-03-13", "relative"),
        ("roughly two weeks ago", "2016-03-01/2016-03-07", "relative"),
        ("New Year's Eve", "2015-12-31", "exact"),
    ],
)
def test_words_become_the_dates_they_mean(words: str, edtf: str, hedge: str) -> None:
    value = parse_date_words(words, WRITTEN)
    assert (value.edtf, value.hedge) == (edtf, hedge)


@pytest.mark.parametrize("words", ["6/11/2019", "31 June 2019", "the 9th", "17 people", "", "Tuesday to", "10000s"])
def test_words_that_are_no_one_date_are_refused(words: str) -> None:
    with pytest.raises(ValueProblem):
        parse_date_words(words, WRITTEN)


@pytest.mark.parametrize("words", ["Tuesday night", "last summer", "March 9", "over the weekend"])
@pytest.mark.parametrize("published", [None, "2016"])
def test_words_told_from_a_day_need_that_day(words: str, published: str | None) -> None:
    with pytest.raises(ValueProblem):
        parse_date_words(words, published)


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        ("Tuesday night", "early on Wednesday", "contains"),
        ("Tuesday night", "Thursday", "disjoint"),
        ("early 2011", "May 2011", "contains"),
        ("early 2011", "October 2011", "disjoint"),
        ("the spring of 2011", "late 2011", "disjoint"),
        ("the 1990s", "1994", "contains"),
        ("Jan. 6", "6 January 2016", "equal"),
    ],
)
def test_dates_in_words_compare_as_the_sets_they_are(one: str, other: str, outcome: str) -> None:
    a, b = parse_date_words(one, WRITTEN), parse_date_words(other, WRITTEN)
    assert compare_dates(a, b).outcome == outcome


SOME_WORDS = (
    "early late mid last this night morning overnight weekend week month year the of in on to and or between since "
    "about march tuesday spring 2011 1990s 9 31 9th ago two weeks half first end yesterday - , ."
)
WORDS = st.sampled_from(SOME_WORDS.split(" "))


@given(st.lists(WORDS, max_size=6).map(" ".join), st.sampled_from([None, "2016", "2016-03", WRITTEN]))
def test_any_words_give_a_date_that_reads_back_or_a_problem(words: str, published: str | None) -> None:
    try:
        value = parse_date_words(words, published)
    except ValueProblem:
        return
    again = parse_date(value.edtf)
    assert DateValue.model_validate({**dict(again), "hedge": value.hedge}) == value
    assert value.low is None or value.high is None or value.low <= value.high
