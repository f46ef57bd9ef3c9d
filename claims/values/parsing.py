"""Parse a value of any kind, within the limits that hold for every kind.

Surface forms over 500 characters, NUL, lone surrogates, and bounds for kinds that have none are errors.
"""

import re
from collections.abc import Mapping
from typing import Final

from claims.values.counts import count_from_bounds, parse_count
from claims.values.model import Kind, Value
from claims.values.problems import ValueProblem

LONGEST: Final = 500

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BOUND_KEYS: Final = frozenset({"low", "high"})


def parse_value(
    kind: Kind, written: str | Mapping[str, object], *, unit: str = "", choices: tuple[str, ...] = ()
) -> Value:
    """Read a value of `kind` from a surface form or from stated bounds.

    Args:
        kind: what the attribute declares.
        written: a surface form of at most 500 characters, or `{"low": .., "high": ..}`, both ends included, null open;
            a measure may add `"unit"`.
        unit: what the attribute declares for a measure that names no unit.
        choices: what the attribute declares for a choice.

    Raises:
        ValueProblem: not understood, whatever the reason; nothing else is raised.
    """
    if isinstance(written, str):
        if len(written) > LONGEST:
            raise ValueProblem(written, f"it has {len(written)} characters", f"at most {LONGEST}")
        return _parse_count(written) if kind == "count" else _parse_surface(kind, written, unit, choices)
    if isinstance(written, Mapping):
        return _parse_bounds(kind, written, unit)
    raise ValueProblem(written, "it is neither text nor bounds", 'text, or {"low": 17, "high": null}')


def _parse_count(written: str) -> Value:
    """Read a count in English, or in another language where its words say more than English reads in them."""
    from claims.values.languages import parse_foreign_count

    try:
        value = parse_count(written)
    except ValueProblem:
        if written.isascii() and not any(map(str.isalpha, written)):
            raise
        if (foreign := parse_foreign_count(written)) is None:
            raise
        return foreign
    # "12 или более" has a figure that English reads, and a noun that it does not know.
    is_bare = value.hedge == "exact" and written[-1:].isalpha()
    return (parse_foreign_count(written) if is_bare else None) or value


def _parse_surface(kind: Kind, written: str, unit: str, choices: tuple[str, ...]) -> Value:
    if _UNSTORABLE.search(written):
        raise ValueProblem(written, "it holds characters that no text may hold", "text without them")
    if kind == "measure":
        from claims.values.measures import parse_measure

        return parse_measure(written, unit)
    if kind == "date":
        from claims.values.dates import parse_date

        return parse_date(written)
    if kind == "time":
        from claims.values.times import parse_time

        return parse_time(written)
    if kind == "place":
        from claims.values.places import parse_place

        return parse_place(written)
    if kind == "actor":
        from claims.values.actors import parse_actor

        return parse_actor(written)
    if kind == "choice":
        from claims.values.choices import parse_choice

        return parse_choice(written, choices)
    if kind == "text":
        from claims.values.texts import parse_text

        return parse_text(written)
    raise ValueProblem(written, f"there is no kind of value {kind!r}", "a kind of the vocabulary")


def _parse_bounds(kind: Kind, written: Mapping[str, object], unit: str) -> Value:
    allowed = _BOUND_KEYS | {"unit"} if kind == "measure" else _BOUND_KEYS
    unknown = sorted(repr(key)[:30] for key in written if key not in allowed)
    if unknown:
        raise ValueProblem(written, f"unknown key {unknown[0]}", " and ".join(sorted(allowed)))
    if kind == "count":
        return count_from_bounds(written)
    if kind == "measure":
        from claims.values.measures import measure_from_bounds

        return measure_from_bounds(written, unit)
    if kind == "date":
        from claims.values.dates import date_from_bounds

        return date_from_bounds(written)
    if kind == "time":
        from claims.values.times import time_from_bounds

        return time_from_bounds(written)
    raise ValueProblem(written, f"a {kind} has no bounds", f"a {kind} as text")
