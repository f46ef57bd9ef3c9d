"""The outlet of a page is a name of an outlet, else its host; never an account, a slogan or a headline."""

import pytest
from lxml.html import document_fromstring

from claims.intake.pageoutlet import find_outlet

URL = "https://www.harbourpost.example/ferry"


def outlet(head: str, extracted: str | None = None, url: str | None = URL) -> str | None:
    tree = document_fromstring(f"<html><head>{head}</head><body><p>Ten died.</p></body></html>")
    return find_outlet(tree, extracted, "Ferry capsizes off Lorne", url)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbour Post", "Harbour Post"),
        ("The Harbour Post®", "The Harbour Post"),
        ("Harbour Post | News, weather and sport from Lorne", "Harbour Post"),
        ("Harbour Post - Latest News, Breaking Stories", "Harbour Post"),
        ("www.valley.example", "valley.example"),
        ("https://valley.example/news", "valley.example"),
        ("@harbourpost", "harbourpost.example"),
        ("https://www.facebook.com/harbourpost", "harbourpost.example"),
        ("facebook.com/harbourpost", "harbourpost.example"),
        ("X (formerly Twitter)", "harbourpost.example"),
        ("YouTube", "harbourpost.example"),
        ("WordPress", "harbourpost.example"),
        ("Home", "harbourpost.example"),
        ("Your trusted source for news", "harbourpost.example"),
        ("Breaking news, live updates and the stories that matter", "harbourpost.example"),
        ("Ferry capsizes off Lorne", "harbourpost.example"),
        ("", "harbourpost.example"),
    ],
)
def test_the_name_of_a_site(name: str, expected: str) -> None:
    assert outlet(f'<meta property="og:site_name" content="{name}">') == expected


def test_what_schema_org_says_counts_first() -> None:
    described = '{"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Valley Times"}}'
    head = f'<script type="application/ld+json">{described}</script><meta property="og:site_name" content="Home">'
    assert outlet(head) == "Valley Times"


def test_an_account_that_an_extractor_made_a_name_of_is_none() -> None:
    assert outlet('<meta name="twitter:site" content="@harbourpost">', "Harbourpost") == "harbourpost.example"
    assert outlet('<meta property="og:site_name" content="@harbourpost">', "Harbourpost", None) is None
    assert outlet("", "Harbour Post") == "Harbour Post"


@pytest.mark.parametrize("url", [None, "https://t.me/lorne/12", "https://web.archive.org/web/2022/x", "https://[bad"])
def test_a_host_that_is_no_outlets_gives_none(url: str | None) -> None:
    assert outlet("", None, url) is None
