"""Events: which mentions are of one and the same event."""

import itertools

import pytest

from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events import Mention, event_key, find_events
from reconcile.events.scoring import find_exclusion

WORDS = builtin_vocabulary()


def mention(article: str, day: str = "2019-11-06", **changes: object) -> Mention:
    fields: dict[str, object] = {
        "article": article,
        "key": "1",
        "kind": "attack",
        "low": f"{day}T00:00:00" if len(day) == 10 else f"{day}-01T00:00:00",
        "high": f"{day}T23:59:59" if len(day) == 10 else f"{day}-30T23:59:59",
        "places": ("Tajikistan",),
        "figures": frozenset({("killed", "total", 17)}),
        "main": True,
    }
    return Mention(**(fields | changes))  # type: ignore[arg-type]


def grouped(*mentions: Mention) -> set[frozenset[str]]:
    return {frozenset(article for article, _ in event.mentions) for event in find_events(mentions, WORDS)}


def test_one_attack_told_by_three_papers_is_one_event() -> None:
    papers = [mention("a"), mention("b", places=("Dushanbe",)), mention("c", day="2019-11")]
    assert grouped(*papers) == {frozenset("abc")}


def test_the_night_may_be_put_on_either_day() -> None:
    assert grouped(mention("a", day="2019-11-05"), mention("b", day="2019-11-06")) == {frozenset("ab")}


@pytest.mark.parametrize(
    "other",
    [
        mention("b", day="2019-05-19"),
        mention("b", places=("Kenya",)),
        mention("b", kind="earthquake"),
    ],
)
def test_what_excludes_each_other_stays_apart(other: Mention) -> None:
    assert grouped(mention("a"), other) == {frozenset("a"), frozenset("b")}
    assert find_exclusion(mention("a"), other, WORDS)


def test_a_vague_mention_does_not_chain_two_events_together() -> None:
    """The vague one joins at most one of two attacks that exclude each other."""
    vague = mention("v", day="2019-11", places=(), figures=frozenset())
    first, second = mention("a", day="2019-11-06"), mention("b", day="2019-11-20")
    groups = grouped(first, vague, second)
    assert not any({"a", "b"} <= group for group in groups)


def test_two_mentions_of_one_article_are_never_joined() -> None:
    assert len(find_events([mention("a"), mention("a", key="2")], WORDS)) == 2


def test_input_order_does_not_matter() -> None:
    papers = [mention("a"), mention("b", day="2019-11"), mention("c", day="2019-11-07"), mention("d", kind="riot")]
    assert len({find_events(order, WORDS) for order in itertools.permutations(papers)}) == 1


def test_a_mention_without_a_date_stays_alone() -> None:
    assert grouped(mention("a"), mention("b", low=None, high=None)) == {frozenset("a"), frozenset("b")}


def test_an_event_is_named_for_what_when_and_where() -> None:
    assert event_key("", None, None, None) == "event"
    assert event_key("riot", "2019-05-01T00:00:00", "2019-05-31T23:59:59", "Tajikistan") == "riot-2019-05-tajikistan"
