"""Relates two assertions by ordered gates (reconcile.relations.gates); the first that applies names the relation.

Symmetric: `relate(a, b)` and `relate(b, a)` give one relation. What takes more than two assertions (sums, balances) is
in reconcile.items.bounds. Two choices differ from a plain reading of the gate list and are deliberate:
- growth comes before bounds: "at least 3" on Tuesday and "24" on Wednesday is a toll that rose, not corroboration;
- a source that reverses itself at two known times is explained (`position_change`), at one time it is a conflict.
"""

from collections.abc import Iterable

from claims.grouping import group_by
from reconcile.comparison.comparing import compare_values
from reconcile.evidence.copies import link_copies, said_alike
from reconcile.evidence.reading import Reading
from reconcile.relations.gates import GATES_AFTER
from reconcile.relations.pairs import Context, Pair, Relation, Verdict


def relate(a: Reading, b: Reading, context: Context) -> Relation:
    """Return the relation of two readings."""
    if (order := a.order(b)) == "later" or (order != "earlier" and a.id > b.id):
        a, b = b, a
    pair = build_pair(a, b, context)
    first, second = (a.id, b.id) if a.id < b.id else (b.id, a.id)
    return Relation(first, second, *judge(pair))


def judge(pair: Pair) -> Verdict:
    """Return what the first gate that applies finds a pair to be."""
    for gate in GATES_AFTER[pair.compared.outcome]:
        if (verdict := gate(pair)) is not None:
            return verdict
    raise AssertionError("the last gate always applies")


def relate_apart(a: Reading, b: Reading, context: Context) -> Relation:
    """Return the relation of two readings that `answer_apart`; its sentence is written once it is asked for."""
    first, second = (a.id, b.id) if a.id < b.id else (b.id, a.id)
    return Relation(first, second, "different_attribute", lambda: relate(a, b, context).explanation)


def build_pair(a: Reading, b: Reading, context: Context) -> Pair:
    """Return two readings, the earlier first, as the gates look at them."""
    return Pair(
        a=a,
        b=b,
        context=context,
        compared=compare_values(a.value, b.value, context.vocabulary),
        link=a.attribute.tree.link(a.scope, b.scope) if a.attribute.name == b.attribute.name else "same",
        same_origin=a.origin == b.origin,
        order=a.order(b),
    )


def find_copies(readings: Iterable[Reading], context: Context) -> list[Relation]:
    """Return the `same_origin` relations, which only equal statements can have; enough to join all copies of one."""
    alike = group_by(readings, said_alike).values()
    relations = (relate(a, b, context) for group in alike for a, b in link_copies(group))
    return [relation for relation in relations if relation.relation == "same_origin"]
