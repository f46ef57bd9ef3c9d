"""Compare the text that an extractor took from a page with what a reader of the page sees.

The reader's text is the largest element that declares itself the article (`article`, `main`, `articleBody`), its
navigation, forms and asides apart; where no element does, it is what a second extractor (jusText) keeps.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple, cast

import justext
from lxml.html import HtmlElement

_CONTAINERS: Final = "//article | //main | //*[@itemprop='articleBody'] | //*[@role='main']"
_FURNITURE: Final = (
    *("nav", "aside", "footer", "form", "button", "figure", "select"),
    *("script", "style", "noscript", "iframe", "template"),
)
_BLOCKS: Final = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "blockquote", "pre", "dt", "dd")
_FIGURE: Final = re.compile(r"\d+(?:[.,'’]\d+| \d{3}(?!\d))*")


class Coverage(NamedTuple):
    """How much of what a reader sees was taken."""

    taken: int
    """Visible characters taken."""
    seen: int
    """Visible characters that a reader sees as the article's."""
    missing_figures: tuple[str, ...]
    """Figures of the reader's text that the extractor left out, in their order."""

    @property
    def share(self) -> float:
        """The share of the reader's text that was taken, at most 1."""
        return min(1.0, self.taken / self.seen) if self.seen else 1.0


def measure_coverage(text: str, tree: HtmlElement) -> Coverage:
    """Return how much of the article on the page `text` holds."""
    paragraphs = _read_container(find_container(tree)) or _read_with_justext(tree)
    seen = " ".join(paragraphs)
    figures = _find_figures(paragraphs)
    missing = Counter(figures) - Counter(_find_figures(text.splitlines()))
    in_order = tuple(dict.fromkeys(figure for figure in figures if figure in missing))
    return Coverage(count_ink(text), count_ink(seen), in_order)


def find_container(tree: HtmlElement) -> HtmlElement | None:
    """Return the element that holds the article by its own declaration: of several, the one with most text."""
    containers = cast("list[HtmlElement]", tree.xpath(_CONTAINERS))
    return max(containers, key=lambda each: sum(map(count_ink, _read_container(each))), default=None)


def count_ink(text: str) -> int:
    """Return the number of characters that are no white space."""
    return len("".join(text.split()))


def _find_figures(parts: Iterable[str]) -> list[str]:
    """Return the figures of paragraphs; extractors write any blank between groups of digits as a plain one."""
    return [figure for part in parts for figure in _FIGURE.findall(" ".join(part.replace("\u00ad", "").split()))]


def _read_container(container: HtmlElement | None) -> list[str]:
    if container is None:
        return []
    outside = " and ".join(f"not(ancestor::{name})" for name in _FURNITURE)
    innermost = " or ".join(f"self::{name}" for name in _BLOCKS)
    blocks = cast("list[HtmlElement]", container.xpath(f".//*[({innermost}) and {outside}]"))
    return [block.text_content() for block in blocks if not _is_within_block(block)]


def _is_within_block(element: HtmlElement) -> bool:
    return any(each.tag in _BLOCKS for each in element.iterancestors())


def _read_with_justext(tree: HtmlElement) -> list[str]:
    from lxml.html import tostring

    paragraphs = justext.justext(tostring(tree, encoding="utf-8"), justext.get_stoplist("English"), encoding="utf-8")
    return [paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate]
