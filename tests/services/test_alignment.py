"""Open statements are proposed where another article of their event tells of the same, whichever article came first."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from claims.extract.lexical import LexicalProposer
from claims.models import Article
from claims.store.dossier import Dossier
from tests.support.store_builders import make_article
from tui.services.extraction import propose

LEAD = "A storm hit Varnholm on 6 May 2031, Mayor Brandulf Okander of Varnholm said near Quillstad."
ONE = f"{LEAD} It killed 12 farmers in 40 villages."
TWO = f"{LEAD} It killed 12 farmers in 30 villages. It killed a mayor on nine roads."
CLAIM = f"{LEAD} The militants fired ten rockets at Varnholm."
DENIAL = f"{LEAD} The government of Varnholm denied that rockets were fired."


def read(path: Path, articles: Iterable[Article], *, at_once: bool) -> set[tuple[str | None, ...]]:
    """Return attribute, scope, stance and words of what is proposed."""
    with Dossier(path, create=True) as store:
        batches = [list(articles)] if at_once else [[article] for article in articles]
        for batch in batches:
            for article in batch:
                store.add_articles([article])
            propose(store, [article.id for article in batch], [LexicalProposer()])
        return {(a.attribute, a.scope, a.stance, a.written) for a in store.assertions()}


def papers(*texts: str) -> list[Article]:
    return [
        make_article(text, name=f"{n}.txt", publisher=f"Paper {n}", published="2031-05-07", title="Storm hits Varnholm")
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize("at_once", [True, False])
def test_what_two_articles_count_alike_is_proposed_and_what_one_alone_counts_is_not(
    tmp_path: Path, at_once: bool
) -> None:
    found = read(tmp_path / "d.variorum", papers(ONE, TWO), at_once=at_once)
    counted = {row for row in found if row[0] == "number"}
    assert counted == {("number", "kill_village", "asserts", "40"), ("number", "kill_village", "asserts", "30")}


@pytest.mark.parametrize("at_once", [True, False])
def test_that_something_happened_is_asked_where_somebody_denies_it(tmp_path: Path, at_once: bool) -> None:
    alone = read(tmp_path / "a.variorum", papers(CLAIM), at_once=True)
    both = read(tmp_path / "b.variorum", papers(CLAIM, DENIAL), at_once=at_once)
    assert "occurred" not in {row[0] for row in alone}
    assert {row[2] for row in both if row[0] == "occurred"} == {"asserts", "denies"}


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("turned", [True, False])
def test_what_one_article_denies_is_asked_where_another_asserts_it(tmp_path: Path, at_once: bool, turned: bool) -> None:
    texts = [f"{LEAD} There was no flare on the pier.", f"{LEAD} A boatman saw a flare."]
    alone = read(tmp_path / "a.variorum", papers(*texts[:1]), at_once=True)
    both = read(tmp_path / "b.variorum", papers(*(texts[::-1] if turned else texts)), at_once=at_once)
    assert {row for row in alone if row[0] == "occurred"} == set()
    assert {row for row in both if row[0] == "occurred"} == {
        ("occurred", "flare", "asserts", "no"),
        ("occurred", "flare", "asserts", "yes"),
    }


@pytest.mark.parametrize("at_once", [True, False])
def test_causes_of_two_kinds_are_asked_and_a_denial_of_one_meets_it(tmp_path: Path, at_once: bool) -> None:
    gas = f"{LEAD} The blaze was caused by a gas leak."
    wires = f"{LEAD} Inspectors blamed the wiring for the blaze."
    denial = f"{LEAD} The port denied that the blaze was caused by a gas leak."
    same = read(tmp_path / "a.variorum", papers(gas, gas), at_once=at_once)
    two = read(tmp_path / "b.variorum", papers(gas, wires), at_once=at_once)
    denied = read(tmp_path / "c.variorum", papers(gas, denial), at_once=at_once)
    assert "cause_kind" not in {row[0] for row in same}
    assert {row[3] for row in two if row[0] == "cause_kind"} == {"gas", "electrical"}
    assert {row[2:] for row in denied if row[0] == "cause_kind"} == {("asserts", "gas"), ("denies", "gas")}
