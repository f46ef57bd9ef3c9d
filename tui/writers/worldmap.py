"""A map of a report's events as an SVG picture: coasts and borders as lines, each event with its number and its reach.

The lines are those of Natural Earth at 1:110 million, in the public domain (naturalearthdata.com), rounded to a tenth
of a degree. Distances east and west are drawn as they are in the middle of the map.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import pairwise
from math import cos, radians
from typing import Final

from claims.grouping import group_by
from tui.writers.brief import Spot
from tui.writers.labels import Labels

WIDTH: Final = 680
_TALLEST: Final = 420
_ASPECT: Final = 2.0
"""How much wider than high a map is, at least: it is to leave room on the page."""
_MARGIN: Final = 0.18
"""Of the span of the points, on each side."""
_LEAST_DEG: Final = 8.0
"""Degrees that a map covers at least, so that a coast or a border can be seen."""
_KM_PER_DEG: Final = 111.2
_LABEL_PX: Final = 13

Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""


def draw_map(spots: Sequence[Spot], prefix: str) -> str:
    """Return the map; empty where there is no spot."""
    if not spots:
        return ""
    west, south, east, north = box = _frame(spots)
    squeeze = cos(radians((south + north) / 2))
    scale = min(WIDTH / ((east - west) * squeeze), _TALLEST / (north - south))
    width, height = round((east - west) * squeeze * scale), round((north - south) * scale)
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "role": "img",
            "focusable": "false",
        },
    )
    svg.set("aria-labelledby", f"{prefix}-desc")
    ET.SubElement(svg, "desc", id=f"{prefix}-desc").text = _description(spots)

    def place(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * squeeze * scale, 1), round((north - lat) * scale, 1)

    for line in _lines_in(box):
        points = " L".join(f"{x:g} {y:g}" for x, y in (place(*point) for point in line))
        ET.SubElement(svg, "path", {"d": f"M{points}", "class": "land"})
    labels = Labels()
    for (lat, lon), here in group_by(spots, _point_of).items():
        x, y = place(lon, lat)
        reach = max(spot.position.radius_km for spot in here) / _KM_PER_DEG * scale
        ET.SubElement(svg, "path", {"d": _circle(x, y, max(reach, 3.0)), "class": "reach"})
        ET.SubElement(svg, "path", {"d": _circle(x, y, 3.0), "class": "spot"})
        numbers = ", ".join(str(spot.number) for spot in here)
        label_y = labels.place(x + 6, y + 4, numbers)
        if label_y is not None:
            attributes = {"x": f"{x + 6:g}", "y": f"{label_y:g}", "font-size": str(_LABEL_PX)}
            ET.SubElement(svg, "text", attributes).text = numbers
    return ET.tostring(svg, encoding="unicode")


def _point_of(spot: Spot) -> tuple[float, float]:
    return round(spot.position.lat, 2), round(spot.position.lon, 2)


def _description(spots: Sequence[Spot]) -> str:
    places = []
    for spot in spots:
        lat, lon = spot.position.lat, spot.position.lon
        places.append(f"{spot.number} at {abs(lat):.1f}° {'NS'[lat < 0]}, {abs(lon):.1f}° {'EW'[lon < 0]}")
    return f"Map of the events by their numbers in the table: {'; '.join(places)}."


def _frame(spots: Sequence[Spot]) -> Box:
    """Return the part of the world that holds the spots, with room around them."""
    lats, lons = [spot.position.lat for spot in spots], [spot.position.lon for spot in spots]
    reach = max(spot.position.radius_km for spot in spots) / _KM_PER_DEG
    high = max((max(lats) - min(lats)) * (0.5 + _MARGIN), _LEAST_DEG / 2, reach)
    wide = max((max(lons) - min(lons)) * (0.5 + _MARGIN), _LEAST_DEG, high)
    middle_lat, middle_lon = (max(lats) + min(lats)) / 2, (max(lons) + min(lons)) / 2
    wide = max(wide, _ASPECT * high / cos(radians(middle_lat)))
    return (
        max(-180.0, middle_lon - wide),
        max(-90.0, middle_lat - high),
        min(180.0, middle_lon + wide),
        min(90.0, middle_lat + high),
    )


def _circle(x: float, y: float, radius: float) -> str:
    r = f"{radius:.1f}"
    return f"M{x - radius:.1f} {y:g}a{r} {r} 0 1 0 {2 * radius:.1f} 0a{r} {r} 0 1 0 {-2 * radius:.1f} 0z"


def _lines_in(box: Box) -> Iterator[Sequence[tuple[float, float]]]:
    """Yield the stretches of coasts and borders that touch a part of the world."""
    west, south, east, north = box
    for line in _lines():
        stretch: list[tuple[float, float]] = []
        for one, two in pairwise(line):
            lons, lats = sorted((one[0], two[0])), sorted((one[1], two[1]))
            if lons[1] >= west and lons[0] <= east and lats[1] >= south and lats[0] <= north:
                stretch = stretch or [one]
                stretch.append(two)
            elif stretch:
                yield stretch
                stretch = []
        if stretch:
            yield stretch


@cache
def _lines() -> tuple[tuple[tuple[float, float], ...], ...]:
    text = resources.files("tui").joinpath("templates/countries.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines())
    return tuple(tuple(_point(pair) for pair in row) for row in rows)


def _point(pair: str) -> tuple[float, float]:
    lon, _, lat = pair.partition(",")
    return float(lon), float(lat)
