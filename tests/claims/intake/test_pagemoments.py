"""The times that the blocks of a page have of their own are kept with where they begin."""

import json
from pathlib import Path

import pytest

from claims.articles import build_article
from claims.intake import Document, read_documents
from claims.intake.htmlpage import parse_html

FILLER = "Crews worked through the day at the quarry while the road to the north stayed shut to all traffic."
BLOCKS = [
    ("T19:20:00+02:00", "Six dead", "six"),
    ("T12:40:00+02:00", "Four dead", "four"),
    ("T10:05:00+02:00", "Fire", "two"),
]


def page(block: str, head: str = "", after: str = "") -> str:
    blocks = "".join(
        block.format(time=f"2031-03-04{time}", hour=time[1:6], title=title, text=f"Some {word} people died. {FILLER}")
        for time, title, word in BLOCKS
    )
    return (
        f"<html><head><title>Quarry fire: live</title>{head}"
        '<meta property="article:published_time" content="2031-03-04T08:00:00Z"></head><body><main><article>'
        f"<h1>Quarry fire: live</h1><p>What is known of the fire. {FILLER}</p><div>{blocks}</div>{after}"
        "</article></main></body></html>"
    )


def read(html: str) -> dict[str, str]:
    """Return the time by the opening of each part that has one."""
    answer = parse_html(html)
    assert not any(0x1D300 <= ord(character) <= 0x1D356 for character in answer["text"] + (answer["title"] or ""))
    return {answer["text"][at:].split("\n")[0]: time for at, time in answer.get("moments", [])}


EXPECTED = {
    "Six dead": "2031-03-04T19:20:00+02:00",
    "Four dead": "2031-03-04T12:40:00+02:00",
    "Fire": "2031-03-04T10:05:00+02:00",
}


@pytest.mark.parametrize(
    "block",
    [
        '<div class="b"><p><time datetime="{time}">{hour}</time></p><h2>{title}</h2><p>{text}</p></div>',
        '<section class="b"><h2>{title}</h2><time datetime="{time}">{hour}</time><p>{text}</p></section>',
        '<article class="b x"><header><time datetime="{time}">{hour}</time></header><h3>{title}</h3>'
        "<p>{text}</p></article>",
        '<div itemprop="liveBlogUpdate"><meta itemprop="datePublished" content="{time}"><h2>{title}</h2>'
        "<p>{text}</p></div>",
        '<div class="b" data-timestamp="{time}"><h2>{title}</h2><p>{text}</p></div>',
        '<h3><time datetime="{time}">{hour}</time></h3><h2>{title}</h2><p>{text}</p>',
        '<div><div><time itemprop="datePublished" datetime="2031-03-04T01:00:00+02:00">1</time>'
        '<time itemprop="dateModified" datetime="{time}">{hour}</time></div><h2>{title}</h2><p>{text}</p></div>',
    ],
)
def test_blocks_have_the_times_of_their_elements(block: str) -> None:
    assert read(page(block)) == EXPECTED


def test_a_block_whose_head_the_extractor_drops_has_its_time() -> None:
    block = '<section class="post"><time datetime="{time}">{hour}</time><h3>{title}</h3><p>{text}</p></section>'
    assert list(read(page(block)).values())[: len(BLOCKS)] == list(EXPECTED.values())


def test_seconds_since_1970_are_a_time() -> None:
    blocks = "".join(
        f'<div class="b" data-time="{stamp}"><p>Some {word} people died. {FILLER}</p></div>'
        for stamp, word in (("1930396800", "six"), ("1930390000000", "four"))
    )
    assert list(read(page("", after=f"<div>{blocks}</div>")).values()) == [
        "2031-03-04T13:20:00Z",
        "2031-03-04T11:26:40Z",
    ]


def test_when_a_page_was_published_and_updated_makes_no_blocks() -> None:
    lines = "".join(
        f'<p>{label} <time datetime="2031-03-0{day}T10:00:00Z">March {day}</time></p>'
        for label, day in (("Published:", 4), ("Updated:", 5))
    )
    assert read(page("<p>{text}</p>", after=lines)) == {}


def test_what_follows_the_last_block_is_no_part_of_it() -> None:
    block = '<div class="b"><time datetime="{time}">{hour}</time><h2>{title}</h2><p>{text}</p></div>'
    html = page(block).replace("</div></article>", f"</div><p>About this page. {FILLER}</p></article>")
    assert read(html) == {**EXPECTED, f"About this page. {FILLER}": ""}


def test_updates_that_json_ld_lists_are_found_by_their_words() -> None:
    updates = [
        {"@type": "BlogPosting", "headline": title, "datePublished": f"2031-03-04{time}", "articleBody": f"Some {word}"}
        for time, title, word in BLOCKS
    ]
    content = {"@graph": [{"@type": "LiveBlogPosting", "headline": "Quarry fire", "liveBlogUpdate": updates}]}
    head = f'<script type="application/ld+json">{json.dumps(content)}</script>'
    found = read(page("<div><h2>{title}</h2><p>{text}</p></div>", head))
    assert found["Six dead"] == EXPECTED["Six dead"]
    assert found["Four dead"] == EXPECTED["Four dead"]


@pytest.mark.parametrize(
    "html",
    [
        page("<div><h2>{title}</h2><p>{text}</p></div>"),
        page('<p>{title} <time datetime="2031-03-04T10:00:00Z">10</time>. {text}</p>'),
        page(
            "<p>{text}</p>",
            after='<ul><li><a href="/1">Other news of the day and more of it, in many words here</a>'
            '<time datetime="2031-03-01T10:00:00Z">1</time></li><li><a href="/2">More news of the day in many words'
            ' and more</a><time datetime="2031-03-02T10:00:00Z">2</time></li></ul>',
        ),
    ],
    ids=["no times", "one time", "links"],
)
def test_other_pages_have_none(html: str) -> None:
    assert read(html) == {}


def test_they_are_kept_with_the_article(tmp_path: Path) -> None:
    block = '<div class="b"><p><time datetime="{time}">{hour}</time></p><h2>{title}</h2><p>{text}</p></div>'
    (tmp_path / "live.html").write_text(page(block), encoding="utf-8")
    [document] = read_documents([tmp_path])
    assert isinstance(document, Document)
    article = build_article(document)
    assert [time for _, time in article.moments] == list(EXPECTED.values())
    assert type(article).model_validate_json(article.model_dump_json()) == article
