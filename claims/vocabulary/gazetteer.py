"""Looks populated places up by name: where on earth a town of 1,000 people and more lies, of all that bear its name.

The data is GeoNames' (https://www.geonames.org), CC BY 4.0, in blocks of names that are unpacked when one is looked
up; positions are rounded to a hundredth of a degree, populations to two figures.
"""

import bisect
import json
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from anyascii import anyascii

_MAGIC: Final = b"populated 1\n"
_BLOCK: Final = 400
"""Names that are packed together."""
PRECISION_KM: Final = 1
"""How far a position may be off by rounding alone."""


class Populated(NamedTuple):
    """A populated place."""

    name: str
    """In ASCII."""
    country: str
    """ISO 3166-1 code of two letters."""
    division: str
    """First-level division, in ASCII; empty where the data has none."""
    lat: float
    lon: float
    population: int
    id: int
    """Of GeoNames."""

    @property
    def address(self) -> str:
        """Its address in GeoNames' linked data."""
        return f"https://sws.geonames.org/{self.id}/"


_SAME_DEGREES: Final = 0.1
"""Two positions no further apart than this, about 10 km, may be of one place."""


def find_same(name: str, lat: str, lon: str) -> Populated | None:
    """Return the populated place that one of this name and position is; None where none or several lie there."""
    if not lat or not lon:
        return None
    near = [place for place in locate(name.partition(",")[0]) if _is_near(place, float(lat), float(lon))]
    return near[0] if len(near) == 1 else None


def _is_near(place: Populated, lat: float, lon: float) -> bool:
    return abs(place.lat - lat) <= _SAME_DEGREES and abs(place.lon - lon) <= _SAME_DEGREES


def locate(words: str, country: str = "", division: str = "") -> tuple[Populated, ...]:
    """Return the populated places that bear a name, largest first; none where the gazetteer has no such name.

    "Springfield, Illinois" gives those of that division or country. A position holds to `PRECISION_KM`, beside the
    size of the place itself; the id is GeoNames'. A name that several places bear is no evidence for any one of them.

    Args:
        words: a name, or one with what it lies in after commas.
        country: ISO 3166-1 code that it lies in, where known.
        division: name of the first-level division that it lies in, where known.

    >>> [place.division for place in locate("Boscobel")], locate("Kulob")[0].country
    (['Wisconsin'], 'TJ')
    """
    name, *outer = words.split(",")
    wanted = [_fold(one) for one in (*outer, division) if one.strip()]
    return tuple(
        place
        for place in _find(_fold(name))
        if country in ("", place.country) and all(_is_within(place, one) for one in wanted)
    )


def _is_within(place: Populated, outer: str) -> bool:
    return outer in (_fold(place.division), _fold(country_name(place.country)), _fold(place.country))


def country_name(code: str) -> str:
    """Return GeoNames' name of the country of a code; empty where there is none.

    >>> country_name("TJ")
    'Tajikistan'
    """
    return _load().countries.get(code, "")


@lru_cache(maxsize=4_096)
def _find(name: str) -> tuple[Populated, ...]:
    """Return the places of a folded name, largest first."""
    packed = _load()
    number = bisect.bisect_right(packed.firsts, name) - 1
    if not name or number < 0:
        return ()
    found = {place for key, place in packed.block(number) if key == name}
    return tuple(sorted(found, key=lambda place: (-place.population, place.id)))


def _fold(name: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", anyascii(name).casefold().replace("'", "")).split())


class _Packed(NamedTuple):
    """The file, with the first name of each block and where it lies."""

    content: bytes
    firsts: list[str]
    starts: list[int]
    divisions: list[tuple[str, str]]
    countries: dict[str, str]

    def block(self, number: int) -> Iterator[tuple[str, Populated]]:
        """Yield the names of a block with their places."""
        rows = zlib.decompress(self.content[self.starts[number] : self.starts[number + 1]])
        (length,) = struct.unpack_from("<I", rows)
        names = rows[4 : 4 + length].decode("ascii").split("\n")
        columns = [
            struct.unpack_from(f"<{len(names)}{kind}", rows, 4 + length + len(names) * before)
            for kind, before in (("I", 0), ("h", 4), ("h", 6), ("H", 8), ("H", 10))
        ]
        for written, id_, lat, lon, size, division in zip(names, *columns, strict=True):
            name, _, called = written.partition("|")
            population = size % 100 * 10 ** (size // 100)
            country, outer = self.divisions[division]
            yield _fold(name), Populated(called or name, country, outer, lat / 100, lon / 100, population, id_)


@cache
def _load() -> _Packed:
    content = Path(__file__).with_name("data").joinpath("populated.bin").read_bytes()
    (length,) = struct.unpack_from("<I", content, len(_MAGIC))
    start = len(_MAGIC) + 4
    header = json.loads(zlib.decompress(content[start : start + length]))
    starts = [start + length + offset for offset in header["starts"]]
    divisions = [(country, name) for country, name in header["divisions"]]
    return _Packed(content, header["firsts"], starts, divisions, header["countries"])


def pack_places(places: Iterable[tuple[str, Populated]], countries: dict[str, str]) -> bytes:
    """Return the file of names with their places, and of the countries by their codes."""
    rows = sorted((_fold(name), name, place) for name, place in places if _fold(name))
    divisions = sorted({(place.country, anyascii(place.division)) for _, _, place in rows})
    numbers = {division: number for number, division in enumerate(divisions)}
    blocks, firsts = [], []
    for part in _split(rows):
        firsts.append(part[0][0])
        blocks.append(zlib.compress(_pack_block(part, numbers), 9))
    starts = [0]
    for block in blocks:
        starts.append(starts[-1] + len(block))
    tables = {"firsts": firsts, "starts": starts, "divisions": divisions, "countries": countries}
    header = zlib.compress(json.dumps(tables, separators=(",", ":")).encode(), 9)
    return b"".join((_MAGIC, struct.pack("<I", len(header)), header, *blocks))


_Row = tuple[str, str, Populated]


def _split(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Yield blocks of rows; all of one name are in one block."""
    start = 0
    while start < len(rows):
        end = min(start + _BLOCK, len(rows))
        while end < len(rows) and rows[end][0] == rows[end - 1][0]:
            end += 1
        yield rows[start:end]
        start = end


def _pack_block(rows: list[_Row], numbers: dict[tuple[str, str], int]) -> bytes:
    written = (name if name == place.name else f"{name}|{place.name}" for _, name, place in rows)
    names = "\n".join(written).encode("ascii")
    columns = (
        ("I", [place.id for *_, place in rows]),
        ("h", [round(place.lat * 100) for *_, place in rows]),
        ("h", [round(place.lon * 100) for *_, place in rows]),
        ("H", [_pack_size(place.population) for *_, place in rows]),
        ("H", [numbers[place.country, anyascii(place.division)] for *_, place in rows]),
    )
    packed = (struct.pack(f"<{len(rows)}{kind}", *values) for kind, values in columns)
    return b"".join((struct.pack("<I", len(names)), names, *packed))


def _pack_size(population: int) -> int:
    zeros = 0
    while population >= 100:
        population, zeros = (population + 5) // 10, zeros + 1
    return zeros * 100 + population
