"""The conflicts of one data item: the relations of its assertions, and the minimal sets that cannot all be true."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations
from operator import attrgetter

from claims.vocabulary.model import Vocabulary
from reconcile.evidence.reading import Reading
from reconcile.items.bounds import (
    Forest,
    bound_of,
    build_forest,
    find_stated_balances,
    find_stated_breakdowns,
    find_sums,
    find_violations,
)
from reconcile.items.evidence import ItemReadings
from reconcile.items.item import MinimalSet
from reconcile.items.uncounted import find_uncounted, part_bounds
from reconcile.relations.closing import find_closing
from reconcile.relations.gates.comparable import answer_apart
from reconcile.relations.pairs import HELD, Context, Relation
from reconcile.relations.relate import relate, relate_apart
from reconcile.relations.rising import find_overtaken

_Node = tuple[str, str | None]
"""An attribute and the part that a statement is of."""

MOST_COMPARED = 150
"""Statements of one item compared pair by pair; one of each distinct value comes before a second of any."""

MOST_SETS = 200
"""Minimal sets listed for one item."""


@dataclass(frozen=True)
class Findings:
    """What comparing the readings of one data item has shown."""

    relations: tuple[Relation, ...]
    minimal_sets: tuple[MinimalSet, ...]
    sums: Mapping[tuple[str, str], tuple[str, ...]]
    """As `find_sums` gives them: where exact parts add up to an exact whole."""
    is_held: bool
    """Some of the evidence waits for a person's word."""
    context: Context
    forest: Forest
    """In which the item's counts bound each other."""

    @cached_property
    def every_set(self) -> tuple[MinimalSet, ...]:
        """The minimal sets, and the pairs in conflict beyond those that are listed."""
        listed = set(self.conflicting)
        pairs = ((r.a, r.b, r.explanation) for r in self.relations if r.conflict and (r.a, r.b) not in listed)
        return (*self.minimal_sets, *(MinimalSet(assertions=(a, b), explanation=why) for a, b, why in pairs))

    @property
    def conflicting(self) -> list[tuple[str, ...]]:
        """The ids of each minimal set."""
        return [each.assertions for each in self.minimal_sets]


def find_conflicts(readings: ItemReadings) -> Findings:
    """Return what the readings of a data item are to each other, and which of them cannot all be true."""
    attribute, in_force = readings.attribute, readings.in_force
    forest = _build_forest(readings)
    sums = find_sums(in_force, forest) if attribute.kind == "count" else {}
    context = Context(
        readings.vocabulary,
        frozenset(sums),
        readings.revised,
        find_closing(in_force),
        find_overtaken(readings.current),
        find_uncounted(in_force, forest),
    )
    relations = _relate_pairs(in_force, attribute.name, context)
    sets = _find_minimal_sets(readings, relations, forest)
    relations = _explain_by_sets(relations, sets)
    unplaced = any(reading.scope is None and reading.attribute.kind == "count" for reading in in_force)
    is_held = unplaced or any(relation.relation in HELD for relation in relations)
    return Findings(relations, sets, sums, is_held, context, forest)


def _build_forest(readings: ItemReadings) -> Forest:
    current, vocabulary = readings.current, readings.vocabulary
    attributes = {r.attribute.name for r in current if r.attribute.kind == "count"}
    if not attributes:
        return build_forest((), vocabulary)
    stated = [*find_stated_breakdowns(current), *find_stated_balances(current, vocabulary)]
    counted = {reading.bound.node for reading in readings.in_force if reading.bound is not None}
    return build_forest(attributes, vocabulary, stated).prune(counted)


def _relate_pairs(readings: Sequence[Reading], name: str, context: Context) -> tuple[Relation, ...]:
    """Return the relation of every pair of the compared readings; of two linked attributes that only meet here, too."""
    apart = _find_apart(readings, context.vocabulary)
    nodes = {reading.id: _node(reading) for reading in readings}
    relations = [
        relate_apart(a, b, context) if apart and (nodes[a.id], nodes[b.id]) in apart else relate(a, b, context)
        for a, b in combinations(_choose_compared(readings), 2)
        if (one := a.attribute.name) == name or one != b.attribute.name  # else they meet in their own data item
    ]
    return tuple(sorted(relations, key=attrgetter("a", "b")))


def _find_apart(readings: Iterable[Reading], vocabulary: Vocabulary) -> set[tuple[_Node, _Node]]:
    """Return the pairs of an attribute with a part whose statements answer two questions, whatever they say."""
    one_of = {_node(reading): reading for reading in readings}
    if len(one_of) == 1:
        return set()
    return {(one, two) for one, a in one_of.items() for two, b in one_of.items() if answer_apart(a, b, vocabulary)}


def _node(reading: Reading) -> _Node:
    return reading.attribute.name, reading.scope


def _choose_compared(readings: Sequence[Reading]) -> list[Reading]:
    """Return at most MOST_COMPARED readings, one of each distinct statement before a second of any."""
    if len(readings) <= MOST_COMPARED:
        return list(readings)
    seen: dict[object, int] = {}
    ranked = []
    for reading in readings:
        key = (reading.attribute.name, reading.scope, reading.value, reading.stance)
        seen[key] = seen.get(key, 0) + 1
        ranked.append((seen[key], reading.id, reading))
    ranked.sort(key=lambda entry: entry[:2])
    return sorted((entry[2] for entry in ranked[:MOST_COMPARED]), key=attrgetter("id"))


def _find_minimal_sets(readings: ItemReadings, relations: Sequence[Relation], forest: Forest) -> tuple[MinimalSet, ...]:
    sets = [MinimalSet(assertions=(r.a, r.b), explanation=r.explanation) for r in relations if r.conflict]
    related = {(relation.a, relation.b) for relation in relations}
    sets += find_bound_sets(readings, forest, related)
    return tuple(sorted(sets, key=lambda each: (len(each.assertions), each.assertions))[:MOST_SETS])


def find_bound_sets(
    readings: ItemReadings, forest: Forest, related: Container[tuple[str, ...]], without: Container[str] = ()
) -> Iterator[MinimalSet]:
    """Yield the sets whose bounds cannot all hold, none that the readings `without` are in.

    `related` pairs are left out: each has its own relation, with more to go by than bounds.
    """
    phrases = {reading.id: reading.phrase for reading in readings.in_force}
    current = [reading for reading in readings.current if reading.id not in without]
    bounds = [bound for bound in map(bound_of, current) if bound is not None]
    groups = part_bounds(bounds, find_uncounted(current, forest))
    found = (find_violations(group, forest, readings.attribute.name, MOST_SETS) for group in groups)
    for violation in {violation.members: violation for violation in chain.from_iterable(found)}.values():
        if violation.members not in related:
            sentence = f"{violation.sentence} ({'; '.join(phrases[id_] for id_ in violation.members)})"
            yield MinimalSet(assertions=violation.members, explanation=sentence, excess=violation.excess)


def _explain_by_sets(relations: Sequence[Relation], sets: Sequence[MinimalSet]) -> tuple[Relation, ...]:
    """Return the relations, those of a part and its whole in a larger set named and explained as that set is.

    The two alone can both be true, so the pair is no conflict: the set is.
    """
    explanations: dict[tuple[str, str], str] = {}
    for each in sets:
        for pair in combinations(each.assertions, 2) if len(each.assertions) > 2 else ():
            explanations.setdefault(pair, each.explanation)
    return tuple(
        Relation(*pair, "scope_violation", explanations[pair])
        if relation.relation == "part_of_whole" and (pair := (relation.a, relation.b)) in explanations
        else relation
        for relation in relations
    )
