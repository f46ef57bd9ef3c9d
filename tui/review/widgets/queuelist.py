"""The queue as a list: the columns of its items and the marks on them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len, set_cell_size

from claims.store.tables.queue import ItemRow
from tui.review.text_layout import cut_middle
from tui.review.widgets.linelist import Cell, PagedList
from tui.services.query import row_name
from tui.visible import visible

_LONGEST_TEXT: Final = 400
"""Characters of a field that can ever matter on one line."""
_MONTH: Final = re.compile(
    r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)(?= [0-9]{4}\b)"
)
_SHORT: Final = {"needs_evidence": "evidence", "medium": "med", "none": "–"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the queue."""

    title: str
    meaning: str
    text: Callable[[ItemRow], str]
    width: int = 0
    """In cells; 0 shares what the columns of a fixed width leave."""
    share: int = 0
    widest: int = 999
    style: str = "quiet"
    from_width: int = 0
    """Cells of the screen from which it is shown, where nobody has chosen the columns."""


COLUMNS: Final[dict[str, Column]] = {
    "severity": Column("sev.", "how much depends on it", lambda row: _SHORT.get(row.severity, row.severity), 4),
    "state": Column("state", "open, stale, held ...", lambda row: _SHORT.get(row.state, row.state), 9, style=""),
    "incident": Column("incident", "what people call it: kind, place, date", row_name, share=5, widest=56, style=""),
    "attribute": Column("of what", "the attribute: killed, date ...", lambda row: row.attribute, 11, style=""),
    "values": Column("values", "the values that compete", lambda row: row.competing, share=4, widest=48, style=""),
    "differing": Column("differ in", "value, scope, who, when", lambda row: row.differing, 20, from_width=140),
    "statements": Column("said", "how many statements there are", lambda row: str(row.members), 4),
    "origins": Column("orig.", "how many independent origins", lambda row: str(row.origins), 5, from_width=100),
    "proposals": Column("prop.", "how many of them nobody has looked at", lambda row: str(row.proposals or "–"), 5),
    "why": Column("why", "the sentence that explains it", lambda row: row.explanation, share=5, from_width=180),
}
"""What can be shown of an item, by name, in the order of the columns."""


class QueueList(PagedList[ItemRow]):
    """The queue; the row under the cursor is the current item."""

    def __init__(self) -> None:
        super().__init__()
        self.marked: set[int] = set()
        """Row numbers of the items to be decided together."""
        self.chosen: Sequence[str] = ()
        """The names of the columns to show; none leaves it to the width."""

    def toggle_mark(self, number: int) -> None:
        """Mark an item, or take its mark away."""
        self.marked ^= {number}
        self.refresh()

    def sign(self, row: ItemRow) -> str:
        """Return the mark."""
        return "●" if row.item in self.marked else " "

    def cells(self, row: ItemRow) -> Sequence[Cell]:
        """Return the columns that are shown."""
        width = self.scrollable_content_region.width
        return [_cell(name, row, size) for name, size in widths(self.chosen, width)]


def _cell(name: str, row: ItemRow, width: int) -> Cell:
    column = COLUMNS[name]
    text = column.text(row)
    if name == "severity" and row.severity == "high":
        return Cell(text, width, "mark")
    if name == "incident":
        return Cell(fit_name(text, width), width)
    return Cell(visible(text, limit=_LONGEST_TEXT), width, column.style)


def fit_name(name: str, width: int) -> str:
    """Return a name as a column of `width` cells has room for it, its months cut first and then its middle."""
    shown = visible(name, limit=_LONGEST_TEXT)
    if cell_len(shown) > width:
        shown = _MONTH.sub(r"\1", shown)
    return cut_middle(shown, width)


def columns_at(width: int) -> list[str]:
    """Return the names of the columns that a list of so many cells shows by itself."""
    return [name for name, column in COLUMNS.items() if width >= column.from_width]


def widths(chosen: Sequence[str], width: int) -> list[tuple[str, int]]:
    """Return the columns of a list of `width` cells with their widths: the chosen ones, else those it has room for."""
    names = [name for name in COLUMNS if name in chosen] or columns_at(width)
    rest = max(0, width - 2 - sum(COLUMNS[name].width + 1 for name in names))
    sizes: dict[str, int] = {}
    sharing = sorted((name for name in names if not COLUMNS[name].width), key=lambda name: COLUMNS[name].widest)
    for place, name in enumerate(sharing):  # the narrowest first: what it leaves goes to the others
        shares = sum(COLUMNS[each].share for each in sharing[place:])
        sizes[name] = max(4, min(COLUMNS[name].widest, rest * COLUMNS[name].share // shares))
        rest -= sizes[name]
    return [(name, COLUMNS[name].width or sizes[name]) for name in names]


def heading(chosen: Sequence[str], width: int) -> str:
    """Return the line above the list."""
    cells = (set_cell_size(COLUMNS[name].title, size) for name, size in widths(chosen, width))
    return set_cell_size(f"  {' '.join(cells)}", max(width, 0))
