"""Where a header ends and the article begins."""

import pytest

from claims.intake.frontmatter import split_front_matter
from claims.intake.metadata import build_metadata

HEADER = "---\ncluster: mills\ntitle: Mill burns: two hurt\npublished: 2013-07-02 (page: 2 July)\n---\n"


def test_what_follows_the_closing_line_is_kept_exactly() -> None:
    body = "\r\n Mill burns\r---\nTwo were hurt.\n\n"
    pairs, text = split_front_matter(HEADER + body)
    assert text == body
    assert pairs["title"] == "Mill burns: two hurt"
    assert build_metadata(pairs).published == "2013-07-02"


@pytest.mark.parametrize(
    "text",
    [
        "---\nA rule opens this text.\n---\nAnd one closes it.\n",
        "---\ntitle: no closing line\nText.\n",
        "---\n---\nNothing between.\n",
        " ---\ntitle: x\n---\n",
        "----\ntitle: x\n----\n",
        "---\n" + "key: value\n" * 20_000 + "---\n",
        "",
    ],
)
def test_a_text_that_only_looks_like_one_keeps_every_character(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_lists_quotes_and_dates_of_markdown_files_are_understood() -> None:
    pairs, text = split_front_matter(
        "---\r\nTitle: 'Mill'\r\ntags:\r\n  - fire\r\n- river\r\ndate: 2020-01-02\r\n---\r\nText"
    )
    assert (pairs["title"], pairs["published"], text) == ("Mill", "2020-01-02", "Text")


@pytest.mark.parametrize(
    "value", ["", "not stored", "not stored (no address)", "(not stored as a field)", "Unknown", "none", "n/a", "-"]
)
def test_placeholders_are_absent(value: str) -> None:
    metadata = build_metadata({"title": value, "publisher": value, "published": value, "url": value})
    assert (metadata.title, metadata.publisher, metadata.published, metadata.url) == (None,) * 4
    assert metadata.problems == ()


@pytest.mark.parametrize(
    "title", ["Mill burns (updated)", "(Un)known mill", "Not stored well, grain burns", "None hurt in fire"]
)
def test_titles_that_resemble_placeholders_stay(title: str) -> None:
    assert build_metadata({"title": title}).title == title


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "http://a b", "https://\x1b]8;;", "gazette.example"]
)
def test_an_address_that_is_not_http_is_a_problem_and_not_kept(url: str) -> None:
    metadata = build_metadata({"url": url, "title": "Mill"})
    assert (metadata.url, metadata.title) == (None, "Mill")
    assert "not an http(s) address" in metadata.problems[0]
