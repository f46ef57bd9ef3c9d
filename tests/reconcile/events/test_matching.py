"""A row joins the event that it fits best and that it fits best of all rows; what is open is joined by nobody."""

from dataclasses import replace
from typing import Any, Final

from claims.mentions.terms import row_key
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.events.blocking import count_mentions
from reconcile.events.matching import match_rows
from reconcile.events.mentions import Mention
from reconcile.events.scoring import DOUBTFUL, SAME, explain_mentions, find_exclusion, score_passing

VOCABULARY = builtin_vocabulary()


def row(article: str, data_set: str = "acled", **changes: Any) -> Mention:
    """Return the mention of a row: a clash at Kathmandu on a day, with twelve dead."""
    low, high = "2031-03-02T00:00:00", "2031-03-02T23:59:59"
    figures = frozenset({("killed", "total", 12)})
    mention = Mention(article, row_key(data_set), "clash", low, high, ("Kathmandu",), figures, main=False)
    return replace(mention, **changes)


KNOWN: Final = row("g1", "ged")


def match(*rows: Mention, known: tuple[Mention, ...] = (KNOWN,)) -> dict[str, str]:
    subjects = {mention.id: f"event {mention.article}" for mention in known}
    return {article: event for (article, _), event in match_rows(rows, known, subjects, VOCABULARY).items()}


def test_a_row_of_one_day_and_place_joins() -> None:
    assert match(row("a1")) == {"a1": "event g1"}


def test_rows_of_one_data_set_are_never_of_one_event() -> None:
    assert match(row("a1", "ged")) == {}
    assert find_exclusion(row("a1"), row("a2"), VOCABULARY) == "one data set tells them apart"


def test_of_two_rows_the_one_that_fits_better_joins_and_of_two_alike_neither() -> None:
    other = row("a2", figures=frozenset({("killed", "total", 900)}))
    assert match(row("a1"), other) == {"a1": "event g1"}
    assert match(row("a1"), row("a2")) == {}


def test_of_two_events_alike_neither_is_joined() -> None:
    assert match(row("a1"), known=(KNOWN, row("t1", "gtd"))) == {}


def test_an_event_that_holds_a_row_of_the_data_set_takes_no_other() -> None:
    subjects = {KNOWN.id: "event", row("a9").id: "event"}
    assert match_rows([row("a1")], [KNOWN, row("a9")], subjects, VOCABULARY) == {}


def test_places_that_nobody_knows_to_be_one_exclude_a_row() -> None:
    assert match(row("a1", places=("Upper Orsa",)), known=(row("g1", "ged", places=("Nether Karsk",)),)) == {}


def test_a_month_and_a_country_are_too_little_to_join_unasked_and_enough_to_ask() -> None:
    month: dict[str, Any] = {"low": "2031-03-01T00:00:00", "high": "2031-03-31T23:59:59", "figures": frozenset()}
    for changes in (month, {"places": ("Nepal",), "figures": frozenset()}):
        one, two = row("a1", **changes), row("g1", "ged", **changes)
        weights = count_mentions([one, two], VOCABULARY).weights()
        points = score_passing(one, two, VOCABULARY)
        assert DOUBTFUL <= points < SAME
        assert explain_mentions(one, two, weights, VOCABULARY).points == points
        assert match(one, known=(two,)) == {}
