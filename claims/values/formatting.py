"""Format values for screens and reports, in one canonical form for each kind.

Formatting never raises: every record that could be stored can be shown. Exact, at-least and range counts, and all
dates, parse back to the same bounds.
"""

from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final

from claims.values.model import CountValue, Kind, MeasureValue, PlaceValue, TimeValue, Value

_SYMBOLS: Final = {
    "kilometer": "km",
    "meter": "m",
    "centimeter": "cm",
    "millimeter": "mm",
    "kilogram": "kg",
    "metric_ton": "tonnes",
    "kilometer / hour": "km/h",
    "meter / second": "m/s",
    "mile / hour": "mph",
    "kilometer ** 2": "square km",
    "meter ** 2": "square m",
    "mile ** 2": "square miles",
    "degree_Celsius": "degrees Celsius",
    "degree_Fahrenheit": "degrees Fahrenheit",
    "percent": "percent",
    "hertz": "hertz",
}
_PLURALS: Final = {"foot": "feet", "inch": "inches"}
_HOURS: Final = {0: "midnight", 12: "noon"}
_LONGEST_SIGN: Final = 3


def format_value(value: Value) -> str:
    """Return the printed form of a value.

    >>> format_value(CountValue(low=17, high=None, hedge="at_least"))
    'at least 17'
    """
    return _FORMATS[value.kind](value)


def format_bounds(low: int | str | None, high: int | str | None) -> str:
    """Return an interval in words: "17", "10 to 20", "at least 17", "at most 9"; None is open.

    >>> format_bounds(10, 20)
    '10 to 20'
    """
    if low is None and high is None:
        return "any"
    if high is None:
        return f"at least {_figure(low)}"
    if low is None:
        return f"at most {_figure(high)}"
    return _figure(low) if low == high else f"{_figure(low)} to {_figure(high)}"


def _figure(number: int | str | None) -> str:
    if isinstance(number, int):
        return f"{number:,}"
    text = number or ""
    whole, dot, fraction = text.partition(".")
    return f"{int(whole):,}{dot}{fraction}" if whole.isascii() and whole.isdigit() and len(whole) < 20 else text


def _count(value: CountValue) -> str:
    text = _hedged_count(value, format_bounds(value.low, value.high))
    return text if value.of is None else f"{text} of {_figure(value.of)}"


_CEILINGS: Final = {"less_than": ("fewer than", 1), "at_most": ("at most", 0), "up_to": ("up to", 0)}
"""The words of a count from 0 up, and how far the figure they give lies above the greatest one allowed."""


def _hedged_count(value: CountValue, bounds: str) -> str:
    low, high, hedge = value.low, value.high, value.hedge
    if hedge == "vague":
        return f"{bounds} (vague)"
    if high is None:
        return f"more than {_figure(low - 1)}" if hedge == "more_than" and low > 0 else bounds
    if hedge in _CEILINGS and low == 0:
        words, above = _CEILINGS[hedge]
        return f"{words} {_figure(high + above)}"
    if hedge == "about":
        return f"about {_figure((low + high) // 2)} ({bounds})"
    if hedge == "nearly":
        return f"nearly {_figure(high + 1)} ({bounds})"
    return f"{_figure(low)} or {_figure(high)}" if hedge == "either" and low != high else bounds


def _measure(value: MeasureValue) -> str:
    currency = value.dimension.removeprefix("currency:")
    if currency != value.dimension:
        low, high = _amount(value.low), _amount(value.high)
        bounds = format_bounds(low, high)
        sign = currency if value.unit == "XXX" else value.unit
        bounds = f"{bounds} {sign}s" if len(sign) > _LONGEST_SIGN else _with_sign(bounds, sign)
    else:
        bounds = format_bounds(value.low, value.high)
        if value.unit == "magnitude":
            bounds = f"magnitude {bounds}" if value.low == value.high else f"{bounds} magnitude"
        else:
            bounds = f"{bounds} {_unit(value.unit, single=value.low == value.high == '1')}"
    hedged = {"about": "about", "nearly": "nearly", "vague": "vague"}.get(value.hedge)
    return bounds if hedged is None else f"{bounds} ({hedged})"


def _with_sign(bounds: str, sign: str) -> str:
    """Put a currency before the figures: "EUR 5 million to 6 million", "at least $137 million"."""
    gap = " " if sign.isalpha() else ""
    for words in ("at least ", "at most "):
        if bounds.startswith(words):
            return f"{words}{sign}{gap}{bounds.removeprefix(words)}"
    return f"{sign}{gap}{bounds}"


def _amount(text: str | None) -> str | None:
    """Return an amount with its millions or billions spelled out where that loses nothing."""
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 20:
        return text
    for size, word in ((9, "billion"), (6, "million")):
        if len(text) > size and text[-(size - 3) :].strip("0") == "":
            fraction = text[-size:].rstrip("0")
            return f"{_figure(text[:-size])}{'.' if fraction else ''}{fraction} {word}"
    return text


def _unit(name: str, single: bool) -> str:
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    words = name.replace("_", " ")
    return words if single or words.endswith("s") or "/" in words or "*" in words else _PLURALS.get(words, f"{words}s")


def _time(value: TimeValue) -> str:
    length = value.high - value.low + 1
    if length <= 1:
        text = _clock(value.low, seconds=True)
    elif length == 60 and value.low % 60 == 0:
        text = _clock(value.low)
    elif value.hedge == "exact" and (value.low + 29 * 60) % 3600 == 0 and length == 59 * 60:
        hour = (value.low + 29 * 60) // 3600 % 24
        text = _HOURS.get(hour, f"{hour % 12} {'am' if hour < 12 else 'pm'}")
    else:
        text = f"{_clock(value.low)} to {_clock(value.high)}" + (" (next day)" if value.high >= 86_400 else "")
    return f"{text} {value.zone}".rstrip()


def _clock(moment: int, seconds: bool = False) -> str:
    moment %= 86_400
    text = f"{moment // 3600:02}:{moment // 60 % 60:02}"
    return f"{text}:{moment % 60:02}" if seconds and moment % 60 else text


def _place(value: PlaceValue) -> str:
    from claims.values.places import POINTS

    if value.relation == "in":
        return value.name
    if value.relation != "from":
        return f"{value.relation} {value.name}"
    point = "" if value.bearing is None else f"{POINTS[round(value.bearing / 22.5) % 16]} "
    joint = "of" if point else "from"
    if value.low_km is None and value.high_km is None:
        return f"{point}{joint} {value.name}" if point else f"some way from {value.name}"
    return f"{_distance(value.low_km, value.high_km)} km {point}{joint} {value.name}"


def _distance(low: str | None, high: str | None) -> str:
    """Print a distance to a tenth, and one stated to the kilometre as it was stated."""
    try:
        ends = [None if end is None else round(Decimal(end), 1) for end in (low, high)]
        if low is not None and high is not None and 0 <= Decimal(high) - Decimal(low) < 1:
            ends = [round((Decimal(low) + Decimal(high)) / 2, 1)] * 2
    except ArithmeticError:
        return format_bounds(low, high)
    return format_bounds(*(None if end is None else f"{end:f}".removesuffix(".0") for end in ends))


_FORMATS: Final[dict[Kind, Callable[[Any], str]]] = {
    "count": _count,
    "measure": _measure,
    "date": attrgetter("edtf"),
    "time": _time,
    "place": _place,
    "actor": attrgetter("name"),
    "choice": attrgetter("name"),
    "text": attrgetter("text"),
}
