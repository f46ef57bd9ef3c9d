"""Where on the globe a place of an event lies, as exactly as its words say."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Final

from claims.vocabulary.gazetteer import locate
from claims.vocabulary.model import Vocabulary

_KM_PER_DEG: Final = 111.2
_TOWN_KM: Final = 15.0
"""How far from its middle a town may reach."""


@dataclass(frozen=True, slots=True)
class Position:
    """A point with how far from it the place reaches."""

    lat: float
    lon: float
    radius_km: float


def find_position(vocabulary: Vocabulary, words: str) -> Position | None:
    """Return the position of the most closely known of some places, which semicolons part; None where none is known.

    A place without coordinates, such as a country, is where the towns in it are that the gazetteer lists.

    >>> from claims.vocabulary.loading import builtin_vocabulary
    >>> find_position(builtin_vocabulary(), "Abuja; Nigeria")
    Position(lat=9.06, lon=7.49, radius_km=15.0)
    >>> find_position(builtin_vocabulary(), "the blue barn")
    """
    found = [position for name in words.split(";") if (position := _position(vocabulary, name.strip()))]
    return min(found, key=lambda position: position.radius_km, default=None)


def _position(vocabulary: Vocabulary, name: str) -> Position | None:
    node = vocabulary.places.get(vocabulary.place_name(name) or "")
    if node is None:
        return _locate_town(name)
    if node.lat:
        return Position(float(node.lat), float(node.lon), _TOWN_KM)
    towns = [
        (float(each.lat), float(each.lon))
        for each in vocabulary.places.values()
        if each.lat and node.name in vocabulary.containers(each.name)
    ]
    return _centre(towns) if towns else None


def _locate_town(name: str) -> Position | None:
    """Return the position of a populated place that the vocabulary lacks; None where several have the name."""
    populated = locate(name) if name else ()
    return Position(populated[0].lat, populated[0].lon, _TOWN_KM) if len(populated) == 1 else None


def _centre(towns: Sequence[tuple[float, float]]) -> Position:
    """Return the mean of towns, with how far from it they reach."""
    lat, lon = (sum(values) / len(towns) for values in zip(*towns, strict=True))
    reach = max(_km_between((lat, lon), town) for town in towns)
    return Position(round(lat, 2), round(lon, 2), round(max(reach, 100.0)))


def _km_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot(a[0] - b[0], (a[1] - b[1]) * cos(radians((a[0] + b[0]) / 2))) * _KM_PER_DEG
