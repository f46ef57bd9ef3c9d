"""Krippendorff's alpha: held to the examples that its author published."""

import math
from collections.abc import Sequence
from fractions import Fraction

import pytest

from reconcile.items.item import Resolution
from reconcile.reports.reliability import Alpha, measure_figures, measure_names, measure_reviewers
from tests.support.builders import make_assertion, make_decision, make_item

# Krippendorff 2011: section A (two observers, no value missing) and sections C and E (four observers, values missing).
TWO = ("0100000010", "1110010000")
FOUR = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 .")


def by_item(*judges: Sequence[str]) -> list[list[str]]:
    return [[value for value in unit if value != "."] for unit in zip(*judges, strict=True)]


NAMES = by_item(*map(str.split, FOUR))
FIGURES = [list(map(Fraction, unit)) for unit in NAMES]


def test_alpha_is_that_of_the_published_examples() -> None:
    assert measure_names(by_item(*TWO)).alpha == pytest.approx(0.095, abs=0.0005)
    names = measure_names(NAMES)
    assert (names.items, names.judgements) == (11, 40)
    assert names.alpha == pytest.approx(0.743, abs=0.0005)
    assert measure_figures(FIGURES).alpha == pytest.approx(0.849, abs=0.0005)


def check_interval(whole: Alpha, without: Sequence[Alpha]) -> None:
    alphas = [each.alpha for each in without if each.alpha is not None]
    assert whole.alpha is not None
    assert len(alphas) == whole.items
    mean = sum(alphas) / len(alphas)
    error = math.sqrt(sum((one - mean) ** 2 for one in alphas) * (len(alphas) - 1) / len(alphas))
    assert whole.low == pytest.approx(whole.alpha - 1.959964 * error)
    assert whole.high == pytest.approx(min(1, whole.alpha + 1.959964 * error))


def test_the_interval_is_that_of_leaving_out_one_item_after_another() -> None:
    names, figures = NAMES[:11], FIGURES[:11]
    check_interval(measure_names(names), [measure_names(names[:n] + names[n + 1 :]) for n in range(11)])
    check_interval(measure_figures(figures), [measure_figures(figures[:n] + figures[n + 1 :]) for n in range(11)])


@pytest.mark.parametrize("units", [[], [["a"], ["b"]], [["a", "a"], ["a", "a"]]])
def test_where_nothing_can_be_compared_there_is_no_alpha(units: list[list[str]]) -> None:
    found = measure_names(units)
    assert (found.alpha, found.low, found.high) == (None, None, None)


def test_reviewers_are_compared_over_what_several_of_them_settled() -> None:
    evidence = [make_assertion("17"), make_assertion("15", "governor", outlet="Evening Bell")]

    def settled(figure: str) -> Resolution:
        return make_item(evidence, [make_decision("range", seen=evidence, low=figure, high=figure)]).resolution

    names, figures = measure_reviewers(
        {
            "Ada": {"a": settled("17"), "b": settled("15"), "c": settled("15")},
            "Ben": {"a": settled("17"), "b": settled("17")},
            "Cyd": {"b": settled("15")},
        }
    )
    assert (names.items, names.judgements) == (figures.items, figures.judgements) == (2, 5)
    # Two of five are 15: within b two pairs of three differ, two ways round; among all 2 * 2 * 3 ordered pairs do.
    assert names.alpha == figures.alpha == pytest.approx(1 - 4 * (4 / 2) / 12)
