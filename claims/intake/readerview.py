"""Take out of a page's tree what is not the article's own text: struck-out and hidden text, footnote marks.

A browser shows `12<sup>3</sup>` as a figure with a note, and an extractor writes 123; so marks go before any text is
taken. Powers (km²), ordinals (4th) and fractions stay, and what is in a closed `<details>`, since a reader can open it.
Styles count where they stand on the element, or in a `<style>` element as a rule for a tag, a class or an id; style
sheets of other files are not read.
"""

import re
from typing import Final

from lxml.html import HtmlElement

from claims.intake.stylesheets import read_style_sheets

_STRUCK: Final = ("s", "strike", "del")
_UNSEEN_STYLE: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|text-decoration(?:-line)?\s*:[^;}]*line-through"
    r"|(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:[;!}]|\Z)|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:[;!}]|\Z)"
    # Out of sight: clipped to nothing, or far off the screen.
    r"|clip\s*:\s*rect\(\s*[01](?:px)?[\s,]|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?:left|top|text-indent)\s*:\s*-\d{3,}(?:px|em|rem|%)",
    re.IGNORECASE,
)
_RAISED_STYLE: Final = re.compile(
    r"vertical-align\s*:\s*(?:super|text-top|\.?\d)|font-variant-position\s*:\s*super|(?<![\w-])top\s*:\s*-",
    re.IGNORECASE,
)
_UNSEEN_CLASS: Final = re.compile(
    r"sr-only|(?:u-)?(?:visually-?hidden(?:-focusable)?|hidden-visually)|screen-?reader(?:-?(?:text|only))?|a11y-(?:hidden|only)"
    r"|assistive-text|(?:is-|u-)?hidden|hide|d-none|display-none"
)
_SHOWN_CLASS: Final = re.compile(
    r"(?:d|sm|md|lg|xl|2xl|xxl)(?:[-:])(?:.*-)?(?:block|inline|inline-block|flex|grid|table)"
)
"""Shows on a wide screen what another class hides on a narrow one."""
_WHOLE_PAGE: Final = 3_000
"""Characters; so much under such a class is a page that a program shows once it is there."""
_UNSEEN_TAGS: Final = ("template", "noscript")
_PARAGRAPHS: Final = frozenset({"p", "li", "td", "th", "dd", "dt", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_STRUCK_CLASSES: Final = frozenset({"line-through", "strikethrough", "text-decoration-line-through", "text-strike"})
_MARK_CLASSES: Final = frozenset({"footnote-ref", "footnote", "noteref", "fn-ref", "reference", "footnote-reference"})
_MARK: Final = re.compile(
    r"[\s\[({]*(?:\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*|[A-Za-z]|[ivxlIVXL]{1,5}|[*†‡§¶#∗⁎]{1,3})[\s\])}]*"
)
_UNIT: Final = re.compile(r"(?<![^\W\d_])(?:[kcmd]?m|ft|mi|yd|in|km/h|sq)\s*\Z")
_POWERS: Final = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")


def keep_readers_view(tree: HtmlElement) -> None:
    """Remove from `tree` the text that a reader does not see as the article's, and write powers as raised digits."""
    is_unseen, is_raised = read_style_sheets(tree, _UNSEEN_STYLE, _RAISED_STYLE)
    for element in list(tree.iter("*")):
        if element.getparent() is None or element.tag in ("html", "body", "head"):
            continue
        if _is_hidden(element) or is_unseen(element):
            element.drop_tree()
            continue
        _show_to_extractors(element)
        if _is_raised(element) or is_raised(element):
            _mend_raised(element)
        elif element.tag == "a" and _is_note_link(element):
            element.drop_tree()


def _show_to_extractors(element: HtmlElement) -> None:
    """Take the mark from what is hidden from screen readers only within a paragraph: extractors would drop it."""
    if element.get("aria-hidden") and any(each.tag in _PARAGRAPHS for each in element.iterancestors()):
        del element.attrib["aria-hidden"]


def _is_raised(element: HtmlElement) -> bool:
    return element.tag in ("sup", "sub") or bool(_RAISED_STYLE.search(element.get("style", "")))


def _is_hidden(element: HtmlElement) -> bool:
    return (
        element.tag in (*_STRUCK, *_UNSEEN_TAGS)
        or element.get("hidden") not in {None, "until-found"}
        or bool(_UNSEEN_STYLE.search(element.get("style", "")))
        or element.get("role") == "deletion"
        or (element.tag == "dialog" and element.get("open") is None)
        or _has_unseen_class(element)
    )


def _has_unseen_class(element: HtmlElement) -> bool:
    classes = element.get("class", "").lower().split()
    if not _STRUCK_CLASSES.isdisjoint(classes):
        return True
    is_unseen = any(map(_UNSEEN_CLASS.fullmatch, classes)) and not any(map(_SHOWN_CLASS.fullmatch, classes))
    return is_unseen and len(element.text_content()) < _WHOLE_PAGE


def _mend_raised(element: HtmlElement) -> None:
    text = element.text_content()
    before = _text_before(element)
    if element.tag == "sup" and _is_fraction(element, before):
        return
    if element.tag == "sup" and text.strip().lstrip("-−+").isdigit() and _is_base(text.strip(), before):
        element.tail = text.strip().translate(_POWERS) + (element.tail or "")
        element.drop_tree()
    elif _MARK.fullmatch(text) and (element.tag != "sub" or before[-1:].isdigit()):
        element.drop_tree()


def _is_base(power: str, before: str) -> bool:
    """Whether a raised number is a power: after a unit (km²), or after ten in scientific notation (3 × 10⁶)."""
    return (power in ("2", "3") and bool(_UNIT.search(before))) or bool(re.search(r"[×x·*]\s*10\Z", before))


def _is_fraction(element: HtmlElement, before: str) -> bool:
    return (element.tail or "").lstrip().startswith(("⁄", "/")) and not before[-1:].isdigit()


def _is_note_link(element: HtmlElement) -> bool:
    """Whether a link is a footnote mark: it leads to a place on a page and reads like a mark, or is declared one."""
    text = element.text_content()
    if not _MARK.fullmatch(text):
        return False
    declared = element.get("role") == "doc-noteref" or element.get("epub:type") == "noteref"
    classes = element.get("class", "").lower().split()
    if declared or not _MARK_CLASSES.isdisjoint(classes) or element.get("href", "").startswith("#"):
        return True
    # Of an address with a place on its page, or of any other: a mark follows a word without a blank.
    before = _text_before(element)[-1:]
    return before.isdigit() or ("#" in element.get("href", "") and before.isalpha())


def _text_before(element: HtmlElement) -> str:
    """Return the last characters that a reader sees before `element`, of the same paragraph or cell."""
    text = ""
    node: HtmlElement | None = element
    while node is not None and not text.strip():
        previous = node.getprevious()
        if previous is not None:
            text = (previous.text_content() if isinstance(previous.tag, str) else "") + (previous.tail or "")
            node = previous
        else:
            text, node = _opening(node.getparent())
    return text[-40:]


def _opening(parent: HtmlElement | None) -> tuple[str, HtmlElement | None]:
    """Return the text that a parent opens with, and the parent where text before it runs on into it."""
    if parent is None:
        return "", None
    return parent.text or "", parent if parent.tag in ("span", "b", "i", "em", "strong", "a", "u") else None
