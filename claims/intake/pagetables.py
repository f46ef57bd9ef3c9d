"""Write the tables of a page so that each row can be read by its heads.

A cell that spans several rows or columns stands in each of them, where it holds no figure: a figure stands once. A list
of terms with one short description each ("Killed: 12") becomes a table.
"""

from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Final

from lxml.html import HtmlElement, fragment_fromstring

_MOST: Final = 200
"""Rows or columns that a cell may span."""
_LONGEST: Final = 60
"""Characters of a description in a table; a longer one is prose."""


def spread_tables(tree: HtmlElement) -> None:
    """Rewrite the spanning cells, heads of several rows, captions and lists of terms of `tree`."""
    for table in list(tree.iter("table")):
        if any(cell.get("rowspan") or cell.get("colspan") for cell in table.iter("td", "th")):
            _spread(table)
        _join_heads(table)
        for caption in list(table.iter("caption")):
            _write_above(caption, table)
    for terms in list(tree.iter("dl")):
        _write_terms(terms)


def _join_heads(table: HtmlElement) -> None:
    """Make one row of the rows of heads that a table begins with; words that a cell spans stand once."""
    rows = list(takewhile(_is_of_heads, table.iter("tr")))
    if len(rows) < 2 or len(set(map(len, rows))) > 1:
        return
    for cells in zip(*rows, strict=True):
        words = _words_once([" ".join(cell.text_content().split()) for cell in cells])
        cells[-1].clear(keep_tail=True)
        cells[-1].text = words
    for row in rows[:-1]:
        row.drop_tree()


def _words_once(words: list[str]) -> str:
    return " ".join(word for n, word in enumerate(words) if word not in words[:n] or word[-1:].isdigit())


def _is_of_heads(row: HtmlElement) -> bool:
    return len(row) > 1 and all(cell.tag == "th" for cell in row)


def _write_above(caption: HtmlElement, table: HtmlElement) -> None:
    """Make a paragraph above its table of a caption, which an extractor would write as a row."""
    words = " ".join(caption.text_content().split())
    caption.drop_tree()
    if words and table.getparent() is not None:
        paragraph = fragment_fromstring("<p></p>")
        paragraph.text = words
        table.addprevious(paragraph)


_OpenCells = dict[int, tuple[int, HtmlElement]]
"""By column, the cells that reach into the next row, with how many rows more they reach."""


def _spread(table: HtmlElement) -> None:
    open_cells: _OpenCells = {}
    for row in list(table.iter("tr")):
        placed, open_cells = _fill_row([cell for cell in row if cell.tag in ("td", "th")], open_cells)
        for position, cell in enumerate(placed):
            row.insert(position, cell)


def _fill_row(cells: list[HtmlElement], open_cells: _OpenCells) -> tuple[list[HtmlElement], _OpenCells]:
    """Return a cell for every column of a row, and those that reach into the row below."""
    placed: list[HtmlElement] = []
    below: _OpenCells = {}
    while cells or len(placed) in open_cells:
        if (opened := open_cells.get(len(placed))) is not None:
            left, cell = opened
            below |= {len(placed): (left - 1, cell)} if left > 1 else {}
            placed.append(_again(cell))
            continue
        cell = cells.pop(0)
        columns, rows = _take_span(cell, "colspan"), _take_span(cell, "rowspan")
        if rows > 1:
            below |= dict.fromkeys(range(len(placed), len(placed) + columns), (rows - 1, cell))
        placed += [cell, *(_again(cell) for _ in range(columns - 1))]
    return placed, below


def _take_span(cell: HtmlElement, name: str) -> int:
    """Return how many rows or columns a cell spans, which it no longer says afterwards."""
    span = cell.attrib.pop(name, "1").strip()
    return min(_MOST, max(1, int(span))) if span.isascii() and span.isdigit() and len(span) < 4 else 1


def _again(cell: HtmlElement) -> HtmlElement:
    """Return a cell that says the same as another, empty where that has a figure."""
    words = " ".join(cell.text_content().split())
    copy = fragment_fromstring(f"<{cell.tag}></{cell.tag}>")
    copy.text = "" if any(map(str.isdigit, words)) else words
    return copy


def _write_terms(terms: HtmlElement) -> None:
    """Make a table of a list in which each term has one short description."""
    pairs = list(_pairs(terms))
    if len(pairs) < 2 or any(len(about.text_content().strip()) > _LONGEST for _, about in pairs):
        return
    table = fragment_fromstring("<table></table>")
    for term, about in pairs:
        row = fragment_fromstring("<tr></tr>")
        term.tag, about.tag = "th", "td"
        row.extend((term, about))
        table.append(row)
    table.tail = terms.tail
    terms.getparent().replace(terms, table)


def _pairs(terms: HtmlElement) -> Iterator[tuple[HtmlElement, HtmlElement]]:
    """Yield the terms with their descriptions; nothing where they do not take turns, or times stand among them."""
    parts = list(terms.iter("dt", "dd"))
    turns = [part.tag for part in parts] == ["dt", "dd"] * (len(parts) // 2)
    if turns and next(terms.iter("time"), None) is None:
        yield from list(pairwise(parts))[::2]
