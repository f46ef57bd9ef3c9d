"""What a reader of a page sees is what is read from it: no struck-out or hidden text, no footnote marks."""

import re
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from claims.intake.htmlpage import parse_html
from claims.intake.readerview import keep_readers_view

CLOSING = (
    "The ferry office stayed shut all day while divers searched the harbour and the road along the quay was closed to "
    "cars, and the council asked everybody to keep away from the water until the wreck had been raised."
)


def see(fragment: str, style: str = "") -> str:
    """Return the text that is left of a paragraph, its blanks made single."""
    tree = document_fromstring(f"<html><head><style>{style}</style></head><body><p>{fragment}</p></body></html>")
    keep_readers_view(tree)
    (paragraph,) = tree.iter("p")
    return " ".join("".join(map(str, paragraph.itertext())).split())


@pytest.mark.parametrize(
    ("fragment", "text"),
    [
        ("12<sup>3</sup> dead", "12 dead"),
        ("12<sup>[3]</sup> dead", "12 dead"),
        ("12<sup>3,4</sup> dead", "12 dead"),
        ("12<sup>*</sup> dead", "12 dead"),
        ("12<sup><a href='#n3'>3</a></sup> dead", "12 dead"),
        ("12<a href='#cite-4'>[4]</a> dead", "12 dead"),
        ("12<a class='noteref' href='notes.html'>4</a> dead", "12 dead"),
        ("12<span style='vertical-align: super; font-size: 70%'>4</span> dead", "12 dead"),
        ("12<sub>a</sub> dead", "12 dead"),
        ("12<a href='https://post.example/fire#fn-3'>3</a> dead", "12 dead"),
        ("12<a href='/fire'>3</a> dead", "12 dead"),
        ("dead<a href='/notes#a'>a</a> of 12", "dead of 12"),
        ("on page <a href='/notes#12'>12</a> dead", "on page 12 dead"),
        ("12<span style='position:relative;top:-.5em;font-size:70%'>3</span> dead", "12 dead"),
        ("12<span style='vertical-align:4px'>3</span> dead", "12 dead"),
        ("<span role='deletion'>21</span> <span class='line-through'>22</span> 12 dead", "12 dead"),
        ("killed <s>15</s> <ins>12</ins>", "killed 12"),
        ("killed <del>15</del> 12", "killed 12"),
        ("killed <strike>15</strike> 12", "killed 12"),
        ("killed <span style='text-decoration:line-through'>15</span> 12", "killed 12"),
        ("killed <b hidden>15</b> 12", "killed 12"),
        ("killed <b style='display: none'>15</b> 12", "killed 12"),
        ("killed <b class='sr-only'>15</b> 12", "killed 12"),
        ("killed <b class='u-hidden-visually'>15</b> 12", "killed 12"),
        ("killed <b class='x assistive-text'>15</b> 12", "killed 12"),
        ("killed <b class='d-none'>15</b> 12", "killed 12"),
        ("killed <b class='d-none d-md-inline'>12</b>", "killed 12"),
        ("killed <b class='hidden md:inline'>12</b>", "killed 12"),
        ("killed <b style='position:absolute;left:-9999px'>15</b> 12", "killed 12"),
        ("killed <b style='clip: rect(0 0 0 0)'>15</b> 12", "killed 12"),
        ("killed <b style='clip-path: inset(50%)'>15</b> 12", "killed 12"),
        ("killed <b style='text-indent:-999em'>15</b> 12", "killed 12"),
        ("killed <template>15</template> 12", "killed 12"),
        ("killed <noscript>15</noscript> 12", "killed 12"),
        ("killed <span aria-hidden='true'>12</span><span class='sr-only'>12 people</span>", "killed 12"),
        ("7 km<sup>2</sup> burnt", "7 km² burnt"),
        ("3 × 10<sup>6</sup> litres", "3 × 10⁶ litres"),
        ("the 10<sup>th</sup> day", "the 10th day"),
        ("<sup>1</sup>⁄<sub>2</sub> a mile", "1⁄2 a mile"),
        ("CO<sub>2</sub> and H<sub>2</sub>O", "CO2 and H2O"),
        ("see <a href='https://a.example/12'>12</a> pages", "see 12 pages"),
        ("1<b>2</b> dead, 3<span>0</span> hurt", "12 dead, 30 hurt"),
    ],
)
def test_marks_and_struck_out_text_go_and_figures_stay(fragment: str, text: str) -> None:
    assert see(fragment) == text


def test_rules_of_the_pages_own_style_count() -> None:
    style = "/* old */ .old, p.gone {text-decoration: line-through} #x{display:none} .note{vertical-align:super}"
    fragment = "<b class='old'>15</b> 12<i class='note'>7</i> dead <b id='x'>99</b><em>30</em> hurt"
    assert see(fragment, style) == "12 dead 30 hurt"


def test_a_style_for_print_hides_nothing() -> None:
    page = "<style media='print'>b{display:none}</style><p>killed <b>12</b></p>"
    tree = document_fromstring(f"<html><body>{page}</body></html>")
    keep_readers_view(tree)
    assert "killed 12" in "".join(map(str, tree.itertext()))


def page_of(blocks: list[str]) -> str:
    return (
        f"<html><head><title>Ferry</title></head><body><main><article>{''.join(blocks)}</article></main></body></html>"
    )


@pytest.mark.parametrize(
    ("block", "seen"),
    [
        (
            "<p>In all <span aria-hidden='true'>771</span> people were taken to the hospital of Lorne by night.</p>",
            1,
        ),
        (
            "<details><summary>Figures</summary><p>In all 771 people were taken to the hospital.</p></details>",
            1,
        ),
        ("<dialog><p>In all 771 people were taken to the hospital of Lorne in the evening hours.</p></dialog>", 0),
        ("<template><p>In all 771 people were taken to the hospital of Lorne in the evening hours.</p></template>", 0),
        ("<noscript><p>In all 771 people were taken to the hospital of Lorne in the evening hours.</p></noscript>", 0),
    ],
)
def test_what_a_reader_can_see_stands_in_the_article_once(block: str, seen: int) -> None:
    answer = parse_html(page_of([f"<p>{CLOSING}</p>", block, f"<p>{CLOSING[::-1]}</p>"]))
    assert answer["text"].count("771") == seen
    assert not any("figures on the page" in note for note in answer["notes"])


def test_an_article_cut_by_advertisements_is_read_whole() -> None:
    parts = [f"<p>Part {n}: {CLOSING} In street {n} the water stood {n + 40} centimetres deep.</p>" for n in range(9)]
    wrap = "<div class='grid'><div class='body article__body'>{}</div></div><div class='ad-unit'></div>"
    answer = parse_html(page_of([wrap.format("".join(parts[n : n + 3])) for n in (0, 3, 6)]))
    assert all(f"{n + 40} centimetres" in answer["text"] for n in range(9))
    assert answer["complete"]


def test_what_an_extractor_leaves_out_is_said() -> None:
    kept = "".join(f"<p>{CLOSING} It was day {n}.</p>" for n in range(3))
    # Text in a table of links is furniture for the extractor; a reader sees it inside the article.
    lost = "".join(f"<ul><li><a href='/{n}'>{CLOSING} {n + 400} bags</a></li></ul>" for n in range(9))
    answer = parse_html(page_of([kept, lost]))
    if "408 bags" not in answer["text"]:
        assert not answer["complete"]
        assert any("incomplete: " in note for note in answer["notes"])
        assert any("408" in note for note in answer["notes"] if note.startswith("figures on the page"))


@dataclass
class Piece:
    """A piece of a page, and the figures in it that are the article's own."""

    html: str
    figures: tuple[int, ...]


@st.composite
def pieces(draw: st.DrawFn, first: int) -> tuple[list[Piece], int]:
    """Draw paragraphs and tables with figures that each occur once."""
    number = first
    built = []

    def figure() -> int:
        nonlocal number
        number += draw(st.integers(7, 60))
        return number

    for _ in range(draw(st.integers(1, 6))):
        kinds = ["plain", "mark", "link", "raised", "struck", "crossed", "hidden", "nested", "power"]
        kind = draw(st.sampled_from([*kinds, "table", "spanning", "terms"]))
        kept = figure()
        gone = figure()
        if kind == "spanning":
            cells = [figure() for _ in range(3)]
            rows = "<tr><th rowspan=2>Village</th><th colspan=2>People</th></tr><tr><th>Dead</th><th>Hurt</th></tr>"
            row = f"<tr><td rowspan=2>Ostby</td><td>{cells[0]}</td><td rowspan=2>{cells[1]}</td></tr>"
            built.append(Piece(f"<table>{rows}{row}<tr><td>{cells[2]}</td></tr></table>", tuple(cells)))
            continue
        if kind == "terms":
            cells = [figure() for _ in range(2)]
            terms = "".join(
                f"<dt>{name}</dt><dd>{cell}</dd>" for name, cell in zip(("Dead", "Hurt"), cells, strict=True)
            )
            built.append(Piece(f"<dl>{terms}</dl>", tuple(cells)))
            continue
        if kind == "table":
            cells = [figure() for _ in range(draw(st.integers(1, 4)))]
            row = "".join(f"<td>{cell}</td>" for cell in cells)
            built.append(Piece(f"<table><tr><th>Village</th></tr><tr><td>Ostby</td>{row}</tr></table>", tuple(cells)))
            continue
        inner = {
            "plain": f"{kept} people",
            "mark": f"{kept}<sup>{gone % 90}</sup> people",
            "link": f"{kept}<a href='https://post.example/x#n{gone}'>{gone % 90}</a> people",
            "raised": f"{kept}<span style='position:relative;top:-4px'>{gone % 90}</span> people",
            "crossed": f"<span style='text-decoration: line-through red'>{gone}</span> {kept} people",
            "struck": f"<del>{gone}</del> {kept} people",
            "hidden": f"<span hidden>{gone}</span>{kept} people",
            "nested": f"<b><i><span>{kept}</span></i></b> people",
            "power": f"{kept} km<sup>2</sup> of fields",
        }[kind]
        built.append(Piece(f"<p>In that street they counted {inner} before noon. {CLOSING}</p>", (kept,)))
    return built, number


@pytest.mark.whole
@settings(max_examples=80, deadline=None)
@given(pieces(1000))
def test_each_figure_of_the_article_is_read_once_and_no_other(drawn: tuple[list[Piece], int]) -> None:
    built, _ = drawn
    text = parse_html(page_of([f"<p>{CLOSING}</p>", *(piece.html for piece in built), f"<p>{CLOSING}</p>"]))["text"]
    assert sorted(map(int, re.findall(r"\d+", text))) == sorted(figure for piece in built for figure in piece.figures)
