"""The order of the queue: deaths before dates, more independent origins first, stale on top."""

import pytest

from claims.models import Assertion
from reconcile.items.importance import severity
from tests.support.builders import make_assertion, make_decision, make_item

OUTLETS = ("Harbour Post", "Evening Bell", "North Wire", "Coast Courier", "Mill Gazette", "Quay Journal")


def against(attribute: str, *values: str, scope: str = "total") -> list[Assertion]:
    return [
        make_assertion(value, outlet=outlet, attribute=attribute, scope=scope)
        for value, outlet in zip(values, OUTLETS, strict=False)
    ]


def importance(evidence: list[Assertion]) -> int:
    return make_item(evidence, attribute=evidence[0].attribute).importance


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (against("killed", "17", "16"), against("attributed_to", "Taliban", "Islamic State")),
        (against("attributed_to", "Taliban", "Islamic State"), against("injured", "17", "16")),
        (against("injured", "17", "16"), against("date", "2031-03-03", "2031-03-02")),
        (against("killed", "17", "16"), against("date", "2031-03-03", "2031-03-03", "2031-03-02", "2031-03-02")),
        (against("killed", "17", "17", "15", "15"), against("killed", "17", "15")),
        (against("killed", "17", "17", "15", "15"), against("killed", "17", "17", "17", "15")),
        (against("killed", "90", "10"), against("killed", "17", "15")),
        (against("date", "2031-03-03", "2031-03-02"), against("cause", "a leak", "arson")),
        (against("cause", "a leak", "arson"), against("killed", "17", "17")),
    ],
)
def test_this_comes_before_that(more: list[Assertion], less: list[Assertion]) -> None:
    assert importance(more) > importance(less)


def test_an_item_that_agrees_weighs_nothing() -> None:
    assert importance(against("killed", "17", "17")) == 0
    assert make_item(against("killed", "17", "17")).severity == "none"


def test_a_stale_decision_comes_before_the_weightiest_open_conflict() -> None:
    dates = against("date", "2031-03-03", "2031-03-02")
    decision = make_decision("accept", attribute="date", assertion=dates[0].id, seen=dates[:1])
    stale = make_item(dates, [decision], attribute="date")
    assert stale.state == "stale"
    heaviest = [
        make_assertion(value, f"speaker {n}", outlet=outlet, start=n * 50)
        for value in ("1", "10,000")
        for n, outlet in enumerate(OUTLETS)
    ]
    assert stale.importance > importance(heaviest)


def test_equal_figures_far_apart_stay_within_the_concern() -> None:
    """However far apart two figures lie, the gap adds less than a hundred."""
    assert importance(against("killed", "0", "1,000,000")) - importance(against("killed", "999,999", "1,000,000")) < 100


@pytest.mark.parametrize(("number", "word"), [(0, "none"), (1, "none"), (150, "low"), (300, "medium"), (430, "high")])
def test_severity_is_the_word_for_it(number: int, word: str) -> None:
    assert severity(number) == word


def test_reprints_of_one_text_make_no_item_more_important() -> None:
    """The outlets name no source, and print the same words: one voice, however often."""
    words = "It is now known that 15 people died in the fire at the quay"
    governor = make_assertion("17", "governor", "hospital")
    second = make_assertion("17", "harbour office", outlet="Quay Journal")
    prints = [make_assertion("15", outlet=outlet, quote=words) for outlet in OUTLETS[1:5]]
    assert importance([governor, second, *prints]) == importance([governor, second, *prints[:1]])
