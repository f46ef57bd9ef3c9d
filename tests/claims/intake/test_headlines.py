"""The headline of a plain text."""

import pytest

from claims.intake.headlines import find_headline


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Mill burns down\nA mill burned on Friday.", "Mill burns down"),
        ("\n\n  Mill burns down  \n", "Mill burns down"),
        ("Friday, 3 May 2019\n\nMill burns down\n", "Mill burns down"),
        (" date 2019-05-20  Mill burns: 17 hurt | News | GZ | 06.11.2019\n", "Mill burns: 17 hurt"),
        ("# Mill *burns* down\n", "Mill *burns* down"),
        ("Is the mill burning?\n", "Is the mill burning?"),
        ("A mill burned down on Friday.\nMore follows.", None),
        ("words " * 100, None),
        ("News\nMill burns down", None),
        ("", None),
        ("|||", None),
        ("----- -----\n", None),
    ],
)
def test_the_first_line_is_the_headline_where_it_looks_like_one(text: str, headline: str | None) -> None:
    assert find_headline(text) == headline
