"""Read JSON Lines strictly: one object a line, and a bad line costs that line only.

What Python's parser accepts and other readers reject or read differently is an error: NaN and Infinity, numbers that
overflow, integers beyond 2**53 - 1, duplicate keys, lone surrogates, bytes that are not UTF-8, lines over a limit.
"""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NoReturn

import msgspec

from claims.findings import Finding

MAX_LINE_BYTES: Final = 20_000_000
_LARGEST_INTEGER: Final = 2**53 - 1
_ESCAPED_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_INFINITY: Final = float("inf")
_TEXT: Final = {str}
_PLAIN_KINDS: Final = {int, bool, type(None)}


class StrictJsonError(ValueError):
    """The bytes are not JSON that every reader reads alike; the text says why."""


def parse_strict_json(data: bytes) -> object:
    """Return the value of one JSON document in UTF-8.

    Raises:
        StrictJsonError: not JSON, or JSON that readers disagree about.

    >>> parse_strict_json(b'{"a": [1, 2.5]}')
    {'a': [1, 2.5]}
    >>> parse_strict_json(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
    claims.intake.jsonlines.StrictJsonError: the key 'a' stands twice in one object
    """
    if (plain := _parse_plain(data)) is not None:
        return plain
    try:
        value: object = _decode(data.decode("utf-8"))
        if _ESCAPED_SURROGATE.search(data):
            # Pairs are fine and common (emoji), so the escape alone proves nothing: ask the encoder.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as error:
        raise StrictJsonError(f"byte {error.start + 1} is not UTF-8; save the file as UTF-8") from error
    except UnicodeEncodeError as error:
        raise StrictJsonError("half of a surrogate pair stands alone (\\ud800 to \\udfff)") from error
    except json.JSONDecodeError as error:
        raise StrictJsonError(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise StrictJsonError("nested too deeply") from error
    return value


def _parse_plain(data: bytes) -> dict[str, object] | None:
    """Return a flat object at a seventh of the cost, or None where the strict parser must look: nearly never.

    The fast parser keeps the last of two equal keys. In an object without escapes each key and each text brings two
    quotation marks, so a lost key shows in their number.
    """
    if b"\\" in data:
        return None
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if type(value) is not dict:
        return None
    texts = _count_texts(value)
    return value if texts is not None and data.count(b'"') == 2 * texts else None


def _count_texts(value: dict[str, object]) -> int | None:
    """Return the number of keys and texts of a flat object; None where the strict parser must look at a value."""
    texts = len(value)
    for part in value.values():
        kind = type(part)
        if kind is str:
            texts += 1
        elif isinstance(part, list) and {*map(type, part)} <= _TEXT:
            texts += len(part)
        elif kind not in _PLAIN_KINDS or (isinstance(part, int) and abs(part) > _LARGEST_INTEGER):
            return None
    return texts


def read_json_lines(
    stream: BinaryIO, where: str, *, max_line_bytes: int = MAX_LINE_BYTES
) -> Iterator[tuple[int, dict[str, object]] | Finding]:
    """Yield the line number and object of each line, or a finding for a line that has none.

    Blank lines are skipped, and a byte order mark before the first line is not part of it. `where` names the stream in
    findings, as `where:line`.
    """
    number = 0
    while line := stream.readline(max_line_bytes + 1):
        number += 1
        if len(line) > max_line_bytes and not line.endswith(b"\n"):
            _skip_line(stream)
            yield _bad_line(where, number, f"longer than {max_line_bytes:,} bytes; one record belongs on one line")
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        yield _read_object(line, where, number)


def _read_object(line: bytes, where: str, number: int) -> tuple[int, dict[str, object]] | Finding:
    try:
        value = parse_strict_json(line)
    except StrictJsonError as error:
        return _bad_line(where, number, f"{error}; the line is left out")
    if isinstance(value, dict):
        return number, value
    return _bad_line(where, number, "not a JSON object; write one {...} on each line")


def _skip_line(stream: BinaryIO) -> None:
    while part := stream.readline(1 << 20):
        if part.endswith(b"\n"):
            return


def _bad_line(where: str, number: int, message: str) -> Finding:
    return Finding(where=f"{where}:{number}", message=message, about="bad-json-line")


def _build_object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    built = dict(pairs)
    if len(built) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise StrictJsonError(f"the key {twice[:60]!a} stands twice in one object")
    return built


def _parse_integer(digits: str) -> int:
    # The length first: converting 100,000 digits takes quadratic time.
    if len(digits) > 17 or abs(value := int(digits)) > _LARGEST_INTEGER:
        raise StrictJsonError(f"the number {digits[:20]}... is beyond 2**53 - 1; write it as a string")
    return value


def _parse_fraction(digits: str) -> float:
    value = float(digits)
    if abs(value) == _INFINITY:
        raise StrictJsonError(f"the number {digits[:20]} is too large; write it as a string")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise StrictJsonError(f"{name} is not JSON; use null or a string")


_decode: Final = json.JSONDecoder(
    object_pairs_hook=_build_object,
    parse_int=_parse_integer,
    parse_float=_parse_fraction,
    parse_constant=_refuse_constant,
).decode
