"""Events in the columns of the Global Terrorism Database, one row for an event and a policy.

Source: GTD codebook (START, University of Maryland), the columns of that name; what they mean is in our words. -9 is
the codebook's own mark for what is not known; a count that a policy leaves blank stays blank.
"""

from typing import Final

from reconcile.reports.tables.event_facts import (
    ATTACKERS,
    ATTRIBUTED,
    CAPTURED,
    CLAIMED,
    DEAD,
    INJURED,
    PERPETRATOR,
    PLACE,
    EventFacts,
    days_between,
    is_disputed,
)
from reconcile.reports.tables.model import OF_POLICY, EventTable, Row, Table, columns

UNKNOWN: Final = -9

_TABLE: Final = Table(
    name="gtd",
    row_of="event and policy",
    columns=(
        *OF_POLICY,
        *columns(
            "GTD",
            ("eventid", "the event's key in the dossier"),
            ("iyear", "year it happened", "integer"),
            ("imonth", "month it happened; 0 where not known", "integer"),
            ("iday", "day it happened; 0 where not known", "integer"),
            ("approxdate", "the dates it may have happened on, where that is more than one day"),
            ("country_txt", "country of the place"),
            ("location", "the place as written"),
            ("latitude", "of the named place, degrees north"),
            ("longitude", "of the named place, degrees east"),
            ("gname", "the group held responsible; the organisation that a named branch belongs to; Unknown if none"),
            ("gsubname", "the branch, where one is named"),
            ("guncertain1", "1 where that rests on suspicion or on a conflict not settled, else 0", "integer"),
            ("claimed", "1 where a group claimed it, 0 where nobody is said to have, else -9", "integer"),
            (
                "compclaim",
                "1 where several groups claimed it and exclude each other, 0 where one did, else -9",
                "integer",
            ),
            ("nperps", "attackers who took part", "integer"),
            ("nperpcap", "attackers taken into custody", "integer"),
            ("nkill", "all dead, the attackers among them", "integer"),
            ("nkillter", "dead attackers", "integer"),
            ("nwound", "all injured, the attackers among them", "integer"),
            ("nwoundte", "injured attackers", "integer"),
            ("addnotes", "how the figures came about, and what is in dispute"),
            ("scite1", "first article that speaks of the event: outlet, date, title"),
            ("scite2", "second article"),
            ("scite3", "third article"),
        ),
    ),
)


def _event(facts: EventFacts) -> Row:
    citations = [source.citation for source in facts.sources]
    return {
        "eventid": facts.subject,
        **_dates(facts.dates),
        "country_txt": facts.country,
        "location": facts.written(PLACE),
        **_group(facts),
        "guncertain1": _is_uncertain(facts),
        "claimed": _claimed(facts),
        "compclaim": _competing(facts),
        **{f"scite{n}": citation for n, citation in zip((1, 2, 3), (*citations, None, None, None), strict=False)},
    }


def _figures(facts: EventFacts, policy: str) -> Row:
    dead, hurt = facts.estimate(DEAD, policy), facts.estimate(INJURED, policy)
    return {
        "nperps": facts.estimate(ATTACKERS, policy).point,
        "nperpcap": facts.counted(CAPTURED, ATTACKERS),
        "nkill": dead.point,
        "nkillter": _attackers(dead.parts, facts.counted(DEAD, ATTACKERS)),
        "nwound": hurt.point,
        "nwoundte": _attackers(hurt.parts, facts.counted(INJURED, ATTACKERS)),
        "addnotes": facts.notes(dead),
    }


def _attackers(parts: tuple[tuple[str, int | None], ...], stated: int | None) -> int | None:
    """Return the policy's own figure for the attackers, else the only one stated."""
    figures = {name: best for name, best in parts if best is not None}
    return figures.get(ATTACKERS, figures.get("side_b", stated))


def _dates(dates: tuple[str, str] | None) -> Row:
    if dates is None:
        return {"iyear": None, "imonth": 0, "iday": 0, "approxdate": None}
    (year, month, day), last = dates[0].split("-"), dates[1].split("-")
    one_month = [year, month] == last[:2]
    return {
        "iyear": int(year) if year == last[0] else None,
        "imonth": int(month) if one_month else 0,
        "iday": int(day) if dates[0] == dates[1] else 0,
        "approxdate": None if days_between(*dates) == 1 else f"{dates[0]} to {dates[1]}",
    }


def _group(facts: EventFacts) -> Row:
    """Return the group and its branch: of a branch and its organisation, both."""
    names = facts.perpetrators
    if not names:
        return {"gname": "Unknown", "gsubname": None}
    branches = [name for name in names if facts.vocabulary.affiliations(name).keys() & set(names)]
    heads = [name for name in names if name not in branches]
    return {"gname": "; ".join(heads), "gsubname": "; ".join(branches) or None}


def _is_uncertain(facts: EventFacts) -> int:
    """Return 1 where who did it rests on suspicion or on a conflict that is not settled."""
    items = [item for name in (PERPETRATOR, ATTRIBUTED, CLAIMED) if (item := facts.items.get(name))]
    if any(map(is_disputed, items)):
        return 1
    return int(any(member.assertion.stance == "suspects" for item in items for member in item.evidence))


def _claimed(facts: EventFacts) -> int:
    if any(name != "nobody" for name in facts.claimants):
        return 1
    return 0 if facts.claimants else UNKNOWN


def _competing(facts: EventFacts) -> int:
    item = facts.items.get(CLAIMED)
    if item is None or _claimed(facts) != 1:
        return UNKNOWN
    return int(any(r.relation == "competing_claims" for r in item.relations))


GTD: Final = EventTable(_TABLE, _event, _figures)
