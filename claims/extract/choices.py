"""Finds what is one of a few things and told in words: a verdict, the kind of a cause, where somebody died."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from claims.extract.analysis.language import expand, load, singular

_KIND: Final = "KIND"


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of `choices.toml`."""

    attribute: str
    value: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None = None


class Chosen(NamedTuple):
    """What a text chooses, in spans of the lower-case text."""

    attribute: str
    value: str
    scope: str
    quote: tuple[int, int]
    words: tuple[int, int]


@cache
def choices() -> tuple[Choice, ...]:
    """Return the choices of the language, those of causes among them."""
    table = load("choices")
    return (*_origins(table), *(_choice(row, table["parts"]) for row in table["choice"] if "pattern" in row))


def _origins(table: dict[str, Any]) -> Iterator[Choice]:
    shapes = "|".join(re.sub("<value>", f"<value{n}>", row["pattern"]) for n, row in enumerate(table["origin"]))
    for value, kind in table["origins"].items():
        yield Choice("cause_kind", value, re.compile(rf"\b(?:{expand(shapes.replace(_KIND, kind), table['parts'])})\b"))


def _choice(row: dict[str, Any], parts: dict[str, str]) -> Choice:
    unless = re.compile(expand(row["unless"], parts)) if "unless" in row else None
    return Choice(row["attribute"], row["value"], re.compile(rf"\b(?:{expand(row['pattern'], parts)})\b"), unless)


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(load("choices")["denied"])


@cache
def _no_surnames() -> frozenset[str]:
    return frozenset(load("choices")["no_surname"].split())


def find_choices(lower: str, start: int, end: int) -> Iterator[Chosen]:
    """Yield what a stretch of a lower-case text chooses."""
    for one in choices():
        if one.unless is not None and one.unless.search(lower):
            continue
        for found in one.pattern.finditer(lower, start, end):
            words = next(found.span(name) for name in found.groupdict() if name.startswith("value") and found[name])
            of = found.groupdict().get("scope") or found.groupdict().get("who")
            if of in _no_surnames():
                continue
            scope = "total" if of is None else singular(of.rpartition(" ")[2])
            denied = _denied().search(lower[start : found.start()])
            quote = (found.start() if denied is None else start + denied.start(), found.end())
            if denied is None or denied["plain"] is None:
                yield Chosen(one.attribute, one.value, scope, quote, words)


def says_choice(attribute: str, value: str, words: str) -> bool:
    """Return whether lower-case words choose `value`, where the language has rows for the attribute."""
    rows = [one for one in choices() if one.attribute == attribute]
    return not rows or any(one.value == value and one.pattern.search(words) for one in rows)
