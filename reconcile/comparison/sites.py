"""The site a place name stands for: the gazetteer's nodes, and what lies around them.

A name that the gazetteer lacks is a node of its own, and lies where its words say: "X, Y" in Y, "eastern X" in X; else
in the country, and the division, of all populated places of that name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from claims.values.model import PlaceValue
from claims.vocabulary.demonyms import country_of
from claims.vocabulary.gazetteer import country_name, locate
from claims.vocabulary.model import Vocabulary, fold_name

_BORDERS: Final = (
    re.compile(r"^(?:the )?(.+?)\s*(?:-|–|—|‑|/| and )\s*(.+?)\s+border$", re.IGNORECASE),
    re.compile(r"^(?:the )?border (?:between|of) (.+?) (?:and|with) (.+)$", re.IGNORECASE),
)
_BETWEEN: Final = re.compile(
    r"^(?:(?:about |roughly )?half ?way |somewhere |midway |(?:on )?the (?:road|highway|route|way|sea|waters|strait) )?"
    r"between (?:the )?(.+?) and (?:the )?(.+)$",
    re.IGNORECASE,
)
_KIND_OF_PLACE: Final = re.compile(
    r"^(?:the )?(?:city|town|village|district|province|region|state) of | (?:city|district|province|region|state)$"
    r"|^(?:[\w'’ -]+ )?capital(?: city)?(?: of [\w' -]+)?,? (?:of )?(?=\S)",
    re.I,
)
_PEOPLE: Final = re.compile(r"(?:[Aa]n? |[Tt]he )?(.+?)(?: (?:citizen|national|man|woman)s?| men| women| people)?")
_SIDE: Final = re.compile(
    r"^(?:the )?(?:far )?(?:(?:north|south)?-?(?:north|south|east|west)(?:ern)?|central|mid|upper|lower|coastal|rural)"
    r"(?: part)?(?: of)? (?=\S)",
    re.I,
)
"""What makes a part of a place without a name of its own: "eastern France", "the north of Oslo"."""


@dataclass(frozen=True)
class Site:
    """A place with the gazetteer's nodes for it."""

    place: PlaceValue
    vocabulary: Vocabulary

    @cached_property
    def nodes(self) -> frozenset[str]:
        """The nodes the name stands for: one place, the two sides of a border, or those that it lies between."""
        name = self.place.name
        if (known := _find_node(name, self.vocabulary)) is not None:
            return frozenset((known,))
        for border in (*_BORDERS, _BETWEEN):
            if match := border.match(name):
                return frozenset(_find_node(side, self.vocabulary) or fold_name(side) for side in match.groups())
        return frozenset((fold_name(name),))

    @property
    def is_between(self) -> bool:
        """Whether the name is of what lies between two places: "halfway between X and Y"."""
        return len(self.nodes) > 1 and _BETWEEN.match(self.place.name) is not None

    @cached_property
    def around(self) -> frozenset[str]:
        """The nodes and every place around them."""
        return self.nodes.union(*map(self._outer, self.nodes))

    @property
    def unlisted(self) -> list[str]:
        """The nodes that the gazetteer lacks, sorted."""
        return sorted(node for node in self.nodes if not self._is_listed(node))

    @property
    def is_nationality(self) -> bool:
        """Whether the name is of people, who stand for their country: "a Tajik citizen"."""
        return _find_country(self.place.name) is not None

    def lies_elsewhere(self, other: "Site") -> bool:
        """Return whether a place the gazetteer lacks lies, by its name, in a known place that is not around `other`."""
        outer, known = self._known_outer(), other._known_outer()
        wider = {around for place in outer for around in self.vocabulary.containers(place)}
        listed = any(map(self._is_listed, other.around))
        return bool(outer) and listed and not outer & other.around and not known & wider

    def _known_outer(self) -> set[str]:
        """Return the known places that the nodes lie in which the gazetteer lacks."""
        return {
            known for node in self.nodes if not self._is_listed(node) for known in _find_outer(node, self.vocabulary)
        }

    def _outer(self, node: str) -> set[str]:
        outer = set(self.vocabulary.containers(node))
        outer |= {fold_name(name) for name in outer if not self._is_listed(name)}
        for known in _find_outer(node, self.vocabulary) if not self._is_listed(node) else ():
            outer |= {known} | self.vocabulary.containers(known)
        return outer

    def _is_listed(self, name: str) -> bool:
        return self.vocabulary.place_name(name) is not None


def _find_node(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the gazetteer's node for a name in any spelling, with what kind of place it is or not, or for people."""
    known = vocabulary.place_name(name) or vocabulary.place_name(_KIND_OF_PLACE.sub("", name))
    return known or vocabulary.place_name(_find_country(name) or "") or vocabulary.place_by_spelling(name)


def _find_country(name: str) -> str | None:
    """Return the country of "a Tajik citizen"."""
    people = _PEOPLE.fullmatch(name)
    return None if people is None else country_of(people[1])


def _find_outer(place: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the known places around a name the gazetteer lacks: after its comma, or "France" of "eastern France"."""
    whole = _SIDE.sub("", place)
    written = (*place.split(",")[1:], *([whole] if whole != place else []))
    by_words = [known for name in written if (known := _find_node(name.strip(), vocabulary)) is not None]
    yield from by_words or _find_populated(place, vocabulary)


@lru_cache(maxsize=4_096)
def _outer_names(place: str) -> tuple[str, str]:
    """Return the country and the division that all populated places of a name lie in; empty where they differ."""
    named = locate(place)
    countries, divisions = {one.country for one in named}, {one.division for one in named}
    if len(countries) != 1:
        return "", ""
    return country_name(countries.pop()), divisions.pop() if len(divisions) == 1 else ""


def _find_populated(place: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the smallest known place around all populated places of a name."""
    name, division = _outer_names(place)
    country = vocabulary.place_name(name) if name else None
    if country is None:
        return
    written = (f"{division}, {country}", f"{division} Province", division) if division else ()
    known = (vocabulary.place_name(name) for name in written)
    yield next((name for name in known if name and country in vocabulary.containers(name)), country)
