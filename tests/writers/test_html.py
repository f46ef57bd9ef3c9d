"""The HTML report: complete in itself, its links lead somewhere, and foreign text stays text."""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.pages import Page, page_of
from tests.support.paths import ROOT
from tests.support.report_dossiers import CANARY, PAYLOADS, make_demo, make_hostile
from tui.services.reporting import Selection
from tui.services.workspace import Workspace
from tui.writers.html import context_of, evidence_anchor, item_anchor

TAGS = {
    *("html", "head", "meta", "title", "style", "body", "a", "header", "nav", "main", "section", "article", "h1", "h2"),
    *("h3", "h4", "p", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "span", "bdi", "code"),
    *("figure", "figcaption", "div", "svg", "defs", "clippath", "rect", "path", "text", "strong", "mark", "blockquote"),
    *("details", "summary", "br", "b", "desc", "h5", "q"),
}
"""Every element the template and the pictures are made of; none can run or fetch anything."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_demo(tmp_path_factory.mktemp("html") / "demo.variorum")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hostile(tmp_path_factory.mktemp("html") / "hostile.variorum")


@pytest.mark.parametrize("which", ["demo", "hostile"])
def test_every_link_leads_somewhere_and_nothing_runs_or_fetches(which: str, request: pytest.FixtureRequest) -> None:
    html = page_of(request.getfixturevalue(which))
    page = Page(html)
    anchors = Counter(page.values("id"))
    assert [anchor for anchor, count in anchors.items() if count > 1] == []
    inner = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert len(inner) > 20
    assert inner - set(anchors) == set()
    named = {name for value in page.values("aria-labelledby") for name in value.split()}
    assert named - set(anchors) == set()
    assert {tag for tag, _ in page.elements} <= TAGS
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    outer = {href for href in page.values("href") if not href.startswith("#")}
    assert outer <= {"https://good.invalid/a?b=c&d='<\">", "HTTPS://user@other.invalid/"}
    assert not {name for _, attributes in page.elements for name in attributes} & {
        "src",
        "style",
        "action",
        "xlink:href",
    }
    policy = next(a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    style = html.partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"url\(|@import|expression", style)


@pytest.mark.whole
def test_hostile_text_is_shown_as_it_stands_and_what_hides_is_made_visible(hostile: Path) -> None:
    html = page_of(hostile)
    page = Page(html)
    for payload in PAYLOADS[:-1]:
        assert payload in page.text
    assert CANARY in page.text
    assert "‹202E›" in page.text
    assert "␛[31m␀" in page.text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html)


@pytest.mark.whole
def test_each_figure_links_to_the_statement_it_rests_on(demo: Path) -> None:
    html = page_of(demo)
    with Workspace(demo) as workspace:
        item = workspace.find_item("halden-quay-2021/killed")
    high = next(m.assertion.id for m in item.members if m.assertion.written == "twenty-three")
    assert f'<a href="#{evidence_anchor(item.id, high)}">23</a>' in html
    assert f'<li id="{evidence_anchor(item.id, high)}" class="conflicting">' in html


@pytest.mark.whole
def test_a_conflict_shows_quote_chain_arithmetic_policies_decision_and_what_stays_open(demo: Path) -> None:
    text = " ".join(Page(page_of(demo)).text.split())
    assert "on Monday that the toll stood at twenty-three, after divers" in text
    assert "The Lantern ← Meridian Wire ← Interior Ministry" in text
    assert "19 = 12 attackers + 3 dock workers + 4 port guards" in text
    assert "and such a count does not fall." in text
    assert re.search(r"ucdp \d+ ?17 to 23, best 17", text)
    decision = (
        "accepted 4 (attackers; state prosecutor, in Tavara Review) 18beaa671da2 by R. Ames on 2021-04-01T10:00:00Z: "
        "The prosecutor names all four. in force"
    )
    assert decision in text
    assert "It stays contested" in text
    assert "Nobody has decided this yet." in text
    with Workspace(demo) as workspace:
        assert workspace.dossier.head()[1] in text


@pytest.mark.whole
def test_anchors_are_the_same_in_every_report_that_holds_the_item(demo: Path) -> None:
    whole = page_of(demo)
    part = page_of(demo, Selection(names=("halden-quay-2021/date",)))
    anchor = item_anchor("halden-quay-2021/date")
    assert anchor in set(Page(whole).values("id")) & set(Page(part).values("id"))
    assert "This report shows" in Page(part).text
    assert item_anchor("halden-quay-2021/killed") not in part


@pytest.mark.whole
def test_an_empty_dossier_has_a_report_too(tmp_path: Path) -> None:
    Workspace(tmp_path / "none.variorum", create=True).dossier.close()
    words = "Nothing: what a person has looked at agrees or was said once."
    assert words in page_of(tmp_path / "none.variorum")


@pytest.mark.whole
def test_context_keeps_to_the_paragraph_and_to_whole_words() -> None:
    text = "Far away.\n\n" + "word " * 80 + "HERE" + " more" * 80 + "\n\nElsewhere."
    start = text.index("HERE")
    before, after = context_of(text, start, start + 4)
    assert before.startswith("… word ")
    assert after.endswith("more …")
    assert context_of("One.\n\nTwo HERE three.\n\nFour.", 10, 14) == ("Two ", " three.")


@pytest.mark.whole
@pytest.mark.parametrize("format_", ["html", "md", "json", "terminal"])
def test_the_bytes_are_the_same_in_every_time_zone_language_and_hash_order(demo: Path, format_: str) -> None:
    found = set()
    for zone, language, seed in (
        ("UTC", "C", "0"),
        ("Asia/Kolkata", "de_DE.UTF-8", "1"),
        ("America/St_Johns", "C.UTF-8", "77"),
    ):
        environment = {**os.environ, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed}
        environment |= {"COLUMNS": "120", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "tui.cli.main", "--dossier", str(demo), "report", "--format", format_]
        found.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
    assert len(found) == 1
    assert len(found.pop()) > 1000
