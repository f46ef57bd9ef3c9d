"""The ways in which a figure may have been made from others: one function each, and the table of them all.

None looks at the number that is asked about, only at what it counts: so each says of every number of that size whether
it could be made, and with that how much it tells that this one can.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, permutations
from typing import Final

from claims.grouping import group_by
from claims.vocabulary.model import TOTAL
from reconcile.derivation.figures import Figure, Question

_MOST_PARTS: Final = 3
_ONE: Final = Decimal(1)
_ROUNDINGS: Final = tuple(map(Decimal, ("100", "10", "1", "0.1", "0.01")))
_FACTORS: Final = tuple(map(Decimal, ("10", "12", "100", "1000")))
"""A nought too many, dozens, hundreds and thousands taken for units."""


@dataclass(frozen=True, slots=True)
class Made:
    """A number, what it was made from, and how: `shape` has a `{}` for each figure."""

    amount: Decimal
    figures: tuple[Figure, ...]
    shape: str = "{}"

    @property
    def arithmetic(self) -> str:
        """How it was made, with the figures in their places."""
        return self.shape.format(*(figure.says for figure in self.figures))


@dataclass(frozen=True, slots=True)
class Operator:
    """One way of making a figure."""

    name: str
    title: str
    make: Callable[[Question], Iterator[Made]]


def _as_stated(question: Question) -> Iterator[Made]:
    return (Made(f.amount, (f,)) for f in question.series if f.is_beside(question.target))


def _of_another_day(question: Question) -> Iterator[Made]:
    return (Made(f.amount, (f,)) for f in question.series if not f.is_beside(question.target))


def _of_another_scope(question: Question) -> Iterator[Made]:
    return (Made(f.amount, (f,)) for f in question.alike if f.scope != question.target.scope)


def _of_another_attribute(question: Question) -> Iterator[Made]:
    others = (f for f in question.figures if f.attribute != question.target.attribute)
    return (Made(f.amount, (f,)) for f in others if f.unit == question.target.unit)


def _with_digits_swapped(question: Question) -> Iterator[Made]:
    for figure in question.alike:
        for swapped in swap_digits(figure.amount):
            yield Made(swapped, (figure,), "{}, two digits swapped")


def swap_digits(amount: Decimal) -> Iterator[Decimal]:
    """Yield the whole numbers that differ from one by two neighbouring digits swapped.

    >>> list(map(int, swap_digits(Decimal(173))))
    [713, 137]
    """
    digits = str(int(amount)) if amount == int(amount) else ""
    for at in range(len(digits) - 1):
        swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
        if swapped != digits and swapped[0] != "0":
            yield Decimal(swapped)


def _in_another_unit(question: Question) -> Iterator[Made]:
    return _converted(question) if question.target.unit else _multiplied(question)


def _multiplied(question: Question) -> Iterator[Made]:
    for figure in question.series:
        for factor in _FACTORS:
            yield Made(figure.amount * factor, (figure,), f"{{}} × {factor}")
            if figure.amount % factor == 0:
                yield Made(figure.amount / factor, (figure,), f"{{}} ÷ {factor}")


def _converted(question: Question) -> Iterator[Made]:
    target = question.target
    others = (f for f in question.figures if (f.attribute, f.scope) == (target.attribute, target.scope))
    for figure in others:
        converted = question.convert(figure.amount, figure.unit, target.unit)
        if figure.unit == target.unit or converted is None:
            continue
        yield Made(figure.amount, (figure,), f"{{}}, the number taken for {target.unit}")
        for amount in sorted({round_to(converted, step) for step in _ROUNDINGS}):
            yield Made(amount, (figure,), f"{{}}, in {target.unit}")


def round_to(amount: Decimal, step: Decimal) -> Decimal:
    """Return the nearest multiple of a step, halves up."""
    return (amount / step).quantize(_ONE, ROUND_HALF_UP) * step


def _sum_of_parts(question: Question) -> Iterator[Made]:
    tree = question.tree
    for _, _, children in tree.facets:
        parts = [f for f in question.alike if f.scope in children or f.scope is None or f.scope not in tree]
        for number in range(2, _MOST_PARTS + 1):
            yield from map(_add_up, filter(_are_of_one_day, _choose(parts, number)))


def _choose(parts: Iterable[Figure], number: int) -> Iterator[tuple[Figure, ...]]:
    """Yield so many figures, no two of one stated scope."""
    for figures in combinations(parts, number):
        stated = [figure.scope for figure in figures if figure.scope is not None]
        if len(set(stated)) == len(stated):
            yield figures


def _are_of_one_day(figures: tuple[Figure, ...]) -> bool:
    return len({figure.day for figure in figures if figure.day}) < 2


def _add_up(figures: tuple[Figure, ...]) -> Made:
    return Made(sum((f.amount for f in figures), Decimal(0)), figures, " + ".join("{}" for _ in figures))


def _sum_of_attributes(question: Question) -> Iterator[Made]:
    target = question.target
    whole = [f for f in question.figures if (f.unit, f.scope) == (target.unit, target.scope)]
    pairs = (pair for pair in combinations(whole, 2) if pair[0].attribute != pair[1].attribute)
    return map(_add_up, filter(_are_of_one_day, pairs))


def _sum_of_reports(question: Question) -> Iterator[Made]:
    return map(_add_up, combinations(question.series, 2))


def _growth(question: Question) -> Iterator[Made]:
    for earlier, later in permutations(question.series, 2):
        if earlier.day and earlier.day < later.day and earlier.amount < later.amount:
            yield _take_away(later, earlier)


def _take_away(whole: Figure, part: Figure) -> Made:
    return Made(whole.amount - part.amount, (whole, part), "{} - {}")


def _rest_of_whole(question: Question) -> Iterator[Made]:
    for whole, part in permutations(question.alike, 2):
        if is_part(question, part, whole) and whole.is_beside(part) and whole.amount > part.amount:
            yield _take_away(whole, part)


def is_part(question: Question, part: Figure, whole: Figure) -> bool:
    """Return whether one figure counts some of those that another counts."""
    return question.tree.link(whole.scope, part.scope) == "whole" or (whole.scope == TOTAL != part.scope)


def _interpolated(question: Question) -> Iterator[Made]:
    """Yield what lies on the line between the last figure before the day and the first after it."""
    day = question.target.day
    by_day = group_by((f for f in question.series if f.day), lambda figure: figure.day)
    before = by_day[max((d for d in by_day if d < day), default="")] if day and min(by_day, default=day) < day else []
    after = by_day[min(d for d in by_day if d > day)] if day and max(by_day, default=day) > day else []
    return (_interpolate(one, other, question.target) for one in before for other in after)


def _interpolate(one: Figure, other: Figure, target: Figure) -> Made:
    share = Decimal(target.ordinal - one.ordinal) / Decimal(other.ordinal - one.ordinal)
    amount = round_to(one.amount + share * (other.amount - one.amount), _ONE)
    return Made(amount, (one, other), f"on the line from {{}} to {{}}, at {target.day}")


OPERATORS: Final[tuple[Operator, ...]] = (
    Operator("same", "as stated", _as_stated),
    Operator("other_day", "as stated of another day", _of_another_day),
    Operator("other_scope", "as stated of another scope", _of_another_scope),
    Operator("other_attribute", "as stated of something else", _of_another_attribute),
    Operator("sum_of_parts", "parts added up", _sum_of_parts),
    Operator("rest", "a whole without a part", _rest_of_whole),
    Operator("growth", "what was added between two days", _growth),
    Operator("sum_of_attributes", "two counts added up, such as killed and injured", _sum_of_attributes),
    Operator("sum_of_reports", "two reports of one count added up", _sum_of_reports),
    Operator("unit", "in another unit, or one unit taken for another", _in_another_unit),
    Operator("swapped_digits", "two neighbouring digits swapped", _with_digits_swapped),
    Operator("interpolation", "between two days", _interpolated),
)
"""The simplest first: of two that tell as much, the earlier comes first."""
