"""Describes a folder of tables to programs: a Frictionless data package with HXL tags, and its events as GeoJSON."""

from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO, Final

from reconcile.reports.tables import Table
from reconcile.reports.tables.model import Column, Row
from tui.output import to_json_line
from tui.visible import visible

DATAPACKAGE: Final = "datapackage.json"
GEOJSON: Final = "events.geojson"

_TYPES: Final[Mapping[str, str]] = {"text": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
_CSV: Final[Mapping[str, object]] = {
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\n", "header": True},
}

HXL: Final[Mapping[str, str]] = {
    "best": "#affected+killed+best",
    "low": "#affected+killed+min",
    "high": "#affected+killed+max",
    "fatalities": "#affected+killed",
    "nkill": "#affected+killed",
    "nwound": "#affected+injured",
    "deaths_civilians": "#affected+killed+civilians",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "country": "#country+name",
    "country_txt": "#country+name",
    "iso": "#country+code",
    "adm_1": "#adm1+name",
    "admin1": "#adm1+name",
    "provstate": "#adm1+name",
    "adm_2": "#adm2+name",
    "admin2": "#adm2+name",
    "location": "#loc+name",
    "city": "#loc+name",
    "date_start": "#date+start",
    "date_end": "#date+end",
    "event_date": "#date+occurred",
    "event_type": "#event+type",
    "source_article": "#meta+source",
    "source": "#meta+source",
}
"""The Humanitarian Exchange Language's tags of columns; it tags what it has words for, and no more.

Hashtags and attributes are of the dictionary of HXL 1.1 (hxlstandard.org), but for `+best`, `+min`, `+max` and
`+civilians`: it lets everybody add attributes of their own.
"""

_OF_EVENTS: Final = frozenset({"ucdp_ged", "gtd", "acled"})


def describe_tables(tables: Iterable[Table], *, title: str, publisher: str = "", terms: str = "") -> dict[str, Any]:
    """Return the content of datapackage.json for these tables as CSV; Parquet carries its own types."""
    package: dict[str, Any] = {
        "profile": "data-package",
        "name": "variorum-tables",
        "title": visible(title),
        "resources": list(map(_describe, tables)),
    }
    if terms:
        package["licenses"] = [{"path": terms}]
    if publisher:
        package["contributors"] = [{"title": visible(publisher), "role": "publisher"}]
    return package


def _describe(table: Table) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "description": f"One row for each {table.row_of}.",
        **_CSV,
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
        },
    }


def _field(table: Table, column: Column) -> dict[str, str]:
    field = {"name": column.name, "type": _TYPES[column.type], "description": column.meaning, "source": column.source}
    tag = HXL.get(column.name) if table.name in _OF_EVENTS else None
    return field | ({"hxl": tag} if tag else {})


class GeoJsonWriter:
    """Writes the rows of one table that have a latitude and longitude as features of a collection (RFC 7946)."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._separator = b""
        self._file.write(b'{"type": "FeatureCollection", "features": [')

    def write(self, rows: Iterable[Row]) -> None:
        """Write rows as features."""
        for feature in filter(None, map(_feature, rows)):
            self._file.write(self._separator + b"\n" + to_json_line(feature).encode())
            self._separator = b","

    def close(self) -> None:
        """End the collection; the file stays open."""
        self._file.write(b"\n]}\n")


def _feature(row: Row) -> dict[str, Any] | None:
    """Return a row as a feature; None where nobody can say where it is."""
    position = [row.get("longitude"), row.get("latitude")]
    if None in position:
        return None
    properties = {name: cell for name, cell in row.items() if cell is not None and name not in _PLACED}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": position},
        "properties": properties,
    }


_PLACED: Final = frozenset({"latitude", "longitude"})
