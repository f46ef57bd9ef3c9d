"""Clean the metadata of an article: title, publisher, publication date, address.

Placeholders ("not stored", "unknown"), addresses that are not http(s) and dates that can be read two ways are dropped,
each with a problem in words; the other fields are used.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from claims.intake.dates import parse_published

KEYS: Final = ("title", "publisher", "published", "url")
_LONGEST_VALUE: Final = 500
_ABSENT: Final = re.compile(
    r"(?:not stored|not stated|unknown|none|null|n/a|-|–)(?: \(.*\))?|\((?:not stored|not stated|unknown)\b.*\)|",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?://[!-~]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata that one source gives of an article; None for what it leaves out."""

    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    problems: tuple[str, ...] = ()


def build_metadata(values: Mapping[str, object]) -> Metadata:
    """Return the cleaned fields of `values`; keys beside the four are left to the caller.

    >>> build_metadata({"title": " A  title", "publisher": "(not stored)", "published": "spring"}).problems
    ("published 'spring' is not a date that can be read one way",)
    """
    problems: list[str] = []
    title, publisher, published, url = (_clean(key, values.get(key), problems) for key in KEYS)
    if published is not None and (day := parse_published(published)) != published:
        if day is None:
            problems.append(f"published {published[:60]!r} is not a date that can be read one way")
        published = day
    if url is not None and not _ADDRESS.fullmatch(url):
        problems.append(f"url {url[:60]!r} is not an http(s) address")
        url = None
    return Metadata(title, publisher, published, url, tuple(problems))


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
