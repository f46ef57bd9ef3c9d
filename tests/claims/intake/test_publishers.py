"""The publisher that a plain text names."""

import pytest

from claims.intake.publishers import find_publisher


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        (" date 2019-05-20  Mill burns: 17 hurt | News | GZ | 06.11.2019\n\nA mill burned.", "GZ"),
        ("Mill burns down | The Lorne Gazette\nA mill burned.", "The Lorne Gazette"),
        ("Mill burns down | World | Africa\nA mill burned.", None),
        ("Mill burns down\nA mill burned.\nSource » lornegazette.example", "lornegazette.example"),
        ("Mill burns down\nA mill burned.\n\nSource : The Gazette\n\nMillsFiresLorne\n", "The Gazette"),
        ("Mill burns down\nA mill burned.\nSource: Reuters, AFP\n", None),
        ("Mill burns down\nSource: the mayor told us\n" + "More of it.\n" * 9, None),
        ("Mill burns down\nA source said: two were hurt.", None),
        ("Source: " + "word " * 40, None),
        ("Toll of the raid\n\nPlace | Killed\nLorne | 12\nVale | 3\n", None),
        ("Toll of the raid\n\nPlace | Killed\nLorne | 12\n", None),
        ("Raids\nPlace | Cause\nLorne | Fire\nVale | Flood\n", None),
        ("Mill burns down | Gazette\nBy Jane Roe | 3 May 2019\nA mill burned.", "Gazette"),
        ("Mill burns down | Gazette\nMonday | 06.11.2019\nA mill burned.", "Gazette"),
        ("|||", None),
        ("", None),
    ],
)
def test_a_title_line_or_a_last_credit_names_the_publisher(text: str, publisher: str | None) -> None:
    assert find_publisher(text) == publisher
