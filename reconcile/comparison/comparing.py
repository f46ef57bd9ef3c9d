"""Comparing two values of one kind: what their sets of possible values are to each other.

Owns the outcome and the reason it came about. Refuses everything that is not in the two values: scope, stance, time and
origin are the gates' business (reconcile.relations.gates).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from claims.values.currencies import may_be_one
from claims.values.model import (
    ActorValue,
    ChoiceValue,
    CountValue,
    DateValue,
    MeasureValue,
    PlaceValue,
    TextValue,
    TimeValue,
    Value,
)
from claims.vocabulary.demonyms import country_of
from claims.vocabulary.model import Vocabulary, fold_name
from reconcile.comparison.actor_facets import Facet, FacetKind, read_facet
from reconcile.comparison.geography import describe_distance, find_area, meets_region

Outcome = Literal["equal", "inside", "contains", "overlap", "disjoint", "undecided"]
"""What set a is to set b."""

Reason = Literal[
    "",
    "alias",
    "affiliation",
    "branches",
    "facet",
    "unit",
    "unknown_unit",
    "currency",
    "zone",
    "precision",
    "bound",
    "vague",
]
"""Why, where the outcome alone does not say: `branches` are two parts of one organisation, `facet` means that one tells
of an organisation and the other of a nationality or a place somebody came from.
"""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of comparing value a with value b."""

    outcome: Outcome
    reason: Reason = ""
    detail: str = ""
    """A clause for the sentence, where there is more to say than the two values."""

    def mirrored(self) -> "Comparison":
        """Return the comparison of b with a."""
        turned: dict[Outcome, Outcome] = {"inside": "contains", "contains": "inside"}
        return Comparison(turned.get(self.outcome, self.outcome), self.reason, self.detail)


_OPEN_HEDGES = {"at_least", "more_than", "at_most", "less_than", "up_to", "nearly"}
_LOOSE_HEDGES = {"about", "either"}


def compare_values(a: Value, b: Value, vocabulary: Vocabulary) -> Comparison:
    """Compare two values of one attribute; values of two kinds are undecided."""
    if a.kind != b.kind:
        return Comparison("undecided", "", "they are not of one kind")
    compare = _COMPARERS[a.kind]
    return compare(a, b, vocabulary)


def _intervals(a_low: Any, a_high: Any, b_low: Any, b_high: Any) -> Outcome:
    """Return what the closed interval a is to b; None is unbounded on its side."""
    if a_low == b_low and a_high == b_high:
        return "equal"
    if (a_high is not None and b_low is not None and a_high < b_low) or (
        b_high is not None and a_low is not None and b_high < a_low
    ):
        return "disjoint"
    a_starts_inside = b_low is None or (a_low is not None and a_low >= b_low)
    a_ends_inside = b_high is None or (a_high is not None and a_high <= b_high)
    if a_starts_inside and a_ends_inside:
        return "inside"
    b_starts_inside = a_low is None or (b_low is not None and b_low >= a_low)
    b_ends_inside = a_high is None or (b_high is not None and b_high <= a_high)
    if b_starts_inside and b_ends_inside:
        return "contains"
    return "overlap"


def _precision(
    a: CountValue | MeasureValue | TimeValue, b: CountValue | MeasureValue | TimeValue, outcome: Outcome
) -> Reason:
    """Return why one set is wider than the other: a bound, a loose figure, a vague word, or a real range."""
    if outcome in {"equal", "disjoint", "undecided"}:
        return ""
    if "vague" in (a.hedge, b.hedge):
        return "vague"
    if a.hedge in _OPEN_HEDGES or b.hedge in _OPEN_HEDGES:
        return "bound"
    if a.hedge in _LOOSE_HEDGES or b.hedge in _LOOSE_HEDGES:
        return "precision"
    if None in (a.low, a.high, b.low, b.high) or a.low == b.low or a.high == b.high:
        return "bound"
    return ""


def compare_counts(a: CountValue, b: CountValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two counts as integer intervals."""
    outcome = _intervals(a.low, a.high, b.low, b.high)
    return Comparison(outcome, _precision(a, b, outcome))


_OPEN_CURRENCY = "which country's money is meant is not said"


def compare_measures(a: MeasureValue, b: MeasureValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two measures; in one unit as stated, in two units as far as their last digits reach."""
    if a.dimension != b.dimension:
        if a.dimension.startswith("currency:") and b.dimension.startswith("currency:"):
            if may_be_one(a.dimension, b.dimension):
                return Comparison("undecided", "unknown_unit", _OPEN_CURRENCY)
            return Comparison("overlap", "currency", "two currencies meet only through a dated exchange rate")
        return Comparison("undecided", "unit", "they measure different things")
    if a.unit == b.unit:
        bounds = [None if text is None else Decimal(text) for text in (a.low, a.high, b.low, b.high)]
        outcome = _intervals(*bounds)
        if a.unit == "XXX" and outcome == "disjoint":
            return Comparison("undecided", "unknown_unit", _OPEN_CURRENCY)
        return Comparison(outcome, _precision(a, b, outcome))
    bounds = [None if text is None else Decimal(text) for text in (a.base_low, a.base_high, b.base_low, b.base_high)]
    outcome = _intervals(*bounds)
    plain = {a.hedge, b.hedge} <= {"exact", "about"}
    if outcome != "disjoint" and plain:
        if _rounds_to(bounds[:2], bounds[2:]) or _rounds_to(bounds[2:], bounds[:2]):
            return Comparison("equal", "unit", "the same in two units, as far as the digits go")
        if a.hedge == b.hedge == "exact":
            return Comparison("disjoint")
    return Comparison(outcome, _precision(a, b, outcome))


def _rounds_to(figure: list[Decimal | None], rounded: list[Decimal | None]) -> bool:
    """Return whether the middle of one measure's bounds lies in those of the other: 10 km is six miles, 90 minutes are
    not two hours.
    """
    low, high = figure
    if low is None or high is None or None in rounded:
        return True
    return (rounded[0] or 0) <= (low + high) / 2 <= (rounded[1] or 0)


def compare_dates(a: DateValue, b: DateValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two dates as intervals of instants."""
    outcome = _intervals(a.low, a.high, b.low, b.high)
    if outcome == "equal":
        if (a.hedge == "relative") != (b.hedge == "relative"):
            return Comparison("equal", "precision", "one is told from the day of writing, which resolves to the other")
        in_zones = a.edtf != b.edtf and "T" in a.edtf and "T" in b.edtf
        return Comparison("equal", "zone" if in_zones else "", "one moment in two time zones" if in_zones else "")
    if outcome == "disjoint":
        return Comparison(outcome)
    if "open" in (a.hedge, b.hedge):
        return Comparison(outcome, "bound")
    if outcome == "overlap" or "approximate" in (a.hedge, b.hedge):
        return Comparison(outcome, "precision")
    return Comparison(outcome)


_DAY_S = 86_400


def compare_times(a: TimeValue, b: TimeValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two times of day on one clock; a time whose zone is not known meets any other of its kind."""
    known = a.offset_minutes is not None and b.offset_minutes is not None
    if known:
        shift = ((b.offset_minutes or 0) - (a.offset_minutes or 0)) * 60
    elif a.offset_minutes is None and b.offset_minutes is None:
        shift = 0
    else:
        return Comparison("overlap", "zone", "one of the two does not say its time zone")
    days = (
        _DAY_S * number for number in range(-2, 3)
    )  # zones lie up to 26 hours apart, a night runs into a second day
    outcomes = [_intervals(a.low, a.high, b.low - shift + day, b.high - shift + day) for day in days]
    order: tuple[Outcome, ...] = ("equal", "inside", "contains", "overlap")
    outcome: Outcome = next((o for o in order if o in outcomes), "disjoint")
    if outcome == "equal":
        return Comparison("equal", "zone" if shift else "", "one moment in two time zones" if shift else "")
    return Comparison(outcome, _precision(a, b, outcome) or ("" if outcome == "disjoint" else "precision"))


def compare_actors(a: ActorValue, b: ActorValue, vocabulary: Vocabulary) -> Comparison:
    """Compare two actors: by facet, name, alias, and the dated affiliations of the vocabulary."""
    if a.known != "named" or b.known != "named":
        if a.known == b.known:
            return Comparison("equal")
        if "unknown" in (a.known, b.known):
            if "nobody" in (a.known, b.known):
                return Comparison("undecided")
            return Comparison(
                "contains" if a.known == "unknown" else "inside", "vague", "the other does not name anyone"
            )
        return Comparison("disjoint")
    facet_a, facet_b = read_facet(a.name, vocabulary), read_facet(b.name, vocabulary)
    if facet_a.kind == facet_b.kind == "organisation":
        if facet_a.is_member == facet_b.is_member:
            return _compare_organisations(facet_a.name, facet_b.name, vocabulary)
        return _compare_members(facet_a, facet_b, vocabulary)
    if facet_a.kind != facet_b.kind:
        first, second = sorted((facet_a.kind, facet_b.kind))
        return Comparison("overlap", "facet", f"{_FACETS[first]} is not {_FACETS[second]}, and both can hold")
    if facet_a.name == facet_b.name:
        same = fold_name(a.name) == fold_name(b.name)
        return Comparison("equal", "" if same else "alias", "" if same else f"both tell of {facet_a.name}")
    places = compare_places(PlaceValue(name=facet_a.name), PlaceValue(name=facet_b.name), vocabulary)
    if places.outcome == "disjoint":
        return Comparison("undecided", "", "there may have been some of either")
    return places


_FACETS: Final[dict[FacetKind, str]] = {
    "nationality": "the nationality",
    "organisation": "the organisation",
    "origin": "the place somebody came from",
}


def _compare_members(a: Facet, b: Facet, vocabulary: Vocabulary) -> Comparison:
    """Compare somebody of one organisation with another one as a whole: whoever is of it acts for it."""
    compared = _compare_organisations(a.name, b.name, vocabulary)
    if compared.outcome != "equal":
        return compared
    name = vocabulary.actor_name(a.name)
    return Comparison("inside" if a.is_member else "contains", "affiliation", f"whoever is of {name} is part of it")


def _compare_organisations(a: str, b: str, vocabulary: Vocabulary) -> Comparison:
    one, two = vocabulary.actor_name(a), vocabulary.actor_name(b)
    if one == two or fold_name(a) == fold_name(b):
        same = fold_name(a) == fold_name(b)
        return Comparison("equal", "" if same else "alias", "" if same else f"both name {one}")
    around_one, around_two = vocabulary.affiliations(one), vocabulary.affiliations(two)
    if two in around_one:
        return Comparison("inside", "affiliation", f"{one} is part of {two}{_dated(around_one[two])}")
    if one in around_two:
        return Comparison("contains", "affiliation", f"{two} is part of {one}{_dated(around_two[one])}")
    if shared := sorted(set(around_one) & set(around_two)):
        return Comparison("disjoint", "branches", f"both are branches of {shared[0]}")
    if _names_part(two, one):
        return Comparison("contains", "affiliation", f"{two} is, by its name, part of {one}")
    if _names_part(one, two):
        return Comparison("inside", "affiliation", f"{one} is, by its name, part of {two}")
    strangers = sorted(name for name in (a, b) if not vocabulary.knows_actor(name))
    if any(not _is_name(name) for name in strangers):
        return Comparison("undecided", "", "a description may be of anybody")
    if strangers:
        return Comparison(
            "disjoint", "", f"should {strangers[0]} be another name of the other, the vocabulary lacks it"
        )
    return Comparison("disjoint")


_PARTICLES = frozenset(
    {"a", "al", "an", "and", "bin", "de", "del", "der", "el", "for", "ibn", "in", "of", "the", "van", "von"}
)


_BRANCH = re.compile(r"(?:'s)? (?:in|of|at|for|network|branch|wing|cell|province|faction)(?: |$)|'s ")
"""How a name goes on where it names a part of whom it begins with: X in Y, X's Y network."""


def _names_part(part: str, whole: str) -> bool:
    """Return whether `part` is called after `whole` in the way branches are."""
    longer, shorter = fold_name(part), fold_name(whole)
    return longer.startswith(shorter) and _BRANCH.match(longer.removeprefix(shorter)) is not None


def _is_name(words: str) -> bool:
    """Return whether `words` name somebody, rather than describe them: every word of weight is capitalised."""
    return all(not word[:1].islower() or word.split("-")[0] in _PARTICLES for word in words.split())


def _dated(edge: Any) -> str:
    since = f" since {edge.since}" if edge.since else ""
    until = f" until {edge.until}" if edge.until else ""
    return since + until


_BORDERS = (
    re.compile(r"^(?:the )?(.+?)\s*(?:-|–|—|‑|/| and )\s*(.+?)\s+border$", re.IGNORECASE),
    re.compile(r"^(?:the )?border (?:between|of) (.+?) (?:and|with) (.+)$", re.IGNORECASE),
)
_NEAR_BEARING_DEG = 45


def compare_places(a: PlaceValue, b: PlaceValue, vocabulary: Vocabulary) -> Comparison:
    """Compare two places by containment, and by distance and direction where the gazetteer says where they lie."""
    one, two = _site(a.name, vocabulary), _site(b.name, vocabulary)
    if "from" in (a.relation, b.relation):
        if a.relation == b.relation and one == two:
            return _compare_offsets(a, b)
        if a.relation != b.relation and (one <= _around(two, vocabulary) or two <= _around(one, vocabulary)):
            if (by_distance := _compare_areas(a, b, one, two, vocabulary)).outcome == "disjoint":
                return by_distance
            return Comparison("overlap", "precision", "so far from one place, and in or around the other")
        return _compare_areas(a, b, one, two, vocabulary)
    if one == two:
        if a.relation != b.relation:
            return Comparison("overlap", "precision", "on it and near it are one place told with different care")
        same = fold_name(a.name) == fold_name(b.name) or any(_country(p.name) for p in (a, b))
        return Comparison("equal", "" if same else "alias", "" if same else f"both name {'/'.join(sorted(one))}")
    around_one, around_two = _around(one, vocabulary), _around(two, vocabulary)
    plain = a.relation == b.relation == "in"
    if one & around_two or two & around_one:
        if not plain:
            return Comparison("overlap", "precision", "near or off it, and inside it")
        if one <= around_two:
            return Comparison("contains" if len(one) == 1 else "overlap", "" if len(one) == 1 else "precision")
        if two <= around_one:
            return Comparison("inside" if len(two) == 1 else "overlap", "" if len(two) == 1 else "precision")
        return Comparison("overlap", "precision")
    known = all(vocabulary.place_name(p) for p in one | two)
    if plain and (known or _apart(one, around_two, vocabulary) or _apart(two, around_one, vocabulary)):
        return Comparison("disjoint", "", _distance(one, two, vocabulary))
    if known:
        by_distance = _compare_areas(a, b, one, two, vocabulary)
        return by_distance if by_distance.outcome == "disjoint" else Comparison("undecided", "", _NEAR_ONE)
    stranger = next(p for p in sorted(one | two) if not vocabulary.place_name(p))
    return Comparison("undecided", "", f"the gazetteer does not know {stranger!r}; add it to have them compared")


_NEAR_ONE = "near one place may still be the other"
_NOT_KNOWN = "where that lies from the other place is not known"


def _compare_areas(
    a: PlaceValue, b: PlaceValue, one: frozenset[str], two: frozenset[str], vocabulary: Vocabulary
) -> Comparison:
    """Compare two places as the areas that their words allow; a region without a point by the places listed in it."""
    area_a, area_b = (
        find_area(value, next(iter(site)) if len(site) == 1 else None, vocabulary)
        for value, site in ((a, one), (b, two))
    )
    told = _distance(one, two, vocabulary) or f"so far from {min(one)} is not in it"
    if area_a is not None and area_b is not None:
        if area_a.gap_km(area_b) > 0:
            return Comparison("disjoint", "", told)
        return Comparison("overlap", "precision", told)
    area, around, regions, relation = (
        (area_a, _around(one, vocabulary), two, b.relation)
        if area_a is not None
        else (area_b, _around(two, vocabulary), one, a.relation)
    )
    if area is None or relation != "in":
        return Comparison("undecided", "", _NOT_KNOWN)
    found = {meets_region(area, around, region, vocabulary) for region in regions}
    if False in found:
        return Comparison("disjoint", "", f"nothing listed in {' and '.join(sorted(regions))} lies near there")
    if found == {True}:
        return Comparison("overlap", "precision", f"it may reach into {' and '.join(sorted(regions))}")
    return Comparison("undecided", "", _NOT_KNOWN)


def _distance(one: frozenset[str], two: frozenset[str], vocabulary: Vocabulary) -> str:
    """Return how far two places lie from each other, told from the first by name."""
    first, second = sorted(min(site) for site in (one, two))
    return describe_distance(first, second, vocabulary) if len(one) == len(two) == 1 and first != second else ""


def _site(name: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the gazetteer nodes a name stands for: one place, or the two sides of a border."""
    if (known := _node(name, vocabulary)) is not None:
        return frozenset((known,))
    for border in _BORDERS:
        if match := border.match(name):
            return frozenset(_node(side, vocabulary) or fold_name(side) for side in match.groups())
    return frozenset((fold_name(name),))


_KIND_OF_PLACE = re.compile(
    r"^(?:the )?(?:city|town|village|district|province|region|state) of | (?:city|district|province|region|state)$"
    r"|^(?:[\w'’ -]+ )?capital(?: city)?(?: of [\w' -]+)?,? (?:of )?(?=\S)",
    re.I,
)


def _node(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the gazetteer's node for a name, with or without what kind of place it is, or for a nationality."""
    known = vocabulary.place_name(name) or vocabulary.place_name(_KIND_OF_PLACE.sub("", name))
    return known or vocabulary.place_name(_country(name) or "")


_PEOPLE = re.compile(r"(?:[Aa]n? |[Tt]he )?(.+?)(?: (?:citizen|national|man|woman)s?| men| women| people)?")


def _country(name: str) -> str | None:
    """Return the country of "a Tajik citizen"."""
    found = _PEOPLE.fullmatch(name)
    return None if found is None else country_of(found[1])


def _apart(site: frozenset[str], around: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Return whether a place the gazetteer lacks lies, by its name, in a known place that is not around the other."""
    outer = {known for place in site for known in _outer(place, vocabulary)}
    others_known = any(vocabulary.place_name(place) for place in around)
    return bool(outer) and others_known and not outer & around


def _around(site: frozenset[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the site and every place around it; one the gazetteer lacks lies where its name says."""
    around = set(site)
    for place in site:
        outer = vocabulary.containers(place)
        around |= outer | {fold_name(name) for name in outer if vocabulary.place_name(name) is None}
        if vocabulary.place_name(place) is None:
            for known in _outer(place, vocabulary):
                around |= {known} | vocabulary.containers(known)
    return frozenset(around)


_SIDE = re.compile(
    r"^(?:the )?(?:far )?(?:(?:north|south)?-?(?:north|south|east|west)(?:ern)?|central|mid|upper|lower|coastal|rural)"
    r"(?: part)?(?: of)? (?=\S)",
    re.I,
)
"""What makes a part of a place without a name of its own: "eastern France", "the north of Oslo"."""


def _outer(place: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the known places around a name the gazetteer lacks: after its comma, or "France" of "eastern France"."""
    whole = _SIDE.sub("", place)
    for written in (*place.split(",")[1:], *([whole] if whole != place else [])):
        if (known := _node(written.strip(), vocabulary)) is not None:
            yield known


def _compare_offsets(a: PlaceValue, b: PlaceValue) -> Comparison:
    bounds = [None if km is None else Decimal(km) for km in (a.low_km, a.high_km, b.low_km, b.high_km)]
    distance = _intervals(*bounds)
    if distance == "disjoint":
        return Comparison("disjoint", "", "the distances differ")
    if a.bearing is None or b.bearing is None:
        if a.bearing == b.bearing:
            return Comparison(distance, "precision" if distance != "equal" else "")
        return Comparison(
            "contains" if a.bearing is None else "inside", "", "one gives the distance without a direction"
        )
    apart = abs((a.bearing - b.bearing + 180) % 360 - 180)
    if apart == 0:
        return Comparison(distance, "precision" if distance != "equal" else "")
    if apart >= _NEAR_BEARING_DEG and any(Decimal(km or 0) for km in (a.low_km, b.low_km)):
        return Comparison("disjoint", "", f"the directions lie {apart} degrees apart")
    return Comparison("overlap", "precision", "the directions are next to each other")


def compare_choices(a: ChoiceValue, b: ChoiceValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two of the exclusive values an attribute declares."""
    return Comparison("equal" if a.name.casefold() == b.name.casefold() else "disjoint")


def compare_texts(a: TextValue, b: TextValue, _: Vocabulary | None = None) -> Comparison:
    """Compare two texts: the same words agree, other words decide nothing."""
    return Comparison("equal" if a.normal == b.normal else "undecided", "", "other words may mean the same")


_COMPARERS: dict[str, Callable[[Any, Any, Vocabulary], Comparison]] = {
    "count": compare_counts,
    "measure": compare_measures,
    "date": compare_dates,
    "time": compare_times,
    "place": compare_places,
    "actor": compare_actors,
    "choice": compare_choices,
    "text": compare_texts,
}
