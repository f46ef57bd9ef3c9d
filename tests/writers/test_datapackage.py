"""Tables as a data package: every column with its type, tags of HXL where it has words, events as GeoJSON."""

import io
import json
from typing import Any

from reconcile.reports.tables import TABLES
from reconcile.reports.tables.model import Row
from tui.writers.datapackage import HXL, GeoJsonWriter, describe_tables


def test_every_table_and_column_is_described_with_its_type() -> None:
    package = describe_tables(TABLES, title="Quay", publisher="Ames", terms="https://example.org/by")
    assert {resource["path"] for resource in package["resources"]} == {f"{table.name}.csv" for table in TABLES}
    for table, resource in zip(TABLES, package["resources"], strict=True):
        assert [field["name"] for field in resource["schema"]["fields"]] == [column.name for column in table.columns]
    assert package["licenses"] == [{"path": "https://example.org/by"}]
    assert package["contributors"] == [{"title": "Ames", "role": "publisher"}]


def test_every_tag_is_of_a_column_of_an_event_table_and_well_formed() -> None:
    package = describe_tables(TABLES, title="Quay")
    tagged = {field["name"] for each in package["resources"] for field in each["schema"]["fields"] if "hxl" in field}
    assert tagged == HXL.keys()
    assert all(tag.startswith("#") and tag == tag.lower() for tag in HXL.values())
    assert not package.keys() & {"licenses", "contributors"}


def written(*rows: Row) -> dict[str, Any]:
    file = io.BytesIO()
    writer = GeoJsonWriter(file)
    writer.write(rows)
    writer.close()
    loaded: dict[str, Any] = json.loads(file.getvalue())
    return loaded


def test_a_row_with_a_position_is_a_feature_and_one_without_is_none() -> None:
    quay: Row = {"id": "quay", "latitude": 38.5, "longitude": -68.75, "best": 17, "adm_2": None}
    (feature,) = written(quay, {"id": "nowhere", "latitude": None, "longitude": None})["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-68.75, 38.5]}
    assert feature["properties"] == {"id": "quay", "best": 17}


def test_no_row_is_an_empty_collection() -> None:
    assert written() == {"type": "FeatureCollection", "features": []}


CORE: dict[str, frozenset[str]] = {
    "affected": frozenset({"killed", "injured", "children", "f", "m", "abducted", "displaced"}),
    "geo": frozenset({"lat", "lon", "coord", "bounds", "elevation"}),
    **dict.fromkeys(("country", "adm1", "adm2", "region"), frozenset({"name", "code", "dest", "origin"})),
    "loc": frozenset({"name", "code", "type", "dest", "origin"}),
    "date": frozenset({"start", "end", "occurred", "reported", "approved", "canceled", "converted"}),
    "event": frozenset({"name", "code", "type"}),
    "meta": frozenset({"source", "id", "url"}),
}
"""Hashtags of the dictionary of HXL 1.1 with attributes that it lists for each."""

OWN = {"best", "min", "max", "civilians"}


def test_tags_are_of_the_dictionary_and_what_is_added_to_it_is_known() -> None:
    own = set()
    for tag in HXL.values():
        word, *attributes = tag.removeprefix("#").split("+")
        assert tag.startswith("#")
        assert word in CORE
        own |= set(attributes) - CORE[word]
    assert own == OWN
