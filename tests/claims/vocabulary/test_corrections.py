"""The figures that a text names as replaced."""

import pytest

from claims.vocabulary.corrections import find_replaced_figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("57 aboard, not 63 as previously reported", {63}),
        ("57 aboard, not 63 Orsan nationals as first thought", {63}),
        ("It lowered the toll to 84 from 95, and that of the hurt too", {95}),
        ("95, down from an initial report of 103", {103}),
        ("fewer than the one hundred and three announced earlier", {103}),
        ("57 aboard, not 63", set()),
        ("57 aboard, not 63 as the union claims", set()),
        ("The flag was lowered. From 63 boats came an answer", set()),
        ("63 reported injuries", set()),
        ("", set()),
    ],
)
def test_a_figure_is_replaced_where_the_words_say_so(text: str, figures: set[int]) -> None:
    assert find_replaced_figures(text) == figures
