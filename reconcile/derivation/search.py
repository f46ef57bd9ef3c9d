"""Searches what a figure could have been made from, and says how often chance would hit one of its size."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from claims.records import Record
from reconcile.derivation.figures import Figure, Question, format_amount
from reconcile.derivation.operators import OPERATORS, Made, Operator

Verdict = Literal["not_from_these", "as_chance", "could_be"]
"""`as_chance`: more than `CHANCE` of the figures of that size can be made as simply as this one."""

CHANCE: Final = 0.2
"""The share of figures from which a hit tells nothing (declared by Variorum)."""

_MOST_FIGURES: Final = 60
"""Figures that are worked with at the most: triples of more take too long."""

_LEAST_SPAN: Final = 10


class Derivation(Record):
    """One way in which the figure could have been made."""

    operator: str
    title: str
    arithmetic: str
    statements: tuple[tuple[str, ...], ...]
    """For each number in it, the ids of the statements that give it."""
    formulas: int
    """How many formulas this way of making figures allows here."""
    reached: int
    """How many of the figures of that size it reaches, or a way that allows fewer formulas does."""
    chance: float
    """The share of them that this is."""


class Derived(Record):
    """What a figure could have been made from."""

    subject: str
    attribute: str
    scope: str | None
    assertion: str | None = None
    """The statement that gives the figure; None where somebody just named it."""
    figure: str
    """As printed."""
    verdict: Verdict
    figures: int
    """Numbers that there were to work with."""
    left_out: int
    """Numbers beyond those, which were too many."""
    formulas: int
    """How many formulas they allow."""
    low: str
    high: str
    """Between which the figures of that size lie, both ends included."""
    sizes: int
    """How many figures that is."""
    reached: int
    """How many of them any formula comes to."""
    as_many: int
    """How many of them are hit by as many formulas as this one, or more."""
    chance: float
    """The share of them that this is: the odds that a figure is hit so by chance."""
    derivations: tuple[Derivation, ...]
    """The most telling first: those of a way that allows the fewest formulas."""


@dataclass(frozen=True, slots=True)
class _Span:
    """The figures of one size: as many digits behind the point, from half to twice the number."""

    low: Decimal
    high: Decimal
    step: Decimal

    @property
    def size(self) -> int:
        return int((self.high - self.low) / self.step) + 1

    def holds(self, amount: Decimal) -> bool:
        return self.low <= amount <= self.high and (amount / self.step) % 1 == 0


def derive(subject: str, question: Question, operators: Iterable[Operator] = OPERATORS) -> Derived:
    """Return what the target of a question could have been made from; the same for figures in any order."""
    target = question.target
    kept = _nearest(question.figures, target)
    asked = Question(target, kept, question.tree, question.convert)
    made = [(operator, list(_distinct(operator.make(asked)))) for operator in operators]
    span = _span_of(target.amount)
    hits = Counter(each.amount for _, formulas in made for each in formulas if span.holds(each.amount))
    found = list(_find_hits(made, target.amount, span))
    as_many = sum(count >= hits[target.amount] for count in hits.values()) if found else span.size
    return Derived(
        subject=subject,
        attribute=target.attribute,
        scope=target.scope,
        assertion=target.ids[0] if target.ids else None,
        figure=target.says,
        verdict=_judge(found),
        figures=len(kept),
        left_out=len(question.figures) - len(kept),
        formulas=sum(len(formulas) for _, formulas in made),
        low=format_amount(span.low),
        high=format_amount(span.high),
        sizes=span.size,
        reached=len(hits),
        as_many=as_many,
        chance=round(as_many / span.size, 4),
        derivations=tuple(found),
    )


def _judge(found: Sequence[Derivation]) -> Verdict:
    if not found:
        return "not_from_these"
    return "as_chance" if found[0].chance > CHANCE else "could_be"


def _nearest(figures: Sequence[Figure], target: Figure) -> tuple[Figure, ...]:
    """Return the figures to work with; of too many, those nearest to what is asked about."""
    ranked = sorted(figures, key=lambda f: (f.attribute != target.attribute, f.scope != target.scope))
    return tuple(ranked[:_MOST_FIGURES])


def _distinct(formulas: Iterable[Made]) -> Iterator[Made]:
    """Yield each formula that comes to no negative number once."""
    met: set[tuple[Decimal, tuple[Figure, ...], str]] = set()
    for made in formulas:
        key = (made.amount, made.figures, made.shape)
        if key not in met and made.amount >= 0:
            met.add(key)
            yield made


def _span_of(amount: Decimal) -> _Span:
    step = Decimal(1).scaleb(min(int(amount.as_tuple().exponent), 0))
    low = (amount / 2 / step // 1) * step
    return _Span(low, max(2 * amount, amount + _LEAST_SPAN * step), step)


def _find_hits(made: Iterable[tuple[Operator, Sequence[Made]]], amount: Decimal, span: _Span) -> Iterator[Derivation]:
    """Yield the formulas that come to the amount, the most telling first."""
    reached: set[Decimal] = set()
    for operator, formulas in sorted(made, key=lambda each: len(each[1])):
        reached |= {each.amount for each in formulas if span.holds(each.amount)}
        hits = [each for each in formulas if each.amount == amount]
        for hit in sorted(hits, key=lambda each: (len(each.figures), each.arithmetic)):
            yield _describe(operator, hit, len(formulas), len(reached), span)


def _describe(operator: Operator, hit: Made, formulas: int, reached: int, span: _Span) -> Derivation:
    return Derivation(
        operator=operator.name,
        title=operator.title,
        arithmetic=_write(hit),
        statements=tuple(figure.ids for figure in hit.figures),
        formulas=formulas,
        reached=reached,
        chance=round(reached / span.size, 4),
    )


def _write(made: Made) -> str:
    """Return the arithmetic with what it comes to; a number that is taken over comes to itself."""
    return made.arithmetic if made.shape == "{}" else f"{made.arithmetic} = {format_amount(made.amount)}"
