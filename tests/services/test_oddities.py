"""What is odd about a claim among the claims of its article, each check by an example."""

import pytest

from claims.models import Assertion
from tests.support.inbox_builders import SUBSET, TEXT
from tests.support.review_builders import make_article, make_assertion
from tui.services.oddities import find_oddities


@pytest.fixture
def nine() -> Assertion:
    return make_assertion(make_article(TEXT), SUBSET, "nine")


def test_a_plain_claim_has_no_oddity(nine: Assertion) -> None:
    assert find_oddities([nine], {}) == {}


def test_the_same_words_proposed_twice_are_odd(nine: Assertion) -> None:
    assert set(find_oddities([nine, nine.changed(id="f" * 64)], {}).values()) == {"the same words are proposed twice"}


def test_oddities_are_listed_in_the_order_of_the_checks(nine: Assertion) -> None:
    odd = nine.changed(scope=None, stance="denies", as_of=None)
    assert find_oddities([odd], {}) == {odd.id: "nobody says whose number it is; denies; no date"}


def test_a_claim_on_another_event_than_most_is_odd(nine: Assertion) -> None:
    others = [nine.changed(id=digit * 64, attribute=name) for digit, name in (("1", "injured"), ("2", "missing"))]
    elsewhere = nine.changed(subject="pier fire")
    assert find_oddities([elsewhere, *others], {"pier fire": "Pier fire"}) == {
        nine.id: f"under Pier fire, not under {nine.subject}"
    }
