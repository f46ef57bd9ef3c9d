"""Events in the columns of the Global Terrorism Database, one row for an event and a policy.

Source: GTD codebook (START, University of Maryland), the columns of that name; what they mean is in our words. -9 is
the codebook's own mark for what is not known; a count that a policy leaves blank stays blank.
"""

from collections.abc import Iterator
from typing import Final

from reconcile.reports.tables.events import EventFacts, days_between
from reconcile.reports.tables.model import EventTable, Row, Table, columns

UNKNOWN: Final = -9

_TABLE: Final = Table(
    name="gtd",
    row_of="event and policy",
    columns=(
        *columns(
            "Variorum",
            ("policy", "whose rule gave the figures; reviewer where a decision did"),
            ("policy_version", "version of that rule"),
        ),
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


def _rows(facts: EventFacts) -> Iterator[Row]:
    dates = facts.dates
    known = facts.vocabulary.places.get(facts.place_node or "")
    at = known if known and facts.place and facts.place.relation == "in" else None
    group, branch, uncertain = _group(facts)
    cited = [", ".join(part for part in (s.outlet, s.published, s.title) if part) for s in facts.sources]
    common: Row = {
        "eventid": facts.subject,
        **_dates(dates),
        "country_txt": facts.country,
        "location": facts.written("place"),
        "latitude": at.lat or None if at else None,
        "longitude": at.lon or None if at else None,
        "gname": group,
        "gsubname": branch,
        "guncertain1": uncertain,
        "claimed": _claimed(facts),
        "compclaim": _competing(facts),
        **{f"scite{n}": cited[n - 1] if len(cited) >= n else None for n in (1, 2, 3)},
    }
    for policy in facts.policies:
        dead, hurt = facts.estimate("killed", policy), facts.estimate("injured", policy)
        yield {
            **common,
            "policy": policy or None,
            "policy_version": facts.version(policy) or None,
            "nperps": facts.estimate("attackers", policy).point,
            "nperpcap": facts.counted("detained", "attackers"),
            "nkill": dead.point,
            "nkillter": _attackers(dead.parts, facts.counted("killed", "attackers")),
            "nwound": hurt.point,
            "nwoundte": _attackers(hurt.parts, facts.counted("injured", "attackers")),
            "addnotes": " ".join(part for part in (dead.words, *facts.disputes) if part) or None,
        }


def _attackers(parts: tuple[tuple[str, int | None], ...], said: int | None) -> int | None:
    """Return the policy's own figure for the attackers, else the only one said."""
    found = {name: best for name, best in parts if best is not None}
    return found.get("attackers", found.get("side_b", said))


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


def _group(facts: EventFacts) -> tuple[str, str | None, int]:
    """Return the group, its branch, and whether it is uncertain: of a branch and its organisation, both."""
    told = [item for name in ("perpetrator", "attributed_to", "claimed_by") if (item := facts.items.get(name))]
    names = list(facts.perpetrators)
    uncertain = any(item.is_conflict and item.state != "resolved" for item in told) or any(
        member.assertion.stance == "suspects" for item in told for member in item.members if not member.removed
    )
    if not names:
        return "Unknown", None, int(uncertain)
    parents = {name: [p for p in facts.vocabulary.affiliations(name) if p in names] for name in names}
    branches = [name for name in names if parents[name]]
    heads = [name for name in names if not parents[name]]
    return "; ".join(heads), "; ".join(branches) or None, int(uncertain)


def _claimed(facts: EventFacts) -> int:
    if any(name != "nobody" for name in facts.claimants):
        return 1
    return 0 if facts.claimants else UNKNOWN


def _competing(facts: EventFacts) -> int:
    item = facts.items.get("claimed_by")
    if item is None or _claimed(facts) != 1:
        return UNKNOWN
    return int(any(r.relation == "competing_claims" for r in item.relations))


GTD: Final = EventTable(_TABLE, _rows)
