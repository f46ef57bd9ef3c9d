"""Measures by Krippendorff's alpha how far any number of judges agree, where not every judge has judged everything.

Krippendorff 2011, Computing Krippendorff's Alpha-Reliability (University of Pennsylvania, Annenberg School), sections C
and D: alpha = 1 - D_o / D_e over the items with two judgements and more. Sums are exact until the last division.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import sqrt
from typing import NamedTuple, TypeVar

from claims.records import Record
from reconcile.items.item import Resolution
from reconcile.reports.agreement import settled_words

_Judgement = TypeVar("_Judgement")

_Z_95 = 1.959964
"""Standard errors of a normal distribution on either side of its mean that hold 95 per cent of it."""

_FEWEST = 3
"""Items of which one can be left out in turn and something still varies."""


_Apart = Callable[[Sequence[_Judgement]], Callable[[_Judgement], int | Fraction]]
"""A measure of how far a value is from all of some values, made from these."""


class _Parts(NamedTuple):
    """What alpha is made of."""

    judgements: int
    """Of judgements."""
    within: Fraction
    """The disagreement within items, each divided by how many others a judgement has there."""
    among: Fraction
    """The disagreement among all judgements."""

    @property
    def alpha(self) -> float | None:
        return float(1 - (self.judgements - 1) * self.within / self.among) if self.among else None


class Alpha(Record):
    """Krippendorff's alpha over some items."""

    items: int
    """Those with two judgements and more; the others say nothing of agreement."""
    judgements: int
    alpha: float | None
    """1 where all agree, 0 where they agree as by chance; None where nothing was judged twice, or all is one value."""
    low: float | None = None
    high: float | None = None
    """Ends of the 95 per cent interval; None where there are too few items to tell."""


def measure_names(units: Iterable[Sequence[str]]) -> Alpha:
    """Return alpha of judgements that are equal or not, by item.

    >>> measure_names([("a", "a"), ("a", "b"), ("b", "b"), ("b",)]).alpha
    0.4444444444444444
    """
    return _measure(units, _names_apart)


def measure_figures(units: Iterable[Sequence[Fraction]]) -> Alpha:
    """Return alpha of figures, by item; two are the further apart the larger the square of their difference."""
    return _measure(units, _figures_apart)


def measure_reviewers(settled: Mapping[str, Mapping[str, Resolution]]) -> tuple[Alpha, Alpha]:
    """Return alpha of all answers, and of those that are one figure each.

    Args:
        settled: what each reviewer made of the items they settled, by reviewer and item id.
    """
    items = sorted({id_ for resolutions in settled.values() for id_ in resolutions})
    judged = [[resolutions[id_] for resolutions in settled.values() if id_ in resolutions] for id_ in items]
    names = measure_names([list(map(settled_words, each)) for each in judged])
    return names, measure_figures([list(chain.from_iterable(map(_figure, each))) for each in judged])


def _figure(resolution: Resolution) -> list[Fraction]:
    """Return the figure of an answer that is one."""
    if resolution.low is None or resolution.low != resolution.high:
        return []
    try:
        return [Fraction(resolution.low)]
    except ValueError:
        return []


def _names_apart(every: Sequence[str]) -> Callable[[str], int]:
    """Return what says of how many of these values a value differs."""
    counts = Counter(every)
    return lambda value: len(every) - counts[value]


def _figures_apart(every: Sequence[Fraction]) -> Callable[[Fraction], Fraction]:
    """Return what says how far a value is from these, as the sum of the squared differences."""
    total, squares = sum(every, Fraction()), sum((each * each for each in every), Fraction())
    return lambda value: len(every) * value * value - 2 * value * total + squares


def _spread(values: Sequence[_Judgement], apart: _Apart[_Judgement]) -> Fraction:
    """Return how far these values are apart, over all ordered pairs of them."""
    return sum(map(Fraction, map(apart(values), values)), Fraction())


def _measure(units: Iterable[Sequence[_Judgement]], apart: _Apart[_Judgement]) -> Alpha:
    judged = [unit for unit in units if len(unit) > 1]
    every = list(chain.from_iterable(judged))
    parts = _Parts(
        len(every),
        sum((_spread(unit, apart) / (len(unit) - 1) for unit in judged), Fraction()),
        _spread(every, apart),
    )
    low, high = _find_interval(parts, list(_leave_out(judged, parts, apart)))
    return Alpha(items=len(judged), judgements=len(every), alpha=parts.alpha, low=low, high=high)


def _leave_out(
    judged: Sequence[Sequence[_Judgement]], parts: _Parts, apart: _Apart[_Judgement]
) -> Iterator[float | None]:
    """Yield alpha without one item after another, each from the sums over all of them."""
    from_all = apart(list(chain.from_iterable(judged)))
    for unit in judged:
        inside = _spread(unit, apart)
        across = sum(map(Fraction, map(from_all, unit)), Fraction())
        within, among = parts.within - inside / (len(unit) - 1), parts.among - 2 * across + inside
        yield _Parts(parts.judgements - len(unit), within, among).alpha


def _find_interval(parts: _Parts, without: Sequence[float | None]) -> tuple[float | None, float | None]:
    """Return the ends of the 95 per cent interval of alpha, from those without one item after another.

    Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 11: the jackknife estimate of standard error.
    It draws nothing at random, so that the same verdicts give the same interval.
    """
    left = [each for each in without if each is not None]
    if parts.alpha is None or len(left) < max(_FEWEST, len(without)):
        return None, None
    mean = sum(left) / len(left)
    error = sqrt((len(left) - 1) / len(left) * sum((one - mean) ** 2 for one in left))
    return max(-1.0, parts.alpha - _Z_95 * error), min(1.0, parts.alpha + _Z_95 * error)
