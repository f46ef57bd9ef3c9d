"""Says in words whose number a scope is, as people read it."""

from functools import cache

from claims.vocabulary.demonyms import all_countries


def format_scope(scope: str) -> str:
    """Return a scope in words; a country in it is written as its name is.

    >>> format_scope("border_guards"), format_scope("nationals_of_sri_lanka")
    ('border guards', 'nationals of Sri Lanka')
    """
    head, of, country = scope.rpartition("_of_")
    name = _names().get(country)
    return f"{head}{of}{name}".replace("_", " ") if name and head else scope.replace("_", " ")


@cache
def _names() -> dict[str, str]:
    return {country.lower().replace(" ", "_"): country for country in all_countries()}
