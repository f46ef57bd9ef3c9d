"""Asks what the figures of a data item could have been made from: those without a source, one statement's, or any."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from claims.assertions import articles_of
from claims.errors import VariorumError
from claims.values import ValueProblem, parse_value
from claims.values.measures import find_unit
from claims.values.model import MeasureValue
from claims.vocabulary.model import TOTAL, Attribute
from reconcile.derivation.figures import Figure, Question, day_of, figure_of, gather_figures, list_usable, read_amount
from reconcile.derivation.search import Derived, derive
from reconcile.items.item import Item, Member
from tui.services.workspace import Workspace


class DeriveError(VariorumError):
    """There is no figure to ask about."""


def derive_figures(
    workspace: Workspace, written: str, *, value: str = "", scope: str = TOTAL, as_of: str = ""
) -> list[Derived]:
    """Return what figures of an item could have been made from the statements on its subject.

    Args:
        workspace: the open dossier.
        written: the item, or one statement's id, whose figure is asked about then.
        value: any figure, in words; else the figures of statements that name no source.
        scope: whose number `value` is.
        as_of: up to when `value` knows.

    Raises:
        DeriveError: there is no figure to ask about, or it cannot be read.
    """
    key = workspace.find_key(written)
    items = list(workspace.items(workspace.dossier.item_numbers(subject=key[0])))
    item = next((each for each in items if each.attribute == key[1]), None)
    if item is None:
        raise DeriveError(f"{'/'.join(key)} has no statements")
    if value:
        target = _read_target(workspace, item, value, scope, as_of)
        return [_derive(workspace, items, item, target, None)]
    asked = list(_asked_members(item, written))
    if not asked:
        raise DeriveError(_explain_none(item))
    return [_derive(workspace, items, item, figure, member) for member, figure in asked]


def _explain_none(item: Item) -> str:
    return (
        f"every figure of {item.id} names its source, or there is none; give the id of a statement in place of the "
        "item, or any figure with --value"
    )


def _asked_members(item: Item, written: str) -> Iterator[tuple[Member, Figure]]:
    """Yield the statements that are asked about, with their figures: the one named, else those without a source."""
    own = [m for m in item.members if not m.removed and not m.linked]
    named = [m for m in own if re.fullmatch("[0-9a-f]{6,}", written) and m.assertion.id.startswith(written)]
    for member in named or [m for m in own if not m.assertion.chain]:
        figure = figure_of(member)
        if figure is not None:
            yield member, figure


def _read_target(workspace: Workspace, item: Item, value: str, scope: str, as_of: str) -> Figure:
    attribute = workspace.dossier.vocabulary().attribute(item.attribute)
    try:
        amount, unit = _read_value(attribute, value)
        day = day_of(as_of or None)
    except ValueProblem as error:
        raise DeriveError(str(error)) from error
    if amount is None:
        raise DeriveError(f"{value!r} is no single figure")
    return Figure(amount, item.attribute, scope, day, unit)


def _read_value(attribute: Attribute | None, value: str) -> tuple[Decimal | None, str]:
    if attribute is None or attribute.kind not in {"count", "measure"}:
        raise DeriveError("only counts and measures are made from others")
    parsed = parse_value(attribute.kind, value, unit=attribute.unit)
    return read_amount(parsed), parsed.unit if isinstance(parsed, MeasureValue) else ""


def _derive(workspace: Workspace, items: Sequence[Item], item: Item, target: Figure, asked: Member | None) -> Derived:
    members = [member for each in items for member in each.members]
    infos = workspace.article_info(articles_of([m.assertion for m in members]))
    figures = gather_figures(list_usable(members, asked, infos))
    attribute = workspace.dossier.vocabulary().attribute(item.attribute)
    question = Question(target, figures, convert=convert_units)
    return derive(item.subject, replace(question, tree=attribute.tree) if attribute else question)


def convert_units(amount: Decimal, unit: str, into: str) -> Decimal | None:
    """Return an amount in another unit; None where one of the two is not known or they measure different things."""
    one, other = (find_unit(name) if name else None for name in (unit, into))
    if one is None or other is None or one.dimension != other.dimension or one.is_money:
        return None
    return (one.offset + one.factor * amount - other.offset) / other.factor
