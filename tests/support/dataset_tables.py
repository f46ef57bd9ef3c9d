"""Rows of invented events as data sets have them, and tables of such rows."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from reconcile.reports.tables.acled import ACLED
from reconcile.reports.tables.ged import GED
from reconcile.reports.tables.gtd_columns import gtd_columns

_COLUMNS: Final = {
    "ged": [column.name for column in GED.table.columns if column.source == "UCDP GED"],
    "acled": [column.name for column in ACLED.table.columns if column.source == "ACLED"],
    "gtd": [column.name for column in gtd_columns()],
}


def _row(data_set: str, **cells: str) -> dict[str, str]:
    return dict.fromkeys(_COLUMNS[data_set], "") | cells


GED_ROW: Final = _row(
    "ged",
    id="501",
    type_of_violence="1",
    side_a="Government of Nepal",
    side_a_new_id="12",
    side_b="Red Hill Front",
    side_b_new_id="15",
    source_office="Meridian Wire",
    source_original="Orsa police",
    where_prec="1",
    where_coordinates="Orsa town",
    adm_1="Tavara province",
    adm_2="Lower Orsa district",
    country="Nepal",
    date_prec="1",
    date_start="2031-03-02",
    date_end="2031-03-02",
    deaths_a="2",
    deaths_b="15",
    deaths_civilians="0",
    deaths_unknown="0",
    best="17",
    high="20",
    low="15",
)
ACLED_ROW: Final = _row(
    "acled",
    event_id_cnty="NPL77",
    event_date="2 March 2031",
    time_precision="1",
    event_type="Battles",
    sub_event_type="Armed clash",
    actor1="Red Hill Front",
    actor2="Military Forces of Nepal",
    location="Orsa",
    admin1="Tavara",
    country="Nepal",
    geo_precision="1",
    source="Harbour Post",
    fatalities="12",
    timestamp="1935000000",
)
GTD_ROW: Final = _row(
    "gtd",
    eventid="203103020001",
    iyear="2031",
    imonth="3",
    iday="0",
    country_txt="Nepal",
    city="Orsa",
    specificity="1",
    vicinity="1",
    attacktype1_txt="Armed Assault",
    gname="Red Hill Front",
    guncertain1="1",
    claimed="0",
    nperps="-99",
    nkill="21",
    nkillter="0",
    nwound="-9",
    nwoundte="-9",
)


def write_table(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write rows that have the same columns as CSV; return where."""
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)
    return path
