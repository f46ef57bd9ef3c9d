"""Three baselines to hold the codebooks against: the figure most outlets print, the latest, the widest range.

Declared by Variorum; they follow no codebook.
"""

from collections import Counter
from collections.abc import Sequence
from operator import attrgetter

from reconcile.policies.case import NO_WHOLE, Case, Figure, Proposal, Ruling, highest_of, make_proposal


class Majority:
    """The figure most outlets print: copies count as often as they are printed, which is what makes it a baseline."""

    name = "majority"
    version = "2"
    title = "Most outlets (baseline)"
    source = "declared by Variorum"
    independent = False

    def propose(self, case: Case) -> Proposal:
        """Return the figure with most outlets; a tie goes to the lower."""
        return make_proposal(self, case, _find_majority(case.figures) if case.figures else NO_WHOLE)


class Latest:
    """The statement that knows up to the latest time."""

    name = "latest"
    version = "2"
    title = "Latest (baseline)"
    source = "declared by Variorum"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the latest statement's bounds; of several at one time, the lowest."""
        return make_proposal(self, case, _find_latest(case.figures) if case.figures else NO_WHOLE)


class Widest:
    """From the lowest to the highest figure anybody gives."""

    name = "widest"
    version = "2"
    title = "Widest (baseline)"
    source = "declared by Variorum"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the hull of all statements."""
        return make_proposal(self, case, _span_all(case.figures) if case.figures else NO_WHOLE)


def _find_majority(figures: Sequence[Figure]) -> Ruling:
    newest = {f.outlet: f for f in figures}.values()
    votes = Counter(f.entered for f in newest)
    most = max(votes.values())
    best = min(figure for figure, count in votes.items() if count == most)
    used = [f for f in newest if f.entered == best]
    sentence = f"{best} is printed by {most} of {len(newest)} outlets."
    why_not = {f.id: "fewer outlets, or its outlet has newer" for f in figures}
    return Ruling("most outlets", sentence, used, low=best, best=best, high=best, why_not=why_not)


def _find_latest(figures: Sequence[Figure]) -> Ruling:
    time = max(f.time or "" for f in figures)
    newest = min((f for f in figures if (f.time or "") == time), key=attrgetter("entered", "low", "id"))
    sentence = f"The latest statement knows up to {time or 'an unknown time'}."
    why_not = {f.id: "knows less late, or gives more" for f in figures}
    return Ruling("latest as-of date", sentence, [newest], newest.low, newest.point, newest.high, why_not=why_not)


def _span_all(figures: Sequence[Figure]) -> Ruling:
    low, high = min(f.low for f in figures), highest_of(figures)
    sentence = f"Every statement lies between {low} and {'any number' if high is None else high}."
    return Ruling("hull of all statements", sentence, figures, low=low, high=high)
