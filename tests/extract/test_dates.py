"""Dates in running text: from one day to another, and what is no such span."""

import pytest

from claims.extract.dates import find_dates, read_date


def dates(text: str) -> list[str]:
    found = find_dates(text, 0, len(text), "2023-05-04")
    assert [read_date(text[one.start : one.end], "2023-05-04") for one in found] == [one.edtf for one in found]
    return [one.edtf for one in found]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("twelve people were killed between april 28 and may 2.", "2023-04-28/2023-05-02"),
        ("clashes between april 28 and 30, police said", "2023-04-28/2023-04-30"),
        ("fighting from 28 april to 2 may 2019", "2019-04-28/2019-05-02"),
        ("the raids of april 28-30", "2023-04-28/2023-04-30"),
        ("the raids of 28-30 april 2019", "2019-04-28/2019-04-30"),
        ("from december 30 until january 2", "2022-12-30/2023-01-02"),
    ],
)
def test_a_span_has_its_first_and_its_last_day(text: str, edtf: str) -> None:
    assert dates(text) == [edtf]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("between may 1 and 12 people died", ["2023-05-01"]),
        ("from 2 may to 1 may", ["2023-05-02", "2023-05-01"]),
        ("on march 3 to 14 people", ["2023-03-03"]),
        ("april 28 and may 2", ["2023-04-28", "2023-05-02"]),
    ],
)
def test_two_days_without_words_for_a_span_are_two_days(text: str, edtf: list[str]) -> None:
    assert dates(text) == edtf
