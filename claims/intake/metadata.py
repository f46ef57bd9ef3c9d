"""Clean the metadata of an article: title, publisher, author, dates, address, language.

Placeholders ("not stored", "unknown"), addresses that are not http(s) and dates that can be read two ways are dropped,
each with a problem in words; the other fields are used.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from claims.intake.dates import parse_published

KEYS: Final = ("title", "publisher", "author", "published", "modified", "url", "language")
_LONGEST_VALUE: Final = 500
_ABSENT: Final = re.compile(
    r"(?:not stored|not stated|unknown|none|null|n/a|-|–)(?: \(.*\))?|\((?:not stored|not stated|unknown)\b.*\)|",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_IRI: Final = re.compile(r"(?P<scheme>https?://)(?P<host>[^/?#\s]+)(?P<rest>\S*)", re.IGNORECASE)
_LANGUAGE: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8})*")
_PRINTABLE: Final = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata that one source gives of an article; None for what it leaves out."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    modified: str | None = None
    url: str | None = None
    language: str | None = None
    problems: tuple[str, ...] = ()


def build_metadata(values: Mapping[str, object]) -> Metadata:
    """Return the cleaned fields of `values`; keys beside `KEYS` are left to the caller.

    >>> build_metadata({"title": " A  title", "publisher": "(not stored)", "published": "spring"}).problems
    ("published 'spring' is not a date that can be read one way",)
    """
    problems: list[str] = []
    fields = {key: _clean(key, values.get(key), problems) for key in KEYS}
    for key, (parse, expected) in _PARSERS.items():
        if (value := fields[key]) is not None:
            fields[key] = parse(value)
            if fields[key] is None:
                problems.append(f"{key} {value[:60]!r} is not {expected}")
    return Metadata(**fields, problems=tuple(problems))


def parse_address(value: str) -> str | None:
    """Return an http(s) address in printable ASCII, letters beyond it encoded (RFC 3987, section 3.1); None for others.

    >>> parse_address("https://post.example/новости"), parse_address("javascript:alert(1)")
    ('https://post.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8', None)
    """
    parts = _IRI.fullmatch(value)
    if parts is None:
        return None
    try:
        host = parts["host"] if parts["host"].isascii() else parts["host"].encode("idna").decode("ascii")
    except UnicodeError:
        return None
    address = f"{parts['scheme']}{host}{quote(parts['rest'], safe=_PRINTABLE)}"
    return address if _ADDRESS.fullmatch(address) else None


def parse_language(value: str) -> str | None:
    """Return the primary subtag of a language tag (BCP 47), or None.

    >>> parse_language("pt-BR"), parse_language("Portuguese, of Brazil")
    ('pt', None)
    """
    match = _LANGUAGE.fullmatch(value)
    return match[1].lower() if match else None


def merge_metadata(first: Metadata, second: Metadata) -> Metadata:
    """Return `first` with its gaps filled from `second`."""
    filled = {key: getattr(first, key) or getattr(second, key) for key in KEYS}
    return Metadata(**filled, problems=(*first.problems, *second.problems))


def _clean(key: str, value: object, problems: list[str]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        problems.append(f"{key} is not a string")
        return None
    value = " ".join(value.split())
    if _ABSENT.fullmatch(value):
        return None
    if len(value) > _LONGEST_VALUE:
        problems.append(f"{key} is longer than {_LONGEST_VALUE} characters and was cut")
    return value[:_LONGEST_VALUE]


_DAY: Final = "a date that can be read one way"
_PARSERS: Final[dict[str, tuple[Callable[[str], str | None], str]]] = {
    "published": (parse_published, _DAY),
    "modified": (parse_published, _DAY),
    "url": (parse_address, "an http(s) address"),
    "language": (parse_language, "a language tag such as en or pt-BR"),
}
