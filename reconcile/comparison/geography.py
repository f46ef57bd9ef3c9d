"""How far places lie from each other: areas on the globe, from the gazetteer's coordinates and the words of a place.

"50 miles southwest of X" is a stretch of country and never a point. An area is a circle that holds everything its words
allow, so that two areas that lie apart cannot be one place; two that meet may be.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from math import asin, atan2, cos, degrees, hypot, radians, sin
from typing import Final

from claims.values.model import PlaceValue
from claims.values.places import POINTS
from claims.vocabulary.gazetteer import Populated, country_name
from claims.vocabulary.gazetteer import locate as find_places
from claims.vocabulary.model import Place, Vocabulary

EARTH_KM: Final = 6_371.0
PLACE_KM: Final = 15
"""How far a place reaches from its listed centre, and from where distances to it count (declared by Variorum)."""
NEAR_KM: Final = 50
OFF_KM: Final = 300
"""How far "near" and "off" a place reach at most (declared by Variorum)."""
SECTOR_DEG: Final = 22.5
"""A compass point stands for what lies up to half way to the next one (declared by Variorum)."""
DISTRICT_KM: Final = 15
"""How much further than a town the district of its name reaches (declared by Variorum)."""
NEXT_KM: Final = 60
"""An area so close to a listed place of a country may lie in that country (declared by Variorum)."""
BEYOND_KM: Final = 300
"""An area so far from every listed place of a country that is no neighbour lies outside it (declared by Variorum)."""

_ROUNDED_KM: Final = 100
_DISTRICT: Final = re.compile(r"^(?:the )?(?:district|county) of | (?:district|county)$", re.IGNORECASE)
_CONTINENTS: Final = frozenset({"World", "Africa", "Americas", "Asia", "Europe", "Oceania"})


@dataclass(frozen=True, slots=True)
class Area:
    """Everything within `radius_km` of a point, but for what lies within `hole_km` of it."""

    lat: float
    lon: float
    radius_km: float
    hole_km: float = 0

    def gap_km(self, other: "Area") -> float:
        """Return how far two areas lie apart; nothing or less where they may meet."""
        between = measure_km(self.lat, self.lon, other.lat, other.lon)
        in_hole = max(self.hole_km - between - other.radius_km, other.hole_km - between - self.radius_km)
        return max(between - self.radius_km - other.radius_km, in_hole)


def measure_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points given in degrees (haversine formula, on a sphere)."""
    one, two, turn = radians(lat), radians(other_lat), radians(other_lon - lon)
    half = sin((two - one) / 2) ** 2 + cos(one) * cos(two) * sin(turn / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, half**0.5))


def find_bearing(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the direction, in degrees clockwise from north, in which the second point lies from the first."""
    one, two, turn = radians(lat), radians(other_lat), radians(other_lon - lon)
    across, along = sin(turn) * cos(two), cos(one) * sin(two) - sin(one) * cos(two) * cos(turn)
    return degrees(atan2(across, along)) % 360


def move(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Return the point that lies `km` from another one in a direction."""
    start, turn, angle = radians(lat), radians(bearing), km / EARTH_KM
    end = asin(max(-1.0, min(1.0, sin(start) * cos(angle) + cos(start) * sin(angle) * cos(turn))))
    aside = atan2(sin(turn) * sin(angle) * cos(start), cos(angle) - sin(start) * sin(end))
    return degrees(end), (lon + degrees(aside) + 540) % 360 - 180


def locate(place: Place | None) -> tuple[float, float] | None:
    """Return latitude and longitude of a place; None where the gazetteer has none."""
    return (float(place.lat), float(place.lon)) if place is not None and place.lat and place.lon else None


def find_populated(name: str, vocabulary: Vocabulary) -> Populated | None:
    """Return the populated place of a name that the vocabulary does not list; None where there are none or several."""
    if vocabulary.place_name(name) is not None:
        return None
    named = find_places(_DISTRICT.sub("", name))
    return named[0] if len(named) == 1 else None


def find_countries(name: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return what a listed place lies in, or the country of the one populated place of a name that is not listed."""
    populated = find_populated(name, vocabulary)
    if populated is None:
        return frozenset(vocabulary.containers(name)) - _CONTINENTS
    return frozenset(filter(None, [vocabulary.place_name(country_name(populated.country))]))


def find_point(name: str, vocabulary: Vocabulary) -> tuple[float, float] | None:
    """Return where a listed place lies, or the one populated place of a name that is not listed."""
    populated = find_populated(name, vocabulary)
    return (populated.lat, populated.lon) if populated is not None else locate(vocabulary.places.get(name))


def find_area(value: PlaceValue, node: str | None, vocabulary: Vocabulary) -> Area | None:
    """Return the area that a place's words allow; None where they leave its reach open or the gazetteer has no point.

    `node` is the gazetteer's name for the place named in it, or its own.
    """
    centre = find_point(node or "", vocabulary)
    if centre is None:
        return None
    if value.relation != "from":
        reach = {"in": PLACE_KM, "near": NEAR_KM, "off": OFF_KM}[value.relation]
        return Area(*centre, reach + (DISTRICT_KM if _DISTRICT.search(value.name) else 0))
    return None if value.high_km is None else _find_ring(centre, value, value.high_km)


def find_area_between(one: str, two: str, vocabulary: Vocabulary) -> Area | None:
    """Return the area between two places; None where the gazetteer has no point of one of them."""
    start, end = find_point(one, vocabulary), find_point(two, vocabulary)
    if start is None or end is None:
        return None
    half = measure_km(*start, *end) / 2
    return Area(*move(*start, find_bearing(*start, *end), half), half + PLACE_KM)


def _find_ring(centre: tuple[float, float], value: PlaceValue, high_km: str) -> Area:
    """Return the ring or the sector at some distance from a point."""
    low, high = float(Decimal(value.low_km or 0)), float(Decimal(high_km))
    if value.bearing is None:
        return Area(*centre, high + PLACE_KM, max(0.0, low - PLACE_KM))
    middle = (low + high) / 2
    half = radians(SECTOR_DEG)
    corners = [hypot(end * cos(half) - middle, end * sin(half)) for end in (low, high)]
    return Area(*move(*centre, value.bearing, middle), max(*corners, (high - low) / 2) + PLACE_KM)


def describe_distance(one: str, two: str, vocabulary: Vocabulary) -> str:
    """Return how far and in which direction the place `two` lies from `one`; empty where one has no point."""
    start, end = find_point(one, vocabulary), find_point(two, vocabulary)
    if start is None or end is None:
        return ""
    km = measure_km(*start, *end)
    point = POINTS[round(find_bearing(*start, *end) / 22.5) % 16]
    names = [name if name in vocabulary.places else name.title() for name in (one, two)]
    return f"{names[1]} lies about {round(km, -1) if km >= _ROUNDED_KM else round(km):.0f} km {point} of {names[0]}"


def meets_region(area: Area, around: Collection[str], region: str, vocabulary: Vocabulary) -> bool | None:
    """Return whether an area may lie in a region that is listed without a point; None where that cannot be said.

    With one of the region's listed places near by it may; with all of them far away it does not, unless the region is
    a neighbour, of which large parts may hold no listed place. `around` contain the place the area is described from.
    """
    points = list(filter(None, map(locate, vocabulary.places_within(region))))
    if not points:
        return None
    nearest = min(area.gap_km(Area(*point, PLACE_KM)) for point in points)
    if nearest <= NEXT_KM:
        return True
    return None if nearest <= BEYOND_KM or _is_next_to(region, around, vocabulary) else False


def _is_next_to(region: str, around: Collection[str], vocabulary: Vocabulary) -> bool:
    """Return whether a region, or what it lies in, is a place of `around` or borders on one."""
    outer = {region, *vocabulary.containers(region)}
    neighbours = {border for name in around if name in vocabulary.places for border in vocabulary.places[name].borders}
    return bool(outer & (neighbours | set(around) - _CONTINENTS))
