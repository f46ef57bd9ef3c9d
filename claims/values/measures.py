"""Parse measures such as "50 miles", "24 to 30 feet", "magnitude 6.1", "EUR 85 million", "three hours".

A figure without a unit is an error unless its attribute declares one; so are a unit of another dimension than the
declared one, negative quantities and the ambiguous "pounds". Units come from the pint library, which is loaded at the
first unit. Base bounds are widened by 0.499 of the last stated digit: 6.1 is 6.0501 to 6.1499, so that 6.0 and 6.1 do
not touch.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation, localcontext
from functools import cache, lru_cache
from typing import Any, Final

from claims.values.currencies import Currency, currency_of, find_currency
from claims.values.hedged import Reading, hedge_of_bounds, read_hedged, read_last_words
from claims.values.model import Hedge, MeasureValue
from claims.values.numbers import LARGEST, MULTIPLIERS, NUMBER_WORDS, fold, read_number
from claims.values.problems import ValueProblem

ACCEPTED: Final = (
    "a figure with its unit: 50 miles, about 10 km, 24 to 30 feet, magnitude 6.1, EUR 85 million, three hours"
)

_HALF_DIGIT: Final = Decimal("0.499")
# What newspapers write where pint would read something else ("nm" is its nanometre) or nothing.
_SYMBOLS_OF: Final = {
    "kilometer": ("km", "kms"),
    "meter": ("m",),
    "centimeter": ("cm",),
    "millimeter": ("mm",),
    "mile": ("mi",),
    "foot": ("ft", "'"),
    "inch": ("in",),
    "yard": ("yd", "yds"),
    "kilogram": ("kg", "kgs"),
    "gram": ("g",),
    "metric_ton": ("t",),
    "pound": ("lb", "lbs"),
    "ounce": ("oz",),
    "hour": ("h", "hr", "hrs"),
    "minute": ("min", "mins"),
    "second": ("s", "sec", "secs"),
    "hectare": ("ha",),
    "mile / hour": ("mph",),
    "kilometer / hour": ("kph", "kmh", "km/h", "km/hr"),
    "meter / second": ("m/s",),
    "nautical_mile": ("nautical mile", "nautical miles", "nmi"),
    "kilometer ** 2": ("sq km", "km2", "km²"),
    "mile ** 2": ("sq mi", "sq miles"),
    "meter ** 2": ("sq m", "m2", "m²"),
    "foot ** 2": ("sq ft",),
    "degree_Celsius": ("c", "°c", "degrees c", "degrees celsius"),
    "degree_Fahrenheit": ("°f", "degrees f", "degrees fahrenheit"),
    "megawatt": ("mw",),
    "kilowatt": ("kw",),
    "gigawatt": ("gw",),
}
_SYMBOLS: Final = {symbol: unit for unit, symbols in _SYMBOLS_OF.items() for symbol in symbols}
_PERCENT: Final = ("%", "percent", "per cent", "percentage points")
_OWN: Final = ("magnitude", "percent")
"""Units that are a dimension of their own."""
_LONG_PREFIX: Final = 4
_POWERS: Final = {"square": 2, "cubic": 3}
_UNIT_WORDS = re.compile(r"[ -]?(?:of )?((?:[a-z°µ]+|%|')[²2]?(?:[/ ][a-z]+){0,2})(?!\d)")
_REST = re.compile(r"(?:$|[ ,.;:()!?])(?! ?(?:per|square|cubic|a (?:day|week|month|year))(?![a-z]))")
_ANOTHER_FIGURE = re.compile(rf"\d|(?<![a-z])(?:{NUMBER_WORDS})(?![a-z])", re.ASCII)
_A_UNIT = re.compile(r"(?<!half )(?<!s )(?<![a-z])an? (?=((?:square |cubic |nautical )?[a-z]+))")
_AND_A_HALF = re.compile(r"(?<![a-z0-9.])(\d+|one|two|three|four|five|six) ([a-z]+) and a half(?![a-z])")
_QUARTER = re.compile(r"(?<![a-z])(?:(three) quarters|(?:an? )?quarter)(?:-| of an? )(?=[a-z])")
_EACH_HYPHENED = re.compile(r"(?<=[a-z\d])-(?= (?:to|or|and) )")
"""In "a 24- to 30-foot boat"."""
_COMPOUND = re.compile(r"^an? (?=[a-z\d.,-]* ?(?:(?:to|or) )?[a-z\d.,]+-[a-z])")
"""The article before "five-year-old", which counts nothing."""
_DIMENSION = re.compile(r"(?<=[a-z])[- ](?:long|high|tall|wide|deep|thick|olds?)$|(?<=[a-z])-old(?= [a-z' -]+$).*")
"""What the figure measures, and after an age whose it is."""
_CONVERTED = re.compile(
    rf"(?<=\w) ?\((?:[^()]*\d[^()]*|(?:about |some )?(?:{NUMBER_WORDS})(?:[ -][a-z]+)+)\)\s*$", re.I
)
"""A conversion in brackets, which is dropped: "85 million euros ($108 million)"."""
_AGED = re.compile(r"^aged? ")
_SAME_UNIT = re.compile(r"(\d) ?([a-z]+) ?(to|and|or|-) ?(\d[\d.,]*) ?\2(?![a-z])")
_MAGNITUDE = re.compile(r"(?:a )?magnitude[ -](?:of )?|[- ]magnitude(?![a-z])|^m[wlbs]? ?(?=\d)| on the richter scale$")
_TREMOR = re.compile(r" (?:earthquake|quake|tremor)s?$")
_ADDED = re.compile(r",? (?:and )?(?=[\da-z])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A resolved unit: `base = offset + factor * quantity`."""

    name: str
    dimension: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)

    @property
    def is_money(self) -> bool:
        return self.dimension.startswith("currency:")

    def is_called(self, words: str) -> bool:
        """Return whether words name a unit that is a dimension of its own."""
        return self.dimension == self.name and words in (self.name, f"{self.name}s")

    def base(self, bound: Decimal | None, slack: Decimal) -> str | None:
        """Return a bound, moved by its slack, in base units."""
        if bound is None:
            return None
        moved = bound + slack if self.offset else max(bound + slack, Decimal(0))
        return plain(self.offset + self.factor * moved)


@lru_cache(maxsize=16_384)
def parse_measure(written: str, unit: str = "") -> MeasureValue:
    """Read a measure; `unit` is what its attribute declares for figures that name none.

    Raises:
        ValueProblem: no figure, no unit, a unit of another dimension, or more text than is understood.
    """
    declared = _declared_unit(unit, written)
    stated = _CONVERTED.sub("", written)
    currencies, money = find_currency(stated)
    if len(currencies) > 1:
        raise ValueProblem(written, "it names more than one currency", ACCEPTED)
    if currencies or (declared is not None and declared.is_money):
        return _parse_money(money, currencies, declared, written)
    return _parse_quantity(stated, declared, written)


def _parse_quantity(stated: str, declared: Unit | None, written: str) -> MeasureValue:
    text = _prepare(fold(stated)[0], declared)
    reading = read_hedged(text, whole=False)
    if reading is None:
        raise ValueProblem(written, "no quantity is understood", ACCEPTED)
    stated_unit, rest = _unit_after(text, reading.stop, declared)
    resolved = stated_unit or declared
    if resolved is None:
        raise ValueProblem(written, "it has no unit", ACCEPTED)
    if declared is not None and resolved.dimension != declared.dimension:
        why = f"{resolved.name} measures {resolved.dimension}, where {declared.dimension} ({declared.name}) is asked"
        raise ValueProblem(written, why, f"a figure in {declared.name}")
    if stated_unit is not None and reading.hedge == "exact":
        reading, resolved, rest = _with_smaller_unit(reading, stated_unit, text, rest)
    return _build_stated(reading, resolved, text, rest, written)


def measure_from_bounds(bounds: Mapping[str, object], unit: str = "") -> MeasureValue:
    """Build a measure from `{"low": "5.5", "high": null, "unit": "km"}`; null is open.

    Raises:
        ValueProblem: an end is no plain number, or no unit is known.
    """
    resolved = _stated_unit(bounds, unit)
    low, high = _quantity(bounds, "low"), _quantity(bounds, "high")
    hedge = hedge_of_bounds(bounds, low, high)
    return _build_measure(low, high, hedge, resolved, _last_digit(low, high) * _HALF_DIGIT)


def _stated_unit(bounds: Mapping[str, object], unit: str) -> Unit:
    stated = bounds.get("unit") or unit
    resolved = find_unit(stated) if isinstance(stated, str) else None
    if resolved is None:
        raise ValueProblem(bounds, "its unit is not known", '{"low": "5", "high": "10", "unit": "km"}')
    expected = find_unit(unit) if unit else None
    if expected is not None and not _compare_in_kind(expected, resolved):
        why = f"{resolved.name} is no unit of {expected.dimension}"
        raise ValueProblem(bounds, why, f"a figure in {expected.name}")
    return resolved


@cache
def find_unit(name: str) -> Unit | None:
    """Resolve a unit name or symbol; None where it is not known.

    >>> find_unit("miles").name
    'mile'
    """
    name = " ".join(name.split())
    if name in CURRENCY_WORDS:
        return Unit("XXX", "currency:")
    currency = currency_of(name)
    if currency is not None:
        return Unit(currency.code, currency.dimension)
    lowered = name.lower()
    if lowered in _PERCENT:
        return Unit("percent", "percent")
    if lowered in _OWN:
        return Unit(lowered, lowered)
    return _pint_unit(lowered)


CURRENCY_WORDS: Final = ("currency", "money")
"""A declared unit that asks for an amount in whatever currency the text states."""


def _declared_unit(unit: str, written: str) -> Unit | None:
    if not unit:
        return None
    known = find_unit(unit)
    if known is not None:
        return known
    if not re.fullmatch(r"[a-z][a-z_ -]{0,39}", unit):
        why = f"its attribute declares the unit {unit[:40]!r}, which is not known"
        raise ValueProblem(written, why, "a known unit")
    return Unit(unit, unit)  # a unit of the dossier's own: "houses" compare with houses only


def _compare_in_kind(one: Unit, other: Unit) -> bool:
    """Return whether two units measure the same; all money does."""
    return one.dimension == other.dimension or (one.is_money and other.is_money)


@cache
def _registry() -> Any:
    from pint import UnitRegistry

    return UnitRegistry(non_int_type=Decimal, cache_folder=None)


@cache
def _pint_unit(words: str) -> Unit | None:
    expression = _expression(words)
    if expression is None:
        return None
    registry = _registry()
    with localcontext() as context:
        context.prec = 28
        unit = registry.Unit(expression)
        offset = registry.Quantity(Decimal(0), unit).to_base_units().magnitude
        factor = registry.Quantity(Decimal(1), unit).to_base_units().magnitude - offset
    # normalize: pint's factor carries trailing zeros, which would make two spellings of one unit two units
    return Unit(str(unit), str(unit.dimensionality), Decimal(factor).normalize(), Decimal(offset).normalize())


def _expression(words: str) -> str | None:
    """Return a pint expression for the full name of a unit or a symbol of the table, else None."""
    if words in _SYMBOLS:
        return _SYMBOLS[words]
    power = re.fullmatch(r"(square|cubic) ([a-z]+)", words)
    if power is not None:
        base = _expression(power[2])
        return None if base is None else f"({base}) ** {_POWERS[power[1]]}"
    ratio = re.fullmatch(r"([a-z ]+?)(?: per |/| an? )([a-z]+)", words)
    if ratio is not None:
        over, under = _expression(ratio[1]), _expression(ratio[2])
        return f"({over}) / ({under})" if over and under else None
    return _full_name(words)


def _full_name(words: str) -> str | None:
    if not re.fullmatch(r"[a-z]{3,20}", words) or words in MULTIPLIERS:
        return None
    for prefix, base, _ in _registry().parse_unit_name(words, case_sensitive=True):
        # Whole words only: pint would also read "pin" as a pico-inch and "mat" as a milli-atmosphere.
        whole = len(prefix) not in range(1, _LONG_PREFIX) and words.startswith(prefix)
        if whole and base not in _UNITS_BY_DIMENSION_ONLY:
            return f"{prefix}{base}"
    return None


_UNITS_BY_DIMENSION_ONLY: Final = frozenset({"count", "dozen", "score", "point", "pixel", "dot", "bit", "turn"})


def _prepare(text: str, declared: Unit | None) -> str:
    """Rewrite "a mile" as "1 mile" and "5 km to 10 km" as "5 to 10 km"; take "magnitude" off its figure."""
    if _MAGNITUDE.search(text) and (declared is None or declared.name == "magnitude"):
        rest = _TREMOR.sub("", _MAGNITUDE.sub(" ", text))
        return f"{' '.join(rest.split())} magnitude"
    return _prepare_plain(text, declared)


def _prepare_plain(text: str, declared: Unit | None) -> str:
    if declared is not None and declared.is_called(declared.name) and declared.name not in _OWN:
        text = text.removeprefix(f"{declared.name} ")
    text = _DIMENSION.sub("", _COMPOUND.sub("", _EACH_HYPHENED.sub("", text)))
    if declared is not None and declared.dimension == "[time]":
        text = _AGED.sub("", text)
    text = _A_UNIT.sub(_one, _QUARTER.sub(_quarter, text))
    text = _AND_A_HALF.sub(r"\1 and a half \2", text)
    text = re.sub(r"(?<![a-z0-9.])(\d+) and a half", r"\1.5", text)
    return _SAME_UNIT.sub(r"\1 \3 \4 \2", text)


def _quarter(match: re.Match[str]) -> str:
    return "0.75 " if match[1] else "0.25 "


def _one(match: re.Match[str]) -> str:
    return "1 " if find_unit(match[1]) or find_unit(match[1].split()[0]) else match[0]


def _unit_after(text: str, position: int, declared: Unit | None) -> tuple[Unit | None, int]:
    """Return the longest unit at `position` and the position after it."""
    match = _UNIT_WORDS.match(text, position)
    if match is None:
        return None, position
    words = match[1]
    while words:
        end = match.start(1) + len(words)
        if declared is not None and declared.is_called(words):
            return declared, end
        if words == "pounds" and (declared is None or declared.dimension != "[mass]"):
            return None, position
        if _ends_word(text, end) and (unit := find_unit(words)):
            return unit, end
        words = words[: max(words.rfind("/"), words.rfind(" "), 0)]
    return None, position


def _ends_word(text: str, end: int) -> bool:
    return end == len(text) or not (text[end].isalnum() or text[end] in "/²")


def _with_smaller_unit(reading: Reading, unit: Unit, text: str, rest: int) -> tuple[Reading, Unit, int]:
    """Read on in "3 hours 20 minutes": one quantity in two units."""
    joint = _ADDED.match(text, rest)
    number = read_number(text, joint.end()) if joint else None
    if number is None:
        return reading, unit, rest
    smaller, end = _unit_after(text, number.end, None)
    if smaller is None or smaller.dimension != unit.dimension or smaller.factor >= unit.factor or unit.offset:
        return reading, unit, rest
    total = (reading.low * unit.factor / smaller.factor + number.value).normalize()
    summed = Reading("exact", total, total, reading.stop, None, number.step, True)
    return summed, smaller, end


def _parse_money(money: str, currencies: set[Currency], declared: Unit | None, written: str) -> MeasureValue:
    if declared is not None and not declared.is_money:
        raise ValueProblem(written, f"it is money, where {declared.dimension} is asked", f"a figure in {declared.name}")
    text = fold(money)[0]
    reading = read_hedged(text, whole=False, short=True)
    if reading is None:
        raise ValueProblem(written, "no amount is understood", ACCEPTED)
    unit = Unit(currency.code, currency.dimension) if (currency := next(iter(currencies), None)) else declared
    if unit is None or unit.dimension == "currency:":
        raise ValueProblem(written, "it has no currency", "EUR 85 million, US$108 million, 500 roubles")
    return _build_stated(reading, unit, text, reading.stop, written)


def _build_stated(reading: Reading, unit: Unit, text: str, rest: int, written: str) -> MeasureValue:
    closed, text = read_last_words(text, replace(reading, stop=rest), whole=False)
    if closed is None:
        raise ValueProblem(written, "its hedges contradict each other", ACCEPTED)
    _check_rest(text, rest, written)
    if max(closed.low, closed.high or closed.low) > LARGEST:
        raise ValueProblem(written, "the figure is too large", f"at most {LARGEST}")
    slack = closed.step * _HALF_DIGIT if closed.stated else Decimal(0)
    one_sided = closed.hedge in ("at_most", "up_to", "less_than")
    return _build_measure(None if one_sided else closed.low, closed.high, closed.hedge, unit, slack)


def _check_rest(text: str, rest: int, written: str) -> None:
    if rest < len(text) and (not _REST.match(text, rest) or _ANOTHER_FIGURE.search(text, rest)):
        raise ValueProblem(written, f"{text[rest:][:30].strip()!r} after the quantity is not understood", ACCEPTED)


def _build_measure(low: Decimal | None, high: Decimal | None, hedge: Hedge, unit: Unit, slack: Decimal) -> MeasureValue:

    return MeasureValue(
        low=None if low is None else plain(low),
        high=None if high is None else plain(high),
        unit=unit.name,
        dimension=unit.dimension,
        base_low=unit.base(low, -slack),
        base_high=unit.base(high, slack),
        hedge=hedge,
    )


def plain(quantity: Decimal) -> str:
    """Return a decimal string without exponent or trailing zeros, at most 9 places.

    >>> plain(Decimal("1.50E+3"))
    '1500'
    """
    text = f"{round(quantity, 9):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _quantity(bounds: Mapping[str, object], key: str) -> Decimal | None:
    bound = bounds.get(key)
    if bound is None:
        return None
    accepted = '{"low": "5.5", "high": null, "unit": "km"}'
    problem = ValueProblem(bounds, f"{key} is no number from 0 to {LARGEST}", accepted)
    if isinstance(bound, bool) or not isinstance(bound, int | float | str) or len(str_of(bound)) > 32:
        raise problem
    try:
        quantity = Decimal(str_of(bound))
    except InvalidOperation as error:
        raise problem from error
    if not _is_in_range(quantity):
        raise problem
    return quantity


def _is_in_range(quantity: Decimal) -> bool:
    return quantity.is_finite() and 0 <= quantity <= LARGEST and _last_digit(quantity) >= Decimal("1e-9")


def str_of(number: int | float | str) -> str:
    """Return the shortest digits of a number; a huge integer stays short, so that nothing prints a million digits."""
    if isinstance(number, int) and number.bit_length() > 64:
        return "too large"
    return number if isinstance(number, str) else repr(number)


def _last_digit(*bounds: Decimal | None) -> Decimal:
    """Return one unit of the finest digit among `bounds`."""
    exponents = [int(bound.as_tuple().exponent) for bound in bounds if bound is not None]
    return Decimal(1).scaleb(min([0, *exponents]))
