"""Populated places are found by name with what they lie in, in milliseconds and in a small file."""

from pathlib import Path

import pytest

from claims.vocabulary import gazetteer
from claims.vocabulary.gazetteer import Populated, country_name, find_same, locate, pack_places

DATA = Path(gazetteer.__file__).with_name("data") / "populated.bin"
LEAST_PLACES = 140_000


def test_places_of_one_name_are_told_apart_by_what_they_lie_in() -> None:
    states = {place.division for place in locate("Springfield", "US")}
    assert {"Illinois", "Massachusetts", "Missouri", "Ohio", "Oregon"} <= states
    (illinois,) = locate("Springfield, Illinois")
    assert (illinois.id, illinois.country, illinois.lat, illinois.lon) == (4250542, "US", 39.8, -89.64)
    assert locate("springfield", division="illinois") == (illinois,)
    assert locate("Springfield, Tajikistan") == ()


@pytest.mark.parametrize(
    ("words", "country", "division"),
    [
        ("Kulob", "TJ", "Khatlon"),
        ("Boscobel", "US", "Wisconsin"),
        ("Mazar-e Sharif", "AF", "Balkh"),
        ("Kiev", "UA", None),
    ],
)
def test_a_place_is_found_by_each_of_its_names(words: str, country: str, division: str | None) -> None:
    place = locate(words)[0]
    assert place.country == country
    assert division is None or place.division == division


@pytest.mark.parametrize("words", ["", ",", "   ", "no such town at all", "\x00", "Springfield," * 40])
def test_what_is_no_place_finds_nothing(words: str) -> None:
    assert not [place for place in locate(words) if place.name != "Springfield"]


def test_the_largest_comes_first_and_the_file_is_small_and_whole() -> None:
    sizes = [place.population for place in locate("Huntsville")]
    assert sizes == sorted(sizes, reverse=True)
    assert DATA.stat().st_size < 3_000_000
    packed = gazetteer._load()
    rows = [place for number in range(len(packed.firsts)) for _, place in packed.block(number)]
    assert len({place.id for place in rows}) > LEAST_PLACES
    assert all(-90 <= p.lat <= 90 and -180 <= p.lon <= 180 and p.country and p.name.isascii() for p in rows)
    assert all(country_name(p.country) for p in rows)


def test_a_look_unpacks_one_small_block() -> None:
    packed = gazetteer._load()
    sizes = [len(list(packed.block(number))) for number in range(0, len(packed.firsts), 50)]
    assert max(sizes) < LEAST_PLACES / 100


def test_what_is_packed_is_found_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    places = [(f"Town {n}", Populated(f"Town {n}", "TJ", "Khatlon", 38.0, 69.5, 12_000 + n, n)) for n in range(900)]
    places.append(("Old Town 7", places[7][1]))
    packed = pack_places(places, {"TJ": "Tajikistan"})
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "populated.bin").write_bytes(packed)
    monkeypatch.setattr(gazetteer, "__file__", str(tmp_path / "gazetteer.py"))
    gazetteer._load.cache_clear()
    gazetteer._find.cache_clear()
    try:
        assert locate("town 899")[0].id == 899
        assert locate("Old Town 7, Khatlon")[0] == Populated("Town 7", "TJ", "Khatlon", 38.0, 69.5, 12_000, 7)
    finally:
        gazetteer._load.cache_clear()
        gazetteer._find.cache_clear()


def test_a_place_is_one_of_geonames_only_where_one_of_its_name_lies_there() -> None:
    kulob = find_same("Kulob", "37.91", "69.78")
    assert kulob is not None
    assert kulob.address == f"https://sws.geonames.org/{kulob.id}/"
    assert find_same("Kulob", "47.91", "69.78") is None
    assert find_same("Kulob", "", "") is None
