"""Which clauses of a sentence are of another incident than the one it goes on about; the cues are data."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final, Literal

from claims.extract.analysis.language import expand, load
from claims.extract.view import find_words
from claims.values.numbers import read_number

_UNITS: Final = {"week": (7.0, 3), "month": (30.44, 10), "year": (365.25, 15)}
"""Days of each, and how far at most what is said to have been so long ago may lie from there."""
Opens = Literal["incident", "part", "general"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of `incidents.toml`."""

    name: str
    opens: Opens
    reach: Literal["clause", "after"]
    pattern: re.Pattern[str]
    needs: tuple[str, ...]
    date: str | None
    """EDTF of an incident that goes by a name."""
    spread: bool
    """Whether it tells of another incident beside one that hit many places at once."""
    examples: Mapping[str, Sequence[str]]
    against: Sequence[str]


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence, and the cue for the incident that it is of."""

    start: int
    end: int
    cue: Cue
    words: str
    """Of the cue."""


@dataclass(frozen=True, slots=True)
class Language:
    """What `incidents.toml` holds."""

    cues: tuple[Cue, ...]
    kinds: Mapping[str, str]
    """The kind of an incident by the words for it."""
    kind: re.Pattern[str]
    ends: re.Pattern[str]
    stops: re.Pattern[str]
    whole: re.Pattern[str]
    recalled: re.Pattern[str]
    anew: re.Pattern[str]
    ordinals: Sequence[str]
    spread: frozenset[str]


@cache
def language() -> Language:
    """Return the words for incidents."""
    table = load("incidents")
    kinds = {word: kind for kind, listed in table["kinds"].items() for word in listed.split()}
    ordinals = table["ordinals"].split()
    parts: dict[str, str] = {**table["parts"], "KINDS": "|".join(sorted(kinds, key=len, reverse=True))}
    parts["ORDINAL"] = "|".join(ordinals)

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(expand(pattern, parts))

    return Language(
        cues=tuple(_cue(row, compiled(rf"\b(?:{row['pattern']})(?!\w)")) for row in table["cue"]),
        kinds=kinds,
        kind=compiled(table["kind"]),
        ends=compiled(table["ends"]),
        stops=compiled(table["stops"]),
        whole=compiled(table["whole"]),
        recalled=compiled(table["recalled"]),
        anew=compiled(table["anew"]),
        ordinals=ordinals,
        spread=frozenset(table["spread"].split()),
    )


def _cue(row: dict[str, Any], pattern: re.Pattern[str]) -> Cue:
    return Cue(
        name=row["name"],
        opens=row["opens"],
        reach=row["reach"],
        pattern=pattern,
        needs=tuple(row["needs"].split("|")),
        date=row.get("date"),
        spread=row.get("spread", True),
        examples=row["example"],
        against=row["against"],
    )


def find_kind(lower: str, start: int, end: int) -> re.Match[str] | None:
    """Return the first word for a kind of incident; `kind_of` names the kind."""
    told = language()
    unsaid = told.kinds.keys().isdisjoint(find_words(lower, start, end))
    return None if unsaid else told.kind.search(lower, start, end)


def kind_of(word: str) -> str:
    """Return the kind of incident that a word tells of.

    >>> kind_of("tremors")
    'quake'
    """
    return language().kinds[word]


def tells_of_whole(lower: str, start: int, end: int) -> bool:
    """Return whether a sentence counts all parts of an incident together."""
    return language().whole.search(lower, start, end) is not None


def find_recalled(sentence: str, published: str) -> str | None:
    """Return about when what the first sentence of an article looks back on was, as EDTF; None where it does not.

    >>> find_recalled("a year after the dam burst, nobody has been tried", "2022-03-10")
    '2021-02-23/2021-03-25'
    >>> find_recalled("the mill opened a year after the dam burst", "2022-03-10")
    """
    found = language().recalled.search(sentence)
    if found is None:
        return None
    words, unit = (found["amount"], found["unit"]) if found["amount"] else (found["nth"], "year")
    ago = language().ordinals.index(words) + 1 if found["nth"] else _read_amount(words)
    length, slack = _UNITS[unit]
    middle = date.fromisoformat(published) - timedelta(days=round(ago * length))
    return "/".join((middle + timedelta(days=days)).isoformat() for days in (-slack, slack))


def looks_back(lower: str, start: int, end: int, clauses: Sequence["Clause"]) -> bool:
    """Return whether a sentence opens with so long after an incident and tells of no harm done since.

    >>> text = "a week after a fire killed nine people, families wait"
    >>> looks_back(text, 0, len(text), find_clauses(text, 0, len(text)))
    True
    """
    recalled = language().recalled.match(lower[start:end])
    if recalled is None or not recalled["amount"]:
        return False
    since = max((clause.end for clause in clauses if clause.start <= start + recalled.end() < clause.end), default=end)
    return language().anew.search(lower, since, end) is None


def _read_amount(words: str) -> int:
    number = read_number(words, 0)
    return int(number.value) if number is not None else 1


def find_clauses(lower: str, start: int, end: int) -> list[Clause]:
    """Return the clauses of the sentence between `start` and `end` that are of another incident, or may be.

    >>> text = "nine died in a separate raid in orsa, but two were freed"
    >>> [(text[c.start : c.end], c.cue.opens) for c in find_clauses(text, 0, len(text))]
    [('nine died in a separate raid in orsa', 'incident')]
    """
    return sorted(_find_clauses(lower, start, end), key=lambda clause: (clause.start, clause.end))


def _find_clauses(lower: str, start: int, end: int) -> Iterator[Clause]:
    words, sentence = language(), lower[start:end]
    cues = [cue for cue in words.cues if any(word in sentence for word in cue.needs)]
    matches = [(cue, found) for cue in cues for found in cue.pattern.finditer(lower, start, end)]
    divides = [found.span() for found in words.ends.finditer(lower, start, end)] if matches else []
    for cue, found in matches:
        if cue.reach == "after":
            first = found.start("at") if "at" in cue.pattern.groupindex else found.start()
            stop = words.stops.search(lower, max(found.end(), first), end)
            yield Clause(first, stop.start() if stop else end, cue, found[0])
        else:
            first = max((b for _, b in divides if b <= found.start()), default=start)
            last = min((a for a, _ in divides if a >= found.end()), default=end)
            yield Clause(first, last, cue, found[0])
