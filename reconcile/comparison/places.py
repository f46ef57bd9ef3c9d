"""Compares two places: by containment, and by distance and direction where the gazetteer says where they lie."""

from typing import Final

from claims.values.model import PlaceValue
from claims.values.places import read_side
from claims.vocabulary.model import Vocabulary, fold_name
from reconcile.comparison.geography import (
    Area,
    describe_distance,
    find_area,
    find_area_between,
    find_countries,
    meets_region,
)
from reconcile.comparison.outcome import Comparison, Outcome, compare_intervals, to_decimal
from reconcile.comparison.sites import Site

_NEAR_BEARING_DEG: Final = 45
_OPPOSITE_DEG: Final = 135
"""From here on two sides of one place have nothing in common."""
_NOT_KNOWN: Final = Comparison("undecided", "", "where that lies from the other place is not known")


def compare_places(a: PlaceValue, b: PlaceValue, vocabulary: Vocabulary) -> Comparison:
    """Compare two places; places that are not nested are disjoint only where both are known to lie apart."""
    one, two = Site(a, vocabulary), Site(b, vocabulary)
    if (sides := _compare_sides(one, two)) is not None:
        return sides
    if "from" in (a.relation, b.relation):
        return _compare_at_distance(one, two)
    if one.nodes == two.nodes:
        return _compare_same(one, two)
    if one.nodes & two.around or two.nodes & one.around:
        return _compare_nested(one, two)
    return _compare_separate(one, two)


def _compare_sides(one: Site, two: Site) -> Comparison | None:
    """Compare two sides of one place, or two directions alone; None where they do not exclude each other."""
    if not _are_plain(one, two):
        return None
    a, b = read_side(one.place.name), read_side(two.place.name)
    if a is None or b is None or fold_name(a[1]) != fold_name(b[1]):
        return None
    apart = _turn(a[0], b[0])
    return Comparison("disjoint", "", f"the directions lie {apart} degrees apart") if apart >= _OPPOSITE_DEG else None


def _turn(one: int, two: int) -> int:
    """Return how many degrees lie between two directions."""
    return abs((one - two + 180) % 360 - 180)


def _compare_at_distance(one: Site, two: Site) -> Comparison:
    """Compare two places of which one at least lies some way from what it names: "5 km north of X"."""
    a, b = one.place, two.place
    if a.relation == b.relation:
        return _compare_offsets(a, b) if one.nodes == two.nodes else _compare_areas(one, two)
    by_distance = _compare_areas(one, two)
    if by_distance.outcome != "disjoint" and (one.nodes <= two.around or two.nodes <= one.around):
        return Comparison("overlap", "precision", "so far from one place, and in or around the other")
    return by_distance


def _compare_same(one: Site, two: Site) -> Comparison:
    a, b = one.place, two.place
    if a.relation != b.relation:
        return Comparison("overlap", "precision", "on it and near it are one place told with different care")
    if fold_name(a.name) == fold_name(b.name) or one.is_nationality or two.is_nationality:
        return Comparison("equal")
    return Comparison("equal", "alias", f"both name {'/'.join(sorted(one.nodes))}")


def _compare_nested(one: Site, two: Site) -> Comparison:
    """Compare two sites of which one lies around the other, at least in part."""
    if not _are_plain(one, two):
        return Comparison("overlap", "precision", "near or off it, and inside it")
    if one.nodes <= two.around:
        return Comparison("contains") if len(one.nodes) == 1 else Comparison("overlap", "precision")
    if two.nodes <= one.around and len(two.nodes) == 1:
        return Comparison("inside")
    return Comparison("overlap", "precision")


def _compare_separate(one: Site, two: Site) -> Comparison:
    if one.is_between or two.is_between:
        return _compare_areas(one, two)
    unlisted = sorted((*one.unlisted, *two.unlisted))
    if _are_plain(one, two) and (not unlisted or one.lies_elsewhere(two) or two.lies_elsewhere(one)):
        return Comparison("disjoint", "", _describe_distance(one, two))
    if unlisted and not _are_of_one_country(one, two):
        return Comparison("undecided", "", f"the gazetteer does not know {unlisted[0]!r}; add it to have them compared")
    by_distance = _compare_areas(one, two)
    if by_distance.outcome == "disjoint":
        return by_distance
    return Comparison("undecided", "", "near one place may still be the other")


def _are_of_one_country(one: Site, two: Site) -> bool:
    """Return whether both are known to lie in one country, so that a name that one place bears there stands for it."""
    countries = [{name for node in site.nodes for name in find_countries(node, site.vocabulary)} for site in (one, two)]
    return bool(countries[0] & countries[1])


def _are_plain(one: Site, two: Site) -> bool:
    """Return whether both are simply in the place they name."""
    return one.place.relation == two.place.relation == "in"


def _compare_areas(one: Site, two: Site) -> Comparison:
    """Compare two places as the areas that their words allow; a region without a point by the places listed in it."""
    if (one.unlisted or two.unlisted) and not _are_of_one_country(one, two):
        return _NOT_KNOWN
    area_one, area_two = _find_area(one), _find_area(two)
    if area_one is not None and area_two is not None:
        distance = _describe_distance(one, two) or _describe_reach(one, two)
        if area_one.gap_km(area_two) > 0:
            return Comparison("disjoint", "", distance)
        return Comparison("overlap", "precision", distance)
    if area_one is not None:
        return _compare_with_region(area_one, one, two)
    return _NOT_KNOWN if area_two is None else _compare_with_region(area_two, two, one)


def _describe_reach(one: Site, two: Site) -> str:
    """Return what two areas of which neither centre is told are apart by."""
    between = [sorted(site.nodes) for site in (one, two) if site.is_between]
    if between:
        return f"that is how far it reaches between {' and '.join(min(between))}"
    return f"so far from {min(one.nodes)} is not in it"


def _compare_with_region(area: Area, site: Site, region: Site) -> Comparison:
    """Compare the area of `site` with a region that has no point of its own."""
    if region.place.relation != "in":
        return _NOT_KNOWN
    meets = {meets_region(area, site.around, node, site.vocabulary) for node in region.nodes}
    if False in meets:
        return Comparison("disjoint", "", f"nothing listed in {' and '.join(sorted(region.nodes))} lies near there")
    if meets == {True}:
        return Comparison("overlap", "precision", f"it may reach into {' and '.join(sorted(region.nodes))}")
    return _NOT_KNOWN


def _find_area(site: Site) -> Area | None:
    if site.is_between:
        one, two = sorted(site.nodes)
        return find_area_between(one, two, site.vocabulary)
    node = next(iter(site.nodes)) if len(site.nodes) == 1 else None
    return find_area(site.place, node, site.vocabulary)


def _describe_distance(one: Site, two: Site) -> str:
    """Return how far two places lie from each other, seen from the first by name."""
    first, second = sorted(min(site.nodes) for site in (one, two))
    if first == second or len(one.nodes) > 1 or len(two.nodes) > 1:
        return ""
    return describe_distance(first, second, one.vocabulary)


def _compare_offsets(a: PlaceValue, b: PlaceValue) -> Comparison:
    """Compare two places by how far and in which direction they lie from one and the same place."""
    distance = compare_intervals(*map(to_decimal, (a.low_km, a.high_km, b.low_km, b.high_km)))
    if distance == "disjoint":
        return Comparison("disjoint", "", "the distances differ")
    if (a.bearing is None) != (b.bearing is None):
        outcome: Outcome = "contains" if a.bearing is None else "inside"
        return Comparison(outcome, "", "one gives the distance without a direction")
    apart = _turn(a.bearing or 0, b.bearing or 0)
    if not apart:
        return Comparison(distance, "precision" if distance != "equal" else "")
    is_away = any(map(to_decimal, (a.low_km, b.low_km)))
    return _compare_directions(apart, is_away or apart >= _OPPOSITE_DEG)


def _compare_directions(apart: int, is_away: bool) -> Comparison:
    if apart >= _NEAR_BEARING_DEG and is_away:
        return Comparison("disjoint", "", f"the directions lie {apart} degrees apart")
    return Comparison("overlap", "precision", "the directions are next to each other")
