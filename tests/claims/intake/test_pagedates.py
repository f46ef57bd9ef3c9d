"""When a page was published and modified is read from each place where pages say it, with hour and zone."""

import pytest
from lxml.html import document_fromstring

from claims.intake.pagedates import find_page_dates

PUBLISHED, MODIFIED = "2022-08-03T06:15:00+02:00", "2022-08-05T18:40:00+02:00"


def meta(first: str, second: str, attribute: str = "name") -> str:
    return f'<meta {attribute}="{first}" content="{PUBLISHED}"><meta {attribute}="{second}" content="{MODIFIED}">'


def described(*parts: str) -> str:
    dates = f'"datePublished": "{PUBLISHED}", "dateModified": "{MODIFIED}"'
    return "".join(f'<script type="application/ld+json">{part.replace("DATES", dates)}</script>' for part in parts)


@pytest.mark.parametrize(
    "markup",
    [
        meta("article:published_time", "article:modified_time", "property"),
        meta("article:published_time", "og:updated_time", "property"),
        meta("pubdate", "lastmod"),
        meta("DC.date.issued", "DCTERMS.modified"),
        meta("parsely-pub-date", "last-modified"),
        meta("datePublished", "dateModified", "itemprop"),
        f'<p>Published: <time datetime="{PUBLISHED}">3 Aug</time></p>'
        f'<p>Updated <time datetime="{MODIFIED}">5 Aug</time></p>',
        f'<p>Veröffentlicht am <time datetime="{PUBLISHED}">3.8.</time></p>'
        f'<p>Aktualisiert: <time datetime="{MODIFIED}">5.8.</time></p>',
        described('{"@graph": [{"@type": "WebSite"}, {"@type": ["NewsArticle"], DATES}]}'),
        described('{"@type": "WebPage", "datePublished": "2001-01-01"}', '{"@type": "ReportageNewsArticle", DATES}'),
        meta("article:published_time", "x", "property").replace(PUBLISHED, "2001-01-01")
        + described('{"@type": "NewsArticle", DATES}'),
        meta("datePublished", "dateModified", "itemprop")
        + '<div itemprop="liveBlogUpdate"><meta itemprop="datePublished" content="2001-01-01T10:00:00Z"></div>',
    ],
)
def test_both_dates_are_read(markup: str) -> None:
    tree = document_fromstring(f"<html><body><p>Ten died.</p>{markup}</body></html>")
    assert find_page_dates(tree) == (PUBLISHED, MODIFIED)


def test_the_time_of_a_block_is_not_the_pages() -> None:
    block = f'<div itemprop="liveBlogUpdate"><meta itemprop="datePublished" content="{PUBLISHED}"></div>'
    assert find_page_dates(document_fromstring(f"<html><body>{block}</body></html>")) == (None, None)


def test_a_line_that_says_so_counts_where_metadata_do_not() -> None:
    line = "Published: 3 August 2022, 06:15 · Updated: 5 August 2022, 18:40"
    body = f"<aside><p>Published 1 May 2020</p></aside><p>Ten died.</p><div class=meta>{line}</div>"
    assert find_page_dates(document_fromstring(body)) == ("2022-08-03T06:15:00", "2022-08-05T18:40:00")
    stated = document_fromstring(f"{meta('pubdate', 'x')}{body}")
    assert find_page_dates(stated).published == PUBLISHED
