"""Spellings of one name meet, names of two places and people do not."""

import pytest

from claims.values.model import PlaceValue
from claims.vocabulary.loading import builtin_vocabulary
from claims.vocabulary.spelling import consonants, spell_alike
from reconcile.comparison.places import compare_places

ONE = """
    Faizabad = Fayzabad, Faizabad = Feyzabad, Faizabad = Fayzobod, Mazar-i-Sharif = Mazar-e Sharif, Mazar-i-Sharif
    = Mazari Sharif, Mohammed = Muhammad, Mohamed = Mohammad, Hussein = Husayn, Hossein = Hussain, Abdullah =
    Abdulla, Qadir = Kadir, Khorog = Khorugh, Kulob = Kulab, Kandahar = Qandahar, Kunduz = Qonduz, Jalalabad =
    Dzhalalabad, Deir ez-Zor = Dayr az-Zawr, Deir al-Zour = Deir ez-Zor, Tal Afar = Tel Afar, Zelensky =
    Zelenskyy, Aleksandr = Alexander, Omar = Umar, Osama = Usama
"""
"""Transliterations of one name."""
OTHER_LANGUAGE = """
    Yusuf = Youssef, Qurghonteppa = Kurgan-Tyube, Nangarhar = Ningarhar, Homs = Hims, Kharkiv = Kharkov, Luhansk =
    Lugansk, Mykolaiv = Nikolaev, Qaddafi = Gadhafi, Khujand = Khodjent, Ashgabat = Ashkhabad
"""
"""Names that a rule of spelling cannot join without joining others: the vocabulary has to list them."""
TWO = """
    Kabul = Kobol City, Mosul = Basil, Kunduz = Kandahar, Herat = Harar, Tripoli = Tripura, Niger = Nigeria, Mali
    = Malta, Austria = Australia, Iran = Iraq, Springfield = Smithfield, Huntsville = Hunterville, Hasan =
    Hussein, Hamid = Hamad, Karim = Karam, Khalid = Khaled Bakir, Sana = Sanaa Hill, Aden = Adana, Panj =
    Panjshir, Balkh = Balkhash, Samarkand = Samangan, Ghazni = Ghazi, Marib = Maribor, Salim = Salman, Rahmon =
    Rahimi, Ahmad = Ahmadi, Tartus = Tartu, Latakia = Lattakoo, Donetsk = Dnipro, Lugano = Luhansk, Gori = Goris,
    Yusuf = Yasif, Kufa = Kafa, Murad = Mirid
"""
"""Names of two."""


def pairs(listed: str) -> list[tuple[str, str]]:
    written = (pair.split(" = ") for pair in " ".join(listed.split()).split(", "))
    return [(one, two) for one, two in written]


@pytest.mark.parametrize(("one", "two"), pairs(ONE))
def test_spellings_of_one_name_meet(one: str, two: str) -> None:
    assert spell_alike(one, two)
    assert spell_alike(two, one)
    assert consonants(one) == consonants(two)


@pytest.mark.parametrize(("one", "two"), [*pairs(TWO), *pairs(OTHER_LANGUAGE)])
def test_other_names_do_not(one: str, two: str) -> None:
    assert not spell_alike(one, two)
    assert not spell_alike(two, one)


@pytest.mark.parametrize("name", ["", " ", "-", "'", "a", "\x00", "é" * 300, "мама", "大"])
def test_whatever_is_written_has_a_spelling(name: str) -> None:
    assert spell_alike(name, name)


@pytest.mark.parametrize(
    ("one", "two", "outcome"),
    [
        ("Fayzobod", "Faizabad", "equal"),
        ("Mazari Sharif", "Mazar-i-Sharif", "equal"),
        ("Qonduz", "Kunduz", "equal"),
        ("Farkhor", "Tajikistan", "inside"),
        ("Farkhor", "Khatlon", "inside"),
        ("Boscobel", "Wisconsin", "inside"),
        ("Boscobel", "Texas", "disjoint"),
        ("Springfield, Ohio", "Springfield, Missouri", "disjoint"),
        ("Springfield", "Texas", "undecided"),
    ],
)
def test_places_are_compared_in_any_spelling_and_lie_where_populated_places_do(
    one: str, two: str, outcome: str
) -> None:
    found = compare_places(PlaceValue(name=one), PlaceValue(name=two), builtin_vocabulary())
    assert found.outcome == outcome
