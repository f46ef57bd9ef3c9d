"""Amendments of articles fold in order; undone ones leave no trace in what holds now."""

from claims.amendments import Amendments
from claims.decisions import undone_ids
from claims.models import Amendment
from tests.support.store_builders import make_article, make_claim

ARTICLE = make_article("Twelve people died.", published="2031-03-02")


def amend(number: int, *changes: tuple[str, str | None, str | None], undoes: int | None = None) -> Amendment:
    return Amendment(
        id=f"{number:032x}",
        action="amend" if undoes is None else "undo",
        article=ARTICLE.id,
        changes=changes,
        undoes=None if undoes is None else f"{undoes:032x}",
        reviewer="Ann",
        decided_at="2031-03-09T10:00:00Z",
    )


def test_the_last_amendment_in_force_holds() -> None:
    first = amend(1, ("title", None, "Fire"))
    second = amend(2, ("title", "Fire", "Fire at the quay"))
    assert Amendments([first, second]).amended(ARTICLE).title == "Fire at the quay"
    assert Amendments([first, second, amend(3, undoes=2)]).amended(ARTICLE).title == "Fire"
    assert Amendments([first, amend(3, undoes=1)]).amended(ARTICLE) == ARTICLE
    assert Amendments([first, amend(3, undoes=1), amend(4, undoes=3)]).amended(ARTICLE).title == "Fire"


def test_statements_that_took_their_articles_date_follow_it() -> None:
    claim = make_claim(ARTICLE, "Twelve people", "12")
    dates = amend(1, ("modified", None, None), ("published", "2031-03-02", "2031-04-01"))
    later = amend(2, ("modified", None, "2031-04-03"), ("published", "2031-04-01", "2031-04-01"))
    assert Amendments([dates]).following(claim).as_of == "2031-04-01"
    assert Amendments([dates, later]).following(claim).as_of == "2031-04-03"
    assert Amendments([dates, later]).following(claim).id == claim.id
    own = claim.changed(as_of="2031-02")
    assert Amendments([dates]).following(own) == own
    assert Amendments([amend(1, ("title", None, "Fire"))]).following(claim) == claim


def test_an_undoing_act_is_taken_back_only_by_another() -> None:
    first, undo = amend(1, ("title", None, "Fire")), amend(2, undoes=1)
    assert undone_ids([first, undo]) == {first.id}
    assert undone_ids([first, undo, amend(3, undoes=2)]) == {undo.id}
