"""A report for an editor: one table, what is in dispute in a few lines each, the articles, the method."""

import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.support.pages import Page, page_of
from tests.support.report_dossiers import PAYLOADS, make_demo, make_hostile
from tui.services.briefing import event_lines
from tui.services.reporting import make_report
from tui.services.workspace import Workspace
from tui.visible import visible
from tui.writers.brief import cells_of
from tui.writers.brief_markdown import plain
from tui.writers.disputes import MOST_POSITIONS, build_dispute, day_words
from tui.writers.markdown import report_markdown


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brief") / "demo.variorum"
    make_demo(path)
    return path


def markdown_of(path: Path, *, appendix: bool = False) -> str:
    with Workspace(path) as workspace:
        return "".join(report_markdown(make_report(workspace), workspace, appendix=appendix))


def test_an_event_is_one_line_with_its_figures_and_whose_they_are(demo: Path) -> None:
    with Workspace(demo) as workspace:
        (line,) = (cells_of(line) for line in event_lines(make_report(workspace), workspace))
    number, name, date, place, killed, injured, responsible, conflicts, codebook = line
    assert (number, name, date, place) == ("1", "Halden-quay, 2021", "14 March 2021", "")
    assert killed == "17 (17 to 23)"
    assert injured == ""
    assert "attributed" in responsible
    assert "open" in conflicts
    assert codebook.startswith("UCDP; ")
    assert codebook.endswith("(Airwars)")


def test_a_dispute_names_each_value_once_with_everybody_who_says_it(demo: Path) -> None:
    with Workspace(demo) as workspace:
        dispute = build_dispute(workspace.find_item("halden-quay-2021/detained"), workspace)
    says = [position.says for position in dispute.positions]
    assert len(says) == len(set(says)) <= MOST_POSITIONS + 1
    assert dispute.positions[0].is_accepted
    assert dispute.decision.startswith("Accepted 4 (attackers; state prosecutor, in Tavara Review) by R. Ames, 1 April")
    assert dispute.decision.endswith(": The prosecutor names all four.")
    assert not re.search("[0-9a-f]{12}", dispute.decision)


def test_the_body_has_names_and_words_and_no_keys_or_powers(demo: Path) -> None:
    told = markdown_of(demo)
    assert "halden-quay-2021" not in told
    assert "### Halden-quay, 2021" in told
    assert "\\" not in told
    assert "## Appendix" not in told
    assert "<sup>" not in page_of(demo)
    assert "The Lantern" in told.partition("## The articles")[2]
    assert re.search("SHA-256 [0-9a-f]{64}", told)


def test_the_full_evidence_is_an_appendix(demo: Path) -> None:
    told = markdown_of(demo, appendix=True)
    assert told.startswith(markdown_of(demo))
    assert "halden\\-quay\\-2021\\/killed" in told.partition("## Appendix: the full evidence")[2]


def test_the_page_folds_its_appendix_unless_it_is_asked_for(demo: Path) -> None:
    page = Page(page_of(demo))
    whole = [attributes for tag, attributes in page.elements if tag == "details" and attributes.get("class") == "whole"]
    assert whole == [{"class": "whole"}]
    assert page.elements[0] == ("html", {"lang": "en"})


class _Text(HTMLParser):
    """What a page shows, and what it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("frame", ["- {}", "1. {}", "# {}", "{}", "**{}**: x", "“{}” x"])
def test_foreign_text_in_markdown_shows_its_characters_and_nothing_else(frame: str) -> None:
    chance = random.Random(frame)
    pieces = [
        *PAYLOADS,
        *"\\`*_[](){}<>|~&!#$^:+-.=@\n ",
        "&amp;",
        "**",
        "__",
        "~~",
        "1. ",
        "2) ",
        "a_b",
        "word",
        "---",
        "===",
    ]
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    allowed = _Text(reader.render(frame.format("x"))).tags
    for _ in range(300):
        foreign = "".join(chance.choice(pieces) for _ in range(chance.randrange(1, 6))).strip() or "word"
        shown = _Text(reader.render(frame.format(plain(foreign))))
        wanted = _Text(reader.render(frame.format("x"))).text.replace(
            "x", " ".join(visible(" ".join(foreign.split())).split()), 1
        )
        assert shown.tags <= allowed, foreign
        assert " ".join(shown.text.split()) == " ".join(wanted.split()), foreign


@pytest.mark.whole
def test_hostile_names_stay_text_in_markdown(tmp_path: Path) -> None:
    make_hostile(tmp_path / "hostile.variorum")
    told = markdown_of(tmp_path / "hostile.variorum", appendix=True)
    tags = _Text(MarkdownIt("commonmark").enable("table").render(told)).tags
    assert not tags & {"script", "img", "iframe", "svg", "form", "video", "object", "style", "base", "meta", "link"}


def test_days_are_words_and_what_is_no_day_stays_as_it_is() -> None:
    assert day_words("2031-03") == "March 2031"
    assert day_words("2031-03-04?") == "2031-03-04?"
    assert day_words("2031-13") == "2031-13"
