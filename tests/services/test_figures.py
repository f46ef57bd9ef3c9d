"""Figures that no attribute takes are proposed where another article has another one beside the same rare words."""

from collections.abc import Iterable
from itertools import permutations
from pathlib import Path

import pytest

from claims.extract.lexical import LexicalProposer
from claims.models import Article
from claims.store.dossier import Dossier
from tests.support.store_builders import make_article
from tui.services.extraction import propose

LEAD = "A tram hit a lorry in Varnholm on 6 May 2031, killing two people, Mayor Brandulf Okander said near Quillstad."


def papers(*texts: str) -> list[Article]:
    return [
        make_article(
            f"{LEAD} {text}",
            name=f"{n}.txt",
            publisher=f"Paper {n}",
            published="2031-05-07",
            title="Tram hits lorry in Varnholm",
        )
        for n, text in enumerate(texts)
    ]


def read(path: Path, articles: Iterable[Article], *, at_once: bool = True) -> set[tuple[str, str | None, str]]:
    """Return attribute, scope and words of the figures that are proposed."""
    with Dossier(path, create=True) as store:
        batches = [list(articles)] if at_once else [[article] for article in articles]
        for batch in batches:
            store.add_articles(batch)
            propose(store, [article.id for article in batch], [LexicalProposer()])
        return {(a.attribute, a.scope, str(a.written)) for a in store.assertions() if a.rule == "figure"}


@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        (
            "The judge set bail at $40,000.",
            "Bail was fixed at $60,000 by the magistrate.",
            {("value", "bail", "$40,000"), ("value", "bail", "$60,000")},
        ),
        (
            "The tram was doing 48 km/h, a gauge showed.",
            "The tram's gauge had 31 mph.",
            {("speed", "gauge", "48 km/h"), ("speed", "gauge", "31 mph")},
        ),
        (
            "The driver, Ebbe Tolvar, 44, was held.",
            "Police held Ebbe Tolvar (47).",
            {("age", "ebbe_tolvar", "44"), ("age", "ebbe_tolvar", "47")},
        ),
        (
            "The first call was logged at 5.48am.",
            "Firemen were called at 6:12 a.m.",
            {("time", "call", "5.48am"), ("time", "call", "6:12 a.m.")},
        ),
        (
            "The tram underwent a full inspection on 2 April.",
            "Its last inspection is dated March 21.",
            {("date", "inspection", "2031-04-02"), ("date", "inspection", "2031-03-21")},
        ),
        (
            "The firm sent 12 wheelwrights.",
            "Some 30 wheelwrights were sent by the firm.",
            {("number", "firm_wheelwright", "12"), ("number", "firm_wheelwright", "some 30")},
        ),
    ],
)
def test_figures_that_differ_meet_under_the_words_that_both_articles_share(
    tmp_path: Path, one: str, two: str, said: set[tuple[str, str, str]]
) -> None:
    assert read(tmp_path / "d.variorum", papers(one, two)) == said


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Turnout among the drivers was 22 percent.", "Turnout among the drivers was 21.7 percent."),
        ("The fund paid nearly 3 million euros.", "The fund paid 2.9 million euros."),
        ("The crack is 30 miles long.", "The crack is 48 km long."),
        ("The judge set bail at $40,000.", "The brakes cost $60,000."),
        ("Ebbe Tolvar, 44, was held.", "Police held Dorit Hask (47)."),
        ("The lorry of Tolvar Freight cost 40,000 euros.", "Tolvar Freight has debts of 60,000 euros."),
        ("The judge set bail at $40,000.", "The prosecutor had asked for bail of $90,000."),
        ("The judge set bail at $40,000, and the clerk set bail at $50,000.", "The court set bail at $60,000."),
    ],
)
def test_what_says_the_same_or_speaks_of_another_thing_is_not_proposed(tmp_path: Path, one: str, two: str) -> None:
    assert read(tmp_path / "d.variorum", papers(one, two)) == set()


@pytest.mark.whole
def test_the_order_in_which_articles_come_changes_nothing(tmp_path: Path) -> None:
    articles = papers(
        "The judge set bail at $40,000.", "Bail was fixed at $60,000.", "The magistrate lowered bail to $20,000."
    )
    found = [
        read(tmp_path / f"{n}.variorum", ordered, at_once=False) for n, ordered in enumerate(permutations(articles))
    ]
    assert found[0] == {("value", "bail", "$40,000"), ("value", "bail", "$60,000"), ("value", "bail", "$20,000")}
    assert all(one == found[0] for one in found)
