"""Figures to work with: what statements of one subject give, equal ones joined, and the one that is asked about."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from claims.grouping import group_by
from claims.values.formatting import format_bounds
from claims.values.measures import plain
from claims.values.model import CountValue, MeasureValue, Value
from claims.vocabulary.model import TOTAL, ScopeTree
from claims.vocabulary.scope_words import format_scope
from reconcile.evidence.clocks import read_clock
from reconcile.evidence.reading import ArticleInfo
from reconcile.items.item import Member
from reconcile.policies.case import point_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that one or more statements give of one thing, as of one day."""

    amount: Decimal
    attribute: str
    scope: str | None = TOTAL
    day: str = ""
    """Up to when it knows, `YYYY-MM-DD`; empty where that is not known to the day."""
    unit: str = ""
    """Empty for a count."""
    ids: tuple[str, ...] = ()
    """The statements that give it, sorted; none where somebody just names it."""

    @property
    def says(self) -> str:
        """The number with what it counts: `12 killed (attackers), as of 2031-03-04`."""
        unit = f" {self.unit}" if self.unit else ""
        part = "" if self.scope == TOTAL else f" ({scope_name(self.scope)})"
        when = f", as of {self.day}" if self.day else ""
        return f"{format_amount(self.amount)}{unit} {self.attribute}{part}{when}"

    def is_of(self, other: "Figure") -> bool:
        """Return whether both are numbers of the same thing, whenever it was."""
        return (self.attribute, self.scope, self.unit) == (other.attribute, other.scope, other.unit)

    def is_beside(self, other: "Figure") -> bool:
        """Return whether both may be of one day; an unknown day may be any."""
        return not (self.day and other.day) or self.day == other.day

    @property
    def ordinal(self) -> int:
        """The number of its day; it has one."""
        return date.fromisoformat(self.day).toordinal()


@dataclass(frozen=True, slots=True)
class Question:
    """A figure, and the others that it may have been made from."""

    target: Figure
    figures: tuple[Figure, ...]
    tree: ScopeTree = field(default_factory=ScopeTree)
    """Of the target's attribute."""
    convert: Callable[[Decimal, str, str], Decimal | None] = lambda amount, unit, into: None
    """Converts an amount from one unit into another; None where they are of different kinds."""

    @property
    def alike(self) -> list[Figure]:
        """The figures of the target's attribute and unit."""
        return [f for f in self.figures if (f.attribute, f.unit) == (self.target.attribute, self.target.unit)]

    @property
    def series(self) -> list[Figure]:
        """Those of the very thing that the target is of."""
        return [figure for figure in self.figures if figure.is_of(self.target)]


def scope_name(scope: str | None) -> str:
    """Return whose number it is, in words."""
    return format_scope(scope or "of whom is not said")


def format_amount(amount: Decimal) -> str:
    """Return a number as it is printed elsewhere: `12,000`."""
    return format_bounds(plain(amount), plain(amount)) if amount >= 0 else plain(amount)


def read_amount(value: Value) -> Decimal | None:
    """Return the one number that the words of a value give; None for vague words, ranges of measures and all else."""
    if isinstance(value, CountValue):
        return _read_count(value)
    if isinstance(value, MeasureValue) and value.hedge not in {"about", "range", "either", "vague"}:
        ends = {end for end in (value.low, value.high) if end is not None}
        return Decimal(ends.pop()) if len(ends) == 1 else None
    return None


def _read_count(value: CountValue) -> Decimal | None:
    point = point_of(value)
    beyond = {"more_than": -1, "less_than": 1}.get(value.hedge, 0)  # "more than 20" is read from the figure 20
    return None if point is None else Decimal(point + beyond)


def figure_of(member: Member) -> Figure | None:
    """Return the figure of a statement; None where it gives no single number."""
    assertion = member.assertion
    amount = read_amount(assertion.value)
    if amount is None or amount < 0:
        return None
    unit = assertion.value.unit if isinstance(assertion.value, MeasureValue) else ""
    return Figure(amount, assertion.attribute, member.scope, day_of(assertion.as_of), unit, (assertion.id,))


def day_of(as_of: str | None) -> str:
    """Return the day up to which something knows; empty where it is not known to the day.

    >>> day_of("2031-03-04"), day_of("2031-03")
    ('2031-03-04', '')
    """
    clock = read_clock(as_of)
    start, end = (clock.start or "")[:10], (clock.end or "")[:10]
    return end if start == end else ""


def gather_figures(members: Iterable[Member]) -> tuple[Figure, ...]:
    """Return the figures of statements, those of one number of one thing and day joined; in an order of their own."""
    read = [figure for member in members if (figure := figure_of(member)) is not None]
    grouped = group_by(read, _kind)
    joined = (_join(same) for same in grouped.values())
    return tuple(sorted(joined, key=lambda figure: (*map(str, _kind(figure)), figure.ids)))


def _kind(figure: Figure) -> tuple[str, str | None, str, str, Decimal]:
    return figure.attribute, figure.scope, figure.unit, figure.day, figure.amount


def _join(same: Sequence[Figure]) -> Figure:
    first = same[0]
    ids = tuple(sorted({id_ for figure in same for id_ in figure.ids}))
    return Figure(first.amount, first.attribute, first.scope, first.day, first.unit, ids)


def list_usable(
    members: Iterable[Member], asked: Member | None, articles: Mapping[str, ArticleInfo]
) -> Iterator[Member]:
    """Yield the statements that a figure may rest on: in force, not its own, and published no later than it was."""
    until = _published(asked, articles) if asked else None
    for member in members:
        out = member.removed or member.linked or (asked and member.assertion.id == asked.assertion.id)
        if not out and not _is_later(_published(member, articles), until):
            yield member


def _published(member: Member, articles: Mapping[str, ArticleInfo]) -> str | None:
    info = articles.get(member.assertion.passage.article)
    return read_clock(info.published).start if info else None


def _is_later(published: str | None, until: str | None) -> bool:
    return published is not None and until is not None and published[:10] > until[:10]
