"""A page is known by its address, however that is spelled, and another page is not taken for it."""

from pathlib import Path

import pytest

from claims.addresses import page_key, page_prefixes
from claims.models import Article
from claims.store.dossier import Dossier
from tests.support.store_builders import make_article

PAGE = "https://post.example/2031/fire"
SAME = [
    "http://post.example/2031/fire",
    "https://www.post.example/2031/fire/",
    "https://POST.example/2031/fire?utm_source=mail&fbclid=1",
    "https://m.post.example/2031/fire#comments",
    "https://amp.post.example/2031/fire",
    "https://post.example/2031/fire/amp",
    "https://post.example/2031/fire/?ref=home",
    "https://post.example:443/2031/fire",
]
OTHER = [
    "https://post.example/2031/fire-two",
    "https://post.example/2031/fire?page=2",
    "https://post.example/2031/",
    "https://other.example/2031/fire",
    "https://post.example/2031/Fire",
    "https://post.example:8080/2031/fire",
]


@pytest.mark.parametrize("url", SAME)
def test_spellings_of_one_page_share_its_key(url: str) -> None:
    assert page_key(url) == page_key(PAGE)


@pytest.mark.parametrize("url", OTHER)
def test_other_pages_have_other_keys(url: str) -> None:
    assert page_key(url) != page_key(PAGE)


def test_a_home_page_is_no_articles_own() -> None:
    assert {
        page_key(url) for url in ("https://post.example", "https://www.post.example/", "http://post.example/#top")
    } == {""}
    assert page_key("https://post.example/?p=12")


def article(url: str, text: str, **changes: object) -> Article:
    return make_article(text).changed(url=url, **changes)


@pytest.mark.parametrize("url", [url for url in SAME if "POST" not in url and ":443" not in url])
def test_a_later_copy_of_a_page_is_found_under_each_spelling(tmp_path: Path, url: str) -> None:
    first = article(url, "Four died.")
    later = article(PAGE, "Six died.", modified="2031-03-04")
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([first, *(article(other, f"Other {n}.") for n, other in enumerate(OTHER))])
        assert dossier.beside(later.changed(id="ab" * 32))[0] == first.id
        earlier = article(PAGE, "Two died.", published="2031-03-01", id="cd" * 32)
        assert dossier.beside(earlier)[0] is None


def test_prefixes_are_of_the_bare_page() -> None:
    assert "http://www.post.example/2031/fire" in set(page_prefixes("https://post.example/2031/fire/?a=1"))
