"""The normalised view, its offsets, and the sentences in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extract.sentences import LONGEST, split_sentences
from claims.extract.view import ArticleView, build_view, join_words, normalise, place_in_view
from claims.models import Article

TEXTS = st.text(st.sampled_from("ab Z9.,-ﬁﬄ\n\r\t\u00a0\u00ad\u200b“”’–—…İ"), max_size=60)


def view_of(text: str) -> ArticleView:
    return build_view(Article(id="a", name="a", text=text, text_sha256="", original_sha256=""))


@given(TEXTS)
def test_every_span_of_the_view_has_its_span_of_the_text(text: str) -> None:
    view = view_of(text)
    assert len(view.lower) == len(view.text)
    for index in range(len(view.text)):
        start, end = view.span(index, index + 1)
        assert end == start + 1
        if view.text[index].isalnum():
            assert view.text[index] in unicodedata.normalize("NFKC", text[start]) or text[start] == "İ"


@given(TEXTS)
def test_a_place_of_the_text_is_found_in_its_view(text: str) -> None:
    _, starts, shifts = normalise(text)
    view = view_of(text)
    for position in range(len(text) + 1):
        expected = next((n for n in range(len(view.text)) if view.origin(n) >= position), len(view.text))
        found = place_in_view(position, starts, shifts)
        assert found == expected or (expected == len(view.text) and found >= expected)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ﬁve oﬃcers ﬂed, a ﬀ and ﬅ; æ and œ stay", "five officers fled, a ff and st; æ and œ stay"),
        ("twenty-\none peo-\n  ple", "twenty-one people"),
        ("Sixty\u00ad\r\nfour, classi-\nﬁed", "Sixty-four, classified"),
        ("a 17-\nyear-old, three-\nyear, year-\nold", "a 17-year-old, three-year, year-old"),
        ("10-\n15 ten-\nants, sev-\nenty, seven-\nteen", "10-15 tenants, seventy, seventeen"),
        ("the Red -\nnot the Blue", "the Red -\nnot the Blue"),
    ],
)
def test_ligatures_and_words_broken_over_a_line_are_joined(text: str, plain: str) -> None:
    assert join_words(text) == plain


def test_a_word_broken_over_a_line_is_whole_in_the_view() -> None:
    view = view_of("Seven were in-\njured and\u00a0two were cap\u00adtured.")
    assert view.text == "Seven were injured and two were captured."
    start = view.text.index("captured")
    assert view.article.text[slice(*view.span(start, start + 8))] == "cap\u00adtured"


@given(TEXTS)
def test_sentences_come_in_order_and_overlap_nowhere(text: str) -> None:
    view = view_of(text)
    position = 0
    for sentence in split_sentences(view.text):
        assert position <= sentence.start < sentence.end <= len(view.text)
        position = sentence.end


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


def test_abbreviations_initials_and_decimals_end_no_sentence() -> None:
    text = "Dr. A. B. Roe of the U.S. embassy said 3.5 tons burned. He left at 5 p.m. on Monday."
    assert sentences(text) == [
        "Dr. A. B. Roe of the U.S. embassy said 3.5 tons burned.",
        "He left at 5 p.m. on Monday.",
    ]


def test_headings_and_lines_stand_alone_and_wrapped_lines_do_not() -> None:
    assert sentences("Mill burns\n\nIt burned down.\nNobody was there.") == [
        "Mill burns",
        "It burned down.",
        "Nobody was there.",
    ]
    wrapped = "The mill by the river burned down on the night of the\ngreat storm, and the miller with it."
    assert sentences(wrapped) == [wrapped]
    ragged = "The mayor said\nthat 120 people had been\naboard when the\nferry sank."
    assert sentences(ragged) == [ragged]
    assert len(sentences("three boats\ntwo mills\nand a bridge")) == 3


def test_the_lines_of_a_narrow_column_are_one_sentence_and_those_of_a_list_are_not() -> None:
    column = "On 4 March a landslide at the\nvillage of Ostby killed nine\nfarmers, the council said."
    assert sentences(column) == [column]
    listed = "Killed in the north: nine\nKilled in the south: ten\nmissing in all places: four"
    assert sentences(listed) == listed.split("\n")


def test_a_text_without_stops_is_cut_in_pieces() -> None:
    assert max(map(len, sentences("word " * 2000))) <= LONGEST
