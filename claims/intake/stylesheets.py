"""Find the elements of a page that its own style rules hide, strike out or raise.

Read are rules of `<style>` elements for the screen whose selectors are tags, classes, ids and those inside one another;
style sheets of other files are not read.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml.html import HtmlElement

_LONGEST: Final = 200_000
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA: Final = re.compile(r"@media([^{};]*)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}")
_SCREEN: Final = re.compile(r"\s*(?:only\s+)?(?:screen|all)\s*", re.IGNORECASE)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMPOUND: Final = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<names>(?:[.#][\w-]+)*)")
_MOST_PARTS: Final = 6

_Test = Callable[[HtmlElement], bool]
_Compound = tuple[str, frozenset[str]]
"""A tag, or nothing, and the classes and ids with their signs."""
_Selector = tuple[_Compound, ...]
"""From the outermost element to the one it selects."""


def read_style_sheets(tree: HtmlElement, *styles: re.Pattern[str]) -> tuple[_Test, ...]:
    """Return for each pattern of a style a test for the elements that rules of the page give such a style."""
    selectors: list[dict[str, list[_Selector]]] = [{} for _ in styles]
    for selector, body in _rules(tree):
        for style, listed in zip(styles, selectors, strict=True):
            if style.search(body):
                for each in _read_selectors(selector):
                    listed.setdefault(_key(each[-1]), []).append(each)
    return tuple(map(_make_test, selectors))


def _make_test(selectors: dict[str, list[_Selector]]) -> _Test:
    return lambda element: any(
        _selects(selector, element) for name in (element.tag, *_names(element)) for selector in selectors.get(name, ())
    )


def _rules(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield the selectors and the body of each rule that counts on a screen of any width."""
    for sheet in tree.iter("style"):
        if not re.search("print|speech|width", sheet.get("media", "")):
            text = _COMMENT.sub("", (sheet.text or "")[:_LONGEST])
            yield from _RULE.findall(_MEDIA.sub(lambda media: media[2] if _SCREEN.fullmatch(media[1]) else "", text))


def _read_selectors(selectors: str) -> Iterator[_Selector]:
    for selector in selectors.split(","):
        parts = re.sub(r"\s*>\s*", " ", selector).split()
        matches = [match for part in parts[:_MOST_PARTS] if (match := _COMPOUND.fullmatch(part)) and match[0]]
        if matches and len(matches) == len(parts):
            compounds = tuple(map(_read_compound, matches))
            if compounds[-1][0] or compounds[-1][1]:
                yield compounds


def _read_compound(match: re.Match[str]) -> _Compound:
    tag = (match["tag"] or "").lower().replace("*", "")
    return tag, frozenset(re.findall(r"[.#][\w-]+", match["names"]))


def _key(compound: _Compound) -> str:
    tag, names = compound
    return min(names, default=tag)


def _selects(selector: _Selector, element: HtmlElement) -> bool:
    *outer, last = selector
    if not _fits(last, element):
        return False
    holders = element.iterancestors()
    return all(any(_fits(compound, holder) for holder in holders) for compound in reversed(outer))


def _fits(compound: _Compound, element: HtmlElement) -> bool:
    tag, names = compound
    return tag in ("", element.tag) and names <= _names(element)


def _names(element: HtmlElement) -> set[str]:
    names = {"." + name for name in element.get("class", "").split()}
    return names | {"#" + element.get("id", "")}
