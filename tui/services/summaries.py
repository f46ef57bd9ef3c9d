"""The line of the queue for a data item, and the facets that the item is found by."""

from claims.store.dossier import ItemRow, Summary
from reconcile.items.item import Item
from reconcile.items.values import glance_at


def facets_of(item: Item, agreement: str) -> tuple[tuple[str, str], ...]:
    """Return what the queue can be filtered by."""
    relations = {str(relation.relation) for relation in item.relations} - {"different_attribute"}
    facets = {("relation", name) for name in relations}
    for member in item.members:
        facets |= {("source", member.outlet), ("source", member.origin)}
        facets |= {("date", member.assertion.as_of[:10])} if member.assertion.as_of else set()
    facets |= {("reviewer", reviewer) for reviewer in item.reviewers}
    facets |= {("agreement", agreement)} if agreement else set()
    for facet, values in (("tag", item.tags), ("assigned", item.assigned), ("todo", item.awaited)):
        facets |= {(facet, value) for value in values}
    return tuple(sorted(facets))


def is_shown(item: Item) -> bool:
    """Return whether an item has evidence of its own, or evidence of other attributes that meet on it.

    Statements that were all rejected as misread are none: nobody ever said them.
    """
    if item.is_conflict or any(not member.linked for member in item.evidence):
        return True
    return any(relation.relation != "different_attribute" for relation in item.relations)


def summarise(item: Item, row: ItemRow, agreement: str = "") -> Summary:
    """Return the line of the queue for an item; `agreement` says how far its reviewers agree, where there are two."""
    quotes = " ".join(dict.fromkeys(m.assertion.passage.exact for m in item.members))
    rationale = item.resolution.decision.rationale if item.resolution.decision else ""
    words = " ".join((item.subject, item.attribute, item.explanation, rationale, quotes)).casefold()
    members = len(item.members) if is_shown(item) else 0
    return Summary(
        item=row.item,
        dirty=row.dirty,
        state=item.state,
        severity=item.severity,
        importance=item.importance,
        members=members,
        explanation=item.explanation[:2000],
        words=words[:8000],
        facets=facets_of(item, agreement) if members else (),  # what is not listed is not counted either
        **glance_at(item)._asdict(),
    )
