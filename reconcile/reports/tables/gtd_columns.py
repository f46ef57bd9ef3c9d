"""The 135 columns of the Global Terrorism Database in their order, with what we fill them with.

Source: GTD codebook, June 2017 (START, University of Maryland), sections I to X, and the header of its distribution;
what they mean is in our words. A column without a meaning of ours is GTD's own coding and stays blank.
"""

from typing import Final

from reconcile.reports.tables.model import Column, Type, columns

_ORDER: Final = """
eventid iyear imonth iday approxdate extended resolution country country_txt region region_txt provstate city latitude
longitude specificity vicinity location summary crit1 crit2 crit3 doubtterr alternative alternative_txt multiple success
suicide attacktype1 attacktype1_txt attacktype2 attacktype2_txt attacktype3 attacktype3_txt targtype1 targtype1_txt
targsubtype1 targsubtype1_txt corp1 target1 natlty1 natlty1_txt targtype2 targtype2_txt targsubtype2 targsubtype2_txt
corp2 target2 natlty2 natlty2_txt targtype3 targtype3_txt targsubtype3 targsubtype3_txt corp3 target3 natlty3
natlty3_txt gname gsubname gname2 gsubname2 gname3 gsubname3 motive guncertain1 guncertain2 guncertain3 individual
nperps nperpcap claimed claimmode claimmode_txt claim2 claimmode2 claimmode2_txt claim3 claimmode3 claimmode3_txt
compclaim weaptype1 weaptype1_txt weapsubtype1 weapsubtype1_txt weaptype2 weaptype2_txt weapsubtype2 weapsubtype2_txt
weaptype3 weaptype3_txt weapsubtype3 weapsubtype3_txt weaptype4 weaptype4_txt weapsubtype4 weapsubtype4_txt weapdetail
nkill nkillus nkillter nwound nwoundus nwoundte property propextent propextent_txt propvalue propcomment ishostkid
nhostkid nhostkidus nhours ndays divert kidhijcountry ransom ransomamt ransomamtus ransompaid ransompaidus ransomnote
hostkidoutcome hostkidoutcome_txt nreleased addnotes scite1 scite2 scite3 dbsource INT_LOG INT_IDEO INT_MISC INT_ANY
related
"""

_MEANINGS: Final = {
    "eventid": "twelve digits: year, month and day, 00 where not known, and four made of the event's key",
    "iyear": "year it happened",
    "imonth": "month it happened; 0 where not known",
    "iday": "day it happened; 0 where not known",
    "approxdate": "the dates it may have happened on, where that is more than one day",
    "country_txt": "country of the place",
    "provstate": "the part of the country right below it, where the gazetteer knows one",
    "city": "the town, where the place is one",
    "latitude": "of the named place, degrees north",
    "longitude": "of the named place, degrees east",
    "specificity": "1 a town with its position, 4 a province, 5 less; empty where the gazetteer does not say",
    "vicinity": "0 in the named place, 1 near it, -9 where no place is known",
    "location": "the place as written",
    "attacktype1": "code of attacktype1_txt",
    "attacktype1_txt": "as set by `attack_type`; empty where nobody coded it",
    "target1": "who or what was attacked, where the evidence agrees or it was settled",
    "gname": "the group held responsible; the organisation that a named branch belongs to; Unknown if none",
    "gsubname": "the branch, where one is named",
    "gname2": "the second group",
    "gsubname2": "its branch",
    "gname3": "the third group",
    "gsubname3": "its branch",
    "guncertain1": "1 where that rests on suspicion or on a conflict not settled, else 0",
    "nperps": "attackers who took part",
    "nperpcap": "attackers taken into custody",
    "claimed": "1 where a group claimed it, 0 where nobody is said to have, else -9",
    "compclaim": "1 where several groups claimed it and exclude each other, 0 where one did, else -9",
    "weaptype1": "code of weaptype1_txt",
    "weaptype1_txt": "as set by `weapon_type`; empty where nobody coded it",
    "weapdetail": "the weapon as written",
    "nkill": "all dead, the attackers among them",
    "nkillter": "dead attackers",
    "nwound": "all injured, the attackers among them",
    "nwoundte": "injured attackers",
    "addnotes": "how the figures came about, and what is in dispute",
    "scite1": "first article that speaks of the event: outlet, date, title",
    "scite2": "second article",
    "scite3": "third article",
}

_TEXTS: Final = """
approxdate resolution provstate city location summary motive weapdetail propcomment divert
kidhijcountry ransomnote addnotes scite1 scite2 scite3 dbsource related
"""


_NUMBERS: Final = "latitude longitude propvalue nhours ndays ransomamt ransomamtus ransompaid ransompaidus"


def _type_of(name: str) -> Type:
    if name in _NUMBERS.split():
        return "number"
    is_text = (
        name in _TEXTS.split() or name.endswith("_txt") or name.startswith(("corp", "target", "gname", "gsubname"))
    )
    return "text" if is_text else "integer"


def gtd_columns() -> tuple[Column, ...]:
    """Return the columns in the published order."""
    listed = _ORDER.split()
    return columns("GTD", *((name, _MEANINGS.get(name, "GTD's own coding; blank"), _type_of(name)) for name in listed))
