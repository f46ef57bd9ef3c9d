"""The headers that the data sets publish, in order, each column with how a reader takes its cells."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final


def read_event(cell: str) -> int:
    """Read an event number of the GTD: a date with zeros for what is not known, and four digits."""
    if not re.fullmatch(r"[12]\d{3}(0\d|1[012])([012]\d|3[01])\d{4}", cell):
        raise ValueError(f"{cell} is no event number of twelve digits")
    return int(cell)


READERS: Final[Mapping[str, Callable[[str], object]]] = {
    "integer": int,
    "number": float,
    "date": date.fromisoformat,
    "text": str,
    "event": read_event,
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


_ACLED: Final = """
event_id_cnty:text event_date:date year:integer time_precision:integer disorder_type:text event_type:text
sub_event_type:text actor1:text assoc_actor_1:text inter1:text actor2:text assoc_actor_2:text inter2:text
interaction:text civilian_targeting:text iso:integer region:text country:text admin1:text admin2:text admin3:text
location:text latitude:number longitude:number geo_precision:integer source:text source_scale:text notes:text
fatalities:integer tags:text timestamp:integer
"""
"""Since March 2023, 31 columns."""

_GTD: Final = """
eventid:event iyear:integer imonth:integer iday:integer approxdate:text extended:integer resolution:text
country:integer country_txt:text region:integer region_txt:text provstate:text city:text latitude:number
longitude:number specificity:integer vicinity:integer location:text summary:text crit1:integer crit2:integer
crit3:integer doubtterr:integer alternative:integer alternative_txt:text multiple:integer success:integer
suicide:integer attacktype1:integer attacktype1_txt:text attacktype2:integer attacktype2_txt:text
attacktype3:integer attacktype3_txt:text targtype1:integer targtype1_txt:text targsubtype1:integer
targsubtype1_txt:text corp1:text target1:text natlty1:integer natlty1_txt:text targtype2:integer targtype2_txt:text
targsubtype2:integer targsubtype2_txt:text corp2:text target2:text natlty2:integer natlty2_txt:text
targtype3:integer targtype3_txt:text targsubtype3:integer targsubtype3_txt:text corp3:text target3:text
natlty3:integer natlty3_txt:text gname:text gsubname:text gname2:text gsubname2:text gname3:text gsubname3:text
motive:text guncertain1:integer guncertain2:integer guncertain3:integer individual:integer nperps:integer
nperpcap:integer claimed:integer claimmode:integer claimmode_txt:text claim2:integer claimmode2:integer
claimmode2_txt:text claim3:integer claimmode3:integer claimmode3_txt:text compclaim:integer weaptype1:integer
weaptype1_txt:text weapsubtype1:integer weapsubtype1_txt:text weaptype2:integer weaptype2_txt:text
weapsubtype2:integer weapsubtype2_txt:text weaptype3:integer weaptype3_txt:text weapsubtype3:integer
weapsubtype3_txt:text weaptype4:integer weaptype4_txt:text weapsubtype4:integer weapsubtype4_txt:text
weapdetail:text nkill:integer nkillus:integer nkillter:integer nwound:integer nwoundus:integer nwoundte:integer
property:integer propextent:integer propextent_txt:text propvalue:number propcomment:text ishostkid:integer
nhostkid:integer nhostkidus:integer nhours:number ndays:number divert:text kidhijcountry:text ransom:integer
ransomamt:number ransomamtus:number ransompaid:number ransompaidus:number ransomnote:text hostkidoutcome:integer
hostkidoutcome_txt:text nreleased:integer addnotes:text scite1:text scite2:text scite3:text dbsource:text
INT_LOG:integer INT_IDEO:integer INT_MISC:integer INT_ANY:integer related:text
"""
"""Distribution of 2018, 135 columns."""


def _columns(listed: str) -> dict[str, str]:
    return dict(column.split(":") for column in listed.split())


PUBLISHED_HEADERS: Final = {"ucdp_ged": _columns(_GED), "acled": _columns(_ACLED), "gtd": _columns(_GTD)}
assert [len(columns) for columns in PUBLISHED_HEADERS.values()] == [49, 31, 135]
