"""Filters as a line of text: what is written reads back as the same filter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.store.tables.queue import FIELDS, SORTS, ItemFilter
from tui.services.query import UNSETTLED, QueryError, format_query, parse_query, widen_query

WORDS = st.text(st.characters(exclude_characters='":', exclude_categories=["Z", "C"]), min_size=1, max_size=12)
VALUES = st.lists(WORDS.filter(lambda word: word not in {"unsettled", "all"}), max_size=3, unique=True)


@st.composite
def filters(draw: st.DrawFn) -> ItemFilter:
    shown = ItemFilter(words=" ".join(draw(VALUES)), sort=draw(st.sampled_from(SORTS)))
    for field in draw(st.lists(st.sampled_from([f for f in FIELDS if f != "state"]), unique=True)):
        shown = shown.having(field, draw(VALUES))
    return shown.having("state", draw(st.lists(st.sampled_from(["open", "stale", "resolved"]), unique=True)))


@given(filters())
def test_a_filter_written_reads_back_as_the_same(shown: ItemFilter) -> None:
    assert parse_query(format_query(shown)) == shown


@given(st.text(max_size=60))
def test_any_line_is_a_filter_or_a_message(line: str) -> None:
    try:
        shown = parse_query(line)
    except QueryError:
        return
    assert parse_query(format_query(shown)) == shown


@pytest.mark.parametrize(
    ("line", "message"), [("colour:red", "the fields are"), ("state:done", "the states are"), ("sort:up", "orders are")]
)
def test_what_is_not_known_is_named(line: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse_query(line)


def test_less_is_shown_step_by_step() -> None:
    shown = parse_query("state:resolved source:Post bridge")
    assert widen_query(shown) == parse_query("state:resolved source:Post")
    assert widen_query(widen_query(shown)) == UNSETTLED
