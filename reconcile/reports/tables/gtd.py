"""Events in the columns of the Global Terrorism Database, one row for an event and a policy.

-9 is the codebook's own mark for what is not known; a count that a policy leaves blank stays blank. `gtd_columns` names
the columns.
"""

from collections.abc import Mapping
from typing import Final

from reconcile.reports.tables.codes import format_digits
from reconcile.reports.tables.event_facts import (
    ATTACKERS,
    ATTRIBUTED,
    CAPTURED,
    CLAIMED,
    DEAD,
    INJURED,
    PERPETRATOR,
    PLACE,
    TARGET,
    EventFacts,
    Precision,
    days_between,
    is_disputed,
)
from reconcile.reports.tables.gtd_columns import gtd_columns
from reconcile.reports.tables.model import OF_POLICY, Cell, EventTable, Row, Table

UNKNOWN: Final = -9

_TABLE: Final = Table(name="gtd", row_of="event and policy", columns=(*gtd_columns(), *OF_POLICY))

_SPECIFICITY: Final[Mapping[Precision | None, int]] = {"town": 1, "division": 4, "country": 5}


def _event(facts: EventFacts) -> Row:
    citations = [source.citation for source in facts.sources]
    is_town = facts.precision in {"town", "near"}
    return {
        **_dates(facts.dates),
        "eventid": _event_id(facts),
        "country_txt": facts.country,
        "provstate": facts.divisions[0],
        "city": facts.place_node if is_town else None,
        "specificity": _SPECIFICITY.get(facts.precision),
        "vicinity": UNKNOWN if facts.place is None else int(facts.place.relation != "in"),
        "location": facts.written(PLACE),
        **_coded(facts, "attacktype1", "attack_type"),
        **_coded(facts, "weaptype1", "weapon_type"),
        "weapdetail": facts.written("weapon"),
        "target1": "; ".join(facts.actors(TARGET)) or facts.written("target"),
        **_groups(facts),
        "guncertain1": _is_uncertain(facts),
        "claimed": _claimed(facts),
        "compclaim": _competing(facts),
        **{f"scite{n}": citation for n, citation in zip((1, 2, 3), (*citations, None, None, None), strict=False)},
    }


def _event_id(facts: EventFacts) -> int | None:
    """Return the date and four digits of the event's own; None without a year."""
    dates = _dates(facts.dates)
    if dates["iyear"] is None:
        return None
    return int(f"{dates['iyear']}{dates['imonth']:02}{dates['iday']:02}{format_digits(facts.codes)}")


def _coded(facts: EventFacts, column: str, attribute: str) -> dict[str, Cell]:
    """Return a type by its code and name: codes number the values that the vocabulary declares, from 1."""
    declared, name = facts.vocabulary.attribute(attribute), facts.choice(attribute)
    if declared is None or name not in declared.values:
        return {column: None, f"{column}_txt": None}
    return {column: declared.values.index(name) + 1, f"{column}_txt": name}


def _groups(facts: EventFacts) -> Row:
    """Return up to three groups, each with its branches."""
    names = facts.perpetrators
    row: Row = {} if names else {"gname": "Unknown"}
    for number, head in zip(("", "2", "3"), facts.organisations(names), strict=False):
        branches = [name for name in names if head in facts.vocabulary.affiliations(name)]
        row |= {f"gname{number}": head, f"gsubname{number}": "; ".join(branches) or None}
    return row


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
