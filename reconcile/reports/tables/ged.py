"""Events in the columns of the UCDP Georeferenced Event Dataset, one row for an event and a policy.

Source: UCDP GED codebook (Uppsala Conflict Data Program), the columns of that name; what they mean is in our words.
The columns that need UCDP's own registers (conflicts, dyads, grid cells) are left out.
"""

from collections.abc import Mapping
from typing import Final

from reconcile.reports.tables.event_facts import DEAD, PLACE, EventFacts, Precision, code_days
from reconcile.reports.tables.model import OF_POLICY, EventTable, Row, Table, columns

_TABLE: Final = Table(
    name="ucdp_ged",
    row_of="event and policy",
    columns=(
        *OF_POLICY,
        *columns(
            "UCDP GED",
            ("id", "the event's key in the dossier"),
            ("year", "year it happened", "integer"),
            ("side_b", "the attacking side, where the evidence agrees on it or it was settled"),
            ("number_of_sources", "articles that speak of the event", "integer"),
            ("source_article", "those articles: outlet, date, title; joined by `; `"),
            ("source_office", "their outlets, joined by `; `"),
            ("source_date", "their dates, joined by `; `"),
            ("source_headline", "their titles, joined by `; `"),
            ("source_original", "who first gave the figures of the dead, joined by `; `"),
            (
                "where_prec",
                "1 a town, 2 near a named place (within 25 km, or no distance told), 4 a province or another part of "
                "that rank, 6 a country only; empty where the gazetteer does not say which, as with districts, UCDP's "
                "3, and areas across borders, its 5 and 7",
                "integer",
            ),
            ("where_coordinates", "the place's name in the gazetteer"),
            ("where_description", "the place as written"),
            ("latitude", "of the named place, degrees north"),
            ("longitude", "of the named place, degrees east"),
            ("country", "country of the place"),
            (
                "date_prec",
                "1 the day is known, 2 within 2 to 6 days, 3 within a week, 4 within 8 to 31 days, 5 within a year; "
                "empty otherwise",
                "integer",
            ),
            ("date_start", "first day it may have happened, YYYY-MM-DD"),
            ("date_end", "last day it may have happened, YYYY-MM-DD"),
            ("deaths_a", "dead of side A, read as the state's forces; where the policy enters sides", "integer"),
            ("deaths_b", "dead of side B, read as the attackers; where the policy enters sides", "integer"),
            ("deaths_civilians", "dead civilians; where the policy enters sides", "integer"),
            ("deaths_unknown", "dead that the sides leave of the best estimate", "integer"),
            ("best", "best estimate of the dead; empty where the policy gives none", "integer"),
            ("high", "highest estimate of the dead", "integer"),
            ("low", "lowest estimate of the dead", "integer"),
        ),
        *columns("Variorum", ("notes", "how the figures came about, and what is in dispute")),
    ),
)

_SIDES: Final = (
    ("deaths_a", "side_a"),
    ("deaths_b", "side_b"),
    ("deaths_civilians", "civilians"),
    ("deaths_unknown", "unknown"),
)

_DATE_PREC: Final = ((1, 1), (2, 6), (3, 7), (4, 31), (5, 366))
_WHERE_PREC: Final[Mapping[Precision | None, int]] = {"town": 1, "near": 2, "division": 4, "country": 6}


def _event(facts: EventFacts) -> Row:
    dates = facts.dates
    first, last = dates or (None, None)
    return {
        "id": facts.subject,
        "year": facts.year,
        "side_b": "; ".join(facts.perpetrators) or None,
        "number_of_sources": len(facts.sources),
        "source_article": "; ".join(source.citation for source in facts.sources),
        "source_office": facts.outlets,
        "source_date": "; ".join(s.published or "" for s in facts.sources),
        "source_headline": "; ".join(s.title or "" for s in facts.sources),
        "source_original": "; ".join(facts.origins(DEAD)) or None,
        "where_prec": _WHERE_PREC.get(facts.precision),
        "where_coordinates": facts.place_node,
        "where_description": facts.written(PLACE),
        "country": facts.country,
        "date_prec": code_days(dates, _DATE_PREC),
        "date_start": first,
        "date_end": last,
    }


def _figures(facts: EventFacts, policy: str) -> Row:
    dead = facts.estimate(DEAD, policy)
    return {
        **{name: dead.part(side) for name, side in _SIDES},
        "best": dead.point,
        "high": dead.high,
        "low": dead.low,
        "notes": facts.notes(dead),
    }


GED: Final = EventTable(_TABLE, _event, _figures)
