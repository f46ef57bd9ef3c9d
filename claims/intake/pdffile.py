"""Extract the text of a PDF; runs in the parser process only, since it loads pdfminer.

Columns are read down, tables row by row, and small raised marks of footnotes are left out, since `12³` would be read as
123. Encrypted files and files without any text (scans) are errors; a page without text is a note. A PDF's own date is
that of the file, not of publication, so it is a note too.
"""

import importlib.metadata
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import chain
from statistics import median
from typing import Final

from pdfminer.layout import LAParams, LTAnno, LTChar, LTFigure, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from claims.intake.answers import Answer, NoTextError
from claims.intake.pdflines import RAISED, SMALL, LinedPages
from claims.intake.pdftables import find_tables, join_heads

_LAYOUT: Final = LAParams(all_texts=True)
_KERNING: Final = 0.25
"""Digits closer than this part of their size are one figure, whatever gap the layout sees."""
_OVERLAID: Final = 0.25
"""Part of the width of a blank by which a letter in its place may be off."""
_SPACING: Final = 0.16
"""So are digits with a sign between groups that stand at most this part apart from it."""
_WITHIN_SENTENCE: Final = re.compile(r"(?<=[a-z,;‐-])\n\n(?=[a-z])")
_LARGE: Final = 1.8
"""Heights of a line that a large first letter has."""
_LEADING: Final = 0.6
"""Of a line's height, at most between two lines of a paragraph."""
_INDENT: Final = 4.0
"""Heights by which the first line of a paragraph is indented."""
_UNIT: Final = re.compile(r"(?<![^\W\d_])(?:[kcm]?m|ft|mi)\Z")
_POWERS: Final = {"2": "²", "3": "³"}


_Box = list[tuple[LTTextLine, str]]
_Table = list[list[LTTextLine]]


def parse_pdf(data: bytes, max_characters: int) -> Answer:
    """Return the text of a PDF.

    Raises:
        NoTextError: encrypted, no text on any page, or not a readable PDF.
    """
    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
        pages, failed = _read_pages(document, max_characters)
    except NoTextError:
        raise
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed) as error:
        raise NoTextError("is an encrypted PDF; remove its password") from error
    except (PSException, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise NoTextError(f"is not a PDF that can be read ({type(error).__name__})") from error
    return _answer(pages, failed, *_about(document))


def _answer(pages: list[str], failed: list[int], title: str | None, created: str) -> Answer:
    text = _join_parts(pages)
    if not text.strip():
        raise NoTextError("is a PDF without text, probably a scan; have its text recognised (OCR)")
    silent = [number for number, page in enumerate(pages, start=1) if not page.strip() and number not in failed]
    about = {
        "the PDF says it was made ": created,
        "pages that could not be read: ": _list_numbers(failed),
        "pages without text: ": _list_numbers(silent),
    }
    notes = [f"text extracted by pdfminer.six {importlib.metadata.version('pdfminer.six')}"]
    notes += [what + words for what, words in about.items() if words]
    return Answer(text=text, title=title, complete=not (failed or silent), notes=notes)


def _read_pages(document: PDFDocument, max_characters: int) -> tuple[list[str], list[int]]:
    manager = PDFResourceManager()
    device = LinedPages(manager, laparams=_LAYOUT)
    interpreter = PDFPageInterpreter(manager, device)
    pages: list[str] = []
    failed: list[int] = []
    for number, page in enumerate(PDFPage.create_pages(document), start=1):
        try:
            interpreter.process_page(page)
            pages.append(_read_page(device.get_result()))
        except MemoryError:
            raise
        except Exception:
            # A damaged page costs that page, whichever of many errors it brings.
            pages.append("")
            failed.append(number)
        max_characters -= len(pages[-1])
        if max_characters < 0:
            raise NoTextError("holds more text than one article may have; add it in parts")
    return pages, failed


def _boxes(container: LTPage | LTFigure) -> Iterator[LTTextBox]:
    """Yield the boxes of text of a page in the order in which it is read."""
    for element in container:
        if isinstance(element, LTTextBox):
            yield element
        elif isinstance(element, LTFigure):
            yield from _boxes(element)


def _read_page(page: LTPage) -> str:
    """Return the text of a page: its boxes with their lines, and each table where its first cell stands."""
    boxes = [[(line, _read_line(line)) for line in box if isinstance(line, LTTextLine)] for box in _boxes(page)]
    boxes = _join_initials(boxes)
    texts = {id(line): text for box in boxes for line, text in box}
    tables = _Tables(find_tables([*chain(*boxes)]), texts)
    return _join_parts(
        "\n".join(filter(None, chain.from_iterable(map(tables.write, box)))) for box in _join_indented(boxes)
    )


class _Tables:
    """The tables of a page, each written once."""

    def __init__(self, tables: Iterable[_Table], texts: Mapping[int, str]) -> None:
        self._of = {id(cell): table for table in tables for row in table for cell in row}
        self._texts = texts
        self._written: set[int] = set()

    def write(self, line: tuple[LTTextLine, str]) -> list[str]:
        """Return a line of a box; of a line of a table all rows where it is the first of it, else nothing."""
        table = self._of.get(id(line[0]))
        if table is None:
            return [line[1]]
        rows = [] if id(table) in self._written else _write_table(table, self._texts)
        self._written.add(id(table))
        return rows


def _join_parts(parts: Iterable[str]) -> str:
    """Return the parts of a page, or the pages, with a blank line between; none where a sentence goes on."""
    return _WITHIN_SENTENCE.sub("\n", "\n\n".join(filter(None, parts)))


def _join_initials(boxes: Sequence[_Box]) -> list[_Box]:
    """Return the boxes with each large first letter or digit at the line that it begins, and nowhere else."""
    begun = dict(_initials([*chain(*boxes)]))
    gone = {id(initial) for initial, _ in begun.values()}
    return [[(line, _with_initial(line, text, begun)) for line, text in box if id(line) not in gone] for box in boxes]


_Begun = tuple[LTTextLine, str]


def _with_initial(line: LTTextLine, text: str, begun: Mapping[int, _Begun]) -> str:
    return begun[id(line)][1] + text if id(line) in begun else text


def _initials(lines: Sequence[tuple[LTTextLine, str]]) -> Iterator[tuple[int, _Begun]]:
    """Yield the large letters that stand alone, by the `id` of the line that each begins."""
    for initial, letter in lines:
        beside = [line for line, text in lines if _begins(initial, letter, line, text)] if len(letter) == 1 else []
        if beside:
            yield id(max(beside, key=lambda line: line.y0)), (initial, letter)


def _begins(initial: LTTextLine, letter: str, line: LTTextLine, text: str) -> bool:
    """Return whether a large letter begins the first word or figure of a line; "A" and "I" may be whole words."""
    is_beside = initial.height > _LARGE * line.height and -1 < line.x0 - initial.x1 < line.height
    is_level = initial.y0 - line.height < line.y0 and line.y1 < initial.y1 + line.height
    return is_beside and is_level and _is_of_word(letter, text)


def _is_of_word(letter: str, text: str) -> bool:
    """Return whether a large letter or digit and what follows it may be one word, or one figure."""
    return letter.isdigit() if text[:1].isdigit() else letter.isalpha() and letter not in "AIO" and text[:1].islower()


def _join_indented(boxes: Iterable[_Box]) -> Iterator[_Box]:
    """Yield the boxes of a page; one whose first line goes on from the indented line above it is joined to that."""
    joined: _Box = []
    for box in filter(None, boxes):
        if joined and not _goes_on(joined[-1][0], box):
            yield joined
            joined = []
        joined = joined + box
    if joined:
        yield joined


def _goes_on(above: LTTextLine, box: _Box) -> bool:
    """Return whether a box begins right below a line that is as large, indented, and as long as lines of the box."""
    first = box[0][0]
    is_next = abs(above.height - first.height) < 1 and -1 < above.y0 - first.y1 < _LEADING * first.height
    right = max(line.x1 for line, _ in box)
    return is_next and 0 < above.x0 - first.x0 < _INDENT * first.height and above.x1 > right - 2 * first.height


def _write_table(table: _Table, texts: Mapping[int, str]) -> list[str]:
    """Return the rows of a table, heads apart by a rule; `texts` has the text of each line by its `id`."""
    rows = join_heads([[texts[id(cell)] for cell in row] for row in table])
    has_heads = not any(map(str.isdigit, "".join(rows[0])))
    rule = [["---"] * len(rows[0])] if has_heads else []
    return [f"| {' | '.join(row)} |" for row in (*rows[: len(rule)], *rule, *rows[len(rule) :])]


def _read_line(line: LTTextLine) -> str:
    parts = [part for part in line if isinstance(part, LTChar | LTAnno)]
    glyphs = [part for part in parts if isinstance(part, LTChar)]
    if not glyphs:
        return ""
    size = median(glyph.size for glyph in glyphs)
    base = median(glyph.y0 for glyph in glyphs)
    text = ""
    for number in range(len(parts)):
        text += _read_part(parts, number, size, base, text)
    return re.sub(" {2,}", " ", text).strip()


def _read_part(parts: list[LTChar | LTAnno], number: int, size: float, base: float, before: str) -> str:
    """Return what one glyph or gap of a line is read as, after the text before it."""
    part = parts[number]
    if isinstance(part, LTChar) and _is_raised(part, size, base):
        return _write_raised(part.get_text(), before)
    is_none = _is_drawn_over(parts, number) or _is_gap_in_word(parts, number, size)
    return "" if is_none else part.get_text()


def _is_raised(glyph: LTChar, size: float, base: float) -> bool:
    """Whether a glyph is small and stands higher than a line of this size and height."""
    return glyph.size <= SMALL * size and glyph.y0 >= base + RAISED * size and not glyph.get_text().isspace()


def _write_raised(character: str, before: str) -> str:
    """Return a power of a unit, or a raised letter, as of 4th; marks of notes are digits and signs, and go."""
    if _UNIT.search(before):
        return _POWERS.get(character, "")
    return character if character.isalpha() else ""


def _is_drawn_over(parts: list[LTChar | LTAnno], number: int) -> bool:
    """Whether a blank is none, since the next letter stands in its place: so soft hyphens within a line are drawn."""
    match parts[number : number + 2]:
        case [LTChar() as blank, LTChar() as after]:
            return blank.get_text() == " " and after.x0 - blank.x0 < blank.width * _OVERLAID
    return False


def _is_gap_in_word(parts: list[LTChar | LTAnno], number: int, size: float) -> bool:
    return _is_within_figure(parts, number, size) or _is_initial(parts, number, size)


def _is_initial(parts: list[LTChar | LTAnno], number: int, size: float) -> bool:
    """Whether the gap at `number` is that behind a large first letter."""
    match parts[: number + 2]:
        case [LTChar() as initial, LTAnno(), LTChar() as after]:
            return initial.size > _LARGE * size and _is_of_word(initial.get_text(), after.get_text())
    return False


def _is_within_figure(parts: list[LTChar | LTAnno], number: int, size: float) -> bool:
    """Whether the gap at `number` only kerns two digits of one figure, or spaces out the sign between its groups."""
    match parts[max(number - 1, 0) : number + 2]:
        case [LTChar() as before, LTAnno(), LTChar() as after]:
            gap = after.x0 - before.x1
            around = before.get_text() + after.get_text()
            return (around.isdigit() and gap < _KERNING * size) or (_is_grouped(around) and gap < _SPACING * size)
    return False


def _is_grouped(around: str) -> bool:
    """Whether two characters may stand in a figure with groups: "1," or ",2"."""
    return any(map(str.isdigit, around)) and any(sign in around for sign in ".,'’")


def _about(document: PDFDocument) -> tuple[str | None, str]:
    try:
        about = document.info[0] if document.info else {}
        title = decode_text(about["Title"]).strip() if isinstance(about.get("Title"), bytes) else ""
        made = re.match(r"D:(\d{4})(\d\d)(\d\d)", decode_text(about.get("CreationDate", b"")))
        return title or None, "-".join(made.groups()) if made else ""
    except Exception:
        # The text is complete without it.
        return None, ""


def _list_numbers(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (" ..." if len(numbers) > 20 else "")
