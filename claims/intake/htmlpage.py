"""Extract the text of an article from an HTML page, in the parser process only: it loads trafilatura and lxml.

lxml silently drops what is nested below about 255 levels, so the visible characters of the markup are compared with
those of the tree. A page without an article is an error.
"""

import html
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

import trafilatura
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from claims.intake.answers import MISSING_FIGURES, Answer, NoTextError
from claims.intake.autoarchiver import read_result_page
from claims.intake.coverage import Coverage, count_ink, find_container, measure_coverage
from claims.intake.cuts import find_unread
from claims.intake.pagedates import find_described, find_page_dates
from claims.intake.pagelanguage import find_declared_language
from claims.intake.pagemoments import find_listed, find_signs, mark_blocks, take_signs
from claims.intake.pageoutlet import clean_author, find_outlet
from claims.intake.pagetables import spread_tables
from claims.intake.readerview import keep_readers_view

_PARSER: Final = HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
_HIDDEN: Final = ("script", "style", "noscript", "template", "iframe", "textarea", "svg", "title")
_MARKUP: Final = re.compile(
    rf"<!--.*?(?:-->|\Z)|<({'|'.join(_HIDDEN)})\b.*?(?:</\1\s*>|\Z)"
    r"""|<[a-z/!?](?:[^<>"']|"[^"]*"|'[^']*')*+>|<[^<>]*>""",
    re.DOTALL | re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r"&#(?:\d{1,8}|x[0-9a-f]{1,8});?", re.IGNORECASE)
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANKS: Final = re.compile(r"\s{100,}")
"""More than any layout needs; extractors take time that grows with the square of them."""
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
# htmldate compares with today by default, and its long search guesses from the text; both would make two readings of
# one page differ from another day's, or from what the page states.
_DATE_RULES: Final = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}

_WHOLE: Final = 0.75
"""Below this share of what a reader sees an article is incomplete; the rest may be furniture inside its element."""
_FIGURES_NAMED: Final = 20


def parse_html(text: str) -> Answer:
    """Return the article of a page already decoded.

    Raises:
        NoTextError: no article text was found.
    """
    # The text is decoded, so a declared encoding is wrong now.
    markup = _make_safe(_DECLARATION.sub("", _squeeze(text), count=1))
    visible = count_ink(html.unescape(_MARKUP.sub(" ", markup)))
    tree = _parse_tree(markup)
    if (result := read_result_page(tree)) is not None:
        return result
    parsed = count_ink(_tree_text(tree))
    dates, declared = find_page_dates(tree), find_declared_language(tree)
    described = list(find_described(tree))
    keep_readers_view(tree)
    spread_tables(tree)
    times = [] if find_signs(markup) else mark_blocks(tree)
    extraction = _extract(tree)
    article, coverage = _read_most(extraction.text, tree)
    article, moments = take_signs(article, times)
    ink = count_ink(article)
    notes = [f"text extracted by trafilatura {trafilatura.__version__}: {ink:,} of {visible:,} visible characters"]
    losses = [*_find_losses(parsed, visible, coverage), *find_unread(described, article)]
    notes += losses
    if coverage.missing_figures:
        notes.append(f"{MISSING_FIGURES}: {', '.join(coverage.missing_figures[:_FIGURES_NAMED])}")
    return Answer(
        text=article,
        title=extraction.title and take_signs(extraction.title, ())[0],
        publisher=find_outlet(tree, extraction.sitename, extraction.title, extraction.url),
        url=extraction.url,
        author=clean_author(extraction.author),
        published=dates.published or extraction.date,
        modified=dates.modified,
        complete=not losses,
        notes=notes,
        declared=declared,
        moments=moments or find_listed(tree, article),
    )


def _extract(tree: HtmlElement) -> Any:
    """Return the text of the article with what its page says of it, as trafilatura finds them."""
    extraction = trafilatura.bare_extraction(
        deepcopy(tree), with_metadata=True, include_comments=False, date_extraction_params=dict(_DATE_RULES)
    )
    if extraction is None or isinstance(extraction, dict) or not (extraction.text or "").strip():
        raise NoTextError("has no article text that can be found")
    return extraction


def _find_losses(parsed: int, visible: int, coverage: Coverage) -> Iterator[str]:
    """Yield notes on what of the page did not get through."""
    if parsed < visible * 0.95 - 50:
        yield f"the HTML parser dropped text: {parsed:,} of {visible:,} visible characters reached it"
    if coverage.share < _WHOLE:
        taken, seen = f"{coverage.taken:,}", f"{coverage.seen:,}"
        yield f"incomplete: {taken} of the {seen} characters of the article on the page were taken"


def _parse_tree(markup: str) -> HtmlElement:
    try:
        return document_fromstring(markup.encode("utf-8"), parser=_PARSER)
    except ParserError as error:
        # Only for an empty document; a lack of memory comes as XMLSyntaxError and is the caller's.
        raise NoTextError("has no HTML in it") from error


def _read_most(text: str, tree: HtmlElement) -> tuple[str, Coverage]:
    """Return `text`, or where much of the declared article is missing the longer text of that element laid flat.

    Extractors choose one container: of an article that advertisements cut into several all but one would be lost.
    """
    coverage = measure_coverage(text, tree)
    container = find_container(tree)
    if coverage.share >= _WHOLE or container is None:
        return text, coverage
    flat = deepcopy(container)
    for wrapper in [*flat.iter("div", "section")]:
        if wrapper.getparent() is not None:
            wrapper.drop_tag()
    page = document_fromstring("<html><body><main></main></body></html>")
    page[0][0].append(flat)
    again = trafilatura.bare_extraction(page, include_comments=False)
    if again is None or isinstance(again, dict) or not again.text or len(again.text) <= len(text):
        return text, coverage
    return again.text, measure_coverage(again.text, tree)


def _make_safe(markup: str) -> str:
    """Return `markup` with U+FFFD for characters that XML cannot hold: one of them would lose the whole article later.

    A NUL ends the document for libxml2, and a tree with an ESC in it cannot be rebuilt.
    """
    safe = _REFERENCE.sub(lambda match: _character(match[0]), _NOT_XML.sub("\ufffd", markup))
    return _squeeze(safe)


def _squeeze(text: str) -> str:
    return _BLANKS.sub(lambda match: "\n\n" if "\n" in match[0] else " ", text)


def _character(reference: str) -> str:
    # The HTML standard reads &#155; as cp1252 would, libxml2 as a control character.
    character = html.unescape(reference)
    if character in ("<", ">", "&", '"', "'"):
        return reference
    return _NOT_XML.sub("\ufffd", character) or "\ufffd"


def _tree_text(tree: HtmlElement) -> str:
    hidden = " or ".join(f"ancestor::{name}" for name in _HIDDEN)
    parts = tree.xpath(f"//text()[not({hidden})]")
    return " ".join(map(str, parts)) if isinstance(parts, list) else ""
