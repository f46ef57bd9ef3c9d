"""Read and write claims files as CSV: the same columns as JSON Lines, safe to open in a spreadsheet.

A chain is written as `A < B < C` (or a JSON list where a name holds a `<`), bounds as JSON, an unstated scope as
`null`, a default as an empty cell. A cell that a spreadsheet would run as a formula, or that reading would take for
bounds or `null`, is written with an apostrophe in front: the text after it is literal.
"""

import csv
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from claims.claimsfile import COLUMNS
from claims.findings import Finding

_RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'", "\t", "\r")
_BLANKS = " \n\v\f\u00a0\u200b\u2060\ufeff"
"""What a spreadsheet may skip before it looks for a formula."""
_NUMBERS = {"start", "end", "number_start", "number_end"}


def read_csv_claims(lines: Iterable[str], where: str) -> Iterator[tuple[int, dict[str, object]] | Finding]:
    """Yield (line number, keys) for each row of a claims table with a header; a bad row is a finding.

    Cells are separated by commas, or by semicolons or tabs where the header has no comma.
    """
    header: list[str] = []
    for number, row in read_csv_rows(CsvLines(lines), header, where):
        if isinstance(row, Finding):
            yield row
        elif not header:
            header += [cell.strip().removeprefix("\ufeff").casefold() for cell in row]
            if (problem := _header_problem(header)) is not None:
                yield _finding(where, number, problem)
                return
        elif any(row):
            yield _read_row(dict(zip(header, row, strict=True)), where, number)


def _read_row(row: Mapping[str, str], where: str, number: int) -> tuple[int, dict[str, object]] | Finding:
    try:
        return number, {name: _parse_cell(name, cell) for name, cell in row.items() if cell not in ("", "'")}
    except (ValueError, RecursionError) as error:
        return _finding(where, number, str(error))


def _header_problem(header: Sequence[str]) -> str | None:
    for name in header:
        if name not in COLUMNS:
            return f"unknown column {name!r}; known are {', '.join(COLUMNS)}"
        if header.count(name) > 1:
            return f"the column {name!r} stands twice; leave one of them out"
    return None


def _finding(where: str, number: int, message: str) -> Finding:
    return Finding(where=f"{where}:{number}", message=message, about="bad-line")


class CsvLines:
    """The lines of a file; those of the current row can be put back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = iter(lines)
        self._again: deque[str] = deque()
        self.row: list[str] = []
        self.read = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._source)
        self.row.append(line)
        self.read += 1
        return line

    def put_back(self) -> None:
        """Put back all lines of the row but its first: an unclosed quote has swallowed the rows after it."""
        self._again.extendleft(reversed(self.row[1:]))
        self.read -= len(self.row) - 1


def read_csv_rows(lines: CsvLines, header: Sequence[str], where: str) -> Iterator[tuple[int, list[str] | Finding]]:
    """Yield each row, or a finding about it, with the number of its first line; the caller fills `header`."""
    delimiter = ","
    while True:
        lines.row = []
        first = lines.read + 1
        try:
            row = next(csv.reader(lines, strict=True, delimiter=delimiter))
        except StopIteration:
            return
        except csv.Error as error:
            lines.put_back()
            yield first, _finding(where, first, f"not a CSV row: {error}")
            continue
        if not header and len(row) == 1:
            delimiter = next((mark for mark in ";\t" if mark in row[0]), delimiter)
            row = next(csv.reader(lines.row, delimiter=delimiter))
        if header and any(row) and len(row) != len(header):
            lines.put_back()
            yield first, _finding(where, first, f"{len(row)} cells under {len(header)} columns")
            continue
        yield first, row


def _parse_cell(name: str, cell: str) -> object:
    text = cell.removeprefix("'")
    if name in _NUMBERS:
        return _parse_number(name, text)
    if name == "exhaustive":
        return _parse_truth(text)
    if name == "chain" and not cell.startswith("["):
        return list(map(str.strip, text.split(" < ")))
    if name == "chain" or (name == "value" and cell.startswith("{")):
        return json.loads(cell)
    return None if (name, cell) == ("scope", "null") else text


def _parse_number(name: str, text: str) -> int:
    if not text.isdecimal() or len(text) > 15:
        raise ValueError(f"{name}: {text[:20]!r} is not a whole number")
    return int(text)


def _parse_truth(text: str) -> bool:
    if text.casefold() not in {"true", "false"}:
        raise ValueError(f"exhaustive: {text!r} is neither true nor false")
    return text.casefold() == "true"


def write_csv_claims(lines: Iterable[Mapping[str, Any]], file: TextIO, *, head: bool = True) -> None:
    """Write claim lines (`export_line`) as CSV with every cell quoted, the names of the columns first."""
    writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
    if head:
        writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([_quote_cell(name, line.get(name)) for name in COLUMNS])


def _quote_cell(name: str, value: Any) -> str:
    cell = safe_cell(_cell(name, value))
    mistakable = isinstance(value, str) and (cell.startswith("{") or (name == "scope" and cell == "null"))
    return f"'{cell}" if mistakable else cell


def _cell(name: str, value: Any) -> str:
    if value is None:
        return "null" if name == "scope" else ""
    if name == "chain":
        return _chain(list(value))
    if isinstance(value, bool | Mapping):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)


def _chain(names: list[str]) -> str:
    plain = not any("<" in speaker or speaker.startswith("[") for speaker in names)
    return " < ".join(names) if plain else json.dumps(names, ensure_ascii=False)


def safe_cell(cell: str) -> str:
    """Return `cell` with an apostrophe in front if a spreadsheet would run it as a formula."""
    return f"'{cell}" if cell.lstrip(_BLANKS).startswith(_RISKY) or cell.startswith("'") else cell
