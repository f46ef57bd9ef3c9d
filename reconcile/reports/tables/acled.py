"""Events in the columns of ACLED, one row for an event and a policy.

Source: ACLED codebook (Armed Conflict Location & Event Data), the columns of that name; what they mean is in our words.
"""

from collections.abc import Mapping
from typing import Final

from reconcile.reports.tables.event_facts import DEAD, PLACE, EventFacts, Precision, code_days
from reconcile.reports.tables.model import OF_POLICY, EventTable, Row, Table, columns

_TABLE: Final = Table(
    name="acled",
    row_of="event and policy",
    columns=(
        *OF_POLICY,
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
            ("actor1", "who did it, where the evidence agrees on it or it was settled"),
            ("country", "country of the place"),
            ("location", "the place's name in the gazetteer, else as written"),
            ("latitude", "of the named place, degrees north"),
            ("longitude", "of the named place, degrees east"),
            (
                "geo_precision",
                "1 a town, 2 near a named place (within 25 km, or no distance told), 3 a province or a country; empty "
                "where the gazetteer does not say which",
                "integer",
            ),
            ("source", "outlets that speak of the event, joined by `; `"),
            ("notes", "how the figure came about, and what is in dispute"),
            ("fatalities", "the one figure of the dead; empty where the policy gives none", "integer"),
        ),
    ),
)

_TIME_PRECISION: Final = ((1, 1), (2, 7), (3, 31))
_GEO_PRECISION: Final[Mapping[Precision | None, int]] = {"town": 1, "near": 2, "division": 3, "country": 3}


def _event(facts: EventFacts) -> Row:
    first = facts.dates[0] if facts.dates else None
    return {
        "event_id_cnty": facts.subject,
        "event_date": first,
        "year": int(first[:4]) if first else None,
        "time_precision": code_days(facts.dates, _TIME_PRECISION),
        "actor1": "; ".join(facts.perpetrators) or None,
        "country": facts.country,
        "location": facts.place_node or facts.written(PLACE),
        "geo_precision": _GEO_PRECISION.get(facts.precision),
        "source": facts.outlets,
    }


def _figures(facts: EventFacts, policy: str) -> Row:
    dead = facts.estimate(DEAD, policy)
    return {
        "notes": facts.notes(dead),
        "fatalities": dead.point,
    }


ACLED: Final = EventTable(_TABLE, _event, _figures)
