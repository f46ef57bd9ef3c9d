"""Format values for screens and reports, in one canonical form for each kind.

Formatting never raises: every record that could be stored can be shown. Exact, at-least and range counts, and all
dates, parse back to the same bounds.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final

from claims.values.model import CountValue, Hedge, Kind, MeasureValue, PlaceValue, TimeValue, Value

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
_DIGITS: Final = re.compile("[0-9]{1,19}")
_AMOUNT: Final = re.compile("[0-9]{1,20}")


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
    if high is None:
        return "any" if low is None else f"at least {_figure(low)}"
    if low is None:
        return f"at most {_figure(high)}"
    return _figure(low) if low == high else f"{_figure(low)} to {_figure(high)}"


def _figure(number: int | str | None) -> str:
    if isinstance(number, int):
        return f"{number:,}"
    text = number or ""
    whole, dot, fraction = text.partition(".")
    return f"{int(whole):,}{dot}{fraction}" if _DIGITS.fullmatch(whole) else text


def _count(value: CountValue) -> str:
    text = _hedged_count(value.low, value.high, value.hedge)
    text = text if value.best is None else f"{text}, best {_figure(value.best)}"
    return text if value.of is None else f"{text} of {_figure(value.of)}"


_CEILINGS: Final = {"less_than": ("fewer than", 1), "at_most": ("at most", 0), "up_to": ("up to", 0)}
"""The words of a count from 0 up, and how far the figure they give lies above the greatest one allowed."""


@lru_cache(maxsize=4096)
def _hedged_count(low: int, high: int | None, hedge: Hedge) -> str:
    bounds = format_bounds(low, high)
    if hedge == "vague":
        return f"{bounds} (vague)"
    if high is None:
        return f"more than {_figure(low - 1)}" if hedge == "more_than" and low > 0 else bounds
    return _closed_count(low, high, hedge, bounds)


def _closed_count(low: int, high: int, hedge: Hedge, bounds: str) -> str:
    if hedge in _CEILINGS and low == 0:
        words, above = _CEILINGS[hedge]
        return f"{words} {_figure(high + above)}"
    if hedge == "about":
        return f"about {_figure((low + high) // 2)} ({bounds})"
    if hedge == "nearly":
        return f"nearly {_figure(high + 1)} ({bounds})"
    return f"{_figure(low)} or {_figure(high)}" if hedge == "either" and low != high else bounds


def _measure(value: MeasureValue) -> str:
    bounds = _money(value) if value.dimension.startswith("currency:") else _quantity(value)
    return f"{bounds} ({value.hedge})" if value.hedge in ("about", "nearly", "vague") else bounds


def _money(value: MeasureValue) -> str:
    bounds = format_bounds(_amount(value.low), _amount(value.high))
    sign = value.dimension.removeprefix("currency:") if value.unit == "XXX" else value.unit
    return f"{bounds} {sign}s" if len(sign) > _LONGEST_SIGN else _with_sign(bounds, sign)


def _quantity(value: MeasureValue) -> str:
    bounds = format_bounds(value.low, value.high)
    if value.unit != "magnitude":
        return f"{bounds} {_unit(value.unit, single=value.low == value.high == '1')}"
    return f"magnitude {bounds}" if value.low == value.high else f"{bounds} magnitude"


def _with_sign(bounds: str, sign: str) -> str:
    """Put a currency before the figures: "EUR 5 million to 6 million", "at least $137 million"."""
    gap = " " if sign.isalpha() else ""
    for words in ("at least ", "at most "):
        if bounds.startswith(words):
            return f"{words}{sign}{gap}{bounds.removeprefix(words)}"
    return f"{sign}{gap}{bounds}"


def _amount(text: str | None) -> str | None:
    """Return an amount with its millions or billions spelled out where that loses nothing."""
    if text is None or not _AMOUNT.fullmatch(text):
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
    return words if single or re.search(r"s\Z|[/*]", words) else _PLURALS.get(words, f"{words}s")


def _time(value: TimeValue) -> str:
    length = value.high - value.low + 1
    hour, beside = divmod(value.low + 29 * 60, 3600)
    if length <= 1:
        text = _clock(value.low, seconds=True)
    elif length == 60 and value.low % 60 == 0:
        text = _clock(value.low)
    elif (value.hedge, beside, length) == ("exact", 0, 59 * 60):
        text = _hour(hour % 24)
    else:
        text = f"{_clock(value.low)} to {_clock(value.high)}" + (" (next day)" if value.high >= 86_400 else "")
    return f"{text} {value.zone}".rstrip()


def _hour(hour: int) -> str:
    return _HOURS.get(hour, f"{hour % 12} {'am' if hour < 12 else 'pm'}")


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
        if low is not None and high is not None and 0 <= Decimal(high) - Decimal(low) < 1:
            return format_bounds(*[_tenth((Decimal(low) + Decimal(high)) / 2)] * 2)
        return format_bounds(*(None if end is None else _tenth(Decimal(end)) for end in (low, high)))
    except ArithmeticError:
        return format_bounds(low, high)


def _tenth(number: Decimal) -> str:
    return f"{round(number, 1):f}".removesuffix(".0")


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
