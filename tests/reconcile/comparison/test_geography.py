"""Areas on the globe: distances, directions, and that an area holds every place its words allow."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.values.model import PlaceValue
from claims.values.places import parse_place
from claims.vocabulary.loading import builtin_vocabulary
from reconcile.comparison.geography import (
    SECTOR_DEG,
    Area,
    describe_distance,
    find_area,
    find_bearing,
    locate,
    measure_km,
    move,
)
from reconcile.comparison.places import compare_places
from tests.support.profiles import examples

VOCABULARY = builtin_vocabulary()
_lats, _lons = st.floats(-75, 75), st.floats(-180, 180)
_points = st.tuples(_lats, _lons)
_areas = st.builds(Area, _lats, _lons, st.floats(0, 2_000), st.just(0.0) | st.floats(0, 2_000))


@pytest.mark.parametrize(
    ("one", "two", "km", "degrees"),
    # Great-circle figures as atlases print them.
    [("London", "Paris", 344, 148), ("London", "Berlin", 930, 77), ("Tokyo", "San Francisco", 8_270, 54)],
)
def test_distance_and_direction_of_two_cities(one: str, two: str, km: int, degrees: int) -> None:
    start, end = locate(VOCABULARY.places[one]), locate(VOCABULARY.places[two])
    assert start is not None
    assert end is not None
    assert measure_km(*start, *end) == pytest.approx(km, rel=0.01)
    assert find_bearing(*start, *end) == pytest.approx(degrees, abs=2)


def test_a_distance_is_told_no_more_exactly_than_it_is_known() -> None:
    assert describe_distance("London", "Paris", VOCABULARY) == "Paris lies about 340 km south-southeast of London"
    assert describe_distance("London", "France", VOCABULARY) == ""


@settings(deadline=None)
@given(_points, st.floats(0, 359), st.floats(1, 3_000))
def test_moving_and_measuring_undo_each_other(start: tuple[float, float], bearing: float, km: float) -> None:
    end = move(*start, bearing, km)
    assert measure_km(*start, *end) == pytest.approx(km, rel=1e-6, abs=1e-3)
    assert measure_km(*end, *start) == pytest.approx(km, rel=1e-6, abs=1e-3)


@settings(deadline=None)
@given(_areas, _areas)
def test_the_gap_is_the_same_from_either_side(one: Area, two: Area) -> None:
    assert one.gap_km(two) == pytest.approx(two.gap_km(one), abs=1e-6)


@settings(deadline=None, max_examples=examples(300))
@given(
    st.sampled_from(["Oslo", "Aden", "Tokyo"]),
    st.floats(0, 600),
    st.floats(0, 300),
    st.none() | st.integers(0, 359),
    st.floats(0, 1),
    st.floats(-1, 1),
)
def test_an_area_holds_every_point_that_its_words_allow(
    name: str, low: float, width: float, bearing: int | None, along: float, aside: float
) -> None:
    value = PlaceValue(name=name, relation="from", low_km=f"{low:.3f}", high_km=f"{low + width:.3f}", bearing=bearing)
    area, centre = find_area(value, name, VOCABULARY), locate(VOCABULARY.places[name])
    assert area is not None
    assert centre is not None
    direction = 180 * aside if bearing is None else bearing + SECTOR_DEG * aside
    assert area.gap_km(Area(*move(*centre, direction, low + along * width), 0)) <= 0


@pytest.mark.parametrize(
    "value",
    [
        PlaceValue(name="Oslo", relation="from", low_km="50", bearing=90),
        PlaceValue(name="Norway"),
        PlaceValue(name="Nowhere", relation="from", low_km="5", high_km="6"),
    ],
)
def test_there_is_no_area_without_an_end_or_a_point(value: PlaceValue) -> None:
    assert find_area(value, value.name, VOCABULARY) is None


@pytest.mark.parametrize(
    ("one", "two", "outcome"),
    [
        ("near Kulob", "Panj district", "disjoint"),
        ("Kulob", "Panj", "disjoint"),
        ("near Kulob", "10 km north of Kulob", "overlap"),
        ("30 km west of Kulob", "Panj district", "disjoint"),
        ("Kulob", "Boscobel", "disjoint"),  # of two countries
        ("near Kulob", "near Boscobel", "undecided"),
        ("near Kulob", "near Springfield", "undecided"),  # which one of many
        ("Kulob", "the old mill", "undecided"),
    ],
)
def test_populated_places_of_one_country_are_compared_by_where_they_lie(one: str, two: str, outcome: str) -> None:
    a, b = parse_place(one), parse_place(two)
    assert compare_places(a, b, VOCABULARY).outcome == compare_places(b, a, VOCABULARY).outcome == outcome


def test_the_distance_of_populated_places_is_told() -> None:
    compared = compare_places(parse_place("Kulob"), parse_place("Panj"), VOCABULARY)
    assert compared.detail == "Panj lies about 96 km southwest of Kulob"


@pytest.mark.parametrize(
    ("between", "place", "outcome"),
    [
        ("between London and Berlin", "Amsterdam", "overlap"),
        ("halfway between London and Paris", "Paris", "inside"),
        ("on the road between Paris and Berlin", "Oslo", "disjoint"),
        ("between London and Paris", "between Oslo and Berlin", "disjoint"),
        ("between London and Paris", "Japan", "disjoint"),
    ],
)
def test_what_lies_between_two_places_reaches_from_one_to_the_other(between: str, place: str, outcome: str) -> None:
    one, two = parse_place(between), parse_place(place)
    compared = compare_places(one, two, VOCABULARY)
    assert compared.outcome == outcome, compared.detail
    assert compare_places(two, one, VOCABULARY) == compared.mirrored()
