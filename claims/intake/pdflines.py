"""Mend the lines that a layout makes of a page of a PDF, before they are put together in boxes.

A line of justified text with wide gaps comes in pieces, which end up out of order: they are joined where the whole is
as wide as other lines of its column and lines beside it run across the gaps. A small raised mark of a note that was
drawn apart from its line is left out.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTComponent, LTPage, LTTextLine
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import Matrix, apply_matrix_rect

SMALL: Final = 0.92
"""A raised mark is at most this part of its line's size ..."""
RAISED: Final = 0.15
"""... and stands higher by at least this part of it."""
_LEVEL: Final = 1.0
"""Points by which the ends and the heights of pieces of a line differ."""
_WIDEST: Final = 4.0
"""Gap within a line, in heights of it."""
_BESIDE: Final = 3.0
"""Heights of a line above and below it in which others run across its gaps."""
_FEWEST: Final = 2
"""Lines of one width that show a column."""
_FIGURE: Final = re.compile(r"[^\w]*\d[\d.,'’%\s]*")
_MARK: Final = re.compile(r"\s*(?:\d{1,3}(?:\s*[,–-]\s*\d{1,3})*|[*†‡§¶]{1,3}|[\[(]\d{1,3}[\])])\s*")


class LinedPages(PDFPageAggregator):
    """Gives the layout of pages whose lines are mended."""

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Begin a page, as pdfminer does."""
        x0, y0, x1, y1 = apply_matrix_rect(ctm, page.mediabox)
        self.cur_item = _LinedPage(self.pageno, (0, 0, abs(x0 - x1), abs(y0 - y1)))


class _LinedPage(LTPage):
    def group_objects(self, laparams: LAParams, objs: Iterable[LTComponent]) -> Iterator[LTTextLine]:
        yield from _without_marks(_join_pieces(list(super().group_objects(laparams, objs))))


class _Lines:
    """The lines of a page by height."""

    def __init__(self, lines: Sequence[LTTextLine]) -> None:
        self._lines = sorted(lines, key=_bottom)
        self._bottoms = list(map(_bottom, self._lines))

    def near(self, line: LTTextLine, heights: float) -> Iterator[LTTextLine]:
        """Yield the other lines that stand at most so many heights of `line` above or below it."""
        reach = heights * line.height
        for other in self._lines[bisect_left(self._bottoms, line.y0 - reach) :]:
            if other.y0 > line.y0 + reach:
                return
            if other is not line:
                yield other


def _bottom(line: LTTextLine) -> float:
    return line.y0


def _join_pieces(pieces: Sequence[LTTextLine]) -> list[LTTextLine]:
    """Return the lines of a page, pieces of one line joined; `pieces` are in the order in which they are drawn."""
    columns = Counter((round(piece.x0), round(piece.x1)) for piece in pieces)
    beside = _Lines(pieces)
    starts = Counter(round(piece.x0) for piece in pieces)
    joined: list[LTTextLine] = []
    at = 0
    while at < len(pieces):
        run = list(_run(pieces, at, beside, starts))
        count = next((n for n in range(len(run), 1, -1) if _fills_column(run[0], run[n - 1], columns)), 1)
        for piece in run[1:count]:
            _append(run[0], piece)
        joined.append(run[0])
        at += count
    return joined


def _run(pieces: Sequence[LTTextLine], at: int, beside: _Lines, starts: Counter[int]) -> Iterator[LTTextLine]:
    """Yield the piece at `at` and those that may continue its line."""
    yield pieces[at]
    for before, after in zip(pieces[at:], pieces[at + 1 :], strict=False):
        lines = beside.near(before, _BESIDE)
        is_within = _stands_alone(before, after, starts) or any(_crosses(line, before, after) for line in lines)
        if not (_continues(before, after) and is_within):
            return
        yield after


def _stands_alone(before: LTTextLine, after: LTTextLine, starts: Counter[int]) -> bool:
    """Return whether nothing else begins where words after a gap do, as columns and the cells of tables would."""
    near = sum(starts[round(after.x0) + off] for off in (-1, 0, 1))
    return near == 1 and not any(_FIGURE.fullmatch(piece.get_text()) for piece in (before, after))


def _continues(before: LTTextLine, after: LTTextLine) -> bool:
    """Return whether a piece may continue the one that is drawn before it, by its place and size."""
    is_level = abs(before.y0 - after.y0) <= _LEVEL and abs(before.height - after.height) <= _LEVEL
    return is_level and 0 <= after.x0 - before.x1 <= _WIDEST * before.height


def _crosses(line: LTTextLine, before: LTTextLine, after: LTTextLine) -> bool:
    """Return whether a line of the same size runs across the gap between two pieces."""
    return line.x0 < before.x1 and line.x1 > after.x0 and abs(line.height - before.height) <= _LEVEL


def _fills_column(first: LTTextLine, last: LTTextLine, columns: Counter[tuple[int, int]]) -> bool:
    """Return whether the line from one piece to another is as wide as several others at its place."""
    start, end = round(first.x0), round(last.x1)
    near = ((start + left, end + right) for left in (-1, 0, 1) for right in (-1, 0, 1))
    return sum(columns[column] for column in near) >= _FEWEST


def _append(line: LTTextLine, piece: LTTextLine) -> None:
    for glyph in piece:
        if isinstance(glyph, LTChar):
            line.add(glyph)


def _without_marks(lines: Sequence[LTTextLine]) -> Iterator[LTTextLine]:
    """Yield the lines that are no marks of notes in another."""
    beside = _Lines(lines)
    for line in lines:
        if not (_MARK.fullmatch(line.get_text()) and any(_is_mark_in(line, other) for other in beside.near(line, 2))):
            yield line


def _is_mark_in(mark: LTTextLine, line: LTTextLine) -> bool:
    """Return whether a short line is a small raised mark within another line, or right behind it."""
    is_small = mark.height <= SMALL * line.height
    is_raised = line.y0 + RAISED * line.height <= mark.y0 < line.y1 <= mark.y1 + line.height / 2
    return is_small and is_raised and line.x0 < mark.x0 <= line.x1 + line.height / 2
