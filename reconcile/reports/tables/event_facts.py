"""The facts of an event that the published data sets ask for: when, where, who, how many, from whom.

A settled item gives what was decided, an agreed one the most exact value said; an item in conflict gives only its
figures under each policy. What is not known stays blank. The data sets are about particular attributes: this module
names them, in one table.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from claims.values import ValueProblem, format_value
from claims.values.model import ActorValue, ChoiceValue, DateValue, PlaceValue, Value
from claims.vocabulary.countries import CountryCodes, codes_of
from claims.vocabulary.model import Place, Vocabulary
from reconcile.items.item import Item, Member
from reconcile.items.states import SETTLED_STATES
from reconcile.items.verdicts import parse_range
from reconcile.policies import Proposal
from reconcile.policies.accounts import is_state
from reconcile.reports.tables.codes import Codes, assign_codes
from reconcile.reports.timeline import build_timelines

DATE: Final = "date"
PLACE: Final = "place"
PERPETRATOR: Final = "perpetrator"
CLAIMED: Final = "claimed_by"
ATTRIBUTED: Final = "attributed_to"
DEAD: Final = "killed"
INJURED: Final = "injured"
CAPTURED: Final = "detained"
TARGET: Final = "target_actor"
ATTACKERS: Final = "attackers"
"""The attribute that counts those who took part, and the scope of their number in other counts."""

_ASSERTING: Final = frozenset({"asserts", "suspects"})
"""Stances of statements that give a value."""

REVIEWER = "reviewer"
"""In place of a policy's name, in the row of what reviewers decided."""


_SCATTERED: Final = frozenset({"Australia", "Cyprus", "Federated States of Micronesia", "Kiribati", "New Zealand"})
"""Countries that have neither a border on land nor one clock."""

NEAR_KM: Final = 25
"""How far from a named place UCDP still calls near it (GED codebook, where_prec 2)."""

Precision = Literal["town", "near", "division", "country"]


@dataclass(frozen=True, slots=True)
class Source:
    """An article that speaks of an event."""

    name: str
    outlet: str
    published: str | None
    title: str | None

    @property
    def citation(self) -> str:
        """Outlet, date and title, as far as they are known."""
        return ", ".join(filter(None, (self.outlet, self.published, self.title)))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A count of an event under one policy, or as a reviewer settled it."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    parts: tuple[tuple[str, int | None], ...] = ()
    """(name in the codebook, best) of the sides and parts it enters apart."""
    words: str = ""
    """How it came about, in a sentence."""

    @property
    def point(self) -> int | None:
        """The one figure, where there is one."""
        return self.best if self.best is not None or self.low != self.high else self.low

    def part(self, name: str) -> int | None:
        """Return the figure of a side or part."""
        return dict(self.parts).get(name)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event."""

    subject: str
    items: Mapping[str, Item]
    """Its data items by attribute."""
    vocabulary: Vocabulary
    sources: tuple[Source, ...]
    """The articles that speak of it, by date then name."""
    codes: Codes
    """Its own in its dossier."""

    # ---------------------------------------------------------------- when and where

    @property
    def dates(self) -> tuple[str, str] | None:
        """First and last day it may have happened, `YYYY-MM-DD`; None where not settled or open at an end."""
        value = self._value(DATE)
        if not isinstance(value, DateValue) or value.low is None or value.high is None:
            return None
        return value.low[:10], value.high[:10]

    @property
    def place(self) -> PlaceValue | None:
        """Where it happened."""
        value = self._value(PLACE)
        return value if isinstance(value, PlaceValue) else None

    @property
    def place_node(self) -> str | None:
        """The place's name in the gazetteer."""
        return self.vocabulary.place_name(self.place.name) if self.place else None

    @property
    def country(self) -> str | None:
        """The country of the place; None where the gazetteer does not know it, or knows several."""
        node = self.place_node
        around = (node, *self.vocabulary.containers(node)) if node else ()
        countries = list(filter(self._is_country, around))
        return countries[0] if len(countries) == 1 else None

    @property
    def country_codes(self) -> CountryCodes:
        """The codes of that country."""
        return codes_of(self.country)

    @property
    def coordinates(self) -> tuple[str | None, str | None]:
        """Latitude and longitude of the named place, where the event lies in it rather than near or off it."""
        node = self.vocabulary.places.get(self.place_node or "")
        if node is None or self.place is None or self.place.relation != "in":
            return None, None
        return node.lat or None, node.lon or None

    @property
    def divisions(self) -> tuple[str | None, str | None]:
        """The part of the country right below it that the place is or lies in, and the part below that, by name.

        None where the gazetteer knows none, or several.
        """
        first = self._only_within(self.country)
        ends = tuple(f", {whole}" for whole in (first, self.country) if whole)
        named = (part and min(map(part.removesuffix, ends), key=len) for part in (first, self._only_within(first)))
        return next(named), next(named)

    def _only_within(self, whole: str | None) -> str | None:
        """Return the only place right below `whole` that the event's place is or lies in, towns left out."""
        node = self.place_node
        if node is None or whole is None or (self.place and self.place.relation != "in"):
            return None
        places = map(self.vocabulary.places.__getitem__, (node, *self.vocabulary.containers(node)))
        parts = [place.name for place in places if not place.lat and whole in place.within]
        return parts[0] if len(parts) == 1 else None

    def _is_country(self, name: str) -> bool:
        """The outermost place that has borders or a clock of its own, which regions, seas and mountains have not."""
        return self._keeps(name) and not any(map(self._keeps, self.vocabulary.containers(name)))

    def _keeps(self, name: str) -> bool:
        place = self.vocabulary.places[name]
        return bool(place.borders or place.zone or name in _SCATTERED)

    @property
    def precision(self) -> Precision | None:
        """How closely the place is known: a `town`, `near` one, a `division` right below a country, or a `country`.

        None where the gazetteer does not say which of these it is.
        """
        place, node = self.place, self.vocabulary.places.get(self.place_node or "")
        if place is None:
            return None
        if place.relation != "in":
            return "near" if _is_close(place) and (node is None or node.lat) else None
        return self._breadth_of(node) if node else None

    def _breadth_of(self, node: Place) -> Precision | None:
        if node.lat:
            return "town"
        country = self.country
        return "country" if node.name == country else "division" if country in node.within else None

    @property
    def year(self) -> int | None:
        """The year of all its days."""
        first, last = (day[:4] for day in self.dates) if self.dates else ("", None)
        return int(first) if first == last else None

    def written(self, attribute: str) -> str | None:
        """Return the settled or agreed value as it was written or given."""
        member = self._chosen(attribute)
        return None if member is None else member.assertion.written or format_value(member.assertion.value)

    # ---------------------------------------------------------------- who

    @property
    def claimants(self) -> tuple[str, ...]:
        """Who said that they did it, by name; `nobody` where that is what was said."""
        item = self.items.get(CLAIMED)
        names = {self.vocabulary.actor_name(value.name) for value in _actors(item)} if item else set()
        return tuple(sorted(names))

    @property
    def perpetrators(self) -> tuple[str, ...]:
        """Whom the item `perpetrator` gives once its evidence agrees or is settled; empty where it does not."""
        return self.actors(PERPETRATOR)

    def is_state(self, name: str) -> bool:
        """Return whether an actor is a country, or one of its forces."""
        return is_state(name, self.vocabulary)

    def organisations(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those of the actors that are no part of another of them: an organisation without its branches."""
        named = tuple(names)
        return tuple(name for name in named if not self.vocabulary.affiliations(name).keys() & set(named))

    def is_reported(self, attribute: str) -> bool:
        """Return whether anybody gives a count of an attribute, of whatever part."""
        item = self.items.get(attribute)
        return item is not None and bool(_asserting(item))

    def choice(self, attribute: str) -> str:
        """Return the agreed or settled value of a choice; empty where there is none."""
        value = self._value(attribute)
        return value.name if isinstance(value, ChoiceValue) else ""

    def actors(self, attribute: str) -> tuple[str, ...]:
        """Return whom an item gives once its evidence agrees or is settled, by name; empty where it does not."""
        item = self.items.get(attribute)
        if item is None or item.state not in SETTLED_STATES:
            return ()
        if item.resolution.answer:
            return (item.resolution.answer,) if item.resolution.stance in _ASSERTING else ()
        return tuple(sorted({self.vocabulary.actor_name(v.name) for v in _actors(item) if v.known == "named"}))

    # ---------------------------------------------------------------- how many

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies that say anything of its dead, or of its injured where nobody counts the dead; reviewer last."""
        counted = self.items.get(DEAD) or self.items.get(INJURED)
        if counted is None:
            return ("",)
        settled = counted.state == "resolved" and counted.resolution.low is not None
        return (*(p.policy for p in counted.proposals), *((REVIEWER,) if settled else ())) or ("",)

    def version(self, policy: str) -> str:
        """Return the version of a policy; empty for the reviewer."""
        every = (p for item in self.items.values() for p in item.proposals if not p.value)
        return next((p.version for p in every if p.policy == policy), "")

    def estimate(self, attribute: str, policy: str) -> Estimate:
        """Return a count under a policy; blank where it gives none."""
        item = self.items.get(attribute)
        if item is None:
            return Estimate()
        if policy == REVIEWER:
            return _settled(item)
        proposal = next((p for p in item.proposals if p.policy == policy), None)
        return _proposed(proposal) if proposal else Estimate()

    def counted(self, attribute: str, scope: str) -> int | None:
        """Return the figure of one part, where its newest statements leave only one."""
        item = self.items.get(attribute)
        for timeline in build_timelines(item) if item else ():
            if timeline.scope == scope and timeline.steps[-1].low == timeline.steps[-1].high:
                return timeline.steps[-1].low
        return None

    @property
    def outlets(self) -> str:
        """The outlets that speak of it, joined by `; `."""
        return "; ".join(dict.fromkeys(source.outlet for source in self.sources))

    def origins(self, attribute: str) -> tuple[str, ...]:
        """Return who first gave the figures of an attribute."""
        item = self.items.get(attribute)
        return tuple(origin for origin, _ in item.origins) if item else ()

    def notes(self, estimate: Estimate) -> str | None:
        """Return how an estimate came about and what is in dispute."""
        return " ".join(filter(None, (estimate.words, *self._disputes()))) or None

    def _disputes(self) -> Iterator[str]:
        """Yield what is in conflict and not settled, a sentence for each data item."""
        for name, item in sorted(self.items.items()):
            if is_disputed(item):
                state = item.state.replace("_", " ")
                yield f"{name.replace('_', ' ')} ({state}): {item.explanation}"

    def _value(self, attribute: str) -> Value | None:
        item, declared = self.items.get(attribute), self.vocabulary.attribute(attribute)
        decision = item.settled_by if item else None
        if decision and declared and decision.action == "range":
            try:
                return parse_range(decision.low, decision.high, declared)
            except ValueProblem:
                return None
        member = self._chosen(attribute)
        return member.assertion.value if member else None

    def _chosen(self, attribute: str) -> Member | None:
        """Return the accepted statement of a settled item, the most exact one of an agreed item."""
        item = self.items.get(attribute)
        if item is None or item.state not in SETTLED_STATES:
            return None
        decision = item.resolution.decision
        members = [m for m in _asserting(item) if not decision or m.assertion.id == decision.assertion]
        return min(members, key=lambda m: (self._breadth(m.assertion.value), m.assertion.id), default=None)

    def _breadth(self, value: Value) -> tuple[int, str, str]:
        """Sort the most exact value first: the narrowest date, the innermost place."""
        if isinstance(value, DateValue):
            if value.low is None or value.high is None:
                return (1, "", value.edtf)
            return (0, f"{days_between(value.low, value.high):09}", value.edtf)
        if isinstance(value, PlaceValue):
            node = self.vocabulary.place_name(value.name)
            depth = len(self.vocabulary.containers(node)) if node else 0
            return (-depth, value.relation, value.name)
        return (0, "", str(value))


def is_disputed(item: Item) -> bool:
    """Return whether an item is in conflict and not settled."""
    return item.is_conflict and item.state not in SETTLED_STATES


def _is_close(place: PlaceValue) -> bool:
    return place.relation != "from" or (place.high_km is not None and Decimal(place.high_km) <= NEAR_KM)


def _end(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None


def days_between(first: str, last: str) -> int:
    """Return the days from the first to the last of two dates, both counted; `YYYY-MM-DD` at the start of each.

    >>> days_between("2031-03-02", "2031-03-04")
    3
    """
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days + 1


def code_days(dates: tuple[str, str] | None, codes: Sequence[tuple[int, int]]) -> int | None:
    """Return a codebook's code for the length of two dates; `codes` are (code, most days), shortest first."""
    return next((code for code, most in codes if days_between(*dates) <= most), None) if dates else None


def _asserting(item: Item) -> list[Member]:
    return [m for m in item.evidence if not m.linked and m.assertion.stance in _ASSERTING]


def _actors(item: Item) -> list[ActorValue]:
    assertions = (m.assertion for m in item.evidence)
    return [a.value for a in assertions if a.stance in _ASSERTING and isinstance(a.value, ActorValue)]


def _proposed(proposal: Proposal) -> Estimate:
    words = f"{proposal.clause}. {proposal.sentence}" + (f" Mind: {proposal.warning}." if proposal.warning else "")
    parts = tuple((part.name, part.best) for part in proposal.parts)
    return Estimate(proposal.low, proposal.best, proposal.high, parts, words)


def _settled(item: Item) -> Estimate:
    resolution, decision = item.resolution, item.settled_by
    if decision is None:
        return Estimate()
    low, high = _end(resolution.low), _end(resolution.high)
    best = low if low == high else None
    return Estimate(low, best, high, words=f"{decision.reviewer}: {decision.rationale or decision.reason}")


def build_facts(
    subject: str,
    items: Sequence[Item],
    vocabulary: Vocabulary,
    sources: Mapping[str, Source],
    codes: Codes | None = None,
) -> EventFacts:
    """Return the facts of an event from its data items; `sources` are the articles quoted, by id.

    Without `codes` it has those of an event that is alone in its dossier.
    """
    quoted = {m.assertion.passage.article for item in items for m in item.members}
    ordered = sorted((sources[id_] for id_ in quoted if id_ in sources), key=lambda s: (s.published or "", s.name))
    return EventFacts(
        subject,
        {item.attribute: item for item in items},
        vocabulary,
        tuple(ordered),
        codes or assign_codes([subject])[subject],
    )
