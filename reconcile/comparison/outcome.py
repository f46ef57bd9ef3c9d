"""The outcome of comparing two values, and what intervals of any kind are to each other."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from claims.values.model import CountValue, Hedge, MeasureValue, TimeValue

Outcome = Literal["equal", "inside", "contains", "overlap", "disjoint", "undecided"]
"""What set a is to set b."""

Reason = Literal[
    "",
    "alias",
    "affiliation",
    "branches",
    "facet",
    "unit",
    "unknown_unit",
    "currency",
    "zone",
    "precision",
    "bound",
    "vague",
]
"""Why, where the outcome alone does not say: `branches` are two parts of one organisation, `facet` means that one value
names an organisation and the other a nationality or a place somebody came from.
"""

_MIRRORED: Final[dict[Outcome, Outcome]] = {"inside": "contains", "contains": "inside"}

ONE_MOMENT: Final = "one moment in two time zones"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome of comparing value a with value b."""

    outcome: Outcome
    reason: Reason = ""
    detail: str = ""
    """A clause for the sentence, where there is more to say than the two values."""

    def mirrored(self) -> "Comparison":
        """Return the comparison of b with a."""
        return Comparison(_MIRRORED.get(self.outcome, self.outcome), self.reason, self.detail)


def compare_intervals(a_low: Any, a_high: Any, b_low: Any, b_high: Any) -> Outcome:
    """Return what the closed interval a is to b; None is unbounded on its side."""
    if a_low == b_low and a_high == b_high:
        return "equal"
    if _ends_before(a_high, b_low) or _ends_before(b_high, a_low):
        return "disjoint"
    if _lies_within(a_low, a_high, b_low, b_high):
        return "inside"
    return "contains" if _lies_within(b_low, b_high, a_low, a_high) else "overlap"


def to_decimal(text: str | None) -> Decimal | None:
    """Return the end of an interval as a number; None is open."""
    return None if text is None else Decimal(text)


def _ends_before(high: Any, low: Any) -> bool:
    return high is not None and low is not None and bool(high < low)


def _lies_within(low: Any, high: Any, outer_low: Any, outer_high: Any) -> bool:
    return (outer_low is None or (low is not None and low >= outer_low)) and (
        outer_high is None or (high is not None and high <= outer_high)
    )


Hedged = CountValue | MeasureValue | TimeValue
"""The values that keep the hedge they were written with."""

_BY_HEDGE: Final[tuple[tuple[Reason, frozenset[Hedge]], ...]] = (
    ("vague", frozenset({"vague"})),
    ("bound", frozenset({"at_least", "more_than", "at_most", "less_than", "up_to", "nearly"})),
    ("precision", frozenset({"about", "either"})),
)
"""What hedges say of why one set is wider, the vaguest first."""


def find_precision(a: Hedged, b: Hedged, outcome: Outcome) -> Reason:
    """Return why one set is wider than the other: a bound, a loose figure, a vague word; empty for a real range."""
    if outcome in {"equal", "disjoint", "undecided"}:
        return ""
    hedged = next((reason for reason, hedges in _BY_HEDGE if hedges & {a.hedge, b.hedge}), None)
    if hedged is not None:
        return hedged
    return "bound" if None in (a.low, a.high, b.low, b.high) or a.low == b.low or a.high == b.high else ""
