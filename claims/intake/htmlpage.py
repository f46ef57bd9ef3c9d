"""Extract the text of an article from an HTML page, in the parser process only: it loads trafilatura and lxml.

lxml silently drops what is nested below about 255 levels, so the visible characters of the markup are compared with
those of the tree. A page without an article is an error.
"""

import html
import re
from typing import Final

import trafilatura
from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from claims.intake.answers import Answer, NoTextError

_PARSER: Final = HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
_HIDDEN: Final = ("script", "style", "noscript", "template", "iframe", "textarea", "svg", "title")
_MARKUP: Final = re.compile(
    rf"<!--.*?(?:-->|\Z)|<({'|'.join(_HIDDEN)})\b.*?(?:</\1\s*>|\Z)"
    r"""|<[a-z/!?](?:[^<>"']|"[^"]*"|'[^']*')*+>|<[^<>]*>""",
    re.DOTALL | re.IGNORECASE,
)
_REFERENCE: Final = re.compile(r"&#(?:\d{1,8}|x[0-9a-f]{1,8});?", re.IGNORECASE)
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
# htmldate compares with today by default, and its long search guesses from the text; both would make two readings of
# one page differ from another day's, or from what the page states.
_DATE_RULES: Final = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def parse_html(text: str) -> Answer:
    """Return the article of a page already decoded.

    Raises:
        NoTextError: no article text was found.
    """
    # The text is decoded, so a declared encoding is wrong now.
    markup = _make_safe(_DECLARATION.sub("", text, count=1))
    visible = _count_ink(html.unescape(_MARKUP.sub(" ", markup)))
    try:
        tree = document_fromstring(markup.encode("utf-8"), parser=_PARSER)
    except ParserError as error:
        # Only for an empty document; a lack of memory comes as XMLSyntaxError and is the caller's.
        raise NoTextError("has no HTML in it") from error
    parsed = _count_ink(_tree_text(tree))
    extraction = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATE_RULES)
    )
    if extraction is None or isinstance(extraction, dict) or not extraction.text or not extraction.text.strip():
        raise NoTextError("has no article text that can be found")
    ink = _count_ink(extraction.text)
    complete = parsed >= visible * 0.95 - 50
    notes = [f"text extracted by trafilatura {trafilatura.__version__}: {ink:,} of {visible:,} visible characters"]
    if not complete:
        notes.append(f"the HTML parser dropped text: {parsed:,} of {visible:,} visible characters reached it")
    return Answer(
        text=extraction.text,
        title=extraction.title,
        publisher=extraction.sitename,
        url=extraction.url,
        published=extraction.date,
        complete=complete,
        notes=notes,
    )


def _make_safe(markup: str) -> str:
    """Return `markup` with U+FFFD for characters that XML cannot hold: one of them would lose the whole article later.

    A NUL ends the document for libxml2, and a tree with an ESC in it cannot be rebuilt.
    """
    return _REFERENCE.sub(lambda match: _character(match[0]), _NOT_XML.sub("\ufffd", markup))


def _character(reference: str) -> str:
    # The HTML standard reads &#155; as cp1252 would, libxml2 as a control character.
    character = html.unescape(reference)
    if character in ("<", ">", "&", '"', "'"):
        return reference
    return _NOT_XML.sub("\ufffd", character) or "\ufffd"


def _tree_text(tree: HtmlElement) -> str:
    hidden = " or ".join(f"ancestor::{name}" for name in _HIDDEN)
    parts = tree.xpath(f"//text()[not({hidden})]")
    return " ".join(str(part) for part in parts) if isinstance(parts, list) else ""


def _count_ink(text: str) -> int:
    return len("".join(text.split()))
