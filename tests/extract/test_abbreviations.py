"""Short forms that a text introduces: found by the first letters of the name, and spelt out in what is proposed."""

import pytest

from claims.extract.abbreviations import find_short_forms
from claims.extract.extraction import propose_assertions
from claims.vocabulary.loading import builtin_vocabulary
from tests.support.store_builders import make_article


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("On Saturday the Red Hill Front (RHF) met.", {"RHF": "Red Hill Front"}),
        ('The Red\nHill Front ("RHF") met.', {"RHF": "Red Hill Front"}),
        ("the Front for the Freedom of Orsa [FFO]", {"FFO": "Front for the Freedom of Orsa"}),
        ("the Tehrik-i-Zamin Orsa (TZO), an armed group", {"TZO": "Tehrik-i-Zamin Orsa"}),
        ("Red Hill Front (RHF, also called the Hill)", {"RHF": "Red Hill Front"}),
        ("Otto Weir (Ash Party) and Anna Brandt (SPD)", {}),
        ("The Red Hill Front (PSA) met.", {}),
        ("the Red Hill Front (RHF) and the Rose Harbour Federation (RHF)", {}),
        ("the red hill front (RHF)", {}),
        ("the Red Hill Union (RHUO)", {"RHUO": "Red Hill Union"}),
        ("the Hill Front (HFO)", {}),
    ],
)
def test_a_short_form_stands_for_the_name_before_it(text: str, forms: dict[str, str]) -> None:
    assert find_short_forms(text) == forms


def test_what_a_group_is_said_to_have_done_is_put_under_its_full_name() -> None:
    text = (
        "Gunmen killed nine people in Orsa on Saturday. The Red Hill Front (RHF) met there before. "
        "The RHF claimed responsibility for the attack."
    )
    found = propose_assertions(make_article(text), builtin_vocabulary()).assertions
    assert [a.written for a in found if a.attribute == "claimed_by"] == ["Red Hill Front"]
