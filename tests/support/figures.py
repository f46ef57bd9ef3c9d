"""What the attacks on the program tried and found, test by test, and the table of it at the end of a run."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Figures = Callable[..., None]
"""Add figures to a suite, by name: `figures("kills", processes=300, lost=0)`."""


def table(reports: Iterable[Any]) -> Iterator[str]:
    """Yield a line for each suite that a run's reports have figures of, summed over its tests."""
    suites: dict[str, Counter[str]] = {}
    seconds: Counter[str] = Counter()
    for report in reports:
        if getattr(report, "when", "") != "call":
            continue
        for suite, numbers in report.user_properties:
            suites.setdefault(suite, Counter()).update(numbers)
        for suite in {suite for suite, _ in report.user_properties}:
            seconds[suite] += report.duration
    for suite, numbers in sorted(suites.items()):
        words = ", ".join(f"{number:,} {name.replace('_', ' ')}" for name, number in numbers.items())
        yield f"{suite:<12}{words} ({seconds[suite]:.0f} s)"
