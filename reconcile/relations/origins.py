"""Groups statements by independent origin: those that rest on one voice, however many outlets carry it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claims.grouping import group_by
from reconcile.evidence.reading import Reading
from reconcile.relations.pairs import Relation

Copies = Mapping[str, frozenset[str]]
"""By id: the ids of the statements that are one statement passed on, itself included."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Who speaks, by assertion id, and which statements are copies of one."""

    origin_of: Mapping[str, str] = field(default_factory=dict)
    copies: Copies = field(default_factory=dict)

    def groups(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return (origin, ids), by origin."""
        groups = group_by(self.origin_of, self.origin_of.__getitem__)
        return tuple((origin, tuple(sorted(ids))) for origin, ids in sorted(groups.items()))


def group_origins(readings: Sequence[Reading], relations: Iterable[Relation]) -> Grouping:
    """Return the readings by origin; statements that `relations` hold to be copies of one share one of their origins.

    Of several, that is one who is no relay of any statement here, before one who is.
    """
    relays = frozenset().union(*(reading.relays for reading in readings))
    named = {reading.id: reading.origin for reading in readings}
    copies = _join_copies(readings, relations)
    origin_of: dict[str, str] = {}
    shared: dict[str, frozenset[str]] = {}
    for reading in readings:
        if reading.id not in origin_of:
            group = frozenset(copies[reading.id])
            origin = min({named[id_] for id_ in group}, key=lambda name: (name in relays, name))
            origin_of |= dict.fromkeys(group, origin)
            shared |= dict.fromkeys(group, group)
    return Grouping(origin_of, shared)


def _join_copies(readings: Iterable[Reading], relations: Iterable[Relation]) -> dict[str, set[str]]:
    copies: dict[str, set[str]] = {reading.id: {reading.id} for reading in readings}
    for relation in relations:
        if relation.relation == "same_origin" and copies[relation.a] is not copies[relation.b]:
            together = copies[relation.a] | copies[relation.b]
            copies.update(dict.fromkeys(together, together))
    return copies
