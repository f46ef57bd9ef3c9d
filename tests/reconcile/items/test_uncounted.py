"""Wholes that leave somebody out, whom their own article counts beside the parts that make them up."""

from claims.models import Assertion
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.items.bounds import build_forest
from reconcile.items.uncounted import find_uncounted
from tests.support.builders import make_assertion, make_item, make_readings, sets_of

_ARTICLE = ("12", "10 security_forces", "2 civilians", "6 attackers")


def count(figures: str, outlet: str = "Harbour Post", number: int = 0) -> Assertion:
    value, _, scope = figures.partition(" ")
    return make_assertion(value, outlet=outlet, scope=scope or "total", start=50 * number)


def article(*figures: str, outlet: str = "Harbour Post") -> list[Assertion]:
    """One count a figure, all by one article."""
    return [count(each, outlet, number) for number, each in enumerate(figures)]


def test_a_whole_that_other_parts_make_up_leaves_out_who_is_counted_beside() -> None:
    readings = make_readings(article(*_ARTICLE))
    whole = next(r for r in readings if r.scope == "total")
    forest = build_forest(["killed"], builtin_vocabulary())
    assert find_uncounted(readings, forest) == {whole.id: frozenset({("killed", "attackers")})}
    assert sets_of(make_item(article(*_ARTICLE))) == set()


def test_whom_a_whole_leaves_out_may_be_more_than_it() -> None:
    beside = [count("30 attackers", "Evening Bell")]
    assert sets_of(make_item([*article(*_ARTICLE), *beside])) == {frozenset({"6", "30"})}
    assert sets_of(make_item([count("12"), *beside])) == {frozenset({"12", "30"})}


def test_it_is_still_held_against_the_parts_that_it_counts() -> None:
    more = [count("11 security_forces", "Evening Bell"), count("3 civilians", "North Wire")]
    assert frozenset({"12", "11", "3"}) in sets_of(make_item([*article(*_ARTICLE), *more]))


def test_parts_that_do_not_make_it_up_leave_nobody_out() -> None:
    assert frozenset({"12", "10", "6"}) in sets_of(make_item(article("12", "10 security_forces", "6 attackers")))
