"""Read the statements of a row: what its profile says that its cells mean, each with the cells as its quote.

A cell that cannot be read costs its own statement only. Nothing read here is taken in before `door` has read it again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

from claims.assertions import assertion_id
from claims.datasets.dates import read_days
from claims.datasets.documents import Cell, RowText
from claims.datasets.profile import Actor, Choice, Count, Date, Place, Profile, Where, meets
from claims.models import Assertion
from claims.passages import passage_content
from claims.records import field_order, is_empty, plain_content
from claims.values import ValueProblem, parse_value
from claims.values.model import Kind

LONGEST_NAME: Final = 300
"""Characters of a name; a longer cell names nobody."""

_DEFAULTS: Final[dict[str, Any]] = {
    name: Assertion.model_fields[name].default
    for name in field_order(Assertion)
    if name not in Assertion.later or not is_empty(Assertion.model_fields[name].default)
}
_Part = Count | Date | Place | Actor | Choice


class Meaning(NamedTuple):
    """What cells come to: the value as it is written down, and the cells it was read from."""

    written: str | dict[str, int | None]
    columns: tuple[str, ...]
    beside: str = ""
    """A column that says something of it too: a code, a number."""


class RowProblem(NamedTuple):
    """A cell that cannot be read, and why."""

    column: str
    message: str


def read_meaning(kind: Kind, part: _Part, cells: Mapping[str, str]) -> Meaning | None:
    """Return what the cells of a row come to by one part of its profile; None where they say nothing of it.

    Raises:
        ValueProblem: a cell cannot be read.
    """
    return _READERS[kind](part, cells) if meets(part.when, cells) else None


def _read_count(part: Any, cells: Mapping[str, str]) -> Meaning | None:
    stated = {column: read_figure(cells[column]) for column in part.columns if cells.get(column)}
    best = stated.get(part.best)
    if not stated or (part.zero == "silent" and not any(stated.values())):
        return None
    if len(stated) == 1 and best is not None:
        return Meaning(str(best) if cells[part.best] == str(best) else {"low": best, "high": best}, (part.best,))
    bounds = {"best": best, "high": stated.get(part.high, best), "low": stated.get(part.low, best)}
    return Meaning({name: figure for name, figure in bounds.items() if figure is not None}, tuple(stated))


@lru_cache(maxsize=65_536)
def read_figure(cell: str) -> int:
    """Return a whole number; spreadsheets write some of them with a point.

    Raises:
        ValueProblem: it is none.

    >>> read_figure("12"), read_figure("12.0")
    (12, 12)
    """
    whole, point, fraction = cell.partition(".")
    if not (whole.isascii() and whole.isdigit()) or len(whole) > 15 or (point and fraction.strip("0")):
        raise ValueProblem(cell, "it is no whole number", "one such as 12")
    return int(whole)


def _read_date(part: Any, cells: Mapping[str, str]) -> Meaning | None:
    code = cells.get(part.precision, "")
    if part.precision and code not in part.codes:
        raise ValueProblem(code, f"it is no code of {part.precision}", ", ".join(part.codes))
    edtf = read_days([cells.get(column, "") for column in part.columns], part.codes.get(code, "given"))
    stated = tuple(column for column in part.columns if cells.get(column))
    return Meaning(edtf, stated, part.precision) if edtf else None


def _read_place(part: Any, cells: Mapping[str, str]) -> Meaning | None:
    where = part.codes.get(cells.get(part.precision, "")) if part.precision else Where(part.column)
    name = strip_ending(cells.get(where.column, ""), part.endings) if where else ""
    if where is None or not name:
        return None
    is_near = where.near or (bool(part.near) and meets(part.near, cells))
    return Meaning(f"near {name}" if is_near else name, (where.column,), part.precision)


def strip_ending(name: str, endings: Sequence[str]) -> str:
    """Return a name without the word behind it that says what it is.

    >>> strip_ending("Orsa town", [" town"])
    'Orsa'
    """
    return next((name.removesuffix(ending) for ending in endings if name.endswith(ending)), name)


def _read_actor(part: Any, cells: Mapping[str, str]) -> Meaning | None:
    name = cells.get(part.column, "")
    return Meaning(name, (part.column,), part.id) if name else None


def _read_choice(part: Any, cells: Mapping[str, str]) -> Meaning | None:
    cell = cells.get(part.column, "")
    if part.values and cell and cell not in part.values:
        raise ValueProblem(cell, f"it is no code of {part.column}", ", ".join(part.values))
    return Meaning(part.values.get(cell, cell), (part.column,)) if cell else None


_READERS: Final[Mapping[Kind, Callable[[Any, Mapping[str, str]], Meaning | None]]] = {
    "count": _read_count,
    "date": _read_date,
    "place": _read_place,
    "actor": _read_actor,
    "choice": _read_choice,
}


class StatementReader:
    """Reads the statements of the rows of one table."""

    def __init__(self, profile: Profile, choices: Mapping[str, tuple[str, ...]]) -> None:
        """Prepare; `choices` are the values that the vocabulary declares, by attribute."""
        self._profile = profile
        self._parts: list[tuple[Kind, Any]] = list(profile.statements())
        self._values = lru_cache(maxsize=65_536)(self._parse)
        self._choices = choices

    def read(
        self, subject: str, article: str, row: RowText, cells: Mapping[str, str], as_of: str | None
    ) -> Iterator[dict[str, Any] | RowProblem]:
        """Yield the plain content of each statement with its keys in order, or what is wrong with its cells."""
        chain = list(self._chain(row))
        for kind, part in self._parts:
            try:
                meaning = read_meaning(kind, part, cells)
                value = None if meaning is None else self._value(kind, part.attribute, meaning.written)
            except ValueProblem as error:
                yield RowProblem(getattr(part, "column", "") or _columns(part), str(error))
                continue
            if meaning is not None:
                content = self._build(article, row, part, meaning)
                content["as_of"], content["subject"], content["value"] = as_of, subject, value
                content["chain"] = chain if kind == "count" else []
                content["stance"] = _stance(part, cells)
                content["id"] = assertion_id(content)
                yield content

    def _build(self, article: str, row: RowText, part: _Part, meaning: Meaning) -> dict[str, Any]:
        """Return the content of a statement as far as its part of the profile and its cells give it."""
        places = [row.cells[column] for column in meaning.columns]
        start, end = min(place.line for place in places), max(place.end for place in places)
        content = _DEFAULTS.copy()
        content["attribute"], content["scope"] = part.attribute, part.scope
        content["extracted_by"] = self._profile.name
        content["note"] = self._note(part, meaning, row)
        content["passage"] = passage_content(article, row.text, start, end)
        content["written"] = meaning.written if isinstance(meaning.written, str) else None
        return content

    def _note(self, part: _Part, meaning: Meaning, row: RowText) -> str:
        """Return by which clause a statement was read, and what the column beside it says."""
        beside = row.cells.get(meaning.beside)
        code = f"{meaning.beside} {row.text[beside.start : beside.end][:LONGEST_NAME]}; " if beside else ""
        return f"{code}{self._profile.codebook}, {part.clause}"

    def _chain(self, row: RowText) -> Iterator[dict[str, Any]]:
        """Yield the hops to who first gave the figures, in the table's own words."""
        for column in self._profile.chain:
            place = row.cells.get(column)
            if place is not None and is_name(speaker := row.text[place.start : place.end]):
                yield {"end": place.end, "inferred": False, "speaker": speaker, "start": place.start, "verb": ""}

    def _value(self, kind: Kind, attribute: str, written: str | dict[str, int | None]) -> Any:
        """Return a value as plain content."""
        key = written if isinstance(written, str) else tuple(written.items())
        return self._values(kind, attribute, key)

    def _parse(self, kind: Kind, attribute: str, written: str | tuple[tuple[str, int | None], ...]) -> Any:
        given = written if isinstance(written, str) else dict(written)
        return plain_content(parse_value(kind, given, choices=self._choices.get(attribute, ())))


def is_name(text: str) -> bool:
    """Return whether a text can stand for somebody or something.

    >>> is_name("Orsa police"), is_name(""), is_name("two\\nlines")
    (True, False, False)
    """
    return text.isprintable() and 0 < len(text) <= LONGEST_NAME and text == text.strip()


def _stance(part: _Part, cells: Mapping[str, str]) -> str:
    return "suspects" if part.suspects and meets(part.suspects, cells) else "asserts"


def _columns(part: Any) -> str:
    return ", ".join(getattr(part, "columns", ())) or part.precision


__all__ = ["Cell", "Meaning", "RowProblem", "StatementReader", "is_name", "read_figure", "read_meaning", "strip_ending"]
