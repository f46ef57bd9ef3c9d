"""Laws that hold for every kind, on any text at all."""

import subprocess
import sys
import time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.values import ValueProblem, format_value, parse_value
from claims.values.dates import parse_date
from claims.values.hedges import load_hedges
from claims.values.model import CountValue, DateValue, Kind, MeasureValue, TimeValue, Value
from tests.support.profiles import examples

KINDS: tuple[Kind, ...] = get_args(Kind)
_hedge_words = sorted({word for entry in load_hedges() for word in entry.words})
_pieces = st.sampled_from(
    [
        *_hedge_words,
        *("17", "2,500", "1.5", "20", "four", "hundred", "million", "dozen", "a", "an", "half", "no", "none", "one"),
        *(
            "people",
            "guards",
            "killed",
            "and",
            "or",
            "to",
            "of",
            "the",
            "between",
            "-",
            ",",
            ".",
            "km",
            "miles",
            "hour",
        ),
        *(
            "€",
            "$",
            "EUR",
            "%",
            "am",
            "pm",
            "GMT",
            "local",
            "07:37",
            "noon",
            "overnight",
            "north",
            "off",
            "near",
            "Oslo",
        ),
        *("2019", "2019-11", "/", "..", "~", "?", "X", "T07:37", "Z", "[", "]", "١٧", "½", "²", "İ", "\u202e", "\x1b"),
    ]
)
_wordy = st.lists(_pieces, max_size=12).map(" ".join) | st.lists(_pieces, max_size=6).map("".join)
_surfaces = st.text(max_size=60) | _wordy


def _in_order(value: Value) -> bool:
    if isinstance(value, CountValue | TimeValue):
        return value.high is None or value.low <= value.high
    if isinstance(value, DateValue):
        return value.low is None or value.high is None or value.low <= value.high
    if isinstance(value, MeasureValue):
        return all(
            low is None or high is None or float(low) <= float(high)
            for low, high in ((value.low, value.high), (value.base_low, value.base_high))
        )
    return True


@settings(deadline=None, max_examples=examples(400))
@given(kind=st.sampled_from(KINDS), written=_surfaces, unit=st.sampled_from(["", "km", "magnitude", "EUR", "houses"]))
def test_any_text_is_read_in_order_or_refused_and_what_is_read_is_printed(kind: Kind, written: str, unit: str) -> None:
    try:
        value = parse_value(kind, written, unit=unit)
    except ValueProblem as refused:
        value, problem = None, str(refused)
    if value is None:
        assert problem.isprintable()
        return
    assert value.kind == kind
    assert _in_order(value)
    assert format_value(value)
    if isinstance(value, CountValue) and value.number_start is not None:
        assert value.number_end is not None
        assert written[value.number_start : value.number_end].strip()


_bounds = st.dictionaries(
    st.sampled_from(["low", "high", "unit", "of"]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from(["2019", "07:00"]),
)


@settings(deadline=None)
@given(kind=st.sampled_from(KINDS), bounds=_bounds)
def test_any_bounds_are_read_in_order_or_refused(kind: Kind, bounds: dict[str, object]) -> None:
    try:
        value = parse_value(kind, bounds, unit="km")
    except ValueProblem:
        return
    assert _in_order(value)


@settings(deadline=None)
@given(low=st.integers(0, 10**15), width=st.none() | st.integers(0, 10**6))
def test_exact_open_and_closed_counts_read_back_to_the_same_bounds(low: int, width: int | None) -> None:
    bounds = {"low": low, "high": None if width is None else min(low + width, 10**15)}
    value = parse_value("count", bounds)
    again = parse_value("count", format_value(value))
    assert isinstance(value, CountValue)
    assert isinstance(again, CountValue)
    assert (again.low, again.high) == (value.low, value.high)


_days = st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]) | st.dates().map(lambda day: str(day)[:4])
_instants = st.datetimes().map(lambda moment: moment.replace(microsecond=0).isoformat())


@settings(deadline=None)
@given(
    first=_days | _instants,
    second=_days | _instants,
    form=st.sampled_from(["{0}", "{0}/..", "/{1}", "{0}/{1}", "{0}?"]),
)
def test_dates_read_back_to_the_same_bounds(first: str, second: str, form: str) -> None:
    edtf = form.format(*sorted((first, second)))
    try:
        value = parse_date(edtf)
    except ValueProblem:
        return
    assert parse_date(format_value(value)) == value


@settings(deadline=None, max_examples=examples(30))
@given(_days)
def test_plain_dates_are_those_of_the_library(edtf: str) -> None:
    from edtf import parse_edtf

    parsed, value = parse_edtf(edtf), parse_date(edtf)
    days = (time.strftime("%Y-%m-%d", moment) for moment in (parsed.lower_strict(), parsed.upper_strict()))
    assert [day.rjust(10, "0") for day in days] == [(value.low or "")[:10], (value.high or "")[:10]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "hostile",
    [
        "1" * 1_000_000,
        "a" * 1_000_000,
        "9" * 100_000,
        "\ud800",
        "\x00",
        "one hundred " * 40,
        ", and a man" * 45,
        "between " * 60,
        "at least " * 55,
        "1 km of " * 62,
        "1,2" * 166,
        "(" * 500,
        "²" * 500,
        "[2019," * 16,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_text_is_dealt_with_at_once(kind: Kind, hostile: str) -> None:
    parse_value("measure", "1 km")  # loads the units, which takes a quarter of a second once
    parse_value("date", "2019-XX")
    started = time.process_time()
    problem = ""
    try:
        parse_value(kind, hostile)
    except ValueProblem as refused:
        problem = str(refused)
    assert len(problem) < 1_000
    assert problem or kind in ("place", "actor", "choice", "text")
    assert time.process_time() - started < 5


@pytest.mark.parametrize("written", [None, 17, 17.0, ["17"], b"17", object()])
def test_what_is_neither_text_nor_bounds_is_refused(written: object) -> None:
    with pytest.raises(ValueProblem):
        parse_value("count", written)  # type: ignore[arg-type]


def test_reading_counts_loads_no_unit_and_no_date_library() -> None:
    code = (
        "import sys; from claims.values import parse_value; parse_value('count', 'at least 17'); "
        "parse_value('date', '2019-11-06'); parse_value('place', 'Bank of Oslo'); "
        "sys.exit(any(name in sys.modules for name in ('pint', 'edtf', 'textual', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
