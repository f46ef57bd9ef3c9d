"""Read each statement of a row again, from its document alone, and let in only what that says.

This is the one door for statements of tables, as the verifier is for those of articles. It trusts neither the places
nor the values that the reader noted: it finds the cells in the text by their columns and asks of every statement that
its quote is whole cells of the columns that its clause is about, in a row that the clause is for, and that figures,
days, names, codes and speakers are those of these cells.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from claims.datasets.documents import read_row
from claims.datasets.profile import Actor, Choice, Count, Date, Place, Profile, Where, meets
from claims.grouping import group_by


class Door:
    """Lets in statements of the rows of one data set."""

    def __init__(self, profile: Profile) -> None:
        """Prepare to read rows of the data set of a profile."""
        self._chain, self._silent = frozenset(profile.chain), frozenset(profile.unknown)
        parts = ((part, _columns_of(part)) for _, part in profile.statements())
        self._parts = group_by(parts, lambda one: (one[0].attribute, one[0].scope))
        self.open("")

    def open(self, text: str) -> None:
        """Read the document of the row whose statements come next."""
        self._text, self._places = text, read_row(text)
        cells = {column: text[cell.start : cell.end] for column, cell in self._places.items()}
        self._cells = {column: cell for column, cell in cells.items() if cell not in self._silent}
        self._from = {cell.line: column for column, cell in self._places.items()}
        self._to = {cell.end: column for column, cell in self._places.items()}

    def refuse(self, content: Mapping[str, Any]) -> str:
        """Return why a statement, as plain content, does not follow from the row; empty where it does."""
        start, end = content["passage"]["start"], content["passage"]["end"]
        if not start < end or self._text[start:end] != content["passage"]["exact"]:
            return "its quote is not in the row"
        first, last = self._from.get(start), self._to.get(end)
        if first is None or last is None:
            return "its quote cuts a cell"
        if not any(self._says(part, columns, content) for part, columns in self._fitting(content, first, last)):
            return "the cells that it quotes do not say it"
        if not all(map(self._names, content["chain"])):
            return "its speakers are not those of the row"
        return ""

    def _fitting(self, content: Mapping[str, Any], first: str, last: str) -> Iterator[tuple[Any, frozenset[str]]]:
        """Yield the parts of the profile that are about such a statement, such a quote and such a row."""
        for part, columns in self._parts.get((content["attribute"], content["scope"]), ()):
            if first in columns and last in columns and meets(part.when, self._cells):
                yield part, columns

    def _says(self, part: Any, columns: frozenset[str], content: Mapping[str, Any]) -> bool:
        """Return whether the quoted cells say what is stated, by this part of the profile."""
        cells, start, end = self._cells, content["passage"]["start"], content["passage"]["end"]
        if (content["stance"] == "suspects") != (bool(part.suspects) and meets(part.suspects, cells)):
            return False
        stated = [column for column in columns if column in cells and start <= self._places[column].line < end]
        return _CHECKS[type(part)](part, content["value"], [cells[column] for column in stated], cells)

    def _names(self, hop: Mapping[str, Any]) -> bool:
        """Return whether a hop of a chain is a whole cell of a column that names speakers."""
        column = self._to.get(hop["end"], "")
        told = (self._places[column].start, self._cells.get(column)) if column in self._chain else ()
        return told == (hop["start"], hop["speaker"])


def _columns_of(part: Any) -> frozenset[str]:
    """Return the columns that a part of a profile may be read from."""
    if isinstance(part, Count | Date):
        return frozenset(part.columns)
    if isinstance(part, Place):
        return frozenset((part.column, *(where.column for where in part.codes.values())))
    return frozenset((part.column,))


def _has_figures(part: Count, value: Mapping[str, Any], stated: Sequence[str], cells: Mapping[str, str]) -> bool:
    """Return whether the figures quoted are those of the value, and every one that the row has of it is quoted."""
    told = [cells[column] for column in part.columns if cells.get(column)]
    best, low, high = (_whole(cells.get(column)) for column in (part.best, part.low, part.high))
    first, last = (best if low is None else low), (best if high is None else high)
    named = best if value["low"] == value["high"] else value.get("best")
    return (first or 0, last, best) == (value["low"], value["high"], named) and len(stated) == len(told)


def _whole(cell: str | None) -> int | None:
    return int(cell.partition(".")[0]) if cell else None


def _has_days(part: Date, value: Mapping[str, Any], stated: Sequence[str], cells: Mapping[str, str]) -> bool:
    """Return whether every day that is quoted lies in the value, or the year, month and day quoted are its own."""
    low, high = (value["low"] or "")[:10], (value["high"] or "")[:10]
    if len(part.columns) == 3:
        return all(_whole(cell) in (0, int(low[:4]), int(low[5:7]), int(low[8:])) for cell in stated)
    days = [cell[:10] for cell in stated if _is_day(cell[:10])]
    return bool(low and high) and all(low <= day <= high for day in days)


def _is_day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def _has_place(part: Place, value: Mapping[str, Any], stated: Sequence[str], cells: Mapping[str, str]) -> bool:
    """Return whether the name is of the column that the code of precision names, and near it where that says so."""
    where = part.codes.get(cells.get(part.precision, ""), Where(part.column))
    near = where.near or (bool(part.near) and meets(part.near, cells))
    named = cells.get(where.column, "")
    return named in stated and value["name"] in " ".join(named.split()) and (not near or value["relation"] != "in")


def _has_name(part: Actor, value: Mapping[str, Any], stated: Sequence[str], cells: Mapping[str, str]) -> bool:
    return any(value["name"] in " ".join(cell.split()) for cell in stated)


def _has_code(part: Choice, value: Mapping[str, Any], stated: Sequence[str], cells: Mapping[str, str]) -> bool:
    return any(part.values.get(cell, cell).casefold() == value["name"].casefold() for cell in stated)


_CHECKS: Final[Mapping[type, Callable[[Any, Mapping[str, Any], Sequence[str], Mapping[str, str]], bool]]] = {
    Count: _has_figures,
    Date: _has_days,
    Place: _has_place,
    Actor: _has_name,
    Choice: _has_code,
}
