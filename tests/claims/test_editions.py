"""An outlet's report is known again at another address, and the later of two editions by its hours."""

from pathlib import Path

import pytest

from claims.editions import Edition, is_edition, known_from, number_editions
from claims.models import Article
from claims.store.dossier import Dossier
from tests.support.store_builders import make_article

BASE = (
    "Twelve people died when the ferry Selkie capsized off Lorne on Tuesday, the coastguard said. Witnesses said that "
    "it began shortly after dark and lasted for about an hour. The village lies on the road to the border and had been "
    "quiet since the spring, a neighbour said. The harbour stays closed until the wreck has been towed away."
)
LATER = BASE.replace("Twelve", "Twenty-nine") + " Divers are to go down again on Friday, the harbour master said."
OTHER = (
    "A lorry with gas bottles burned out on the mountain road above Orsa on Tuesday, and twelve people were treated "
    "for burns, the fire service said. The road is closed until Friday. Nobody was at home, a neighbour said."
)


def article(text: str, **changes: object) -> Article:
    given = {"publisher": "Harbour Post", "published": "2031-03-02", **changes}
    made = make_article(text).changed(**given)
    return made.changed(id=made.text_sha256)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"url": "https://post.example/2"}, True),
        ({"publisher": "The Harbour Post"}, True),
        ({"publisher": "Valley Times"}, False),
        ({"publisher": None}, False),
        ({"published": "2031-03-20"}, False),
        ({"published": None}, False),
    ],
)
def test_an_edition_is_the_outlets_own_and_of_those_days(changes: dict[str, object], expected: bool) -> None:
    assert is_edition(article(BASE, url="https://post.example/1"), article(LATER, **changes)) is expected


def test_hours_of_several_zones_are_put_in_order() -> None:
    times = ["2031-03-02", "2031-03-02T23:30:00Z", "2031-03-02T23:00:00-05:00", "2031-03-03T08:00:00Z"]
    assert sorted(times, key=lambda time: known_from(article(BASE, modified=time))) == times


def test_an_older_copy_that_comes_later_is_not_the_newer(tmp_path: Path) -> None:
    first = article(BASE, url="https://post.example/a", published="2031-03-02T08:00:00Z")
    second = article(LATER, url="https://post.example/b", published="2031-03-02T18:00:00Z")
    oldest = article(BASE + " More follows.", url="https://post.example/c", published="2031-03-02T07:00:00Z")
    between = article(BASE + " Four were named.", url="https://post.example/d", published="2031-03-02T09:00:00Z")
    with Dossier(tmp_path / "d.variorum", create=True) as dossier:
        dossier.add_articles([first])
        assert dossier.beside(second)[0] == first.id
        dossier.add_articles([second.changed(revises=first.id), article(OTHER)])
        assert dossier.beside(oldest)[0] is None
        assert dossier.beside(between)[0] == first.id
        assert dossier.beside(oldest) == (None, first.id)
        assert dossier.beside(between) == (first.id, second.id)
        assert dossier.beside(second) == (None, None), "it is there itself"


def test_of_two_editions_of_one_time_the_longer_is_the_later_whichever_comes_first(tmp_path: Path) -> None:
    short, long = article(BASE, url="https://post.example/a"), article(LATER, url="https://post.example/a?utm_source=x")
    for name, first, second, beside in (("a", short, long, (short.id, None)), ("b", long, short, (None, long.id))):
        with Dossier(tmp_path / name, create=True) as dossier:
            dossier.add_articles([first])
            assert dossier.beside(second) == beside
            dossier.add_articles([second.changed(revises=beside[0], revised_by=beside[1])])
            editions = dossier.editions()
        assert editions[short.id] < editions[long.id]


def test_editions_are_numbered_along_their_links_in_any_order() -> None:
    links = [("b", "c"), ("x", "y"), ("a", "b"), ("a", "c"), ("a", "d")]
    expected = {"a": 0, "b": 1, "c": 2, "d": 1, "x": 0, "y": 1}
    for order in (links, links[::-1]):
        editions = number_editions(order)
        assert {id_: edition.number for id_, edition in editions.items()} == expected
        assert {id_: edition.of for id_, edition in editions.items()} == {
            **dict.fromkeys("abcd", "a"),
            "x": "x",
            "y": "x",
        }
    assert number_editions([("a", "b"), ("b", "a")])["a"].of == "a", "linked in a circle by hand"
    assert Edition().of == ""


def test_a_page_may_have_thousands_of_editions() -> None:
    links = [(f"{number:04}", f"{number + 1:04}") for number in range(3_000)]
    assert number_editions(links)["3000"] == Edition("0000", 3_000)
