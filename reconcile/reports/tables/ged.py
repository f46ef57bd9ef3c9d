"""Events in the 49 columns of the UCDP Georeferenced Event Dataset, one row for an event and a policy.

Source: UCDP GED codebook 22.1 (Uppsala Conflict Data Program) and the header of GED 25.1, in its order; what the
columns mean is in our words. Those that need UCDP's own registers (conflicts, dyads) stay blank, and of actors those
whose number the vocabulary does not have.
`best` is always the sum of the four columns of deaths: a row whose sides exceed it has neither, and its notes say why.
"""

import re
from collections.abc import Mapping
from typing import Final

from claims.vocabulary.countries import codes_of
from reconcile.policies.ucdp import NON_STATE, ONE_SIDED, SIDES, STATE_BASED
from reconcile.reports.tables.event_facts import DEAD, PLACE, TARGET, Estimate, EventFacts, Precision, code_days
from reconcile.reports.tables.model import OF_POLICY, EventTable, Row, Table, columns

_REGISTER: Final = "UCDP's own register; blank"
_NUMBER: Final = "UCDP's number of the side, where it is one actor that the vocabulary has it of"
_COUNTRY: Final = "the number of Gleditsch and Ward's list of states, where the side is the government of one"

_TABLE: Final = Table(
    name="ucdp_ged",
    row_of="event and policy",
    columns=(
        *columns(
            "UCDP GED",
            ("id", "a number made of the event's key in the dossier, which never changes", "integer"),
            ("relid", "the event's key in the dossier"),
            ("year", "year it happened", "integer"),
            ("active_year", _REGISTER, "integer"),
            ("code_status", "UCDP's coding status; blank"),
            ("type_of_violence", "1 state-based, 2 non-state, 3 one-sided, where `type_of_violence` is set", "integer"),
            ("conflict_dset_id", _REGISTER, "integer"),
            ("conflict_new_id", _REGISTER, "integer"),
            ("conflict_name", _REGISTER),
            ("dyad_dset_id", _REGISTER, "integer"),
            ("dyad_new_id", _REGISTER, "integer"),
            ("dyad_name", "both sides, where both are known"),
            ("side_a_dset_id", _REGISTER, "integer"),
            ("side_a_new_id", _NUMBER, "integer"),
            (
                "side_a",
                "of a state-based event the state, else the perpetrator; where the evidence agrees or is settled",
            ),
            ("side_b_dset_id", _REGISTER, "integer"),
            ("side_b_new_id", _NUMBER, "integer"),
            ("side_b", "the other side; Civilians of one-sided violence; the perpetrator where no type is set"),
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
            ("adm_1", "the part of the country right below it, where the gazetteer knows one"),
            ("adm_2", "the part below that"),
            ("latitude", "of the named place, degrees north", "number"),
            ("longitude", "of the named place, degrees east", "number"),
            ("geom_wkt", "that point as well-known text"),
            ("priogrid_gid", "the cell of PRIO-GRID, half a degree wide, that the point lies in", "integer"),
            ("country", "country of the place"),
            ("country_id", "the number of Gleditsch and Ward's list of states", "integer"),
            ("region", _REGISTER),
            ("event_clarity", "UCDP's judgement; blank", "integer"),
            (
                "date_prec",
                "1 the day is known, 2 within 2 to 6 days, 3 within a week, 4 within 8 to 31 days, 5 within a year; "
                "empty otherwise",
                "integer",
            ),
            ("date_start", "first day it may have happened, YYYY-MM-DD"),
            ("date_end", "last day it may have happened, YYYY-MM-DD"),
            ("deaths_a", "dead of side A; 0 where the policy gives none apart", "integer"),
            ("deaths_b", "dead of side B; 0 where the policy gives none apart", "integer"),
            ("deaths_civilians", "dead civilians; 0 where the policy gives none apart", "integer"),
            ("deaths_unknown", "dead that the sides leave of the best estimate", "integer"),
            (
                "best",
                "best estimate of the dead, the sum of the four; empty where there is none or the sides exceed it",
                "integer",
            ),
            ("high", "highest estimate of the dead", "integer"),
            ("low", "lowest estimate of the dead", "integer"),
            ("gwnoa", _COUNTRY, "integer"),
            ("gwnob", _COUNTRY, "integer"),
        ),
        *OF_POLICY,
        *columns("Variorum", ("notes", "how the figures came about, why some are blank, and what is in dispute")),
    ),
)

_CIVILIANS: Final = ("Civilians",)
_ADDRESS: Final = re.compile(r"https://ucdp\.uu\.se/actor/(\d+)")
_DEATHS: Final = ("deaths_a", "deaths_b", "deaths_civilians")
_TYPES: Final[Mapping[str, int]] = {STATE_BASED: 1, NON_STATE: 2, ONE_SIDED: 3}
_DATE_PREC: Final = ((1, 1), (2, 6), (3, 7), (4, 31), (5, 366))
_WHERE_PREC: Final[Mapping[Precision | None, int]] = {"town": 1, "near": 2, "division": 4, "country": 6}


def _event(facts: EventFacts) -> Row:
    first, last = facts.dates or (None, None)
    return {
        "id": facts.codes.number,
        "relid": facts.subject,
        "year": facts.year,
        "type_of_violence": _TYPES.get(facts.choice("type_of_violence")),
        **_name_sides(facts),
        "number_of_sources": len(facts.sources),
        "source_article": "; ".join(source.citation for source in facts.sources),
        "source_office": facts.outlets,
        "source_date": "; ".join(s.published or "" for s in facts.sources),
        "source_headline": "; ".join(s.title or "" for s in facts.sources),
        "source_original": "; ".join(facts.origins(DEAD)) or None,
        **_locate(facts),
        "date_prec": code_days(facts.dates, _DATE_PREC),
        "date_start": first,
        "date_end": last,
    }


def _locate(facts: EventFacts) -> Row:
    (adm_1, adm_2), (lat, lon) = facts.divisions, facts.coordinates
    return {
        "where_prec": _WHERE_PREC.get(facts.precision),
        "where_coordinates": facts.place_node,
        "where_description": facts.written(PLACE),
        "adm_1": adm_1,
        "adm_2": adm_2,
        "geom_wkt": f"POINT ({lon} {lat})" if lat and lon else None,
        "priogrid_gid": _grid_cell(float(lat), float(lon)) if lat and lon else None,
        "country": facts.country,
        "country_id": facts.country_codes.gleditsch_ward,
    }


def _grid_cell(lat: float, lon: float) -> int:
    """Return the number of a cell of PRIO-GRID: 720 in a row from the west, the rows from the south.

    >>> _grid_cell(38.56, 68.78)
    185538
    """
    return int((lat + 90) * 2) * 720 + int((lon + 180) * 2) + 1


def _name_sides(facts: EventFacts) -> Row:
    """Return who the sides are, by the type of violence, with their numbers."""
    did, suffered = facts.organisations(facts.perpetrators), facts.organisations(facts.actors(TARGET))
    sides = {
        STATE_BASED: (did, suffered) if any(map(facts.is_state, facts.perpetrators)) else (suffered, did),
        NON_STATE: (did, suffered),
        ONE_SIDED: (did, _CIVILIANS),
    }
    side_a, side_b = sides.get(facts.choice("type_of_violence"), ((), did))
    name_a, name_b = ("; ".join(_party(facts, name) for name in side) or None for side in (side_a, side_b))
    dyad = f"{name_a} - {name_b}" if name_a and name_b else None
    numbers = _number_side(facts, "a", side_a) | _number_side(facts, "b", side_b)
    return {"side_a": name_a, "side_b": name_b, "dyad_name": dyad, **numbers}


def _number_side(facts: EventFacts, letter: str, side: tuple[str, ...]) -> Row:
    """Return UCDP's number of a side that is one actor, and Gleditsch and Ward's of one that is a country."""
    if len(side) != 1:
        return {}
    actor = facts.vocabulary.actors.get(side[0])
    found = filter(None, map(_ADDRESS.fullmatch, actor.same_as if actor else ()))
    number = next((int(match[1]) for match in found), None)
    return {f"side_{letter}_new_id": number, f"gwno{letter}": codes_of(side[0]).gleditsch_ward}


def _party(facts: EventFacts, name: str) -> str:
    """Return a side as UCDP names it: a country fights as its government."""
    return f"Government of {name}" if name in facts.vocabulary.places else name


def _figures(facts: EventFacts, policy: str) -> Row:
    dead = facts.estimate(DEAD, policy)
    deaths, why_blank = _divide(dead)
    notes = facts.notes(dead)
    return {
        **deaths,
        "high": dead.high,
        "low": dead.low,
        "notes": f"{why_blank} {notes or ''}".strip() or None,
    }


def _divide(dead: Estimate) -> tuple[Row, str]:
    """Return the best estimate with the deaths that add up to it, or neither, with the reason where they do not."""
    if dead.point is None:
        return {}, ""
    sides = [dead.part(side) or 0 for side in SIDES]
    rest = dead.point - sum(sides)
    if rest < 0:
        added = f"{sides[0]} of side A, {sides[1]} of side B and {sides[2]} civilians"
        return {}, f"best and deaths are blank: {added} are {sum(sides)}, more than the best estimate, {dead.point}."
    return {**dict(zip(_DEATHS, sides, strict=True)), "deaths_unknown": rest, "best": dead.point}, ""


GED: Final = EventTable(_TABLE, _event, _figures)
