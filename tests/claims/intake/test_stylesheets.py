"""A rule of the page hides what a browser would hide, and nothing else."""

import re

import pytest
from lxml.html import document_fromstring

from claims.intake.stylesheets import read_style_sheets

HIDDEN = re.compile("display:none")


def hidden(style: str, media: str = "") -> list[str]:
    tree = document_fromstring(
        f"<html><head><style media='{media}'>{style}</style></head><body><div class='box big'><p id='one'>a</p>"
        "<p class='old note'>b</p></div><p class='old'>c</p></body></html>"
    )
    (test,) = read_style_sheets(tree, HIDDEN)
    return [element.text or "" for element in tree.iter("p") if test(element)]


@pytest.mark.parametrize(
    ("style", "texts"),
    [
        (".old{display:none}", ["b", "c"]),
        ("p.old.note{display:none}", ["b"]),
        (".box .old, #one{display:none}", ["a", "b"]),
        (".box > p{display:none}", ["a", "b"]),
        ("body .big .old{display:none}", ["b"]),
        (".big .box .old{display:none}", []),
        ("@media screen{.note{display:none}}", ["b"]),
        ("@media print{.note{display:none} p{display:none}} #one{display:none}", ["a"]),
        ("@media (max-width: 600px){p{display:none}}", []),
        ("/* .old{display:none} */ p:hover{display:none} p[hidden]{display:none}", []),
        (".old{color:red", []),
        ("", []),
    ],
)
def test_what_a_rule_hides(style: str, texts: list[str]) -> None:
    assert hidden(style) == texts


def test_a_sheet_for_print_hides_nothing() -> None:
    assert hidden(".old{display:none}", media="print") == []
