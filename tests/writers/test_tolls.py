"""Tolls over time in reports: steps and marks as drawn, every figure in words with its statement, no flood of lines."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from tests.support.builders import MONDAY, TUESDAY, WEDNESDAY, make_assertion, make_item
from tests.support.pages import Page, page_of
from tests.support.report_dossiers import make_demo
from tui.services.reporting import make_report
from tui.services.workspace import Workspace
from tui.writers.html import evidence_anchor
from tui.writers.json_views.views import report_json
from tui.writers.markdown import report_markdown
from tui.writers.tolls import MOST_LINES, MOST_POINTS, draw_toll, find_tolls

SVG = "{http://www.w3.org/2000/svg}"

FELL_TWICE = [
    make_assertion("at least 51", "governor", outlet="Harbour Post", as_of=MONDAY),
    make_assertion("91", "rescue service", outlet="Evening Bell", as_of=TUESDAY),
    make_assertion("60", "rescue service", outlet="Valley Times", as_of=WEDNESDAY),
    make_assertion("24", "harbour office", outlet="North Gazette", as_of=WEDNESDAY),
]


def drawn(*assertions: object) -> ET.Element:
    (toll,) = find_tolls(make_item(assertions))  # type: ignore[arg-type]
    return ET.fromstring(draw_toll(toll, "x"))


def kinds(svg: ET.Element) -> Counter[str]:
    return Counter((path.get("class") or "").split(" ")[0] for path in svg.iter(f"{SVG}path"))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tolls") / "demo.variorum"
    make_demo(path)
    return path


def test_every_statement_has_its_shape_and_an_open_bound_its_room() -> None:
    found = kinds(drawn(*FELL_TWICE))
    assert found["stated"] == 2
    assert found["downward_revision"] == found["self_correction"] == found["room"] == 1


def test_an_origin_steps_down_from_its_own_figure_at_the_time_of_the_next() -> None:
    svg = drawn(FELL_TWICE[1], make_assertion("24", "rescue service", outlet="Valley Times", as_of=WEDNESDAY))
    steps = [p.get("d") or "" for p in svg.iter(f"{SVG}path") if "step" in (p.get("class") or "")]
    first, second, step = [
        [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)] for path in steps
    ]
    assert first[0][1] == first[1][1] < second[0][1] == second[1][1]  # SVG counts downwards
    assert step == [first[1], second[0]]


def test_the_picture_says_in_words_what_it_shows() -> None:
    svg = drawn(*FELL_TWICE)
    told = {child.tag.removeprefix(SVG): child.text or "" for child in svg if child.get("id")}
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "x-title x-desc"
    assert told["title"] == "killed over time"
    assert "B, rescue service: 91 as of 2031-03-04, then 60 as of 2031-03-05" in told["desc"]
    assert "▼ downward revision: " in told["desc"]


def test_a_hostile_name_stays_text_in_the_picture() -> None:
    name = "</desc><script>x</script>\u202e"
    text = draw_toll(find_tolls(make_item([make_assertion("5", name, as_of=MONDAY), FELL_TWICE[1]]))[0], "x")
    assert "<script" not in text
    assert "\u202e" not in text
    assert "‹202E›" in text


def test_one_time_needs_no_picture() -> None:
    assert find_tolls(make_item([make_assertion("17"), make_assertion("15", "governor")])) == []


def test_of_many_origins_those_that_were_revised_are_drawn_and_the_rest_is_counted() -> None:
    many = [make_assertion(str(30 + n), f"clerk {n}", outlet=f"Post {n}", as_of=MONDAY) for n in range(40)]
    long = [
        make_assertion(str(100 + n), "ministry", outlet=f"Bell {n}", as_of=f"2031-04-{n + 1:02}T10:00:00")
        for n in range(30)
    ]
    (toll,) = find_tolls(make_item([*many, *long, *FELL_TWICE]))
    assert len(toll.drawn) == MOST_LINES
    assert {"rescue service", "harbour office"} <= {line.origin for line in toll.lines}
    assert len(next(line for line in toll.lines if line.origin == "ministry").figures) == MOST_POINTS
    assert toll.left_out == "36 more origins and 6 earlier statements"


def test_a_report_links_each_figure_of_a_toll_to_its_statement(demo: Path) -> None:
    html = page_of(demo)
    with Workspace(demo) as workspace:
        item = workspace.find_item("halden-quay-2021/killed")
    last = next(m.assertion.id for m in item.members if m.assertion.as_of == "2021-03-22")
    link = f'<a href="#{evidence_anchor(item.id, last)}">17 as of 2021-03-22</a> (▼ downward revision)'
    assert link in html
    assert [tag for tag, _ in Page(html).elements].count("desc") == 2  # killed, and the attackers detained


def test_markdown_and_json_carry_the_same_toll(demo: Path) -> None:
    with Workspace(demo) as workspace:
        report = make_report(workspace)
        told = "".join(report_markdown(report, workspace, appendix=True))
        data = json.loads("".join(report_json(report, workspace.read, workspace.dossier.recorded_at)))
    assert "17 as of 2021\\-03\\-22 (▼ downward revision)" in told
    killed = next(item for item in data["conflicts"] if item["attribute"] == "killed")
    (whole,) = (line for line in killed["timelines"] if line["scope"] == "total")
    marks = {point["as_of"]: point["mark"] for series in whole["series"] for point in series["points"]}
    assert marks["2021-03-22"] == "downward_revision"
