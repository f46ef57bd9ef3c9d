"""Look up the codes of a country: ISO 3166-1, and the number of Gleditsch and Ward by which UCDP codes states."""

from functools import cache
from typing import NamedTuple

from claims.vocabulary.loading import builtin_tables


class CountryCodes(NamedTuple):
    """The codes of one country or territory; None where a list has none for it."""

    alpha: str | None
    """ISO 3166-1 alpha-3."""
    numeric: int | None
    """ISO 3166-1 numeric, which is that of United Nations M49."""
    gleditsch_ward: int | None


UNCODED = CountryCodes(None, None, None)


def codes_of(country: str | None) -> CountryCodes:
    """Return the codes of a country by its name in the gazetteer; none where it has none.

    >>> codes_of("Tajikistan")
    CountryCodes(alpha='TJK', numeric=762, gleditsch_ward=702)
    """
    return _codes().get(country or "", UNCODED)


@cache
def _codes() -> dict[str, CountryCodes]:
    return {country: _read(written) for country, written in builtin_tables("countries").items()}


def _read(written: str) -> CountryCodes:
    alpha, numeric, number = (None if code == "-" else code for code in written.split())
    return CountryCodes(alpha, int(numeric) if numeric else None, int(number) if number else None)
