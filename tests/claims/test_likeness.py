"""Nearly the same text shares marks and words; another text shares neither."""

from claims.likeness import SHARED, are_nearly_the_same, likeness_marks, text_mark
from tests.claims.test_editions import BASE, LATER, OTHER


def test_nearly_the_same_text_shares_marks_and_words() -> None:
    assert are_nearly_the_same(BASE, LATER)
    assert len(set(likeness_marks(BASE)) & set(likeness_marks(LATER))) >= SHARED


def test_another_text_shares_neither() -> None:
    assert not are_nearly_the_same(BASE, OTHER)
    assert set(likeness_marks(BASE)).isdisjoint(likeness_marks(OTHER))


def test_a_short_piece_of_a_long_text_is_not_the_same() -> None:
    assert not are_nearly_the_same(BASE[:80], BASE)
    assert not are_nearly_the_same("", BASE)


def test_the_mark_of_a_text_to_the_letter_is_no_mark_of_likeness() -> None:
    assert text_mark("0" * 64) > 1 << 60 > max(likeness_marks(BASE))
