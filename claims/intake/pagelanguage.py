"""Read the language that a page declares: on its elements, else in its metadata."""

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from claims.intake.metadata import parse_language

_NAMES: Final = frozenset({"content-language", "og:locale", "inlanguage", "dc.language", "language"})
_HOLDERS: Final = ("article", "main", "body", "html")
"""Elements that may say it, the one nearest to the text first."""


def find_declared_language(tree: HtmlElement) -> str | None:
    """Return the first language that a page declares, as its ISO 639 code."""
    return next(filter(None, map(parse_language, (*_on_elements(tree), *_in_metadata(tree)))), None)


def _on_elements(tree: HtmlElement) -> Iterator[str]:
    for name in _HOLDERS:
        yield from (element.get("lang") or element.get("xml:lang", "") for element in tree.iter(name))


def _in_metadata(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("meta"):
        if any((element.get(key) or "").lower() in _NAMES for key in ("property", "name", "itemprop", "http-equiv")):
            yield element.get("content", "")
