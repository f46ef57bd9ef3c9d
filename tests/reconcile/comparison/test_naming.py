"""Names that may be one: other spellings, other transliterations, initials; never silently, never numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.comparison.naming import normal_form, suggest_names


def pairs(used: dict[str, int], known: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(one.name, one.of) for one in suggest_names(used, known or {})]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Davron Yusupzhanov", "Davron Yusupjanov"),
        ("Mukhtar al-Qasimi", "Mukhtar Kasimi"),
        ("Каргабек", "Kargabek"),
        ("Obrevac Liberation Front", "Obrevak Liberation Front"),
        ("Tarnfelt Popular Army", "TPA"),
        ("Çelikova", "Chelikova"),
    ],
)
def test_two_spellings_are_suggested_as_one(one: str, two: str) -> None:
    assert pairs({one: 2, two: 1}) == [(two, one)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("19th Harbour Brigade", "18th Harbour Brigade"),
        ("Ministry of Health", "Ministry of Defence"),
        ("Varnholm", "Eskleby"),
        ("Oka", "Oko"),
        ("Front for Dunmarra", "Front against Dunmarra"),
    ],
)
def test_two_names_are_left_alone(one: str, two: str) -> None:
    assert pairs({one: 2, two: 1}) == []


def test_a_name_the_vocabulary_knows_is_what_others_are_suggested_for() -> None:
    known = {"Quillstad Guard": "Quillstad Guard", "Kvillstad Garde": "Quillstad Guard"}
    assert pairs({"Quilstad Guard": 9, "Quillstad Guard": 1}, known) == [("Quilstad Guard", "Quillstad Guard")]


def test_no_suggestion_leads_to_a_name_that_is_itself_suggested() -> None:
    suggested = suggest_names({"Mukhamadov": 5, "Muhamadov": 3, "Muxamadov": 1, "Mukhammadov": 1}, {})
    assert suggested
    assert not {one.of for one in suggested} & {one.name for one in suggested}


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 5), max_size=8))
def test_the_order_of_the_names_does_not_matter(used: dict[str, int]) -> None:
    turned = dict(sorted(used.items(), reverse=True))
    assert suggest_names(used, {}) == suggest_names(turned, {})


@given(st.text(max_size=40))
def test_every_name_has_a_normal_form_of_words(name: str) -> None:
    assert normal_form(name) == " ".join(normal_form(name).split())
