"""Which country a word like "Tajik" or "Spaniard" is of.

Owns the lookup in the data file. Refuses ethnic and regional names, which are of no one country.
"""

from functools import cache

from claims.vocabulary.loading import builtin_tables


def country_of(word: str) -> str | None:
    """Return the country of an adjective or noun, or of a noun's plural; None where it is of none.

    >>> country_of("Uzbeks")
    'Uzbekistan'
    """
    return _countries().get(word) or _countries().get(word.removesuffix("s"))


@cache
def _countries() -> dict[str, str]:
    listed = builtin_tables("demonyms").items()
    return {word.replace("_", " "): country for country, words in listed for word in words.split()}
