"""Read when a page says it was published and modified, with hour and zone, from its metadata.

The sources are JSON-LD (schema.org), Open Graph and HTML's own microdata, in this order.
"""

import json
import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final, NamedTuple

from lxml.html import HtmlElement

from claims.intake.dates import find_stated_dates, parse_published

_FIELDS: Final = {
    "published": (
        *("datepublished", "article:published_time", "og:article:published_time", "og:published_time", "pubdate"),
        *("publishdate", "publish-date", "publish_date", "publication_date", "article.published", "article:published"),
        *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date"),
        *("datecreated", "dc.date.created"),
    ),
    "modified": (
        *("datemodified", "article:modified_time", "og:article:modified_time", "og:modified_time", "og:updated_time"),
        *("article:modified", "article.updated", "lastmod", "last-modified", "last_modified", "lastmodified"),
        *("dc.date.modified", "dcterms.modified", "modified", "updated", "revised"),
    ),
}
"""Names of properties, in the order of their weight."""
_LABEL: Final = re.compile(
    r"\b(?:(?P<modified>updated|modified|aktualisiert|actualizado|mis à jour|обновлено|оновлено)"
    r"|published|posted|veröffentlicht|publicado|publié|опубликовано|опубліковано)\b(?: (?:on|am|el|le))?[\s:]*\Z",
    re.IGNORECASE,
)
_LINES: Final = ("p", "div", "span", "li", "small")
_LONGEST_LINE: Final = 150
"""Characters of a line that says when its page appeared."""
_FURNITURE: Final = ("aside", "nav", "footer")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
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
    dates = PageDates(*(_first_date(names, stated) for names in _FIELDS.values()))
    if dates.published:
        return dates
    published, updated = _labels(tree)
    return PageDates(published, dates.modified or updated)


def find_updates(tree: HtmlElement) -> Iterator[dict[str, str]]:
    """Yield the text values of each update of a live blog that JSON-LD lists."""
    for content in _objects(tree):
        updates = content.get("liveBlogUpdate")
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
        value = element.get("content") or element.get("datetime") or ""
        if value and not _is_of_update(element):
            for name in (*map(element.get, ("property", "itemprop", "name", "http-equiv")), _read_label(element)):
                values.setdefault((name or "").lower(), value)
    return values


def _labels(tree: HtmlElement) -> tuple[str | None, str | None]:
    """Return the dates of the first short line with "Published", and perhaps "Updated", that is no page furniture."""
    for line in _short_lines(tree):
        dates = {date.how: date.edtf for date in find_stated_dates(line)}
        if "published" in dates:
            return dates["published"], dates.get("updated")
    return None, None


def _short_lines(tree: HtmlElement) -> Iterator[str]:
    """Yield the short lines of a page that have a year in them."""
    for element in tree.iter(*_LINES):
        line = " ".join(element.text_content().split()) if element.text else ""
        is_short = len(line) <= _LONGEST_LINE and _YEAR.search(line)
        if is_short and next(element.iterancestors(*_FURNITURE), None) is None:
            yield line


def _is_of_update(element: HtmlElement) -> bool:
    """Return whether an element belongs to one block of a live blog, not to the page."""
    return any(holder.get("itemprop") == "liveBlogUpdate" for holder in element.iterancestors())


def _read_label(element: HtmlElement) -> str:
    """Return the property that the word before a `time` element names: "Updated: 5 May"."""
    if element.tag != "time":
        return ""
    previous, parent = element.getprevious(), element.getparent()
    before = (previous.tail if previous is not None else parent.text if parent is not None else "") or ""
    label = _LABEL.search(before)
    return "" if label is None else "datemodified" if label["modified"] else "datepublished"


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, str]]:
    """Yield the text values of each article that JSON-LD describes."""
    for content in find_described(tree):
        yield {key.lower(): value for key, value in content.items() if isinstance(value, str)}


def find_described(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield what JSON-LD says of each article, articles before the pages that hold them."""
    ranked = ((_rank(content.get("@type", "")), content) for content in _objects(tree))
    described = [(rank, content) for rank, content in ranked if rank is not None]
    yield from (content for _, content in sorted(described, key=itemgetter(0)))


def _objects(tree: HtmlElement) -> Iterator[dict[str, object]]:
    """Yield each object of JSON-LD that may describe an article, outer ones first."""
    for content in _scripts(tree):
        yield from _walk(content, _DEEPEST)


def _scripts(tree: HtmlElement) -> Iterator[object]:
    """Yield the content of each script of JSON-LD that is JSON."""
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            try:
                yield json.loads(script.text or "")
            except (ValueError, RecursionError):
                continue


def _walk(content: object, depth: int) -> Iterator[dict[str, object]]:
    if depth and isinstance(content, list):
        for part in content:
            yield from _walk(part, depth - 1)
    elif depth and isinstance(content, dict):
        yield content
        for key in _INSIDE:
            yield from _walk(content.get(key), depth - 1)


def _rank(kinds: object) -> int | None:
    """Return how much of an article something of these types is, 0 the most; None where it is none."""
    names = list(map(str, kinds if isinstance(kinds, list) else [kinds]))
    ranks = (rank for rank, ending in enumerate(_TYPES) for name in names if name.endswith(ending))
    return min(ranks, default=None)
