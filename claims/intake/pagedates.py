"""Read when a page says it was published and modified, with hour and zone, from its metadata.

The sources are JSON-LD (schema.org), Open Graph and HTML's own microdata, in this order.
"""

import json
from collections.abc import Iterator
from operator import itemgetter
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from claims.intake.dates import parse_published

_FIELDS: Final = {
    "published": ("datePublished", "article:published_time"),
    "modified": ("dateModified", "article:modified_time"),
}
_TYPES: Final = ("Article", "Posting", "Report", "WebPage")
_INSIDE: Final = ("@graph", "mainEntity", "mainEntityOfPage")
_DEEPEST: Final = 6


class PageDates(NamedTuple):
    """EDTF with hour and zone where the page gives them."""

    published: str | None
    modified: str | None


def find_page_dates(tree: HtmlElement) -> PageDates:
    """Return the dates of publication and of the last change in the metadata of a page."""
    stated = [*_json_ld(tree), _elements(tree)]
    return PageDates(*(_first_date(names, stated) for names in _FIELDS.values()))


def find_updates(tree: HtmlElement) -> Iterator[dict[str, str]]:
    """Yield the text values of each update of a live blog that JSON-LD lists."""
    for content in _scripts(tree):
        yield from _walk_updates(content, _DEEPEST)


def _walk_updates(content: object, depth: int) -> Iterator[dict[str, str]]:
    if depth and isinstance(content, list):
        for part in content:
            yield from _walk_updates(part, depth - 1)
    elif depth and isinstance(content, dict):
        yield from _read_updates(content.get("liveBlogUpdate"))
        for key in _INSIDE:
            yield from _walk_updates(content.get(key), depth - 1)


def _read_updates(updates: object) -> Iterator[dict[str, str]]:
    for update in updates if isinstance(updates, list) else [updates]:
        if isinstance(update, dict):
            yield {key: value for key, value in update.items() if isinstance(value, str)}


def _first_date(names: tuple[str, ...], stated: list[dict[str, str]]) -> str | None:
    values = (values[name] for values in stated for name in names if name in values)
    return next((date for date in map(parse_published, values) if date is not None), None)


def _elements(tree: HtmlElement) -> dict[str, str]:
    """Return the values of `meta`, `time` and microdata elements by property, the first of each."""
    values: dict[str, str] = {}
    for element in tree.iter("meta", "time", "span"):
        name = element.get("property") or element.get("itemprop") or element.get("name") or ""
        value = element.get("content") or element.get("datetime") or ""
        if name and value:
            values.setdefault(name, value)
    return values


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, str]]:
    """Yield the text values of each article that JSON-LD describes, articles before the pages that hold them."""
    described = [found for content in _scripts(tree) for found in _walk(content, _DEEPEST)]
    yield from (values for _, values in sorted(described, key=itemgetter(0)))


def _scripts(tree: HtmlElement) -> Iterator[object]:
    """Yield the content of each script of JSON-LD that is JSON."""
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            try:
                yield json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue


def _walk(content: object, depth: int) -> Iterator[tuple[int, dict[str, str]]]:
    if depth and isinstance(content, list):
        for part in content:
            yield from _walk(part, depth - 1)
    elif depth and isinstance(content, dict):
        rank = _rank(content.get("@type", ""))
        if rank is not None:
            yield rank, {key: value for key, value in content.items() if isinstance(value, str)}
        for key in _INSIDE:
            yield from _walk(content.get(key), depth - 1)


def _rank(kinds: object) -> int | None:
    """Return how much of an article something of these types is, 0 the most; None where it is none."""
    names = list(map(str, kinds if isinstance(kinds, list) else [kinds]))
    ranks = (rank for rank, ending in enumerate(_TYPES) for name in names if name.endswith(ending))
    return min(ranks, default=None)
