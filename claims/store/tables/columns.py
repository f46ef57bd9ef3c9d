"""Read from an assertion's content the columns by which a screen finds what cannot be in conflict without reading it.

They follow from the content alone, and from no word list: what names stand for one voice is for whoever reads them.
"""

import functools
import hashlib
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final, NamedTuple, get_args

from claims.identity import canonical_json
from claims.models import Stance
from claims.values.dates import end_of
from claims.values.model import Kind
from claims.values.problems import ValueProblem

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
STANCES: Final[tuple[Stance, ...]] = ("asserts", "suspects", "denies", "retracts")
"""A kind and a stance are stored as their places here; what speaks against a value comes last."""

OPEN_LOW: Final = -(10**16)
OPEN_HIGH: Final = 10**16
"""Ends of what has none. Small enough that hundreds can be added."""

_THOUSANDTHS: Final = 1_000
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}")

Ends = tuple[int, int]


class Columns(NamedTuple):
    """What a screen knows of one assertion, beside its scope and article."""

    kind: int
    """Of the value: its place in `KINDS`."""
    stance: int
    """Its place in `STANCES`."""
    low: int
    high: int
    """Ends such that two values of one digest whose ends meet cannot exclude each other; where low is above high, the
    value cannot be told by them. A count as it is, a date as digits, a measure in thousandths rounded inwards.
    """
    digest: bytes
    """Of what two values must have in common for their ends to say anything: of counts and dates the kind, of measures
    the unit too, of all others the whole value.
    """
    clock: int | None
    """The last instant of the as-of date as digits, as it was recorded; None where it has none."""
    hops: int
    """How many names the chain has."""
    exhaustive: int
    proposed: int
    """1 where a program proposed it."""


def read_columns(content: Mapping[str, Any]) -> Columns:
    """Return the columns of the assertion with this content."""
    value = content["value"]
    kind = value["kind"]
    low, high, told = _READERS.get(kind, _read_whole)(value)
    return Columns(
        kind=_NUMBERS[kind],
        stance=STANCES.index(content["stance"]),
        low=low,
        high=high,
        digest=_digest(kind, told),
        clock=_read_clock(content["as_of"]),
        hops=len(content["chain"]),
        exhaustive=int(content["exhaustive"]),
        proposed=int(bool(content["tier"])),
    )


_NUMBERS: Final = {kind: number for number, kind in enumerate(KINDS)}


@functools.lru_cache(maxsize=20_000)
def voice_number(name: str) -> int:
    """Return the number that stands for a name in the columns: one for every name, in every dossier."""
    return int.from_bytes(hashlib.sha256(name.encode("utf-8", "replace")).digest()[:8]) >> 2


def outlet_name(publisher: str | None, name: str) -> str:
    """Return the name of the outlet of an article, from its row."""
    return publisher or f"article {name}"


_Told = tuple[int, int, Any]
"""The ends of a value, and what its digest is of beside its kind."""


def _read_count(value: Mapping[str, Any]) -> _Told:
    return value["low"], OPEN_HIGH if value["high"] is None else value["high"], None


def _read_measure(value: Mapping[str, Any]) -> _Told:
    low, high = _thousandths(value["low"], ROUND_CEILING), _thousandths(value["high"], ROUND_FLOOR)
    return (
        *_ends(low, high, is_open=(value["low"] is None, value["high"] is None)),
        [value["unit"], value["dimension"]],
    )


def _read_date(value: Mapping[str, Any]) -> _Told:
    low, high = value["low"], value["high"]
    return (*_ends(_digits(low), _digits(high), is_open=(low is None, high is None)), None)


def _read_whole(value: Mapping[str, Any]) -> _Told:
    """Return a value that only a value like it to the letter is sure to go together with."""
    return 0, 0, value


def _read_text(value: Mapping[str, Any]) -> _Told:
    return 0, 0, value["normal"]


_READERS: Final[Mapping[Kind, Callable[[Mapping[str, Any]], _Told]]] = {
    "count": _read_count,
    "measure": _read_measure,
    "date": _read_date,
    "text": _read_text,
}


def _ends(low: int | None, high: int | None, *, is_open: tuple[bool, bool]) -> Ends:
    """Return the ends of an interval; ends that cannot be told make one that not even meets itself."""
    if (low is None and not is_open[0]) or (high is None and not is_open[1]):
        return OPEN_HIGH, OPEN_LOW
    return OPEN_LOW if low is None else low, OPEN_HIGH if high is None else high


def _thousandths(text: str | None, rounding: str) -> int | None:
    if text is None:
        return None
    try:
        scaled = (Decimal(text) * _THOUSANDTHS).to_integral_value(rounding)
        return int(scaled) if OPEN_LOW < scaled < OPEN_HIGH else None
    except ArithmeticError:
        return None


def _digits(instant: str | None) -> int | None:
    """Return an instant as a number of the same order; None where it has another form.

    >>> _digits("2031-03-04T05:06:07")
    20310304050607
    """
    if instant is None or not _INSTANT.fullmatch(instant):
        return None
    return int(re.sub(r"\D", "", instant))


@functools.lru_cache(maxsize=20_000)
def _read_clock(as_of: str | None) -> int | None:
    try:
        return None if as_of is None else _digits(end_of(as_of))
    except ValueProblem:
        return None


@functools.lru_cache(maxsize=8)
def _digest_of_kind(kind: Kind) -> bytes:
    return bytes((_NUMBERS[kind],))


def _digest(kind: Kind, told: Any) -> bytes:
    if told is None:
        return _digest_of_kind(kind)
    return _digest_of_kind(kind) + hashlib.sha256(canonical_json(told)).digest()[:15]
