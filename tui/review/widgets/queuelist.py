"""The queue as a list: the columns of its items and the marks on them."""

import re
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from claims.store.tables.queue import ItemRow
from tui.review.text_layout import cut_middle
from tui.review.widgets.linelist import Cell, PagedList
from tui.services.query import row_name
from tui.visible import visible

_LONGEST_TEXT = 400
"""Characters of a field that can ever matter on one line."""
_MONTH = re.compile(
    r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)(?= [0-9]{4}\b)"
)
_SHORT_STATES = {"needs_evidence": "evidence"}


class QueueList(PagedList[ItemRow]):
    """The queue; the row under the cursor is the current item."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[int] = set()
        """Row numbers of the items to be decided together."""

    def toggle_mark(self, number: int) -> None:
        """Mark an item, or take its mark away."""
        self.marked ^= {number}
        self.refresh()

    def sign(self, row: ItemRow) -> str:
        """Return the mark."""
        return "●" if row.item in self.marked else " "

    def cells(self, row: ItemRow) -> Sequence[Cell]:
        """Return severity, state, subject, attribute, number of statements and explanation."""
        subject, attribute, explanation = columns(self.scrollable_content_region.width)
        cells = (
            Cell(row.severity if row.severity != "none" else "–", 6, "mark" if row.severity == "high" else ""),
            Cell(_SHORT_STATES.get(row.state, row.state), 9),
            Cell(fit_name(row_name(row), subject), subject),
            Cell(visible(row.attribute, limit=_LONGEST_TEXT), attribute),
            Cell(str(row.members), 3, "quiet"),
        )
        if not explanation:
            return cells
        return (*cells, Cell(visible(row.explanation, limit=_LONGEST_TEXT), explanation, "quiet"))


def fit_name(name: str, width: int) -> str:
    """Return a name as a column of `width` cells has room for it, its months cut first and then its middle."""
    shown = visible(name, limit=_LONGEST_TEXT)
    if cell_len(shown) > width:
        shown = _MONTH.sub(r"\1", shown)
    return cut_middle(shown, width)


def columns(width: int) -> tuple[int, int, int]:
    """Return the widths of subject, attribute and explanation on a line of `width` cells; the others are fixed."""
    rest = max(0, width - 25)
    attribute = 14 if rest >= 40 else 9
    subject = min(52, max(8, rest * 35 // 100))
    return subject, attribute, max(0, rest - subject - attribute - 2)


def heading(width: int) -> str:
    """Return the line above the list."""
    subject, attribute, explanation = columns(width)
    cells = ("  how", 8), ("state", 9), ("subject", subject), ("attribute", attribute), ("n", 3)
    line = " ".join(set_cell_size(text, size) for text, size in cells)
    return set_cell_size(f"{line} {set_cell_size('why', explanation)}", max(width, 0))
