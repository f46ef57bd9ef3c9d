"""Events in the 31 columns of ACLED, one row for an event and a policy.

Source: ACLED, column guide of 2023 and its export of that layout, in its order; what the columns mean is in our words.
`fatalities` is 0 where no report speaks of any, as ACLED has it, and blank where the policy gives no figure for some.
"""

from collections.abc import Mapping
from typing import Final

from reconcile.reports.tables.event_facts import DEAD, PLACE, TARGET, EventFacts, Precision, code_days
from reconcile.reports.tables.model import OF_POLICY, EventTable, Row, Table, columns

_CODED: Final = "ACLED's own code; blank"

_TABLE: Final = Table(
    name="acled",
    row_of="event and policy",
    columns=(
        *columns(
            "ACLED",
            ("event_id_cnty", "the event's key in the dossier"),
            ("event_date", "first day it may have happened, YYYY-MM-DD"),
            ("year", "year of that day", "integer"),
            (
                "time_precision",
                "1 the day is known, 2 within a week, 3 within a month; empty where less is known",
                "integer",
            ),
            ("disorder_type", "follows from event and sub-event type"),
            ("event_type", "as set by `event_type`; empty where nobody coded it"),
            ("sub_event_type", "as set by `sub_event_type`; empty where nobody coded it"),
            ("actor1", "who did it, one name, where the evidence agrees on it or it was settled"),
            ("assoc_actor_1", "the other names, joined by `; `"),
            ("inter1", _CODED),
            ("actor2", "whom it was done to, one name"),
            ("assoc_actor_2", "the other names, joined by `; `"),
            ("inter2", _CODED),
            ("interaction", _CODED),
            ("civilian_targeting", "Civilian targeting of violence against civilians, else empty"),
            ("iso", "ISO 3166-1 numeric code of that country", "integer"),
            ("region", _CODED),
            ("country", "country of the place"),
            ("admin1", "the part of the country right below it, where the gazetteer knows one"),
            ("admin2", "the part below that"),
            ("admin3", _CODED),
            ("location", "the place's name in the gazetteer, else as written"),
            ("latitude", "of the named place, degrees north", "number"),
            ("longitude", "of the named place, degrees east", "number"),
            (
                "geo_precision",
                "1 a town, 2 near a named place (within 25 km, or no distance told), 3 a province or a country; empty "
                "where the gazetteer does not say which",
                "integer",
            ),
            ("source", "outlets that speak of the event, joined by `; `"),
            ("source_scale", _CODED),
            ("notes", "how the figure came about, and what is in dispute"),
            ("fatalities", "the one figure of the dead; 0 where none are reported", "integer"),
            ("tags", _CODED),
            ("timestamp", _CODED, "integer"),
        ),
        *OF_POLICY,
    ),
)

_TIME_PRECISION: Final = ((1, 1), (2, 7), (3, 31))
_GEO_PRECISION: Final[Mapping[Precision | None, int]] = {"town": 1, "near": 2, "division": 3, "country": 3}
_DISORDER: Final[Mapping[str, str]] = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Riots": "Demonstrations",
    "Strategic developments": "Strategic developments",
    "Excessive force against protesters": "Political violence; Demonstrations",
    "Mob violence": "Political violence",
}
"""Disorder by event type; a sub-event type that is listed goes before its event type."""


def _event(facts: EventFacts) -> Row:
    first = facts.dates[0] if facts.dates else None
    kind, sub = facts.choice("event_type"), facts.choice("sub_event_type")
    (admin1, admin2) = facts.divisions
    return {
        "event_id_cnty": facts.subject,
        "event_date": first,
        "year": int(first[:4]) if first else None,
        "time_precision": code_days(facts.dates, _TIME_PRECISION),
        "disorder_type": _DISORDER.get(sub, _DISORDER.get(kind)),
        "event_type": kind or None,
        "sub_event_type": sub or None,
        **_name_actors(facts, facts.perpetrators, "1"),
        **_name_actors(facts, facts.actors(TARGET), "2"),
        "civilian_targeting": "Civilian targeting" if kind == "Violence against civilians" else None,
        "country": facts.country,
        "iso": facts.country_codes.numeric,
        "admin1": admin1,
        "admin2": admin2,
        "location": facts.place_node or facts.written(PLACE),
        "geo_precision": _GEO_PRECISION.get(facts.precision),
        "source": facts.outlets,
    }


def _name_actors(facts: EventFacts, names: tuple[str, ...], number: str) -> Row:
    """Return one actor and those associated: of an organisation and its branch, the branch acted."""
    heads = set(facts.organisations(names))
    ordered = sorted(names, key=lambda name: (name in heads and len(names) > len(heads), name))
    return {
        f"actor{number}": ordered[0] if ordered else None,
        f"assoc_actor_{number}": "; ".join(ordered[1:]) or None,
    }


def _figures(facts: EventFacts, policy: str) -> Row:
    dead = facts.estimate(DEAD, policy)
    return {
        "notes": facts.notes(dead),
        "fatalities": dead.point if facts.is_reported(DEAD) else 0,
    }


ACLED: Final = EventTable(_TABLE, _event, _figures)
