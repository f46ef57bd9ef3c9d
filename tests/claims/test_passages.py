"""Passages: a quote is found exactly, or as a whole up to typography, or not at all."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.models import Passage
from claims.passages import CONTEXT_LENGTH, QuoteError, find_span, passage_at

TEXT = st.text(st.sampled_from("ab1 “”\"'’-—–…. \n\t\xa0\xad​é"), max_size=30)


def find_passage(article: str, text: str, quote: str, start: int | None = None) -> Passage:
    return passage_at(article, text, *find_span(article, text, quote, start))


def test_a_passage_keeps_its_surroundings() -> None:
    text = "x" * 50 + "seven boats" + "y" * 50
    passage = find_passage("a", text, "seven boats")
    assert (passage.start, passage.end, passage.exact) == (50, 61, "seven boats")
    assert (passage.prefix, passage.suffix) == ("x" * CONTEXT_LENGTH, "y" * CONTEXT_LENGTH)


@pytest.mark.parametrize(
    ("text", "quote", "exact"),
    [
        ("He said “seven”.", 'said "seven"', "said “seven”"),
        ("The mayor’s count", "mayor's count", "mayor’s count"),
        ("ten\xa0000 people\nfled", "ten 000 people fled", "ten\xa0000 people\nfled"),
        ("from 10–20 boats", "10-20 boats", "10–20 boats"),
        ("and then… nothing", "then... nothing", "then… nothing"),
        ("a ware\xadhouse burnt", "warehouse burnt", "ware\xadhouse burnt"),
        ("two  \n  lines here", "two lines", "two  \n  lines"),
        ("plain words", "  plain words ", "plain words"),
    ],
)
def test_typography_is_matched_as_a_whole_and_kept_as_the_article_has_it(text: str, quote: str, exact: str) -> None:
    assert find_passage("a", text, quote).exact == exact


@pytest.mark.parametrize("quote", ["17 died", "18 Died", "17 dıed", "18  people", "18 die d"])
def test_one_changed_character_is_not_found(quote: str) -> None:
    with pytest.raises(QuoteError, match="word for word"):
        find_passage("a", "In all 18 died there.", quote)


def test_two_places_ask_for_the_start_and_the_start_decides() -> None:
    text = "five here, five there"
    with pytest.raises(QuoteError, match=r"at 0 and 11.*start"):
        find_passage("a", text, "five")
    assert find_passage("a", text, "five", 11).start == 11
    with pytest.raises(QuoteError, match=r"not at character 4; it stands at 0"):
        find_passage("a", text, "five here", 4)


def test_two_places_that_differ_in_typography_alone_ask_for_the_start_too() -> None:
    with pytest.raises(QuoteError, match="more than once"):
        find_passage("a", "“five” and «five»", '"five"')


@pytest.mark.parametrize(("start", "end"), [(3, 3), (-1, 2), (4, 2), (0, 99)])
def test_a_span_that_is_none_is_refused(start: int, end: int) -> None:
    with pytest.raises(QuoteError, match="not a span"):
        passage_at("a", "short", start, end)


@given(TEXT, TEXT, TEXT)
def test_what_is_cut_out_of_a_text_is_found_where_it_was(before: str, quote: str, after: str) -> None:
    assume(quote.strip())
    text = before + quote + after
    passage = find_passage("a", text, quote, len(before))
    assert (passage.start, passage.exact) == (len(before), quote)


@given(TEXT, TEXT)
def test_whatever_is_found_stands_there_and_prints_alike(text: str, quote: str) -> None:
    try:
        passage = find_passage("a", text, quote)
    except QuoteError:
        return
    assert text[passage.start : passage.end] == passage.exact
    assert printed(passage.exact) == printed(quote)


def printed(text: str) -> str:
    for old, new in (("“", '"'), ("”", '"'), ("’", "'"), ("—", "-"), ("–", "-"), ("…", "..."), ("\xad", ""), ("​", "")):
        text = text.replace(old, new)
    return " ".join(text.split())
