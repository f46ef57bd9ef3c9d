"""Compares two actors: by facet, name, alias, and the dated affiliations of the vocabulary."""

import re
from typing import Final

from claims.values.model import ActorValue, PlaceValue
from claims.vocabulary.model import Affiliation, Vocabulary, fold_name
from reconcile.comparison.actor_facets import ActorFacet, FacetKind, is_description, read_actor_facet
from reconcile.comparison.naming import name_alike
from reconcile.comparison.outcome import Comparison
from reconcile.comparison.places import compare_places

_FACETS: Final[dict[FacetKind, str]] = {
    "nationality": "the nationality",
    "organisation": "the organisation",
    "origin": "the place somebody came from",
}


def compare_actors(a: ActorValue, b: ActorValue, vocabulary: Vocabulary) -> Comparison:
    """Compare two actors; the facets of one actor (organisation, nationality, origin) exclude nothing of each other."""
    if a.known != "named" or b.known != "named":
        return _compare_unnamed(a, b)
    facet_a, facet_b = read_actor_facet(a.name, vocabulary), read_actor_facet(b.name, vocabulary)
    if facet_a.kind != facet_b.kind:
        first, second = sorted((facet_a.kind, facet_b.kind))
        return Comparison("overlap", "facet", f"{_FACETS[first]} is not {_FACETS[second]}, and both can hold")
    if facet_a.kind == "organisation":
        compare = _compare_same_rank if facet_a.is_member == facet_b.is_member else _compare_members
        return compare(facet_a, facet_b, vocabulary)
    if facet_a.name == facet_b.name:
        return _explain_equal(a.name, b.name, f"both tell of {facet_a.name}")
    return _compare_origins(facet_a.name, facet_b.name, vocabulary)


def _compare_origins(one: str, two: str, vocabulary: Vocabulary) -> Comparison:
    """Compare two places that people come from: those of one event may come from several."""
    places = compare_places(PlaceValue(name=one), PlaceValue(name=two), vocabulary)
    if places.outcome == "disjoint":
        return Comparison("undecided", "", "there may have been some of either")
    return places


def _compare_unnamed(a: ActorValue, b: ActorValue) -> Comparison:
    """Compare two actors of which one at least is `nobody` or `unknown`."""
    if a.known == b.known:
        return Comparison("equal")
    known = {a.known, b.known}
    if known == {"unknown", "nobody"}:
        return Comparison("undecided")
    if "unknown" in known:
        return Comparison("contains" if a.known == "unknown" else "inside", "vague", "the other does not name anyone")
    return Comparison("disjoint")


def _explain_equal(a: str, b: str, detail: str) -> Comparison:
    """Return that two names are one actor's; `detail` says so where they are written differently."""
    return Comparison("equal") if fold_name(a) == fold_name(b) else Comparison("equal", "alias", detail)


def _compare_same_rank(a: ActorFacet, b: ActorFacet, vocabulary: Vocabulary) -> Comparison:
    """Compare two organisations, or somebody of each."""
    return _compare_organisations(a.name, b.name, vocabulary)


def _compare_members(a: ActorFacet, b: ActorFacet, vocabulary: Vocabulary) -> Comparison:
    """Compare somebody of one organisation with another one as a whole: whoever is of it acts for it."""
    compared = _compare_organisations(a.name, b.name, vocabulary)
    if compared.outcome != "equal":
        return compared
    name = vocabulary.actor_name(a.name)
    return Comparison("inside" if a.is_member else "contains", "affiliation", f"whoever is of {name} is part of it")


def _compare_organisations(a: str, b: str, vocabulary: Vocabulary) -> Comparison:
    one, two = vocabulary.actor_name(a), vocabulary.actor_name(b)
    if one == two or fold_name(a) == fold_name(b):
        return _explain_equal(a, b, f"both name {one}")
    if related := _compare_affiliated(one, two, vocabulary) or _compare_by_name(one, two):
        return related
    unlisted = sorted(name for name in (a, b) if not vocabulary.knows_actor(name))
    if unlisted and (why := name_alike(a, b)):
        return Comparison("equal", "alias", why)
    return _compare_strangers(unlisted)


def _compare_affiliated(one: str, two: str, vocabulary: Vocabulary) -> Comparison | None:
    wholes_of_one, wholes_of_two = vocabulary.affiliations(one), vocabulary.affiliations(two)
    if two in wholes_of_one:
        return Comparison("inside", "affiliation", f"{one} is part of {two}{_dates_of(wholes_of_one[two])}")
    if one in wholes_of_two:
        return Comparison("contains", "affiliation", f"{two} is part of {one}{_dates_of(wholes_of_two[one])}")
    if shared := sorted(set(wholes_of_one) & set(wholes_of_two)):
        return Comparison("disjoint", "branches", f"both are branches of {shared[0]}")
    return None


def _compare_by_name(one: str, two: str) -> Comparison | None:
    if _names_part(two, one):
        return Comparison("contains", "affiliation", f"{two} is, by its name, part of {one}")
    if _names_part(one, two):
        return Comparison("inside", "affiliation", f"{one} is, by its name, part of {two}")
    return None


def _compare_strangers(unlisted: list[str]) -> Comparison:
    """Return what two unrelated names are to each other; `unlisted` are those that the vocabulary lacks."""
    if any(not _is_name(name) for name in unlisted):
        return Comparison("undecided", "", "a description may be of anybody")
    if unlisted:
        return Comparison("disjoint", "", f"should {unlisted[0]} be another name of the other, the vocabulary lacks it")
    return Comparison("disjoint")


_PARTICLES: Final = frozenset(
    {"a", "al", "an", "and", "bin", "de", "del", "der", "el", "for", "ibn", "in", "of", "the", "van", "von"}
)


_BRANCH: Final = re.compile(r"(?:'s)? (?:in|of|at|for|network|branch|wing|cell|province|faction)(?: |$)|'s ")
"""How a name continues where it names a part of whom it begins with: X in Y, X's Y network."""


def _names_part(part: str, whole: str) -> bool:
    """Return whether `part` is called after `whole` in the way branches are."""
    longer, shorter = fold_name(part), fold_name(whole)
    return longer.startswith(shorter) and _BRANCH.match(longer.removeprefix(shorter)) is not None


def _is_name(words: str) -> bool:
    """Return whether `words` name somebody, rather than describe them: every word of weight is capitalised."""
    return not is_description(words) and all(
        not word[:1].islower() or word.split("-")[0] in _PARTICLES for word in words.split()
    )


def _dates_of(edge: Affiliation) -> str:
    since = f" since {edge.since}" if edge.since else ""
    until = f" until {edge.until}" if edge.until else ""
    return since + until
