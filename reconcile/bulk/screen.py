"""The screen: one relational expression that finds the data items in which nothing can be in conflict, held or stale.

It is sound by construction and not complete: what it leaves out may be peaceful too, and only the exact function says.
An item is cleared where nobody has decided on its subject, where no statement of another attribute bears on it, where
all that is said of it is said of one stated scope by one speaker, is asserted or suspected, and of values that cannot
exclude each other: of one digest, with ends that meet. Whether two speakers are copies of one their texts alone say.

It is built of what SQLite, DuckDB and Spark have alike, and reads the columns of `claims.store.tables.columns`.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, false, func, literal, or_, select

from claims.store.tables.columns import KINDS, STANCES
from claims.store.tables.schema import articles, assertions, decisions, items, labels
from claims.vocabulary.model import TOTAL, Attribute, Vocabulary

_SPEAKS_AGAINST: Final = STANCES.index("denies")
"""The first stance that speaks against a value."""

_COUNT: Final = KINDS.index("count")

_LEAST_FACTOR: Final = 3
"""A bound so many times below a figure of its own speaker may be a contradiction."""

_UNSTATED: Final = "?"
"""The label of a scope that is not stated."""


class _Link(NamedTuple):
    """An attribute whose statements may bear on the item of another."""

    source: str
    target: str
    parts_only: bool
    """Only those of a part of the whole."""


Span = tuple[int, int]
"""The first and the last of the row numbers that are looked at."""


def build_screen(vocabulary: Vocabulary, among: Span | None = None) -> Select[Any]:
    """Return the query for the items that cannot be in conflict, held or stale, under the words of `vocabulary`.

    Its columns are of the item's line: item, state, severity, importance, members, origins, proposals.
    """
    said = _sum_up(among)
    is_peaceful = or_(said.c.item.is_(None), _is_peaceful(said, vocabulary))
    statements, proposals = func.coalesce(said.c.statements, 0), func.coalesce(said.c.proposals, 0)
    is_unreviewed = and_(statements > 0, statements == proposals)
    return (
        select(
            items.c.item,
            case((is_unreviewed, "unreviewed"), else_="said_once").label("state"),
            literal("none").label("severity"),
            literal(0).label("importance"),
            statements.label("members"),
            case((statements > 0, 1), else_=0).label("origins"),
            proposals.label("proposals"),
        )
        .select_from(items.outerjoin(said, said.c.item == items.c.item))
        .where(*_lies_among(items.c.item, among), items.c.item.not_in(_find_barred(vocabulary, among)), is_peaceful)
    )


def build_doubts(vocabulary: Vocabulary) -> Select[Any]:
    """Return the query for the items with statements of their own that the screen does not clear."""
    cleared = build_screen(vocabulary).subquery("cleared")
    return select(assertions.c.item).where(assertions.c.item.not_in(select(cleared.c.item))).distinct()


def _lies_among(item: ColumnElement[int], among: Span | None) -> list[ColumnElement[bool]]:
    return [item.between(*among)] if among else []


def _sum_up(among: Span | None) -> Subquery:
    """Return what the statements of each item come to, with the least and the greatest of what must be one."""
    a = assertions.c
    alike = (a.scope, a.digest, a.origin)
    return (
        select(
            a.item,
            func.count().label("statements"),
            func.sum(a.proposed).label("proposals"),
            func.max(a.low).label("low"),
            func.min(a.high).label("high"),
            func.min(func.nullif(a.low, 0)).label("floor"),
            func.max(a.kind).label("kind"),
            func.max(a.stance).label("stance"),
            func.max(a.exhaustive).label("exhaustive"),
            *(func.min(column).label(f"least_{column.name}") for column in alike),
            *(func.max(column).label(f"most_{column.name}") for column in alike),
        )
        .where(*_lies_among(a.item, among))
        .group_by(a.item)
        .subquery("said")
    )


def _is_peaceful(said: Subquery, vocabulary: Vocabulary) -> ColumnElement[bool]:
    """Return whether all statements of an item's own attribute go together, whoever looks at any two of them."""
    s = said.c
    unstated = select(labels.c.label).where(labels.c.text == _UNSTATED)
    is_one = and_(s.least_scope == s.most_scope, s.least_digest == s.most_digest, s.least_origin == s.most_origin)
    keeps_quantity = or_(s.kind != _COUNT, s.low == 0, s.low < _LEAST_FACTOR * s.floor)
    go_together = and_(s.stance < _SPEAKS_AGAINST, s.low <= s.high, keeps_quantity)
    return and_(
        _is_of_its_kind(s.kind, vocabulary),
        s.exhaustive == 0,
        s.most_scope.not_in(unstated),
        is_one,
        or_(and_(s.statements == 1, s.low <= s.high), go_together),
    )


def _is_of_its_kind(kind: ColumnElement[int], vocabulary: Vocabulary) -> ColumnElement[bool]:
    """Return whether the values are of the kind that the attribute of the item declares."""
    declared = ((number, _names_of(name, vocabulary)) for number, name in enumerate(KINDS))
    return or_(false(), *(and_(kind == number, items.c.attribute.in_(names)) for number, names in declared if names))


def _names_of(kind: str, vocabulary: Vocabulary) -> list[str]:
    return sorted(
        name for name, one in vocabulary.attributes.items() if one.kind == kind and _is_plain(one, vocabulary)
    )


def _is_plain(attribute: Attribute, vocabulary: Vocabulary) -> bool:
    """Return whether no balance rule has an attribute bound itself."""
    wholes = (balance for balance in vocabulary.balances if balance.whole.attribute == attribute.name)
    return all(part.attribute != attribute.name for balance in wholes for part in balance.parts)


def _find_barred(vocabulary: Vocabulary, among: Span | None) -> Select[Any]:
    """Return the query for the items that have more to them than their own statements."""
    other = items.alias("other")
    decided = (
        select(other.c.item)
        .join(items, items.c.subject == other.c.subject)
        .join(decisions, decisions.c.item == items.c.item)
    )
    linked = articles.c.revises.is_not(None) | articles.c.revised_by.is_not(None)
    named = [select(column).where(column.is_not(None)) for column in (articles.c.revises, articles.c.revised_by)]
    editions = select(articles.c.seq).where(or_(linked, *(articles.c.id.in_(query) for query in named)))
    edited = select(assertions.c.item).where(assertions.c.article.in_(editions))
    barred = [decided, edited, *(_find_linked(link, among) for link in _list_links(vocabulary))]
    return select(barred[0].union_all(*barred[1:]).subquery("barred").c.item)


def _find_linked(link: _Link, among: Span | None) -> Select[Any]:
    """Return the query for the items that a statement of another attribute may bear on."""
    source, target = items.alias("source"), items.alias("target")
    query = (
        select(target.c.item)
        .select_from(source)
        .join(target, and_(target.c.subject == source.c.subject, target.c.attribute == literal(link.target)))
        .join(assertions, assertions.c.item == source.c.item)
        .where(source.c.attribute == literal(link.source), *_lies_among(target.c.item, among))
    )
    whole = select(labels.c.label).where(labels.c.text == TOTAL)
    return query.where(assertions.c.scope.not_in(whole)) if link.parts_only else query


def _list_links(vocabulary: Vocabulary) -> Iterator[_Link]:
    """Yield which attributes bear on which: of a count only what the balance rules name."""
    parts = {part.attribute for balance in vocabulary.balances for part in balance.parts}
    for source in sorted(vocabulary.attributes.keys() | parts):
        for target in sorted(vocabulary.bearing_on(source) - {source}):
            yield _Link(source, target, _takes_parts_only(source, target, vocabulary))


def _takes_parts_only(source: str, target: str, vocabulary: Vocabulary) -> bool:
    declared = vocabulary.attributes.get(source)
    wholes = (balance for balance in vocabulary.balances if balance.whole.attribute == target)
    scopes = {part.scope for balance in wholes for part in balance.parts if part.attribute == source}
    return declared is not None and declared.kind == "count" and TOTAL not in scopes
