"""How many examples a law is tried on in each tier."""

import pytest
from hypothesis import settings

PROMISED = 100
"""Examples a law promises unless it says otherwise: Hypothesis's own default, and the profile of the whole tier."""


def examples(promised: int) -> int:
    """Return how many of a law's promised examples to try: all in the whole tier, a tenth in the quick one."""
    return max(1, promised * settings().max_examples // PROMISED)


def few_examples(promised: int) -> int:
    """Return how many examples to try of a law that opens a dossier for each: a hundredth in the quick tier."""
    return promised if settings().max_examples >= PROMISED else max(1, promised // 100)


def one_quick(*values: object) -> list[object]:
    """Return the values of a test's one parameter, of which the quick tier tries the first alone."""
    return [values[0], *(pytest.param(value, marks=pytest.mark.whole) for value in values[1:])]
