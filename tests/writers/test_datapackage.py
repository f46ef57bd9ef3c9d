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
    quay: Row = {"id": "quay", "latitude": "38.5", "longitude": "-68.75", "best": 17, "adm_2": None}
    (feature,) = written(quay, {"id": "nowhere", "latitude": None, "longitude": None})["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-68.75, 38.5]}
    assert feature["properties"] == {"id": "quay", "best": 17}


def test_no_row_is_an_empty_collection() -> None:
    assert written() == {"type": "FeatureCollection", "features": []}
