"""Measures and times of day by the shape of their words, each with what it must go with; the shapes are data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from claims.extract.analysis.governing import find_governor, frame_group, is_undone
from claims.extract.analysis.language import expand, load, noun_class, singular
from claims.extract.analysis.model import Analysis

_NEAR: Final = 40
"""Characters before a measure in which its noun stands: "an aftershock with a magnitude of 5.5"."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One row of `expressions.toml`."""

    name: str
    attribute: str
    pattern: re.Pattern[str]
    """The group `value` is the measure; what stands around it belongs to the quote."""
    scoped: bool
    """What is measured is the noun after it: its scope."""
    needs: re.Pattern[str]
    """A word that is in each match, to pass over sentences quickly."""
    groups: tuple[str, ...]
    """What it may go with, by the groups of `governing`; anything where none is named."""
    never: tuple[str, ...]
    """What it may not go with."""
    open: bool
    """It is proposed only where another article has its like."""
    identifies: bool
    """A value that is far from the first one is of another event."""
    examples: tuple[tuple[str, str], ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expressed:
    """A measure or time where it stands in the view."""

    expression: Expression
    value: tuple[int, int]
    quote: tuple[int, int]
    group: str
    """What it goes with: see `governing.frame_group`."""
    scope: str = "total"


@cache
def expressions() -> tuple[Expression, ...]:
    """Return the expressions of the language."""
    table = load("expressions")
    return tuple(_expression(row, table["parts"]) for row in table["expression"])


def _expression(row: dict[str, Any], parts: dict[str, str]) -> Expression:
    return Expression(
        name=row["name"],
        attribute=row["attribute"],
        pattern=re.compile(rf"(?<![\w.,-])(?:{expand(row['pattern'], parts)})(?![\w])"),
        scoped=row.get("scope", "") == "head",
        needs=re.compile(expand(row["needs"], parts)),
        groups=tuple(row.get("goes_with", ())),
        never=tuple(row.get("never_with", ())),
        open=row.get("open", False),
        identifies=row.get("identifies", False),
        examples=tuple(row["example"].items()),
        against=tuple(row["against"]),
    )


@lru_cache(maxsize=4)
def possible_expressions(lower: str, start: int, end: int) -> tuple[Expression, ...]:
    """Return the expressions whose words are in a sentence."""
    return tuple(one for one in expressions() if one.needs.search(lower, start, end) is not None)


def find_expressions(analysis: Analysis, lower: str) -> Iterator[Expressed]:
    """Yield the measures and times of a sentence, none inside another, in the order of the rows."""
    taken: list[tuple[int, int]] = []
    for one in possible_expressions(lower, analysis.start, analysis.end):
        for found in one.pattern.finditer(lower, analysis.start, analysis.end):
            value = found.span("value")
            if "name" in one.pattern.groupindex:
                value = (value[0], _end_of_name(analysis, *found.span("name")))
                if value[1] <= found.start("name"):
                    continue
            if any(a < value[1] and value[0] < b for a, b in taken):
                continue
            governor = find_governor(analysis, found.start())
            group = frame_group(analysis, governor) if governor is not None else ""
            if not _goes_with(one, analysis, governor, group):
                continue
            taken.append(value)
            start, end = found.start(), value[1] if "name" in one.pattern.groupindex else found.end()
            if one.groups and governor is not None:
                element = analysis.elements[governor]
                span = analysis.span(element.first, element.last)
                start, end = min(start, span[0]), max(end, span[1])
            yield Expressed(one, value, (start, end), group, _scope(analysis, value[0], one.scoped))


def _goes_with(one: Expression, analysis: Analysis, governor: int | None, group: str) -> bool:
    """Return whether an expression may go with what governs it: "no shock reached magnitude 6" gives none."""
    if (one.groups and group not in one.groups) or group in one.never:
        return False
    return not one.identifies or governor is None or not is_undone(analysis, governor)


def _end_of_name(analysis: Analysis, start: int, end: int) -> int:
    """Return where the capitals end that begin a name; `start` where it begins without one."""
    inside = [n for n, token in enumerate(analysis.tokens) if start <= token.start < end]
    if not analysis.capitals:
        return analysis.tokens[inside[0]].end if inside else start
    last = start
    for n in inside:
        if n not in analysis.capitals:
            break
        last = analysis.tokens[n].end
    return last


def _scope(analysis: Analysis, start: int, scoped: bool) -> str:
    """Return what a measure is one of: the noun after it where it has to be one, an aftershock beside the quake."""
    head = _measured(analysis, start)
    if scoped or head in noun_class("secondary"):
        return head
    before = (token.text for token in analysis.tokens if start - _NEAR < token.start < start)
    return next((singular(word) for word in before if word in noun_class("secondary")), "total")


def _measured(analysis: Analysis, start: int) -> str:
    """Return the noun of the phrase in which a measure stands."""
    inside = (e.phrase for e in analysis.elements if e.phrase and analysis.tokens[e.first].start <= start)
    last = max(inside, key=lambda phrase: phrase.first, default=None)
    return last.head if last is not None and analysis.tokens[last.last - 1].end > start and last.head.isalpha() else ""
