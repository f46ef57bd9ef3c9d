"""Lines of figures on one height are the rows of a table; prose in columns is not."""

from typing import NamedTuple

from claims.intake.pdftables import find_tables


class Line(NamedTuple):
    x0: float
    y0: float
    text: str


def tables(*rows: str, top: float = 700) -> list[list[list[str]]]:
    """Return the tables of a page whose rows have cells parted by bars, given column by column as a layout has them."""
    lines = [
        Line(60 + 110 * column, top - 15 * number + column * 0.4, cell.strip())
        for number, row in enumerate(rows)
        for column, cell in enumerate(row.split("|"))
        if cell.strip()
    ]
    lines.sort()
    found = find_tables([(line, line.text) for line in lines])
    return [[[cell.text for cell in row] for row in table] for table in found]


def test_rows_keep_their_heads() -> None:
    rows = ["District|Killed|Injured", "Orsa|12|40", "Lorne|3|1,250"]
    assert tables("The toll by district, as the ministry gave it.", *rows, "Source: the ministry") == [
        [row.split("|") for row in rows]
    ]


def test_a_row_of_heads_above_one_of_figures_is_too_little() -> None:
    assert tables("Killed|Injured", "12|40") == []


def test_prose_in_columns_is_no_table() -> None:
    assert (
        tables("On 2 May a raid|On 9 June a blast", "on Lorne killed|in Ostby killed", "twelve, police|forty, it") == []
    )
    assert tables("a|12 people died", "b|13 people died", "c|14 people died") == []


def test_what_stands_between_two_tables_parts_them() -> None:
    assert len(tables("a|1", "b|2", "In the south the figures were lower.", "c|3", "d|4")) == 2


def test_a_page_without_lines_has_none() -> None:
    assert find_tables([]) == []
