"""Every row of a table has the words of the cells that reach into it, and every figure once."""

from lxml.html import document_fromstring

from claims.intake.pagetables import spread_tables


def rows(fragment: str) -> list[list[str]]:
    tree = document_fromstring(f"<html><body>{fragment}</body></html>")
    spread_tables(tree)
    return [[" ".join("".join(map(str, cell.itertext())).split()) for cell in row] for row in tree.iter("tr")]


def test_cells_that_span_rows_and_columns_stand_in_each() -> None:
    table = (
        "<table><tr><th rowspan=2>District</th><th colspan=2>People</th></tr><tr><th>Killed</th><th>Injured</th></tr>"
        "<tr><td>Orsa</td><td>12</td><td>40</td></tr></table>"
    )
    assert rows(table) == [["District", "People Killed", "People Injured"], ["Orsa", "12", "40"]]
    body = table.replace("th", "td")
    assert rows(body) == [["District", "People", "People"], ["District", "Killed", "Injured"], ["Orsa", "12", "40"]]


def test_a_caption_is_no_row() -> None:
    assert rows("<table><caption>Toll</caption><tr><th>Place</th><th>Dead</th></tr></table>") == [["Place", "Dead"]]


def test_a_figure_stands_once() -> None:
    table = "<table><tr><td rowspan=3>Monday</td><td>Orsa</td><td rowspan=2>12</td></tr><tr><td>Lorne</td></tr></table>"
    assert rows(table) == [["Monday", "Orsa", "12"], ["Monday", "Lorne", ""]]


def test_spans_that_are_none_cost_nothing() -> None:
    assert rows("<table><tr><td rowspan='x'>a</td><td colspan='-4'>b</td></tr></table>") == [["a", "b"]]
    assert len(rows("<table><tr><td colspan='999'>a</td></tr></table>")[0]) == 200


def test_terms_with_short_descriptions_are_a_table() -> None:
    assert rows("<dl><dt>Killed</dt><dd>12</dd><dt>Injured</dt><dd>40</dd></dl>") == [
        ["Killed", "12"],
        ["Injured", "40"],
    ]
    assert rows("<dl><dt>One</dt><dd>12</dd><dd>13</dd></dl>") == []
    assert rows(f"<dl><dt>One</dt><dd>12</dd><dt>Two</dt><dd>{'word ' * 20}</dd></dl>") == []
    assert rows("<dl><dt><time>14:02</time></dt><dd>12</dd><dt>15:00</dt><dd>13</dd></dl>") == []
