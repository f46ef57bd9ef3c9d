"""Three baselines to hold the codebooks against: the figure most outlets print, the latest, the widest range.

Declared by Variorum; they follow no codebook.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from reconcile.policies.case import (
    NO_WHOLE,
    Case,
    Figure,
    Proposal,
    Ruling,
    enter_figure,
    explain_all,
    highest_of,
    make_proposal,
    of_latest_time,
)


@dataclass(slots=True)
class Baseline:
    """A rule over all the figures for the whole."""

    name: str
    title: str
    rule: Callable[[Sequence[Figure]], Ruling]
    independent: bool = True
    version: str = "2"
    source: str = "declared by Variorum"

    def propose(self, case: Case) -> Proposal:
        """Return what the rule gives, pending where nobody counts the whole."""
        return make_proposal(self, case, self.rule(case.figures) if case.figures else NO_WHOLE)


def _find_majority(figures: Sequence[Figure]) -> Ruling:
    """Return the figure with most outlets, however often it was copied; a tie goes to the lower."""
    newest = {f.outlet: f for f in figures}.values()
    votes = Counter(f.entered for f in newest)
    most = max(votes.values())
    best = min(figure for figure, count in votes.items() if count == most)
    sentence = f"{best} is printed by {most} of {len(newest)} outlets."
    why_not = explain_all(figures, "fewer outlets, or its outlet has newer")
    return enter_figure("most outlets", sentence, newest, best, why_not)


def _find_latest(figures: Sequence[Figure]) -> Ruling:
    """Return the bounds of the statement that knows up to the latest time; of several at one time, the lowest."""
    newest = min(of_latest_time(figures), key=attrgetter("entered", "low", "id"))
    sentence = f"The latest statement knows up to {newest.time or 'an unknown time'}."
    why_not = explain_all(figures, "knows less late, or gives more")
    return Ruling("latest as-of date", sentence, [newest], newest.low, newest.point, newest.high, why_not=why_not)


def _span_all(figures: Sequence[Figure]) -> Ruling:
    """Return the hull of all statements."""
    low, high = min(f.low for f in figures), highest_of(figures)
    sentence = f"Every statement lies between {low} and {'any number' if high is None else high}."
    return Ruling("hull of all statements", sentence, figures, low=low, high=high)


BASELINES: Final = (
    Baseline("majority", "Most outlets (baseline)", _find_majority, independent=False),
    Baseline("latest", "Latest (baseline)", _find_latest),
    Baseline("widest", "Widest (baseline)", _span_all),
)
