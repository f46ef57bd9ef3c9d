"""Check an addition to the vocabulary for names with two meanings, circles and references to nothing.

Each check raises with the entry and the remedy. The built-in tables are not checked here, so that opening a dossier
stays fast; the tests check them. A dossier may give one of the built-in actors a name of its own.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    for name in added.get("attributes", {}):
        _check_attribute(words, name, f"{where} [attributes.{name}]")
    actors = {name: section for section in ("actors", "bodies", "wires") for name in added.get(section, {})}
    for name, section in actors.items():
        _check_actor(words, name, actors, f"{where} [{section}.{name}]")
    for name in added.get("places", {}):
        if name in words.containers(name):
            raise VocabularyError(f"{where} [places.{name}]", "lies within itself; take out a place around it")
    for balance in words.balances if added.get("balances") else ():
        _check_balance(words, balance, f"{where} [[balances]] of {balance.whole}")
    for steps in words.progressions if added.get("progressions") else ():
        _check_progression(words, steps, f"{where} [[progressions]]")


def _check_attribute(words: Vocabulary, name: str, where: str) -> None:
    attribute = words.attributes[name]
    for other in words.attributes.values():
        if other.name == name:
            continue
        for alias in attribute.aliases:
            if alias == other.name or alias in other.aliases:
                raise VocabularyError(where, f"the alias {alias!r} belongs to {other.name}; leave it to one of the two")
    for target in attribute.bears_on:
        if target not in words.attributes:
            raise VocabularyError(where, f"bears_on names {target!r}, and there is no such attribute")
    if _depth(attribute.tree) > DEEPEST:
        raise VocabularyError(where, f"its scopes are nested more than {DEEPEST} deep; leave out levels nobody reports")


def _depth(tree: ScopeTree) -> int:
    depth, level = 0, {TOTAL}
    while level and depth <= DEEPEST:
        level = {child for parent, _, children in tree.facets if parent in level for child in children}
        depth += 1
    return depth


def _check_actor(words: Vocabulary, name: str, others: Iterable[str], where: str) -> None:
    own = {fold_name(each): each for each in _names(_actor(words, name))}
    for other in others:
        for known in _names(_actor(words, other)) if other != name else ():
            if fold_name(known) in own:
                raise VocabularyError(
                    where,
                    f"{own[fold_name(known)]!r} is a name of {other} too; write more aliases under [actors.{other!r}] "
                    "if both are one, or leave the name to one of the two",
                )
    if name in words.affiliations(name):
        raise VocabularyError(where, "is part of itself by way of what it is part of; take out one of these links")


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
