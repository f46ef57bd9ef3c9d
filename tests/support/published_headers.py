"""The headers that the data sets publish, in order, each column with how a reader takes its cells."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "text": str,
}

_GED: Final = """
id:integer relid:text year:integer active_year:integer code_status:text type_of_violence:integer
conflict_dset_id:integer conflict_new_id:integer conflict_name:text dyad_dset_id:integer dyad_new_id:integer
dyad_name:text side_a_dset_id:integer side_a_new_id:integer side_a:text side_b_dset_id:integer side_b_new_id:integer
side_b:text number_of_sources:integer source_article:text source_office:text source_date:text source_headline:text
source_original:text where_prec:integer where_coordinates:text where_description:text adm_1:text adm_2:text
latitude:number longitude:number geom_wkt:text priogrid_gid:integer country:text country_id:integer region:text
event_clarity:integer date_prec:integer date_start:date date_end:date deaths_a:integer deaths_b:integer
deaths_civilians:integer deaths_unknown:integer best:integer high:integer low:integer gwnoa:integer gwnob:integer
"""
"""GED 25.1, 49 columns."""


def _columns(listed: str) -> dict[str, str]:
    return dict(column.split(":") for column in listed.split())


PUBLISHED_HEADERS: Final = {"ucdp_ged": _columns(_GED)}
assert len(PUBLISHED_HEADERS["ucdp_ged"]) == 49
