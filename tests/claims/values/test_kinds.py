"""Measures, dates, times, places, actors, choices and texts: what is read, what is refused, what is printed."""

import pytest

from claims.values import ValueProblem, format_bounds, format_value, parse_value
from claims.values.dates import end_of, parse_date, start_of
from claims.values.measures import parse_measure
from claims.values.model import ActorValue, ChoiceValue, MeasureValue, PlaceValue, TextValue, TimeValue
from claims.values.places import parse_place
from claims.values.times import parse_time


@pytest.mark.parametrize(
    ("written", "low", "high", "unit", "dimension", "hedge"),
    [
        ("50 miles", "50", "50", "mile", "[length]", "exact"),
        ("about 10 km", "9", "11", "kilometer", "[length]", "about"),
        ("24 to 30 feet", "24", "30", "foot", "[length]", "range"),
        ("between 5km and 10km", "5", "10", "kilometer", "[length]", "range"),
        ("150 nautical miles", "150", "150", "nautical_mile", "[length]", "exact"),
        ("more than 50 km", "50", None, "kilometer", "[length]", "more_than"),
        ("50 km or more", "50", None, "kilometer", "[length]", "at_least"),
        ("up to 50 km", None, "50", "kilometer", "[length]", "up_to"),
        ("nearly 50 km", "45", "50", "kilometer", "[length]", "nearly"),
        ("hundreds of miles", "200", "999", "mile", "[length]", "vague"),
        ("around half a mile", "0.25", "0.75", "mile", "[length]", "about"),
        ("three hours", "3", "3", "hour", "[time]", "exact"),
        ("an hour and a half", "1.5", "1.5", "hour", "[time]", "exact"),
        ("3 hours 20 minutes", "200", "200", "minute", "[time]", "exact"),
        ("magnitude 6.1", "6.1", "6.1", "magnitude", "magnitude", "exact"),
        ("6.1-magnitude earthquake", "6.1", "6.1", "magnitude", "magnitude", "exact"),
        ("17%", "17", "17", "percent", "percent", "exact"),
        ("80 km/h", "80", "80", "kilometer / hour", "[length] / [time]", "exact"),
        ("12 square kilometres", "12", "12", "kilometer ** 2", "[length] ** 2", "exact"),
        ("10m", "10", "10", "meter", "[length]", "exact"),
        ("EUR 85 million", "85000000", "85000000", "EUR", "currency:EUR", "exact"),
        ("85 million euros", "85000000", "85000000", "EUR", "currency:EUR", "exact"),
        ("€85m", "85000000", "85000000", "EUR", "currency:EUR", "exact"),
        ("US$108 million", "108000000", "108000000", "USD", "currency:USD", "exact"),
        ("£74m", "74000000", "74000000", "GBP", "currency:GBP", "exact"),
        ("$137 million", "137000000", "137000000", "XXX", "currency:$", "exact"),
        ("137 million dollars", "137000000", "137000000", "XXX", "currency:$", "exact"),
        ("$10m to $20m", "10000000", "20000000", "XXX", "currency:$", "range"),
    ],
)
def test_measures_keep_their_unit(
    written: str, low: str | None, high: str | None, unit: str, dimension: str, hedge: str
) -> None:
    value = parse_measure(written)
    assert (value.low, value.high, value.unit, value.dimension, value.hedge) == (low, high, unit, dimension, hedge)


@pytest.mark.parametrize(
    ("written", "unit", "low", "high", "stated"),
    [
        ("a five-year-old", "year", "5", "5", "year"),
        ("22-month-old", "year", "22", "22", "month"),
        ("a 3-year-old boy", "year", "3", "3", "year"),
        ("66-year-old Ann-Marie O'Dell", "year", "66", "66", "year"),
        ("aged 40", "year", "40", "40", "year"),
        ("a 24- to 30-foot-long", "m", "24", "30", "foot"),
        ("a quarter of an hour", "s", "0.25", "0.25", "hour"),
        ("three quarters of an hour", "s", "0.75", "0.75", "hour"),
        ("a quarter-mile", "km", "0.25", "0.25", "mile"),
        ("34 miles (about 55 km)", "km", "34", "34", "mile"),
        ("80 million crowns (7 million dollars)", "crowns", "80000000", "80000000", "crowns"),
        ("85 million euros ($108 million)", "currency", "85000000", "85000000", "EUR"),
    ],
)
def test_measures_are_read_as_papers_write_them(written: str, unit: str, low: str, high: str, stated: str) -> None:
    value = parse_measure(written, unit)
    assert (value.low, value.high, value.unit) == (low, high, stated)


def test_a_bare_figure_takes_the_unit_of_its_attribute() -> None:
    assert parse_value("measure", "6.1", unit="magnitude") == parse_value("measure", "magnitude 6.1")
    assert parse_measure("17", "houses").dimension == parse_measure("17 houses", "houses").dimension == "houses"
    assert parse_measure("5m", "EUR").base_low == "4501000"


def test_a_stated_unit_wins_over_the_declared_one_of_its_dimension() -> None:
    assert parse_measure("50 miles", "km").unit == "mile"
    assert parse_measure("$5m", "EUR").dimension == "currency:$"
    assert parse_measure("500 pounds", "kg").unit == "pound"


def test_neighbouring_figures_do_not_touch() -> None:
    lower, upper = parse_measure("6.0", "magnitude"), parse_measure("6.1", "magnitude")
    assert (lower.base_high, upper.base_low) == ("6.0499", "6.0501")


def test_units_of_one_dimension_meet_in_its_base_unit() -> None:
    miles, kilometres = parse_measure("50 miles"), parse_measure("80 km")
    assert (miles.base_low, miles.base_high) == ("79664.137344", "81270.262656")
    assert (kilometres.base_low, kilometres.base_high) == ("79501", "80499")


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("17", ""),
        ("17 people", ""),
        ("500 pounds", ""),
        ("10 nm", ""),
        ("5 mat", ""),
        ("-5 km", ""),
        ("1e5 km", ""),
        ("€5m and $6m", ""),
        ("2 km and 3 people", ""),
        ("5 km", "s"),
        ("EUR 5", "km"),
        ("85 million", "currency"),
        ("km", ""),
        ("", "km"),
    ],
)
def test_measures_that_are_not_understood_are_refused(written: str, unit: str) -> None:
    with pytest.raises(ValueProblem):
        parse_value("measure", written, unit=unit)


def test_stated_bounds_of_a_measure_may_name_their_unit() -> None:
    value = parse_value("measure", {"low": "5.5", "high": None, "unit": "miles"}, unit="km")
    assert isinstance(value, MeasureValue)
    assert (value.low, value.high, value.unit, value.hedge) == ("5.5", None, "mile", "at_least")
    assert parse_value("measure", {"low": 6.1, "high": 6.1}, unit="magnitude") == parse_measure("6.1", "magnitude")


@pytest.mark.parametrize(
    "bounds",
    [
        {"low": 5},
        {"low": True, "unit": "km"},
        {"low": float("nan"), "unit": "km"},
        {"low": float("inf"), "unit": "km"},
        {"low": "1e400", "unit": "km"},
        {"low": "-1", "unit": "km"},
        {"low": 10**5000, "unit": "km"},
        {"low": "10", "high": "5", "unit": "km"},
        {"low": "sNaN", "unit": "km"},
        {"low": "5", "unit": ["km"]},
        {"low": None, "high": None, "unit": "km"},
    ],
)
def test_bounds_that_are_no_quantities_are_refused(bounds: dict[str, object]) -> None:
    with pytest.raises(ValueProblem):
        parse_value("measure", bounds)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("10 kilometres", "10 km"),
        ("24-30 feet", "24 to 30 feet"),
        ("an hour", "1 hour"),
        ("about 10 km", "9 to 11 km (about)"),
        ("magnitude 6.1", "magnitude 6.1"),
        ("€85m", "EUR 85 million"),
        ("at least €1.5bn", "at least EUR 1.5 billion"),
        ("$137 million", "$137 million"),
        ("US$1,234,567", "USD 1,234,567"),
        ("500 roubles", "500 roubles"),
    ],
)
def test_measures_are_printed_with_their_unit(written: str, printed: str) -> None:
    assert format_value(parse_measure(written)) == printed


@pytest.mark.parametrize(
    ("edtf", "low", "high", "hedge"),
    [
        ("2019", "2019-01-01T00:00:00", "2019-12-31T23:59:59", "exact"),
        ("2020-02", "2020-02-01T00:00:00", "2020-02-29T23:59:59", "exact"),
        ("9999-12", "9999-12-01T00:00:00", "9999-12-31T23:59:59", "exact"),
        ("2019-11-06", "2019-11-06T00:00:00", "2019-11-06T23:59:59", "exact"),
        ("2019-11-06T07:37:00Z", "2019-11-06T07:37:00", "2019-11-06T07:37:00", "exact"),
        ("2013-07-03T06:22", "2013-07-03T06:22:00", "2013-07-03T06:22:59", "exact"),
        ("2013-07-03T06:22+05:30", "2013-07-03T00:52:00", "2013-07-03T00:52:59", "exact"),
        ("2019-11-06T24:00:00", "2019-11-07T00:00:00", "2019-11-07T00:00:00", "exact"),
        ("2021-08/..", "2021-08-01T00:00:00", None, "open"),
        ("/2020", None, "2020-12-31T23:59:59", "open"),
        ("2019-11-05/2019-11-06T07:37Z", "2019-11-05T00:00:00", "2019-11-06T07:37:59", "exact"),
        ("2019~", "2018-01-01T00:00:00", "2020-12-31T23:59:59", "approximate"),
        ("2019-11~", "2019-10-01T00:00:00", "2019-12-31T23:59:59", "approximate"),
        ("2019-11-06%", "2019-11-05T00:00:00", "2019-11-07T23:59:59", "approximate"),
        ("2019-11-06?", "2019-11-06T00:00:00", "2019-11-06T23:59:59", "uncertain"),
        ("2019-22", "2019-06-01T00:00:00", "2019-08-31T23:59:59", "approximate"),
        ("2019-24", "2019-12-01T00:00:00", "2020-02-29T23:59:59", "approximate"),
        ("201X", "2010-01-01T00:00:00", "2019-12-31T23:59:59", "exact"),
        ("2019-11-XX", "2019-11-01T00:00:00", "2019-11-30T23:59:59", "exact"),
        ("[2019-11-05,2019-11-06]", "2019-11-05T00:00:00", "2019-11-06T23:59:59", "exact"),
        ("[2019-11-06..]", "2019-11-06T00:00:00", None, "open"),
    ],
)
def test_dates_are_the_instants_they_allow(edtf: str, low: str | None, high: str | None, hedge: str) -> None:
    value = parse_date(edtf)
    assert (value.low, value.high, value.hedge) == (low, high, hedge)
    assert (start_of(edtf), end_of(edtf), format_value(value)) == (low, high, edtf)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "6 November 2019",
        "2019-02-30",
        "2019-13",
        "0000",
        "-0100",
        "10000",
        "Y20190",
        "1950S2",
        "0001~",
        "2019-11-06T25:00",
        "2019-11-06T07:37+19:00",
        "0001-01-01T00:00+05:00",
        "2019-11-06/2019-11-05",
        "../..",
        "/",
        "2019/2020/2021",
        "２０１９",
        "2019" * 100,
    ],
)
def test_dates_that_are_no_edtf_are_refused(written: str) -> None:
    with pytest.raises(ValueProblem):
        parse_value("date", written)


def test_stated_ends_of_a_date_become_an_interval() -> None:
    assert parse_value("date", {"low": "2019-11", "high": None}) == parse_date("2019-11/..")
    assert parse_value("date", {"low": "2019-11", "high": "2019-11"}) == parse_date("2019-11")
    for bounds in ({}, {"low": 2019}, {"low": "2019/2020"}, {"low": "2020", "high": "2019"}):
        with pytest.raises(ValueProblem):
            parse_value("date", bounds)


def _hours(low: float, high: float) -> tuple[int, int]:
    return int(low * 3600), int(high * 3600)


@pytest.mark.parametrize(
    ("written", "low", "high", "offset", "zone"),
    [
        ("07:37 GMT", 27_420, 27_479, 0, "GMT"),
        ("7:37 AM local", 27_420, 27_479, None, "local"),
        ("7.37am", 27_420, 27_479, None, ""),
        ("0737 GMT", 27_420, 27_479, 0, "GMT"),
        ("07:37:05Z", 27_425, 27_425, 0, "Z"),
        ("1100 hours", *_hours(11, 11), None, ""),
        ("12:30+05:30", *_hours(12.5, 12.5), 330, "+05:30"),
        ("3:00 p.m. EST", *_hours(15, 15), -300, "EST"),
        ("10:00 UTC-3", *_hours(10, 10), -180, "UTC-3"),
        ("10:00 Asia/Dushanbe", *_hours(10, 10), 300, "Asia/Dushanbe"),
        ("10:00 Europe/Oslo", *_hours(10, 10), None, "Europe/Oslo"),
        ("10:00 IST", *_hours(10, 10), None, "IST"),
        ("10:00 Moscow time", *_hours(10, 10), None, "Moscow time"),
        ("between 10:00 and 11:00 UTC", *_hours(10, 11), 0, "UTC"),
        ("between 7 and 8 am", *_hours(7, 8), None, ""),
        ("11 pm to 1 am", *_hours(23, 25), None, ""),
        ("around 7:30 pm local time", *_hours(19, 20), None, "local"),
        ("around 7:45 pm", *_hours(19.5, 20), None, ""),
        ("around 5:40 pm", 63_000, 64_200, None, ""),
        ("shortly after 6:00 pm", *_hours(18, 19), None, ""),
        ("afternoon", *_hours(12, 19), None, ""),
        ("in the morning", *_hours(0, 12), None, ""),
        ("overnight", *_hours(18, 33), None, ""),
    ],
)
def test_times_are_seconds_of_the_day_in_their_zone(
    written: str, low: int, high: int, offset: int | None, zone: str
) -> None:
    value = parse_time(written)
    # A time stated to the minute lasts to its 59th second.
    assert (value.low, value.high - value.high % 60 if value.high != value.low else value.high) in (
        (low, high - high % 60),
        (low, high),
    )
    assert (value.offset_minutes, value.zone) == (offset, zone)


@pytest.mark.parametrize("written", ["noon", "midnight", "7 am", "6 o'clock", "around noon"])
def test_a_time_stated_to_the_hour_covers_the_minutes_around_it(written: str) -> None:
    value = parse_time(written)
    assert value.high - value.low >= 58 * 60


@pytest.mark.parametrize(
    "written",
    ["", "7", "2019", "0737", "07.37", "25:00", "10:60", "13 pm", "10:00 XYZ", "10:00 Foo/../bar", "hours", "soon"],
)
def test_times_that_are_not_understood_are_refused(written: str) -> None:
    with pytest.raises(ValueProblem):
        parse_value("time", written)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("half past nine in the morning", "9:30 am"),
        ("a quarter to six in the evening", "5:45 pm"),
        ("ten minutes to one in the afternoon", "12:50 pm"),
        ("twenty past two p.m.", "2:20 pm"),
        ("seven o'clock in the evening", "7 pm"),
        ("nine at night", "9 pm"),
        ("nine-thirty p.m.", "9:30 pm"),
        ("around five p.m. on Tuesday", "around 5 pm"),
        ("10:55 p.m. Tuesday", "10:55 pm"),
        ("at about 10.30pm", "about 10:30 pm"),
        ("nearly midnight", "just before midnight"),
        ("a few minutes after 2 a.m.", "shortly after 2 a.m."),
        ("a little before 10 p.m.", "just before 10 p.m."),
        ("slightly past 10 p.m.", "just after 10 p.m."),
        ("no later than 6 p.m.", "by 6 p.m."),
        ("9 to 10 p.m.", "between 9 and 10 p.m."),
        ("late on Tuesday", "late"),
        ("Tuesday evening", "evening"),
        ("late in the afternoon", "late afternoon"),
        ("19.10", "19:10"),
    ],
)
def test_times_in_words_are_those_of_the_clock(written: str, plain: str) -> None:
    assert parse_time(written) == parse_time(plain)


@pytest.mark.parametrize("written", ["half past nine", "quarter to six", "about 7", "Tuesday", "nine to ten", "7.10"])
def test_a_time_that_may_be_of_either_half_of_the_day_is_refused(written: str) -> None:
    with pytest.raises(ValueProblem):
        parse_time(written)


def test_stated_ends_of_a_time_are_clock_times_or_seconds() -> None:
    assert parse_value("time", {"low": "07:00", "high": 32_400}) == TimeValue(low=25_200, high=32_400, hedge="range")
    for bounds in ({"low": "7"}, {"low": True}, {"low": -1}, {"low": 90_000}):
        with pytest.raises(ValueProblem):
            parse_value("time", bounds)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("07:37 GMT", "07:37 GMT"),
        ("7 am", "7 am"),
        ("noon GMT", "noon GMT"),
        ("overnight", "18:00 to 09:00 (next day)"),
        ("10:00-11:00 GMT", "10:00 to 11:00 GMT"),
    ],
)
def test_times_are_printed_on_the_clock(written: str, printed: str) -> None:
    assert format_value(parse_time(written)) == printed


@pytest.mark.parametrize(
    ("written", "name", "relation", "bearing", "printed"),
    [
        ("Oslo", "Oslo", "in", None, "Oslo"),
        ("in Oslo", "Oslo", "in", None, "Oslo"),
        ("District 9", "District 9", "in", None, "District 9"),
        ("Ten of Swords", "Ten of Swords", "in", None, "Ten of Swords"),
        ("near Oslo", "Oslo", "near", None, "near Oslo"),
        ("close to Oslo", "Oslo", "near", None, "near Oslo"),
        ("off Bergen", "Bergen", "off", None, "off Bergen"),
        ("off the coast of Bergen", "Bergen", "off", None, "off Bergen"),
        ("55 km south of Oslo", "Oslo", "from", 180, "55 km south of Oslo"),
        ("around 50 miles southwest of Oslo", "Oslo", "from", 225, "72.4 to 88.5 km southwest of Oslo"),
        ("55 km (34 miles) south of Oslo", "Oslo", "from", 180, "55 km south of Oslo"),
        ("150 nautical miles off Bergen", "Bergen", "from", None, "276.9 to 278.7 km from Bergen"),
        ("10 km to the north-east of Oslo", "Oslo", "from", 45, "10 km northeast of Oslo"),
        ("10 km SSW of Oslo", "Oslo", "from", 202, "10 km south-southwest of Oslo"),
        ("south of Oslo", "Oslo", "from", 180, "south of Oslo"),
    ],
)
def test_places_are_names_with_a_relation(
    written: str, name: str, relation: str, bearing: int | None, printed: str
) -> None:
    value = parse_place(written)
    assert (value.name, value.relation, value.bearing, format_value(value)) == (name, relation, bearing, printed)


@pytest.mark.parametrize("written", ["", "50 miles", "10 km from", "?!"])
def test_a_place_needs_a_name(written: str) -> None:
    with pytest.raises(ValueProblem):
        parse_value("place", written)


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("unknown", "unknown"),
        ("unidentified gunmen", "unknown"),
        ("an unidentified man", "unknown"),
        ("nobody", "nobody"),
        ("No one", "nobody"),
        ("none", "nobody"),
        ("no armed group", "nobody"),
        ("the Harbour Front", "named"),
        ("Noone Brigade", "named"),
    ],
)
def test_unknown_and_nobody_are_told_apart_from_names(written: str, known: str) -> None:
    value = parse_value("actor", written)
    assert isinstance(value, ActorValue)
    assert value.known == known


def test_a_choice_is_one_of_those_declared() -> None:
    assert parse_value("choice", " YES", choices=("yes", "no")) == ChoiceValue(name="yes")
    assert parse_value("choice", "Fire") == ChoiceValue(name="fire")
    with pytest.raises(ValueProblem, match="write one of yes, no"):
        parse_value("choice", "maybe", choices=("yes", "no"))


def test_texts_with_the_same_words_have_one_normal_form() -> None:
    first, second = parse_value("text", "A  gas leak!"), parse_value("text", "a ‘GAS’ leak")
    assert isinstance(first, TextValue)
    assert isinstance(second, TextValue)
    assert first.normal == second.normal == "a gas leak"
    assert first.text == "A gas leak!"


@pytest.mark.parametrize(
    ("low", "high", "printed"),
    [
        (17, 17, "17"),
        (17, None, "at least 17"),
        (None, 9, "at most 9"),
        (10, 2500, "10 to 2,500"),
        ("5.5", "7", "5.5 to 7"),
        (None, None, "any"),
    ],
)
def test_bounds_are_printed_in_words(low: int | str | None, high: int | str | None, printed: str) -> None:
    assert format_bounds(low, high) == printed


def test_a_place_with_odd_bounds_is_still_printed() -> None:
    odd = PlaceValue(name="Oslo", relation="from", low_km="far", high_km=None, bearing=359)
    assert format_value(odd) == "at least far km north of Oslo"
