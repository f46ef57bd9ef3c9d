"""Check an addition to the vocabulary for names with two meanings, circles and references to nothing.

Each check raises with the entry and the remedy. The built-in tables are not checked here, so that opening a dossier
stays fast; the tests check them. A dossier may give one of the built-in actors a name of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import Final

from claims.vocabulary.loading import Tables, VocabularyError
from claims.vocabulary.model import TOTAL, Actor, Balance, Node, ScopeTree, Vocabulary, fold_name

DEEPEST: Final = 50
"""Levels of a scope tree: every comparison walks up from a scope to its total."""


def check_addition(words: Vocabulary, added: Tables, where: str) -> None:
    """Check an addition that is already merged into `words`.

    Raises:
        VocabularyError: a name has two meanings, something lies within itself, or a rule names what does not exist.
    """
    _check_attributes(words, added.get("attributes", {}), where)
    actors = {name: section for section in ("actors", "bodies", "wires") for name in added.get(section, {})}
    actors |= dict.fromkeys(_set_actors(words, added), "names")
    _check_actors(words, actors, where)
    _check_parts(words, actors, where)
    if added.get("places"):
        _check_places(words, where)
    for balance in words.balances if added.get("balances") else ():
        _check_balance(words, balance, f"{where} [[balances]] of {balance.whole}")
    for steps in words.progressions if added.get("progressions") else ():
        _check_progression(words, steps, f"{where} [[progressions]]")


def _check_attributes(words: Vocabulary, names: Iterable[str], where: str) -> None:
    owners = _owners((a.name, each) for a in words.attributes.values() for each in (a.name, *a.aliases))
    for name in names:
        _check_attribute(words, name, owners, f"{where} [attributes.{name}]")


def _set_actors(words: Vocabulary, added: Tables) -> Iterator[str]:
    """Yield the actors that settings in an addition say something of, those in force."""
    names = [words.name_settings[name] for name in added.get("names", {})]
    joined = [one for one in names if one.of and one.what == "actors"]
    yield from (name for one in joined for name in (one.of, one.name) if name == one.of or name in words.actors)
    memberships = (words.membership_settings[name] for name in added.get("memberships", {}))
    yield from (one.actor for one in memberships if one.holds)


def _check_actors(words: Vocabulary, section_of: Mapping[str, str], where: str) -> None:
    owners = _owners((name, fold_name(each)) for name in section_of for each in _names(_actor(words, name)))
    for name, section in section_of.items():
        _check_names(words, name, owners, f"{where} [{section}.{name}]")


def _check_parts(words: Vocabulary, section_of: Mapping[str, str], where: str) -> None:
    """Check that no actor is part of itself."""
    parts = {words.actor_name(n): [words.actor_name(e.actor) for e in _actor(words, n).part_of] for n in words.actors}
    for name in sorted(_in_circles(parts)):
        if name in words.affiliations(name):
            problem = "is part of itself by way of what it is part of; take out one of these links"
            raise VocabularyError(f"{where} [{section_of.get(name, 'actors')}.{name}]", problem)


def _check_places(words: Vocabulary, where: str) -> None:
    """Check that no place lies within itself."""
    within = {name: [words.place_name(each) or each for each in place.within] for name, place in words.places.items()}
    for name in sorted(_in_circles(within)):
        if name in words.containers(name):
            raise VocabularyError(f"{where} [places.{name}]", "lies within itself; take out a place around it")


def _owners(names: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return whose each name is, from (owner, name)."""
    owners: dict[str, list[str]] = {}
    for owner, name in names:
        owners.setdefault(name, []).append(owner)
    return owners


def _in_circles(links: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the names that may lead back to themselves: without those whose every link leads to an end."""
    sorter = TopologicalSorter(links)
    with suppress(CycleError):  # what is in no circle can be sorted nevertheless
        sorter.prepare()
    ends: set[str] = set()
    while ready := sorter.get_ready():
        sorter.done(*ready)
        ends.update(ready)
    return links.keys() - ends


def _check_attribute(words: Vocabulary, name: str, owners: Mapping[str, Sequence[str]], where: str) -> None:
    attribute = words.attributes[name]
    for alias in attribute.aliases:
        for other in owners[alias]:
            if other != name:
                raise VocabularyError(where, f"the alias {alias!r} belongs to {other}; leave it to one of the two")
    for key in ("bears_on", "informs"):
        for target in getattr(attribute, key):
            if target not in words.attributes:
                raise VocabularyError(where, f"{key} names {target!r}, and there is no such attribute")
    if _depth(attribute.tree) > DEEPEST:
        raise VocabularyError(where, f"its scopes are nested more than {DEEPEST} deep; leave out levels nobody reports")


def _depth(tree: ScopeTree) -> int:
    depth, level = 0, {TOTAL}
    while level and depth <= DEEPEST:
        level = {child for parent, _, children in tree.facets if parent in level for child in children}
        depth += 1
    return depth


def _check_names(words: Vocabulary, name: str, owners: Mapping[str, Sequence[str]], where: str) -> None:
    for each in _names(_actor(words, name)):
        for other in owners[fold_name(each)]:
            if other != name:
                raise VocabularyError(
                    where,
                    f"{each!r} is a name of {other} too; write more aliases under [actors.{other!r}] if both are one, "
                    "or leave the name to one of the two",
                )


def _actor(words: Vocabulary, name: str) -> Actor:
    return words.actors.get(name) or words.wires[name]


def _names(actor: Actor) -> Iterator[str]:
    yield actor.name
    yield from actor.aliases


def _check_balance(words: Vocabulary, balance: Balance, where: str) -> None:
    nodes = (balance.whole, *balance.parts)
    for node in nodes:
        _check_node(words, node, where)
    if len(set(nodes)) < len(nodes):
        raise VocabularyError(where, "names one thing twice; each part counts once, and is not its whole")


def _check_progression(words: Vocabulary, steps: Sequence[str], where: str) -> None:
    for step in steps:
        if step not in words.attributes:
            raise VocabularyError(where, f"there is no attribute {step!r}")
    if len(set(steps)) < len(steps):
        raise VocabularyError(where, f"{' to '.join(steps)} comes back to where it was")


def _check_node(words: Vocabulary, node: Node, where: str) -> None:
    attribute = words.attributes.get(node.attribute)
    if attribute is None:
        raise VocabularyError(where, f"there is no attribute {node.attribute!r}")
    if attribute.kind not in {"count", "measure"}:
        raise VocabularyError(where, f"{node.attribute} is a {attribute.kind}, and only quantities add up")
    if node.scope not in attribute.tree:
        raise VocabularyError(where, f"{node.attribute} has no scope {node.scope!r}; name it in the attribute's scopes")
