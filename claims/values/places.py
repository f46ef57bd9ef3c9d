"""Parse places: "X", "near X", "off X", "50 miles southwest of X".

A distance without a place is an error. The gazetteer knows where a named place is.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from claims.values.hedged import read_hedged
from claims.values.measures import parse_measure, plain
from claims.values.model import PlaceValue
from claims.values.numbers import NUMBER_WORDS, fold
from claims.values.problems import ValueProblem
from claims.values.texts import clean

ACCEPTED: Final = "a place: Oslo, near Oslo, off Bergen, 50 miles southwest of Oslo"

POINTS: Final = (
    "north", "north-northeast", "northeast", "east-northeast", "east", "east-southeast", "southeast", "south-southeast",
    "south", "south-southwest", "southwest", "west-southwest", "west", "west-northwest", "northwest", "north-northwest",
)  # fmt: skip
"""The compass points, 22.5 degrees apart, clockwise from north."""

_LETTERS: Final = {"north": "n", "east": "e", "south": "s", "west": "w"}
_BEARINGS: Final[dict[str, int]] = {}
for _index, _point in enumerate(POINTS):
    _short = re.sub("north|east|south|west", lambda match: _LETTERS[match[0]], _point).replace("-", "")
    _BEARINGS[_short] = _BEARINGS[_point.replace("-", "")] = _index * 45 // 2

_POINT = r"(?:(?:north|south|east|west)(?:[- ]?(?:north|south|east|west)){0,2}|[NSEW]{1,3}(?![a-z]))"
_AWAY = re.compile(
    rf" (?:(?:to the )?(?P<point>{_POINT}) (?:of|from) |(?:away )?from |outside (?:of )?|off (?:the coast of )?|of )",
    re.IGNORECASE,
)
_DIRECTION = re.compile(rf"(?:to the )?(?P<point>{_POINT}) of (?P<name>.+)", re.IGNORECASE)
_SIDE = re.compile(
    r"(?:the )?(?:far )?(?P<point>(?:north|south)?-?(?:north|south|east|west))(?:ern)?"
    r"(?: part)?(?:(?: of)? (?P<name>.+))?",
    re.I,
)
_NEAR = re.compile(
    r"(?:near|nearby|close to|in the (?:vicinity|area) of|just outside|outside|next to|around|on the outskirts of)"
    r" (?P<name>.+)",
    re.IGNORECASE,
)
_OFF = re.compile(r"off (?:the (?:[a-z]+ )?(?:coast|shore|island) of )?(?P<name>.+)", re.IGNORECASE)
_WITHIN = re.compile(r"^within ", re.IGNORECASE)
_CONVERTED = re.compile(
    rf" \((?:about |around |some )?(?:[\d.,]+|(?:{NUMBER_WORDS})(?:[- ](?:{NUMBER_WORDS}))*)"
    r"[- ]?(?:km|kms|mi|(?:nautical )?miles?|kilomet(?:er|re)s?)\)",
    re.IGNORECASE,
)
"""The same distance again in another unit."""
_IN = re.compile(r"(?:in|at|on|along|inside|within) (?P<name>.+)")


@lru_cache(maxsize=16_384)
def parse_place(written: str) -> PlaceValue:
    """Read a place.

    Raises:
        ValueProblem: no name, or a distance from nowhere.

    >>> parse_place("near Oslo").relation
    'near'
    """
    text = _CONVERTED.sub("", clean(written, ACCEPTED))
    if (away := _read_away(text)) is not None:
        return away
    if _kilometres(text) is not None:
        raise ValueProblem(written, "it is a distance from no place", ACCEPTED)
    direction = _DIRECTION.fullmatch(text)
    if direction is not None:
        return PlaceValue(name=direction["name"], relation="from", bearing=_bearing(direction["point"]))
    relations: tuple[tuple[re.Pattern[str], Literal["in", "near", "off"]], ...] = (
        (_NEAR, "near"),
        (_OFF, "off"),
        (_IN, "in"),
    )
    for pattern, relation in relations:
        match = pattern.fullmatch(text)
        if match is not None:
            return PlaceValue(name=match["name"], relation=relation)
    return PlaceValue(name=text)


def _read_away(text: str) -> PlaceValue | None:
    """Read "50 miles southwest of X"."""
    for away in _AWAY.finditer(text):
        distance = _kilometres(text[: away.start()])
        name = text[away.end() :].strip()
        if distance is not None and name:
            low, high = distance
            return PlaceValue(name=name, relation="from", low_km=low, high_km=high, bearing=_bearing(away["point"]))
    return None


def _kilometres(text: str) -> tuple[str | None, str | None] | None:
    """Return the bounds of a distance in kilometres, None where `text` is none."""
    folded = fold(_WITHIN.sub("", text))[0]
    if read_hedged(folded, whole=False) is None and not re.match(r"(?:\w+ ){0,2}an? ", folded):
        return None  # most names: no need to load the units
    try:
        measure = parse_measure(_WITHIN.sub("up to ", text))
    except ValueProblem:
        return None
    if measure.dimension != "[length]":
        return None
    low, high = (None if end is None else plain(Decimal(end) / 1000) for end in (measure.base_low, measure.base_high))
    return low, high


def _bearing(point: str | None) -> int | None:
    return None if point is None else _BEARINGS.get(point.lower().replace("-", "").replace(" ", ""))


def read_side(name: str) -> tuple[int, str] | None:
    """Return the direction that the name of a place without one of its own gives, and the place it is a side of.

    >>> read_side("northern Orsa"), read_side("the south-west of Orsa"), read_side("the east"), read_side("Orsa")
    ((0, 'Orsa'), (225, 'Orsa'), (90, ''), None)
    """
    side = _SIDE.fullmatch(name)
    bearing = _bearing(side["point"]) if side is not None else None
    return (bearing, side["name"] or "") if side is not None and bearing is not None else None
