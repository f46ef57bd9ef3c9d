"""Codes of countries: of every country of the gazetteer, each once, in the form that their lists give them."""

import pytest

from claims.vocabulary.countries import UNCODED, codes_of
from claims.vocabulary.demonyms import country_of
from claims.vocabulary.loading import builtin_tables, builtin_vocabulary


@pytest.mark.parametrize(
    ("country", "codes"),
    [
        ("Tajikistan", ("TJK", 762, 702)),
        ("Vietnam", ("VNM", 704, 816)),
        ("Yemen", ("YEM", 887, 678)),
        ("Kosovo", (None, None, 347)),
        ("Western Sahara", ("ESH", 732, None)),
    ],
)
def test_a_country_has_the_codes_of_the_published_lists(country: str, codes: tuple[object, ...]) -> None:
    assert codes_of(country) == codes


def test_what_is_no_country_has_none() -> None:
    assert codes_of("Atlantis") == codes_of(None) == UNCODED


def test_every_code_is_of_one_place_that_the_gazetteer_knows_by_that_name() -> None:
    codes = {country: codes_of(country) for country in builtin_tables("countries")}
    assert codes.keys() <= builtin_vocabulary().places.keys()
    for number in range(3):
        found = [each[number] for each in codes.values() if each[number] is not None]
        assert len(set(found)) == len(found)
    assert all(each.alpha is None or (len(each.alpha) == 3 and each.alpha.isupper()) for each in codes.values())


def test_every_country_whose_people_have_a_name_has_a_code() -> None:
    countries = builtin_tables("demonyms")
    assert {country for country in countries if codes_of(country) == UNCODED} == set()
    assert country_of("Tajik") in countries
