"""Five thousand hostile strings through every renderer, and through the screens and faces on a real terminal."""

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.content import Content

from claims.models import Article, Assertion
from claims.store.dossier import Dossier
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.build import build_item
from reconcile.items.evidence import Evidence
from reconcile.items.item import Item
from tests.support.figures import Figures
from tests.support.paths import ROOT
from tests.support.review_builders import make_article, make_assertion
from tests.support.terminal import Terminal, sequences
from tui.review.widgets.cards import build_cards, draw_card, draw_source
from tui.review.widgets.evidence import (
    draw_heading,
    draw_notes,
    draw_origins,
    draw_proposals,
    draw_relations,
    draw_resolution,
    draw_sets,
    draw_title,
)
from tui.review.widgets.numberline import draw_line
from tui.review.widgets.statements import draw_lines, draw_quote, group_cards
from tui.services.numbering import number_members
from tui.services.query import QueryError, format_query, parse_query
from tui.visible import visible

pytestmark = [pytest.mark.whole, pytest.mark.attack]

STRINGS = 5_000
ON_SCREEN = 40
"""Items walked through on the terminal; each holds its share of all the strings."""

PIECES = (
    "\x1b[2J", "\x1b]0;pwned\x07", "\x1b]52;c;cHduZWQ=\x07", "\x1bP1$r\x1b\\", "\x1b[6n", "\x1b]8;;http://evil/\x1b\\",
    "\x9b31m", "\x9d52;c;x\x9c", "\x90q\x9c", "\u202e", "\u2066", "\u2069", "\u200f", "\u200b", "\u200d", "\ufeff",
    "\U000e0041", "\x00", "\x08", "\x7f", "\r", "\t", "\x0b", "\x85", "\u2028", "[sic]", "[/]", "[/* x */]", "[bold",
    "[@click=app.quit]", "{x}", "$x", "\\[", "漢字", "ｗ", "한", "👩‍👩‍👧", "🇹🇯", "e" + "\u0301" * 6,
    "\u0e33", "ش\u064b", "a" * 300, "%s", "<script>", "&amp;", '"', "'", "`", "|", "killed", "12", " ", "\n",
)  # fmt: skip
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u200b\u2060\ufeff\U000e0000-\U000e007f]"
)


OTHER_SCREENS: list[list[tuple[str, str]]] = [
    [("o", "Report on what?"), ("4", "lines")],
    [("\r", "asserts · as of"), ("J", "fewer than two reviewers")],
    [("i", "No proposals yet")],
    [("E", "esc back")],
    [("h", "Nothing has been decided")],
    [("b", "Decide which items?"), ("1", "how?"), ("2", "esc decides nothing")],
    [("f", "Filter by what?"), ("5", "Which source")],
    [("T", "Tags of")],
    [("V", "No view has a name yet")],
    [("S", "kept in")],
    [("\x1bOQ", "What to do")],
    [("?", "esc closes)")],
]
"""Keys that lead to a screen, each with what is then on it; an Esc takes each back."""


def hostile_strings(seed: int, count: int) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(count):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 9)))
        yield text if chance.random() < 0.7 else text + "".join(chr(chance.randrange(32, 0x2FFF)) for _ in range(5))


def make_evidence(strings: list[str], number: int) -> tuple[list[Article], list[Assertion]]:
    """Two articles that disagree, with hostile words wherever words can be."""
    texts = [f"{a} killed {n} {b}" for n, a, b in ((3 + number, *strings[:2]), (9 + number, *strings[2:4]))]
    articles = [
        make_article(
            f"{text} {' '.join(strings)}",
            name=f"{strings[4]}-{number}-{n}",
            publisher=f"P{n}{strings[5]}",
            title=strings[6],
            url=strings[7],
        )
        for n, text in enumerate(texts)
    ]
    subject = "e" + "".join(c for c in strings[8] if c.isprintable())[:40] + str(number)
    assertions = [
        make_assertion(article, f"killed {value}", str(value), subject=subject, speakers=[f"S{strings[9]}"])
        for article, value in zip(articles, (3 + number, 9 + number), strict=True)
    ]
    return articles, assertions


def make_items() -> Iterator[tuple[Item, dict[str, Article]]]:
    strings = list(hostile_strings(11, STRINGS))
    for number, start in enumerate(range(0, STRINGS, 10)):
        articles, assertions = make_evidence(strings[start : start + 10], number)
        infos = {a.id: ArticleInfo(a.name, a.publisher, a.published) for a in articles}
        key = (assertions[0].subject, "killed")
        yield build_item(Evidence(key, assertions, [], builtin_vocabulary(), infos)), {a.id: a for a in articles}


def test_no_renderer_lets_a_control_through(figures: Figures) -> None:
    for item, articles in make_items():
        cards = build_cards(item, articles)
        drawn: list[Content] = [
            draw_heading(item),
            draw_title(item, "  d incident", 80, 3),
            draw_notes(item),
            *(line.content for line in draw_lines(group_cards(item, cards), cards[0].id, 80, 99)),
            *(draw_quote(card, 60, 9) for card in cards),
            draw_sets(item, cards),
            draw_proposals(item),
            draw_origins(item, cards),
            draw_resolution(item, cards),
            draw_relations(item, cards),
            draw_line(item, 100, number_members(item)),
            *(draw_card(card) for card in cards),
            *(draw_source(card) for card in cards),
        ]
        for content in drawn:
            assert not FORBIDDEN.search(content.plain), repr(content.plain)
    figures("fuzz", strings_drawn=STRINGS)


def test_no_line_typed_as_a_filter_ends_the_program(figures: Figures) -> None:
    for text in hostile_strings(12, STRINGS):
        try:
            told = format_query(parse_query(text))
        except QueryError as error:
            told = str(error)
        assert not FORBIDDEN.search(visible(told))
    figures("fuzz", strings_typed=STRINGS)


def test_ten_megabytes_on_one_line_are_drawn_as_a_screenful() -> None:
    article = make_article("killed 3 " + "x\x1b[2J" * 2_000_000)
    assertion = make_assertion(article, "killed 3", "3")
    info = {article.id: ArticleInfo(article.name, article.publisher, article.published)}
    item = build_item(Evidence(("quay fire", "killed"), [assertion], [], builtin_vocabulary(), info))
    [card] = build_cards(item, {article.id: article})
    assert len(draw_card(card).plain) < 10_000


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Every string in some item of a dossier."""
    path = tmp_path / "fuzz.variorum"
    strings = list(hostile_strings(13, STRINGS))
    share = STRINGS // ON_SCREEN
    with Dossier(path, create=True) as store:
        for number in range(ON_SCREEN):
            articles, assertions = make_evidence(strings[number * share : (number + 1) * share], number)
            store.add_articles(articles)
            store.add_assertions(assertions)
    return path


def test_screens_write_only_what_they_mean_to(tmp_path: Path, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    terminal = Terminal(dossier, columns=100, lines=40)
    terminal.until(f"0/{ON_SCREEN} settled")
    for _ in range(12):
        terminal.press("down")
    terminal.press("\x1b[H", "\r")
    for n in range(ON_SCREEN):
        terminal.until(f"{n + 1} of {ON_SCREEN} unsettled", "· as of 2031")
        if n % 8 == 0:
            terminal.press("v")
            terminal.until("characters")
            terminal.press("esc")
        terminal.press("right")
    terminal.press("esc")
    terminal.until("Space mark")
    for steps in OTHER_SCREENS:
        for key, shown in steps:
            terminal.press(key)
            terminal.until(shown)
        for _ in range(3):
            terminal.press("down", "\x1b[6~")
        for _ in steps:
            terminal.press("esc")
            terminal.read(0.3)
        terminal.until("Space mark")
    terminal.press("\r")
    terminal.until("· as of 2031")
    terminal.press("v")
    terminal.until("characters")
    terminal.press("\r")  # the whole article, with its claims
    terminal.until("here, ")
    terminal.press("down", "\x1b[6~", "esc", "esc")
    terminal.until("Space mark")
    terminal.press("q")
    assert terminal.end() == 0
    raw = terminal.raw.decode()
    assert not re.search("[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200b\ufeff\U000e0000-\U000e007f\x00]", raw)
    assert b"pwned\x07" not in terminal.raw
    assert not {kind for kind in sequences(terminal.raw) if kind.startswith((b"||52", b"|||P", b"||8"))}


def test_plain_lines_write_only_text(tmp_path: Path, dossier: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from tui.cli.main import main; main()", "--dossier", str(dossier), "--reviewer", "Ada",
         "review", "--plain"],
        input="".join("v 1\nnext\n" for _ in range(ON_SCREEN)).encode(),
        capture_output=True,
        timeout=120,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path / "state")},
    ).stdout.decode()  # fmt: skip
    assert f"Item {ON_SCREEN} of {ON_SCREEN}" in said
    assert not FORBIDDEN.search(said)
