"""How long tolls stay open, by the kind of event, and what closes one."""

import pytest

from claims.extract.incidents import language
from claims.vocabulary.openness import closes_toll, find_open_days, says_denied, says_pending, shows_growth


def test_tolls_of_a_quake_are_open_longer_than_those_of_an_attack_and_of_a_crash() -> None:
    days = [find_open_days(f"{kind}-2031-03-03-orsa") for kind in ("quake", "attack", "crash")]
    assert all(days)
    assert days == sorted(days, key=lambda each: -(each or 0))
    assert len(set(days)) == 3


def test_a_subject_of_no_such_kind_stays_open() -> None:
    assert find_open_days("The Harbour Company") is None


def test_kinds_are_those_that_articles_are_read_for() -> None:
    kinds = set(language().kinds.values())
    assert {kind for kind in kinds if find_open_days(kind)} >= {"attack", "crash", "quake", "flood"}


@pytest.mark.parametrize("quote", ["The final death toll was 12", "all on board, 92 people,\nwere killed"])
def test_words_that_close_a_toll(quote: str) -> None:
    assert closes_toll(quote)


@pytest.mark.parametrize("quote", ["12 were killed in the final", "the toll rose to 12", "12 boarded the ship"])
def test_words_that_close_none(quote: str) -> None:
    assert not closes_toll(quote)


@pytest.mark.parametrize(
    ("sentence", "grows", "waits", "denies"),
    [
        ("The toll has risen to 14", True, False, False),
        ("14 dead so far", True, True, False),
        ("No group has claimed it  yet, nor was there\nso far a video", True, True, False),
        ("Nobody had yet to speak", False, True, False),
        ("The Front DENIED it", False, False, True),
        ("14 people rose together", False, False, False),
        ("The sofa rarely bore 14", False, False, False),
    ],
)
def test_words_show_growth_wait_or_deny(sentence: str, grows: bool, waits: bool, denies: bool) -> None:
    assert (shows_growth(sentence), says_pending(sentence), says_denied(sentence)) == (grows, waits, denies)
