"""A state told in passing stands against the last state there can be, and weighs little: it may be older."""

import pytest

from claims.models import Assertion
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.evidence.reading import read_assertions
from reconcile.items.build import build_item
from reconcile.items.evidence import Evidence
from reconcile.items.item import Item
from reconcile.relations.undated import is_undated_change
from tests.support.builders import MONDAY, TUESDAY, make_article_info, make_assertion

ARTICLES = {name: make_article_info(name, published=TUESDAY) for name in ("Harbour Post", "Evening Bell")}
DEAD = make_assertion("dead", attribute="status", outlet="Evening Bell")


def alive(*chain: str, **changes: object) -> Assertion:
    return make_assertion("alive", *chain, attribute="status", **changes)  # type: ignore[arg-type]


def item_of(*assertions: Assertion) -> Item:
    return build_item(Evidence(("quay fire", "status"), assertions, (), builtin_vocabulary(), ARTICLES, {}))


def test_alive_in_passing_beside_dead_is_a_conflict_of_low_severity_that_says_why() -> None:
    item = item_of(alive(), DEAD)
    assert (item.state, item.severity) == ("open", "low")
    assert "in passing" in item.explanation


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(alive("the family"), id="somebody says so that day"),
        pytest.param(alive(stance="denies"), id="a denial"),
        pytest.param(alive(as_of=f"{TUESDAY}T08:00"), id="with a time of its own"),
    ],
)
def test_a_state_with_a_time_or_a_speaker_keeps_its_weight(other: Assertion) -> None:
    readings = read_assertions([other, DEAD], builtin_vocabulary(), ARTICLES)
    assert not is_undated_change(readings)


def test_a_speaker_who_calls_somebody_alive_is_as_severe_as_any_death() -> None:
    assert item_of(alive("the family"), DEAD).severity == "high"


def test_what_has_a_day_before_the_death_is_no_conflict() -> None:
    assert not item_of(alive(as_of=MONDAY), DEAD).minimal_sets


def test_two_states_of_which_none_is_the_last_are_not_meant() -> None:
    readings = read_assertions([alive(), alive("the family")], builtin_vocabulary(), ARTICLES)
    assert not is_undated_change(readings)
