"""Independent origins: which statements rest on one voice, however many outlets carry it.

Owns the grouping that every count of origins uses. Refuses to weigh: a group is one voice, not a better one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claims.models import Assertion
from claims.values.model import CountValue
from reconcile.evidence.copies import link_copies, said_alike
from reconcile.evidence.reading import ArticleInfo, Reading
from reconcile.relations.pairs import Context, Relation
from reconcile.relations.relate import relate

Copies = Mapping[str, frozenset[str]]
"""By id: the ids of the statements that are one statement passed on, itself included."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Who speaks, by assertion id, and which statements are copies of one."""

    origin_of: Mapping[str, str] = field(default_factory=dict)
    copies: Copies = field(default_factory=dict)

    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return (origin, ids), by origin."""
        groups: dict[str, list[str]] = {}
        for id_, origin in self.origin_of.items():
            groups.setdefault(origin, []).append(id_)
        return tuple((origin, tuple(sorted(ids))) for origin, ids in sorted(groups.items()))


def group_origins(readings: Sequence[Reading], relations: Iterable[Relation]) -> Grouping:
    """Return the readings by origin; statements that `relations` hold to be copies of one share one of their origins.

    Of several, that is one who is no relay of any statement here, before one who is.
    """
    relays = frozenset().union(*(reading.relays for reading in readings))
    named = {reading.id: reading.origin for reading in readings}
    copies: dict[str, set[str]] = {reading.id: {reading.id} for reading in readings}
    for relation in relations:
        if relation.relation == "same_origin" and copies[relation.a] is not copies[relation.b]:
            together = copies[relation.a] | copies[relation.b]
            copies.update(dict.fromkeys(together, together))
    origin_of: dict[str, str] = {}
    shared: dict[str, frozenset[str]] = {}
    for reading in readings:
        if reading.id not in origin_of:
            group = frozenset(copies[reading.id])
            origin = min({named[id_] for id_ in group}, key=lambda name: (name in relays, name))
            origin_of |= dict.fromkeys(group, origin)
            shared |= dict.fromkeys(group, group)
    return Grouping(origin_of, shared)


def find_alike(
    assertions: Iterable[Assertion], articles: Mapping[str, ArticleInfo], *, of_one_value: bool = False
) -> list[Assertion]:
    """Return the statements that may be copies of another, or misprints of it: those on which another outlet speaks.

    Args:
        assertions: of one data item.
        articles: by id, of every article quoted.
        of_one_value: leave out those that no other outlet gives the same figure.
    """
    alike: dict[object, list[Assertion]] = {}
    for assertion in assertions:
        value: object = assertion.value.kind  # dates, places and names may be equal in other words
        if of_one_value and isinstance(assertion.value, CountValue):
            value = (assertion.value.low, assertion.value.high)
        alike.setdefault((assertion.attribute, assertion.stance, value), []).append(assertion)
    return [
        assertion
        for group in alike.values()
        if len({articles[a.passage.article].outlet for a in group if a.passage.article in articles}) > 1
        for assertion in group
    ]


def find_copies(readings: Iterable[Reading], context: Context) -> list[Relation]:
    """Return the `same_origin` relations, which only equal statements can have; enough to join all copies of one."""
    alike: dict[object, list[Reading]] = {}
    for reading in readings:
        alike.setdefault(said_alike(reading), []).append(reading)
    found = (relate(a, b, context) for group in alike.values() for a, b in link_copies(group))
    return [relation for relation in found if relation.relation == "same_origin"]
