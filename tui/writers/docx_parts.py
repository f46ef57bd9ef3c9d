"""The fixed parts of a Word file: styles, page, footer with page numbers; and its paragraphs, tables and links as XML.

Written as ECMA-376 (Office Open XML, WordprocessingML) describes it, so that a report can be written as it is read: a
library would hold all of it in memory and stamp the time of writing into the file.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from tui.visible import safe_link, visible

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PAGE: Final = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1020" w:right="900" w:bottom="1020" w:left="900" w:header="500" w:footer="500" w:gutter="0"/>'
    "</w:sectPr>"
)
"""A4 with margins of 18 and 16 mm; in twentieths of a point."""
TEXT_WIDTH: Final = 10106
DOCUMENT_START: Final = f'{_DECLARATION}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'
DOCUMENT_END: Final = f"{_PAGE}</w:body></w:document>"


def _style(name: str, label: str, size: int, *, before: int = 0, after: int = 80, level: int | None = None) -> str:
    """Return a paragraph style; with a level it is that of a heading, in bold, and stays with what follows."""
    outline = "" if level is None else f'<w:outlineLvl w:val="{level}"/>'
    keep = "" if level is None else "<w:keepNext/><w:keepLines/>"
    bold = "" if level is None else "<w:b/>"
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/>'
    default = ' w:default="1"' if name == "Normal" else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"{default}><w:name w:val="{label}"/>{based}<w:qFormat/>'
        f'<w:pPr>{keep}<w:spacing w:before="{before}" w:after="{after}"/>{outline}</w:pPr>'
        f'<w:rPr>{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


_STYLES: Final = (
    f'{_DECLARATION}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/><w:lang w:val="en-GB"/>'
    "</w:rPr></w:rPrDefault></w:docDefaults>"
    + _style("Normal", "Normal", 20)
    + _style("Title", "Title", 36, level=0, after=120)
    + _style("Heading1", "heading 1", 28, level=0, before=280)
    + _style("Heading2", "heading 2", 24, level=1, before=220)
    + _style("Heading3", "heading 3", 21, level=2, before=160)
    + _style("Cell", "Cell", 16, after=0)
    + _style("Small", "Small", 17, before=60, after=40)
    + _style("Below", "Below a table", 20, before=80)
    + "</w:styles>"
)

_FOOTER: Final = (
    f'{_DECLARATION}<w:ftr xmlns:w="{_W}"><w:p><w:pPr><w:jc w:val="right"/></w:pPr>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> / </w:t></w:r>'
    '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)

_TYPES: Final = (
    f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/{path}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for path, kind in (
            ("word/document.xml", "officedocument.wordprocessingml.document.main"),
            ("word/styles.xml", "officedocument.wordprocessingml.styles"),
            ("word/footer1.xml", "officedocument.wordprocessingml.footer"),
            ("docProps/core.xml", "package.core-properties"),
        )
    )
    + "</Types>"
)


def _relations(*targets: tuple[str, str]) -> str:
    rows = (
        f'<Relationship Id="rId{n}" Type={quoteattr(k)} Target="{t}"/>' for n, (k, t) in enumerate(targets, start=1)
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def fixed_parts(title: str) -> dict[str, str]:
    """Return every part of the file but the document itself, by path."""
    core = (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_text(title)}</dc:title><dc:language>en-GB</dc:language>'
        "</cp:coreProperties>"
    )
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(
            (f"{_R}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": _relations((f"{_R}/styles", "styles.xml"), (f"{_R}/footer", "footer1.xml")),
        "word/styles.xml": _STYLES,
        "word/footer1.xml": _FOOTER,
    }


def _text(foreign: str) -> str:
    return escape(visible(" ".join(foreign.split())))


def run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """Return foreign text as a run; spaces at its ends stay."""
    if not text:
        return ""
    lead, trail = " " * text[:1].isspace(), " " * text[-1:].isspace()
    marks = "<w:b/>" * bold + "<w:i/>" * italic
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{lead}{_text(text)}{trail}</w:t></w:r>'


def link(address: str) -> str:
    """Return an address as a run that can be followed where it is one of the web."""
    target = safe_link(address)
    if target is None or '"' in target or "\\" in target:
        return run(address)
    return f"<w:fldSimple w:instr={quoteattr(f' HYPERLINK {chr(34)}{target}{chr(34)} ')}>{run(address)}</w:fldSimple>"


def paragraph(*runs: str, style: str = "Normal", keep: bool = False) -> str:
    """Return a paragraph; with `keep` it stays on the page of the next one."""
    together = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{together}</w:pPr>{"".join(runs)}</w:p>'


def table_start(heads: Sequence[str], shares: Sequence[int]) -> str:
    """Return the start of a table as wide as the text, with its head, which is repeated on each page.

    Args:
        heads: a word for each column.
        shares: how wide each column is, in hundredths of the table.
    """
    line = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
    borders = "".join(map(line.format, ("top", "bottom", "insideH")))
    columns = "".join(f'<w:gridCol w:w="{TEXT_WIDTH * share // 100}"/>' for share in shares)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="60" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        + table_row([run(head, bold=True) for head in heads], shares, head=True)
    )


TABLE_END: Final = "</w:tbl>"


def table_row(cells: Iterable[str], shares: Sequence[int], *, head: bool = False) -> str:
    """Return a row of cells that hold runs; it is never parted between two pages."""
    repeated = "<w:tblHeader/>" if head else ""
    drawn = (
        f'<w:tc><w:tcPr><w:tcW w:w="{TEXT_WIDTH * share // 100}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(cell, style='Cell')}</w:tc>"
        for cell, share in zip(cells, shares, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(drawn)}</w:tr>"
