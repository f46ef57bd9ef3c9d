"""Finds the other names of actors that the texts of an item's statements agree on: "the Front, also known as RHF"."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from claims.values.model import ActorValue
from claims.vocabulary.corrections import gives_other_name, says_called
from claims.vocabulary.model import Actor, Vocabulary
from reconcile.evidence.reading import Reading

_AGREEING: Final = 2
"""Outlets that must give a name before it is one without a reviewer's word."""


def add_told_aliases(readings: Iterable[Reading], vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary with the names that two outlets give one actor, neither of which it knows as another's."""
    listed = [reading for reading in readings if isinstance(reading.value, ActorValue)]
    added = {actor.name: actor for actor in _find_actors(listed, vocabulary)}
    if not added:
        return vocabulary
    return replace(vocabulary, load_actors=lambda: {**vocabulary.actors, **added})


def _find_actors(readings: Iterable[Reading], vocabulary: Vocabulary) -> Iterator[Actor]:
    listed = list(readings)
    names = sorted({reading.value.name for reading in listed if isinstance(reading.value, ActorValue)} - {""})
    texts = {(r.outlet, r.around.passage) for r in listed if gives_other_name(r.around.passage)} if names[1:] else set()
    for one, two in combinations(names, 2) if texts else ():
        known, other = sorted((one, two), key=lambda name: (not vocabulary.knows_actor(name), -len(name), name))
        if (
            not vocabulary.knows_actor(other)
            and len({o for o, text in texts if says_called(text, one, two)}) >= _AGREEING
        ):
            yield _with_alias(known, other, vocabulary)


def _with_alias(name: str, alias: str, vocabulary: Vocabulary) -> Actor:
    canonical = vocabulary.actor_name(name)
    actor = vocabulary.actors.get(canonical) or Actor(name=canonical)
    return Actor(**{**dict(actor), "aliases": (*actor.aliases, alias)})
