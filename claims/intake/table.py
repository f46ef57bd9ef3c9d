"""Read spreadsheets of articles, CSV and XLSX with named columns, in the parser process only.

The columns are the keys of articles in JSON Lines; those of Bellingcat's auto-archiver are known too.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Final
from zipfile import BadZipFile

from claims.identity import canonical_json
from claims.intake.answers import NoTextError, Part, Parts, check_parts, make_part, seal_part
from claims.intake.autoarchiver import RESULT_COLUMNS, parse_result
from claims.intake.encoding import NotTextError, decode_text
from claims.intake.metadata import KEYS
from claims.intake.zipped import LARGEST_MEMBER, open_zip

_OTHER_NAMES: Final = {
    "link": "url",
    "text content": "text",
    "content": "text",
    "upload title": "title",
    "upload timestamp": "published",
    "timestamp": "published",
}
"""Names that auto-archiver writes into its sheets, by default and in earlier versions."""
_PROVENANCE: Final = {"archive location": "archived at", "archive date": "archived on", "hash": "hash of the archive"}
_ALSO_ITS_OWN: Final = frozenset(
    ("archive status", "destination folder", "thumbnail", "screenshot", "perceptual hashes", "wacz", "replaywebpage")
)
_KEYS: Final = ("id", *KEYS, "text")
_DELIMITERS: Final = ",;\t"

Row = tuple[int, list[str]]


def split_table(data: bytes, max_characters: int) -> Parts:
    """Return the articles of the rows; a row without text costs itself."""
    rows = read_sheet(data) if data.startswith(b"PK") else _read_csv(data, max_characters)
    answer = Parts(parts=[], problems=[])
    columns = _find_columns(next(rows, (1, []))[1], answer)
    ids: dict[str, int] = {}
    try:
        for number, cells in rows:
            if any(map(str.strip, cells)):
                record = dict(zip(columns, cells, strict=False))
                is_result = record.keys() == RESULT_COLUMNS
                _add_row(answer, number, parse_result(record["metadata"]) if is_result else record, ids)
    except csv.Error as error:
        answer["problems"].append(("", f"cannot be read further: {error}; save it again as CSV in UTF-8"))
    check_parts(answer, "has no row below its heads")
    return answer


def _find_columns(heads: list[str], answer: Parts) -> list[str]:
    names = [" ".join(head.split()).casefold() for head in heads]
    columns = [_OTHER_NAMES.get(name, name) for name in names]
    if set(columns) == RESULT_COLUMNS:
        return columns
    _check_columns(columns)
    known = {*_KEYS, *_PROVENANCE, *_ALSO_ITS_OWN, ""}
    if unknown := [name[:60] for name in columns if name not in known]:
        message = f"has columns that are not read: {', '.join(unknown[:10])}; an article has {', '.join(_KEYS)}"
        answer["problems"].append(("", message))
    return columns


def _check_columns(columns: list[str]) -> None:
    if "text" not in columns:
        raise NoTextError(f"has no column named text in its first row; an article has {', '.join(_KEYS)}")
    twice = next((name for name in _KEYS if columns.count(name) > 1), None)
    if twice:
        raise NoTextError(f"has two columns for {twice}; rename one of them")


def _add_row(answer: Parts, number: int, record: dict[str, str], ids: dict[str, int]) -> None:
    name, text = record.get("id", "").strip(), record.get("text", "")
    if not any(map(str.isalnum, text)):
        answer["problems"].append((str(number), "has no text; the row is left out"))
    elif name in ids:
        message = f"the id {name[:60]!r} stands in row {ids[name]} already; the row is left out"
        answer["problems"].append((str(number), message))
    else:
        ids |= {name: number} if name else {}
        answer["parts"].append(_build_part(number, name, text, record))


def _build_part(number: int, name: str, text: str, record: dict[str, str]) -> Part:
    stated = (f"{words} {record[name].strip()[:300]}" for name, words in _PROVENANCE.items() if record.get(name))
    part = make_part(text, *stated, place=str(number), name=name)
    part["metadata"] = {key: record.get(key) or None for key in KEYS}
    seal_part(part, canonical_json({key: record[key] for key in sorted(record)}))
    return part


def _read_csv(data: bytes, max_characters: int) -> Iterator[Row]:
    try:
        text = decode_text(data).text
    except NotTextError as error:
        raise NoTextError(str(error)) from error
    delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=delimiter)
    limit = csv.field_size_limit(max_characters)  # of the whole process
    try:
        yield from enumerate(reader, start=1)
    finally:
        csv.field_size_limit(limit)


def read_sheet(data: bytes, largest: int = LARGEST_MEMBER) -> Iterator[Row]:
    """Yield the rows of the first sheet of a workbook, which unpacks to `largest` bytes at most.

    Raises:
        NoTextError: it cannot be read.
    """
    import openpyxl

    with open_zip(data) as archive:
        if sum(member.file_size for member in archive.infolist()) > largest:
            raise NoTextError(f"unpacks to more than {largest:,} bytes; save its sheet as CSV and add that")
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a sheet says of its size may be a million rows of nothing
        rows: Iterable[tuple[object, ...]] = sheet.iter_rows(values_only=True)
        yield from ((number, [*map(write_cell, cells)]) for number, cells in enumerate(rows, start=1))
    except (KeyError, IndexError, ValueError, TypeError, SyntaxError, BadZipFile, OSError, EOFError) as error:
        if isinstance(error, NoTextError):
            raise
        raise NoTextError(f"cannot be read as a workbook ({error}); save its sheet as CSV and add that") from error


def write_cell(value: object) -> str:
    """Return a cell as text; a day without an hour is a day.

    >>> write_cell(datetime(2023, 5, 1)), write_cell(3.0), write_cell(None)
    ('2023-05-01', '3', '')
    """
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
