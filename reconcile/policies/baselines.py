"""Three baselines to hold the codebooks against: the figure most outlets print, the latest, the widest range.

Declared by Variorum; no codebook stands behind them.
"""

from collections import Counter

from reconcile.policies.case import Case, Figure, Proposal, make_proposal

_NO_WHOLE = ("no total: blank", "Nobody gives one figure for the whole.")


class Majority:
    """The figure most outlets print: copies count as often as they are printed, which is what makes it a baseline."""

    name = "majority"
    version = "2"
    title = "Most outlets (baseline)"
    source = "declared by Variorum"
    independent = False

    def propose(self, case: Case) -> Proposal:
        """Return the figure with most outlets; a tie goes to the lower."""
        newest: dict[str, Figure] = {f.outlet: f for f in case.figures}
        if not newest:
            return make_proposal(self, case, *_NO_WHOLE, ())
        votes = Counter(f.entered for f in newest.values())
        most = max(votes.values())
        best = min(figure for figure, count in votes.items() if count == most)
        used = [f for f in newest.values() if f.entered == best]
        sentence = f"{best} is printed by {most} of {len(newest)} outlets."
        fewer = {f.id: "fewer outlets, or its outlet has newer" for f in case.figures}
        return make_proposal(self, case, "most outlets", sentence, used, why_not=fewer, low=best, best=best, high=best)


class Latest:
    """The statement that knows up to the latest time."""

    name = "latest"
    version = "2"
    title = "Latest (baseline)"
    source = "declared by Variorum"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the latest statement's bounds; of several at one time, the lowest."""
        if not case.figures:
            return make_proposal(self, case, *_NO_WHOLE, ())
        time = max(f.time or "" for f in case.figures)
        newest = min((f for f in case.figures if (f.time or "") == time), key=lambda f: (f.entered, f.low, f.id))
        sentence = f"The latest statement knows up to {time or 'an unknown time'}."
        older = {f.id: "knows less late, or gives more" for f in case.figures}
        return make_proposal(
            self,
            case,
            "latest as-of date",
            sentence,
            [newest],
            why_not=older,
            low=newest.low,
            best=newest.point,
            high=newest.high,
        )


class Widest:
    """From the lowest to the highest figure anybody gives."""

    name = "widest"
    version = "2"
    title = "Widest (baseline)"
    source = "declared by Variorum"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the hull of all statements."""
        if not case.figures:
            return make_proposal(self, case, *_NO_WHOLE, ())
        low = min(f.low for f in case.figures)
        high = None if any(f.high is None for f in case.figures) else max(f.high or 0 for f in case.figures)
        sentence = f"Every statement lies between {low} and {'any number' if high is None else high}."
        return make_proposal(self, case, "hull of all statements", sentence, case.figures, low=low, high=high)
