"""A text in rows: nothing is lost, nothing is wider than the screen, and places are found again."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.profiles import examples
from tui.review.text_layout import lay_out, text_of, word_after, word_at, word_before
from tui.visible import visible

TEXTS = st.text(st.sampled_from("ab 7.,\n\t“”é日本\u202e\x1b\u0301\u00ad\u200d\r"), max_size=300)


@settings(max_examples=examples(300), deadline=None)
@given(text=TEXTS, width=st.integers(8, 40))
def test_rows_are_the_text_and_fit(text: str, width: int) -> None:
    layout = lay_out(text, width)
    starts = list(layout.starts)
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    ends = [*starts[1:], len(text)]
    assert "".join(text[start:end] for start, end in zip(starts, ends, strict=True)) == text
    for row in range(layout.height):
        assert cell_len(visible(text_of(layout, row).rstrip(" \t"))) <= width
        assert "\n" not in text_of(layout, row)


@settings(max_examples=examples(200), deadline=None)
@given(text=TEXTS.filter(bool), width=st.integers(8, 40), data=st.data())
def test_a_character_is_found_in_its_row(text: str, width: int, data: st.DataObject) -> None:
    layout = lay_out(text, width)
    offset = data.draw(st.integers(0, len(text) - 1))
    row = layout.row_at(offset)
    assert layout.starts[row] <= offset
    if cell_len(visible(text[offset])) == 1 and visible(text) == text:
        assert layout.offset_at(row, layout.cell_of(offset)) == offset


def test_rows_break_between_words() -> None:
    layout = lay_out("At least 31 people died.\n\nFive of them were children.", 12)
    rows = [text_of(layout, row).rstrip() for row in range(layout.height)]
    assert rows == ["At least 31", "people died.", "", "Five of them", "were", "children."]


TEXT = "He said: “seven, or so” (at 5.30 p.m.) — 31-year-old, $5m."


@pytest.mark.parametrize(
    ("offset", "word"), [(0, "He"), (4, "said"), (8, "seven"), (9, "seven"), (11, "seven"), (24, "at"), (28, "5.30")]
)
def test_words_come_without_the_punctuation_around_them(offset: int, word: str) -> None:
    found = word_at(TEXT, offset)
    assert found is not None
    assert TEXT[slice(*found)] == word


def test_words_are_stepped_through_in_both_directions() -> None:
    forward, offset = [], 0
    while (found := word_after(TEXT, offset)) is not None:
        forward.append(TEXT[slice(*found)])
        offset = found[1]
    backward, offset = [], len(TEXT)
    while (found := word_before(TEXT, offset)) is not None:
        backward.append(TEXT[slice(*found)])
        offset = found[0]
    assert [word for word in forward if word[0].isalnum()] == [word for word in reversed(backward) if word[0].isalnum()]
    assert "31-year-old" in forward
