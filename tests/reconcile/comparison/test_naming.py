"""Names that may be one: other spellings, other transliterations, initials; never silently, never numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.comparison.naming import name_alike, normal_form, suggest_names


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


def test_capitals_alone_ask_nothing() -> None:
    assert pairs({"Officials": 5, "officials": 1, "Harbour Board": 2, "harbour board": 1}) == []


@given(st.dictionaries(st.text(max_size=12), st.integers(1, 5), max_size=8))
def test_the_order_of_the_names_does_not_matter(used: dict[str, int]) -> None:
    turned = dict(sorted(used.items(), reverse=True))
    assert suggest_names(used, {}) == suggest_names(turned, {})


@given(st.text(max_size=40))
def test_every_name_has_a_normal_form_of_words(name: str) -> None:
    assert normal_form(name) == " ".join(normal_form(name).split())


ONE = [
    ("Mohammad Karimov", "Muhammad Karimov"),
    ("Karimov Mohammad", "Mohammad Karimov"),
    ("Mohammed al-Masri", "Muhammad Al Masri"),
    ("Usama Bin Nadir", "Osama bin Nader"),
    ("Sirojiddin Rahmonov", "Sirozhiddin Rahmonov"),
    ("Abdul Rashid Darvoz", "Abdulrashid Darvoz"),
    ("Yevgeny Pavlov", "Evgeny Pavlov"),
    ("Hassan Nasirullah", "Hasan Nasirulla"),
    ("Ayman al-Zamiri", "Aiman Zameri"),
    ("Sergei Orlov", "Sergey Orlov"),
    ("Nouri al-Salhi", "Nuri al-Salhi"),
    ("Husayn Darwish", "Hussein Darwish"),
    ("Qasem Saidov", "Qassem Saidov"),
    ("Dzhamshed Nazarov", "Jamshed Nazarov"),
    ("Red Hill Front", "RHF"),
    ("Tehreek-e Zamin", "Tehrik-i-Zameen"),
    ("Red Hill Front", "RHFO"),
]
TWO = [
    ("Omar Karimov", "Umar Karimova"),
    ("Hasan Karimov", "Husein Karimov"),
    ("Ahmad Rashidov", "Hamid Rashidov"),
    ("Anna Brandt", "Anne Brandt"),
    ("Maria Lopez", "Mario Lopez"),
    ("John Weir", "Jane Weir"),
    ("Abdul Rahman", "Abdul Rahim"),
    ("Ahmed Wali", "Ahmed Ali"),
    ("Sami Haddad", "Samir Haddad"),
    ("Rashid Khan", "Rashad Khan"),
    ("Ivan Petrov", "Ivan Petrovich"),
    ("Peter Braun", "Peter Brown"),
    ("Karimov", "Karimow"),
    ("Red Hill Front", "Red Hall Front"),
    ("Islamic Front", "IF"),
    ("Nordic Guard", "RHF"),
    ("Red Hill Front", "RHBF"),
    ("Hill Front", "HFO"),
]


@pytest.mark.parametrize(("one", "two"), ONE)
def test_full_names_in_two_spellings_and_initials_meet(one: str, two: str) -> None:
    assert name_alike(one, two)
    assert name_alike(two, one)


@pytest.mark.parametrize(("one", "two"), TWO)
def test_names_of_two_people_do_not_meet(one: str, two: str) -> None:
    assert not name_alike(one, two)
    assert not name_alike(two, one)
