"""Read word-processor documents, .docx (ECMA-376) and .odt (OpenDocument 1.3), in the parser process only.

What a reader of the printed page would not see is left out: deleted, struck-out and hidden text, comments, and the
marks of footnotes, which would join a figure. Text inserted under "track changes" is read.
"""

from collections.abc import Callable, Iterator
from typing import Final

from lxml.etree import _Element

from claims.intake.answers import NoTextError, Part, Parts, make_part
from claims.intake.zipped import open_zip, parse_xml, read_member

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_WORD_SKIPPED: Final = {_FALLBACK, *(_W + name for name in ("del", "moveFrom", "pPr", "tblPr", "sectPr"))}
_WORD_UNSEEN: Final = tuple(_W + name for name in ("strike", "dstrike", "vanish", "webHidden"))
_OFF: Final = ("0", "false", "off", "none")
_WORD_CHARACTERS: Final = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "\u2011",
    _W + "softHyphen": "\u00ad",
}

_T: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_O: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OPEN_SKIPPED: Final = {
    *(_T + name for name in ("tracked-changes", "note", "sequence-decls", "table-of-content")),
    *(_O + name for name in ("annotation", "forms")),
}
_OPEN_CHARACTERS: Final = {_T + "tab": "\t", _T + "line-break": "\n"}
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LONGEST_RUN: Final = 1000
"""Blanks that one element may stand for."""

_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_TERMS: Final = "{http://purl.org/dc/terms/}"
_META: Final = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"

_Paragraph = Callable[[_Element], str]


def split_word(data: bytes, _: int) -> Parts:
    """Return the article of a .docx file."""
    with open_zip(data) as archive:
        document = read_member(archive, "word/document.xml")
        core = read_member(archive, "docProps/core.xml")
    if not document:
        raise NoTextError("is not a Word document (.docx); give it the right file ending")
    blocks = _read_blocks(parse_xml(document), _WORD_SKIPPED, (_W + "p",), (_W + "tr", _W + "tc"), _word_paragraph)
    return _build_parts("\n".join(blocks), core, _TERMS + "created", _DC + "creator")


def split_opendocument(data: bytes, _: int) -> Parts:
    """Return the article of an .odt file."""
    with open_zip(data) as archive:
        content = read_member(archive, "content.xml")
        meta = read_member(archive, "meta.xml")
    body = (root := parse_xml(content)).find(f"{_O}body/{_O}text") if content else None
    if body is None:
        raise NoTextError("is not an OpenDocument text (.odt); give it the right file ending")
    unseen = {*_unseen_styles(root)}

    raised = {*_raised_styles(root)}

    def paragraph(element: _Element) -> str:
        marks = [one for one in element.iter(_T + "span") if one.get(_T + "style-name") in raised and _is_mark(one)]
        for mark in marks:
            mark.text = None
        return "".join(_open_text(element, unseen))

    rows = (_TABLE + "table-row", _TABLE + "table-cell")
    blocks = _read_blocks(body, _OPEN_SKIPPED, (_T + "p", _T + "h"), rows, paragraph)
    return _build_parts("\n".join(blocks), meta, _META + "creation-date", _META + "initial-creator")


def _build_parts(text: str, about: bytes, made: str, author: str) -> Parts:
    if not text.strip():
        raise NoTextError("has no text; if it is a scan, save its text as .txt and add that")
    part = make_part(text + "\n")
    if about:
        _describe(part, parse_xml(about), made, author)
    return Parts(parts=[part], problems=[])


def _describe(part: Part, about: _Element, made: str, author: str) -> None:
    def find(tag: str) -> str | None:
        return next((element.text for element in about.iter(tag) if element.text), None)

    part["metadata"] = {"title": find(_DC + "title"), "author": find(author) or find(_DC + "creator")}
    # When the file was made is not when the article appeared.
    if day := find(made):
        part["notes"].append(f"the file states that it was made {day[:40]}")


def _read_blocks(
    root: _Element, skipped: set[str], paragraphs: tuple[str, ...], rows: tuple[str, str], read: _Paragraph
) -> Iterator[str]:
    """Yield the paragraphs of a document; the cells of a table's row are one line, parted by bars."""
    row, cell = rows
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag == row:
            cells = (" ".join(_read_blocks(one, skipped, paragraphs, rows, read)) for one in element.iterchildren(cell))
            yield " | ".join(map(str.strip, cells))
        elif element.tag in paragraphs:
            yield read(element)
        elif element.tag not in skipped:
            waiting.extend(reversed(element))


def _word_paragraph(paragraph: _Element) -> str:
    return "".join(_word_text(paragraph))


def _word_text(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _WORD_CHARACTERS:
            yield _WORD_CHARACTERS[child.tag]
        elif child.tag == _W + "p":  # a text box inside a paragraph
            yield "\n" + _word_paragraph(child) + "\n"
        elif child.tag not in _WORD_SKIPPED and not (child.tag == _W + "r" and _is_unseen(child)):
            yield from _word_text(child)


def _is_unseen(run: _Element) -> bool:
    properties = run.find(_W + "rPr")
    if properties is None:
        return False
    if any(one.tag in _WORD_UNSEEN and one.get(_W + "val", "") not in _OFF for one in properties):
        return True
    raised = properties.find(_W + "vertAlign")
    return raised is not None and raised.get(_W + "val") == "superscript" and _is_mark(run)


def _is_mark(raised: _Element) -> bool:
    """Return whether raised text is the mark of a footnote."""
    text = "".join(map(str, raised.itertext())).strip(" []()*†‡")
    return not text or text.isdigit()


def _open_text(element: _Element, unseen: set[str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _T + "s":
            count = child.get(_T + "c", "1")
            yield " " * min(int(count) if count.isdecimal() and len(count) < 6 else 1, _LONGEST_RUN)
        elif child.tag in _OPEN_CHARACTERS:
            yield _OPEN_CHARACTERS[child.tag]
        elif child.tag not in _OPEN_SKIPPED and child.get(_T + "style-name") not in unseen:
            yield from _open_text(child, unseen)
        yield child.tail or ""


def _unseen_styles(root: _Element) -> Iterator[str]:
    """Yield the names of the styles of struck-out and hidden text."""
    for properties in root.iter(_STYLE + "text-properties"):
        style = properties.getparent()
        struck = properties.get(_STYLE + "text-line-through-style", "none") != "none"
        hidden = properties.get(_T + "display") == "none"
        if style is not None and (struck or hidden) and (name := style.get(_STYLE + "name")):
            yield name


def _raised_styles(root: _Element) -> Iterator[str]:
    """Yield the names of the styles of superscript text."""
    for properties in root.iter(_STYLE + "text-properties"):
        style = properties.getparent()
        if style is not None and properties.get(_STYLE + "text-position", "").startswith("super"):
            yield style.get(_STYLE + "name", "")
