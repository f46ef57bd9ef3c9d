"""Dates in the languages of the United Nations, German and Ukrainian, entered by hand."""

import itertools

import pytest
from babel import Locale

from claims.values import ValueProblem
from claims.values.datewords import parse_date_words
from claims.values.foreigndates import in_english, month_names

WRITTEN = "2024-03-15"  # a Friday
LOCALES = ("ar", "ar_LB", "ar_DZ", "ar_MA", "de", "de_AT", "es", "fr", "ru", "uk")


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("12 марта 2024", "2024-03-12"),
        ("12 марта 2024 г.", "2024-03-12"),
        ("в марте 2024 года", "2024-03"),
        ("12-го марта", "2024-03-12"),
        ("во вторник", "2024-03-12"),
        ("вчера", "2024-03-14"),
        ("3 березня 2024 року", "2024-03-03"),
        ("у лютому", "2024-02"),
        ("у п’ятницю", "2024-03-15"),
        ("3 مارس", "2024-03-03"),
        ("٣ آذار ٢٠٢٤", "2024-03-03"),
        ("12 تشرين الثاني 2023", "2023-11-12"),
        ("يوم الثلاثاء", "2024-03-12"),
        ("am 3. März 2024", "2024-03-03"),
        ("Dienstag, 12. März", "2024-03-12"),
        ("im Jänner 2024", "2024-01"),
        ("gestern", "2024-03-14"),
        ("3 de marzo de 2024", "2024-03-03"),
        ("el martes", "2024-03-12"),
        ("martes 12 de marzo del 2024", "2024-03-12"),
        ("1er février 2024", "2024-02-01"),
        ("le 12 août 2023", "2023-08-12"),
        ("mardi", "2024-03-12"),
        ("2024年3月12日", "2024-03-12"),
        ("2024年3月", "2024-03"),
        ("3月12日", "2024-03-12"),
        ("星期二", "2024-03-12"),
        ("昨天", "2024-03-14"),
    ],
)
def test_dates_of_other_languages(words: str, edtf: str) -> None:
    assert parse_date_words(words, WRITTEN).edtf == edtf


@pytest.mark.parametrize("words", ["31 июня 2024", "12 марта", "вторник", "13月1日", "mars attacks", "32. März 2024"])
def test_what_is_no_day_or_needs_the_day_of_publication_is_refused(words: str) -> None:
    with pytest.raises(ValueProblem):
        parse_date_words(words, None)


def test_english_is_not_another_language() -> None:
    for words in ("Tuesday", "12 March 2024", "yesterday", "in May", "a border guard", "12"):
        assert in_english(words) is None


def test_the_names_are_those_of_cldr_and_mean_one_month() -> None:
    known = month_names()
    for locale, context, width in itertools.product(LOCALES, ("format", "stand-alone"), ("wide", "abbreviated")):
        for number, name in Locale.parse(locale).months[context][width].items():
            assert known[name.casefold().rstrip(".")] == number, (locale, name)
