"""Comparing two values of one kind: outcomes, reasons, and that either side gives the same."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.values import parse_value
from claims.values.model import (
    ActorValue,
    ChoiceValue,
    CountValue,
    DateValue,
    Kind,
    MeasureValue,
    PlaceValue,
    TextValue,
    TimeValue,
    Value,
)
from reconcile.comparison.comparing import compare_values
from tests.support.builders import make_vocabulary
from tests.support.profiles import examples

VOCABULARY = make_vocabulary(
    """
    [actors."Red Hill Front"]
    aliases = ["RHF"]
    [actors."River Brigade"]
    part_of = [{actor = "Red Hill Front", from = "2024"}]
    [actors."Lake Brigade"]
    part_of = [{actor = "Red Hill Front", from = "2025", to = "2030"}]
    [actors."Blue Plain Union"]
    [places."Quay Hotel"]
    within = "Lorne Street"
    """
)

CASES: list[tuple[Kind, str, str, str, str]] = [
    ("count", "17", "17", "equal", ""),
    ("count", "17", "15", "disjoint", ""),
    ("count", "17", "at least 15", "inside", "bound"),
    ("count", "at least 15", "at most 20", "overlap", "bound"),
    ("count", "at least 18", "up to 17", "disjoint", ""),
    ("count", "17", "dozens", "disjoint", ""),
    ("count", "31", "dozens", "inside", "vague"),
    ("count", "10 to 20", "17", "contains", ""),
    ("count", "10 to 20", "15 to 25", "overlap", ""),
    ("count", "three or four", "4", "contains", "precision"),
    ("count", "none", "at least 1", "disjoint", ""),
    ("count", "no casualties", "0", "equal", ""),
    ("measure", "50 miles", "80 km", "equal", "unit"),
    ("measure", "50 miles", "70 km", "disjoint", ""),
    ("measure", "80 km", "80.4 km", "disjoint", ""),
    ("measure", "magnitude 6.1", "6.2 magnitude", "disjoint", ""),
    ("measure", "10 km", "6 miles", "equal", "unit"),
    ("measure", "10 km (six miles)", "6 miles", "equal", "unit"),
    ("measure", "10 km (about six miles)", "some 10 miles", "disjoint", ""),
    ("measure", "two hours", "90 minutes", "disjoint", ""),
    ("measure", "two hours", "110 minutes", "equal", "unit"),
    ("measure", "about two hours", "90 minutes", "equal", "unit"),
    ("measure", "EUR 85 million", "EUR 85 million", "equal", ""),
    ("measure", "EUR 85 million", "EUR 80 million", "disjoint", ""),
    ("measure", "EUR 85 million", "USD 85 million", "overlap", "currency"),
    ("measure", "$85 million", "USD 85 million", "undecided", "unknown_unit"),
    ("measure", "$85 million", "$90 million", "undecided", "unknown_unit"),
    ("measure", "$85 million", "CAD 90 million", "undecided", "unknown_unit"),
    ("measure", "$85 million", "EUR 90 million", "overlap", "currency"),
    ("measure", "500 rupees", "USD 500", "overlap", "currency"),
    ("measure", "500 dollars", "500 rupees", "overlap", "currency"),
    ("measure", "500 dinar", "USD 500", "undecided", "unknown_unit"),
    ("measure", "$85 million", "$85 million", "equal", ""),
    ("measure", "three hours", "180 minutes", "equal", "unit"),
    ("measure", "three hours", "5 km", "undecided", "unit"),
    ("time", "07:37 GMT", "07:37 local", "disjoint", ""),
    ("time", "07:37 local", "07:37 UTC", "disjoint", ""),
    ("time", "07:37 GMT", "02:37 local", "overlap", "zone"),
    ("time", "07:37", "07:37 GMT", "overlap", "zone"),
    ("time", "07:37 EST", "07:37 local", "overlap", "zone"),
    ("time", "about 07:37 GMT", "07:37 local", "overlap", "zone"),
    ("time", "7 am GMT", "7 am local", "overlap", "zone"),
    ("place", "northern Quayland", "southern Quayland", "disjoint", ""),
    ("place", "the north of Oslo", "in the south of Oslo", "disjoint", ""),
    ("place", "north of Oslo", "south of Oslo", "disjoint", ""),
    ("place", "the east", "west", "disjoint", ""),
    ("place", "northeastern Quayland", "the southwest of Quayland", "disjoint", ""),
    ("place", "10 km (six miles) from Oslo", "some 10 miles from Oslo", "disjoint", ""),
    ("place", "10 km (six miles) from Oslo", "some six miles from Oslo", "inside", "precision"),
    ("place", "northern Quayland", "eastern Quayland", "undecided", ""),
    ("place", "northern Quayland", "southern Lorne", "undecided", ""),
    ("place", "north of Oslo", "northeast of Oslo", "overlap", "precision"),
    ("place", "north of Oslo", "east of Oslo", "overlap", "precision"),
    ("place", "northern Quayland", "Quayland", "undecided", ""),
    ("place", "Southampton", "Northampton", "undecided", ""),
    ("date", "2018-07", "2018-07-29", "contains", ""),
    ("date", "2018-07-29", "2018-07-30", "disjoint", ""),
    ("date", "2018-07-29T07:00Z", "2018-07-29T12:00+05:00", "equal", "zone"),
    ("date", "2018~", "2018-12", "contains", "precision"),
    ("date", "2018-07/2018-09", "2018-08/2018-11", "overlap", "precision"),
    ("date", "2018-07/..", "2019", "contains", "bound"),
    ("date", "2018-07/..", "2017", "disjoint", ""),
    ("time", "07:37 +05:00", "02:37 GMT", "equal", "zone"),
    ("time", "23:30 GMT", "01:30 +02:00", "equal", "zone"),
    ("time", "07:37", "02:37 GMT", "overlap", "zone"),
    ("time", "07:37", "07:38", "disjoint", ""),
    ("time", "overnight", "02:00", "contains", "vague"),
    ("time", "overnight", "13:00", "disjoint", ""),
    ("place", "Moscow", "Krasnogorsk", "contains", ""),
    ("place", "Russia", "Krasnogorsk", "contains", ""),
    ("place", "Moscow", "Moskva", "equal", "alias"),
    ("place", "Algerian", "Algeria", "equal", ""),
    ("place", "two citizens", "Algeria", "undecided", ""),
    ("place", "a Tajik citizen", "Tajiks", "equal", ""),
    ("place", "South African", "African", "undecided", ""),
    ("place", "Briton", "Frenchman", "disjoint", ""),
    ("place", "Quay Hotel", "Lorne street", "inside", ""),
    ("place", "southern Uzbekistan", "Uzbekistan", "inside", ""),
    ("place", "the north of Afghanistan", "Asia", "inside", ""),
    ("place", "southern Uzbekistan", "Moscow", "disjoint", ""),
    ("place", "southern Uzbekistan", "Termez", "undecided", ""),
    ("place", "South Korea", "Korea", "inside", ""),
    ("place", "on the border between Tajikistan and Uzbekistan", "the Tajik-Uzbek border", "equal", "alias"),
    ("place", "Moscow", "Termez", "disjoint", ""),
    ("place", "near Termez", "Termez", "overlap", "precision"),
    ("place", "near Termez", "Moscow", "disjoint", ""),
    ("place", "near Dushanbe", "Vahdat", "undecided", ""),
    ("place", "off Aden", "off Mombasa", "disjoint", ""),
    ("place", "near Nowhere", "Moscow", "undecided", ""),
    ("place", "the quay of Nowhere", "Moscow", "undecided", ""),
    ("place", "50 km north of Termez", "50 km south of Termez", "disjoint", ""),
    ("place", "50 km north of Termez", "about 50 km of Termez", "inside", ""),
    ("place", "around 60 miles southeast of Bukhara", "95 km southeast of Bukhara", "contains", ""),
    ("place", "60 miles southeast of Bukhara", "130 km southeast of Bukhara", "disjoint", ""),
    ("place", "100 miles east of Bukhara", "50 km west of Samarkand", "overlap", "precision"),
    ("place", "100 miles east of Bukhara", "50 km west of Moscow", "disjoint", ""),
    ("place", "100 miles east of Bukhara", "near Samarkand", "overlap", "precision"),
    ("place", "60 miles southeast of Bukhara", "Termez", "disjoint", ""),
    ("place", "60 miles southeast of Bukhara", "Bukhara", "disjoint", ""),
    ("place", "10 km southeast of Bukhara", "Bukhara", "overlap", "precision"),
    ("place", "60 miles southeast of Bukhara", "Uzbekistan", "overlap", "precision"),
    ("place", "60 miles southeast of Bukhara", "Russia", "disjoint", ""),
    ("place", "60 miles southeast of Bukhara", "Afghanistan", "undecided", ""),
    ("place", "70 miles south of Tashkent", "the Tajikistan-Uzbekistan border", "overlap", "precision"),
    ("place", "60 miles from Bukhara", "Bukhara", "disjoint", ""),
    ("place", "the Uzbek capital, Tashkent", "Tashkent", "equal", "alias"),
    ("actor", "RHF", "Red Hill Front", "equal", "alias"),
    ("actor", "People's Guard Movement", "PGM", "equal", "alias"),
    ("actor", "Mohammad Karimov", "Muhammad Karimov", "equal", "alias"),
    ("actor", "Maria Lopez", "Mario Lopez", "disjoint", ""),
    ("actor", "the Red Hill Front", "Red Hill Front", "equal", ""),
    ("actor", "River Brigade", "RHF", "inside", "affiliation"),
    ("actor", "River Brigade", "Lake Brigade", "disjoint", "branches"),
    ("actor", "River Brigade", "Blue Plain Union", "disjoint", ""),
    ("actor", "unknown gunmen", "Blue Plain Union", "contains", "vague"),
    ("actor", "unknown gunmen", "unidentified men", "equal", ""),
    ("actor", "nobody", "Blue Plain Union", "disjoint", ""),
    ("actor", "nobody", "unknown gunmen", "undecided", ""),
    ("actor", "Gunmen", "Blue Plain Union", "undecided", ""),
    ("actor", "Masked Gunmen", "Blue Plain Union", "undecided", ""),
    ("actor", "two masked men", "Blue Plain Union", "undecided", ""),
    ("actor", "a Tajik national", "Red Hill Front", "overlap", "facet"),
    ("actor", "a Tajik national", "a Red Hill Front member", "overlap", "facet"),
    ("actor", "a Tajik national", "three men from Kunduz", "overlap", "facet"),
    ("actor", "men from Kunduz", "Red Hill Front", "overlap", "facet"),
    ("actor", "a Tajik national", "citizens of Tajikistan", "equal", "alias"),
    ("actor", "US citizens", "two Americans", "equal", "alias"),
    ("actor", "a Tajik national", "two Uzbeks", "undecided", ""),
    ("actor", "men from Kunduz", "fighters from Afghanistan", "inside", ""),
    ("actor", "Tajikistan", "Red Hill Front", "disjoint", ""),
    ("actor", "an RHF member", "Red Hill Front", "inside", "affiliation"),
    ("actor", "an RHF member", "Red Hill Front fighters", "equal", "alias"),
    ("actor", "members of the River Brigade", "RHF", "inside", "affiliation"),
    ("actor", "an RHF member", "Blue Plain Union", "disjoint", ""),
    ("actor", "members of a choir", "Blue Plain Union", "undecided", ""),
    ("choice", "yes", "Yes", "equal", ""),
    ("choice", "yes", "no", "disjoint", ""),
    ("text", "Gas leak.", "gas leak", "equal", ""),
    ("text", "gas leak", "faulty wiring", "undecided", ""),
]


@pytest.mark.parametrize(("kind", "a", "b", "outcome", "reason"), CASES, ids=[f"{a}, {b}" for _, a, b, *_ in CASES])
def test_two_values_are_this_to_each_other(kind: Kind, a: str, b: str, outcome: str, reason: str) -> None:
    compared = compare_values(parse_value(kind, a), parse_value(kind, b), VOCABULARY)
    assert compared.outcome == outcome, compared
    assert reason in ("", compared.reason)


@pytest.mark.parametrize(
    ("kind", "a", "b", "detail"),
    [
        ("actor", "Lake Brigade", "RHF", "Lake Brigade is part of Red Hill Front since 2025 until 2030"),
        ("actor", "River Brigade", "Lake Brigade", "both are branches of Red Hill Front"),
        ("place", "50 km north of Termez", "50 km east of Termez", "the directions lie 90 degrees apart"),
        ("place", "Termez", "Moscow", "Termez lies about 3020 km east-southeast of Moscow"),
        ("place", "50 km north of Termez", "Termez", "so far from Termez is not in it"),
        ("measure", "EUR 85 million", "USD 85 million", "two currencies meet only through a dated exchange rate"),
    ],
)
def test_the_detail_says_why(kind: Kind, a: str, b: str, detail: str) -> None:
    assert compare_values(parse_value(kind, a), parse_value(kind, b), VOCABULARY).detail == detail


def test_values_of_two_kinds_are_undecided() -> None:
    assert compare_values(parse_value("count", "17"), parse_value("text", "17"), VOCABULARY).outcome == "undecided"


# ---------------------------------------------------------------------- laws

_hedges = st.sampled_from(["exact", "at_least", "at_most", "about", "either", "range", "vague"])
_numbers = st.integers(0, 40)


@st.composite
def counts(draw: st.DrawFn) -> Value:
    low = draw(_numbers)
    return CountValue(low=low, high=draw(st.none() | st.integers(low, 40)), hedge=draw(_hedges))


@st.composite
def measures(draw: st.DrawFn) -> Value:
    unit, size, dimension = draw(
        st.sampled_from(
            [
                ("kilometer", 1000, "[length]"),
                ("mile", 1609, "[length]"),
                ("EUR", 1, "currency:EUR"),
                ("USD", 1, "currency:USD"),
                ("XXX", 1, "currency:XXX"),
                ("second", 1, "[time]"),
            ]
        )
    )
    low, high = draw(st.none() | _numbers), draw(st.none() | _numbers)
    if low is not None and high is not None:
        low, high = sorted((low, high))
    base_low = None if low is None else str((Decimal(low) - Decimal("0.5")) * size)
    base_high = None if high is None else str((Decimal(high) + Decimal("0.5")) * size)
    return MeasureValue(
        low=None if low is None else str(low),
        high=None if high is None else str(high),
        unit=unit,
        dimension=dimension,
        base_low=base_low,
        base_high=base_high,
        hedge=draw(_hedges),
    )


@st.composite
def times(draw: st.DrawFn) -> Value:
    low = draw(st.integers(0, 23)) * 3600
    length = draw(st.sampled_from([0, 59, 3600, 9 * 3600, 15 * 3600]))
    offset = draw(st.none() | st.integers(-12, 14))
    minutes = None if offset is None else offset * 60
    return TimeValue(low=low, high=low + length, offset_minutes=minutes, hedge=draw(_hedges))


_days = st.sampled_from(["2018", "2018-07", "2018-07-29", "2018-07-30", "2018~", "2018-07-29?", "2019-01"])
_moments = st.sampled_from(["2018-07-29T00:00:00/2018-07-29T23:59:59", "2018-07-29T07:00Z", "2018-07-29T12:00+05:00"])
_dates = (_days | _moments | st.sampled_from(["2018-07/..", "../2018-07", "2018-06/2018-08", ""])).map(
    lambda text: parse_value("date", text) if text else DateValue(edtf="", low=None, high=None, hedge="open")
)
_places = st.one_of(
    st.builds(
        PlaceValue,
        name=st.sampled_from(
            ["Moscow", "Krasnogorsk", "Russia", "Termez", "Nowhere", "the Russia-Nowhere border", "Elsewhere, Russia"]
        ),
        relation=st.sampled_from(["in", "near", "off"]),
    ),
    st.builds(
        PlaceValue,
        name=st.sampled_from(["Moscow", "Termez"]),
        relation=st.just("from"),
        low_km=st.sampled_from([None, "0", "5", "49.5"]),
        high_km=st.sampled_from([None, "50.5", "90"]),
        bearing=st.none() | st.sampled_from([0, 22, 45, 180, 337]),
    ),
)
_actors = st.sampled_from(
    [
        *(
            "Red Hill Front",
            "RHF",
            "River Brigade",
            "Lake Brigade",
            "Blue Plain Union",
            "Foo",
            "foo",
            "Bar",
            "masked men",
        ),
        *("a Tajik national", "two Uzbeks", "men from Kunduz", "an RHF member", "members of the River Brigade"),
    ]
).map(lambda name: parse_value("actor", name)) | st.sampled_from(["unknown", "nobody"]).map(
    lambda known: ActorValue(name=known, known=known)
)
_choices = st.sampled_from(["yes", "Yes", "no"]).map(lambda name: ChoiceValue(name=name))
_texts = st.sampled_from(["gas leak", "faulty wiring"]).map(lambda text: TextValue(text=text, normal=text))

KINDS = {
    "count": counts(),
    "measure": measures(),
    "date": _dates,
    "time": times(),
    "place": _places,
    "actor": _actors,
    "choice": _choices,
    "text": _texts,
}


@pytest.mark.parametrize("kind", KINDS)
def test_comparing_from_the_other_side_gives_the_mirror(kind: str) -> None:
    @settings(deadline=None, max_examples=examples(400))
    @given(KINDS[kind], KINDS[kind])
    def check(a: Value, b: Value) -> None:
        assert compare_values(a, b, VOCABULARY).mirrored() == compare_values(b, a, VOCABULARY)

    check()


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_equals_itself(kind: str) -> None:
    @settings(deadline=None, max_examples=examples(100))
    @given(KINDS[kind])
    def check(value: Value) -> None:
        assert compare_values(value, value, VOCABULARY).outcome == "equal"

    check()


@settings(deadline=None, max_examples=examples(400))
@given(counts(), counts())
def test_counts_compare_as_the_sets_they_are(a: CountValue, b: CountValue) -> None:
    """41 stands for everything past the largest bound drawn."""
    one, two = ({n for n in range(42) if v.low <= n and (v.high is None or n <= v.high)} for v in (a, b))
    expected = (
        "equal"
        if one == two
        else "disjoint"
        if not one & two
        else "inside"
        if one < two
        else "contains"
        if one > two
        else "overlap"
    )
    assert compare_values(a, b, VOCABULARY).outcome == expected


@settings(deadline=None, max_examples=examples(400))
@given(times(), times())
def test_times_of_day_meet_where_some_moment_of_the_clock_is_in_both(a: TimeValue, b: TimeValue) -> None:
    """Whatever the zones, and also where a night runs into the next day."""

    def seconds(value: TimeValue, offset: int) -> set[int]:
        return {(second - offset * 60) % 86_400 // 60 for second in range(value.low, value.high + 1, 60)}

    outcome = compare_values(a, b, VOCABULARY).outcome
    if (a.offset_minutes is None) != (b.offset_minutes is None):
        assert outcome == "overlap"
        return
    meet = seconds(a, a.offset_minutes or 0) & seconds(b, b.offset_minutes or 0)
    assert (outcome != "disjoint") == bool(meet)
