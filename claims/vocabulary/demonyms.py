"""Look up the country of a demonym such as "Tajik" or "Spaniard".

Ethnic and regional names are left out: they belong to no one country.
"""

from functools import cache

from claims.vocabulary.loading import builtin_tables


def country_of(word: str) -> str | None:
    """Return the country of an adjective or noun, or of a noun's plural; None where it is of none.

    >>> country_of("Uzbeks")
    'Uzbekistan'
    """
    return _countries().get(word) or _countries().get(word.removesuffix("s"))


def is_country(place: str) -> bool:
    """Return whether a place of the gazetteer is a country that a demonym is of."""
    return place in all_countries()


@cache
def all_countries() -> frozenset[str]:
    """Return every country that a demonym is of."""
    return frozenset(_countries().values())


@cache
def _countries() -> dict[str, str]:
    listed = builtin_tables("demonyms").items()
    return {word.replace("_", " "): country for country, words in listed for word in words.split()}
