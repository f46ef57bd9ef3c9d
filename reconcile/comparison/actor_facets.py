"""Facets of an actor: the organisation somebody acts for, the nationality they have, the place they came from.

"An X member" names X, "a Tajik national" a country, "men from Y" a place; any other name is an organisation's or a
person's own. What is said of one facet says nothing of another.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from claims.vocabulary.demonyms import country_of
from claims.vocabulary.model import Vocabulary

FacetKind = Literal["organisation", "nationality", "origin"]

_LEAD: Final = (
    r"(?:(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|\d+|several|some|many|unknown|unidentified|masked|"
    r"armed|suspected|alleged|young|a group of) )*"
)
_PERSON: Final = (
    r"(?:men|man|women|woman|people|persons?|individuals?|youths?|teenagers?|migrants?|militants?|gunm[ae]n|fighters?|"
    r"attackers?|assailants?|suspects?|extremists?|terrorists?|jihadists?)"
)
_MEMBER: Final = (
    r"(?:members?|militants?|fighters?|operatives?|gunm[ae]n|commanders?|cells?|jihadists?|terrorists?|attackers?|"
    r"insurgents?|rebels?|forces|group)"
)
_NATIONAL: Final = re.compile(
    rf"{_LEAD}(?:(?:nationals?|citizens?) of (?P<country>[A-Z].*)|(?P<people>[A-Z][\w.]+(?: [A-Z][a-z]+)?)"
    rf"(?: (?:nationals?|citizens?|{_PERSON}))?)"
)
_FROM: Final = re.compile(
    rf"{_LEAD}(?:{_PERSON}|residents?) (?:from|of|who (?:came|come|had come) from) (?P<place>[A-Z].*)"
)
_OF_GROUP: Final = re.compile(rf"{_LEAD}(?:{_MEMBER} of (?:the )?(?P<group>.+)|(?P<named>.+?) {_MEMBER})")

_ANYBODY: Final = re.compile(rf"{_LEAD}(?:(?:{_PERSON}|{_MEMBER}) )*(?:{_PERSON}|{_MEMBER})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActorFacet:
    """Which facet of an actor a name speaks of."""

    kind: FacetKind
    name: str
    """The organisation as named, the country or the place by its name in the gazetteer."""
    is_member: bool = False
    """It is somebody of the organisation, and not the whole of it."""


def read_actor_facet(name: str, vocabulary: Vocabulary) -> ActorFacet:
    """Return the facet that the name of an actor speaks of; a name that the vocabulary knows is an organisation's."""
    if vocabulary.knows_actor(name):
        return ActorFacet("organisation", name)
    return _read_by_shape(name, vocabulary)


def is_description(name: str) -> bool:
    """Return whether words only say what kind of people somebody is, at the head of a sentence too: "Gunmen".

    >>> is_description("Masked gunmen"), is_description("Orsa Front")
    (True, False)
    """
    return _ANYBODY.fullmatch(name) is not None


def _read_by_shape(name: str, vocabulary: Vocabulary) -> ActorFacet:
    if (group := _read_group(name, vocabulary)) is not None:
        return ActorFacet("organisation", group, is_member=True)
    if (country := _read_country(name, vocabulary)) is not None:
        return ActorFacet("nationality", country)
    if (match := _FROM.fullmatch(name)) and (place := vocabulary.place_name(match["place"])) is not None:
        return ActorFacet("origin", place)
    return ActorFacet("organisation", name)


def _read_group(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the organisation of "an X member"."""
    match = _OF_GROUP.fullmatch(name)
    group = match and (match["group"] or re.sub(f"^{_LEAD}", "", match["named"]))
    return group if group and vocabulary.knows_actor(group) and vocabulary.place_name(group) is None else None


def _read_country(name: str, vocabulary: Vocabulary) -> str | None:
    """Return the country of "a Tajik national"."""
    match = _NATIONAL.fullmatch(name)
    if match is None:
        return None
    country = country_of(match["people"] or "")
    if country is None and re.search(r"\b(?:national|citizen)s?\b", name):
        return vocabulary.place_name(match["country"] or match["people"])
    return country
