"""How many examples a law is tried on in each tier."""

from hypothesis import settings

PROMISED = 100
"""Examples a law promises unless it says otherwise: Hypothesis's own default, and the profile of the whole tier."""


def examples(promised: int) -> int:
    """Return how many of a law's promised examples to try: all in the whole tier, a quarter in the quick one."""
    return max(1, promised * settings().max_examples // PROMISED)


def few_examples(promised: int) -> int:
    """Return how many examples to try of a law that opens a dossier for each: a fortieth in the quick tier."""
    return promised if settings().max_examples >= PROMISED else max(1, promised // 40)
