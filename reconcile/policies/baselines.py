"""Three baselines to hold the codebooks against: the figure most outlets print, the latest, the widest range."""

from collections import Counter

from reconcile.policies.case import Case, Figure, Proposal


def _proposal(
    policy: str, clause: str, sentence: str, case: Case, used: list[Figure], **figures: int | None
) -> Proposal:
    return Proposal(
        policy=policy,
        version="1",
        clause=clause,
        sentence=sentence,
        warning=case.warning,
        used=tuple(sorted(f.id for f in used)),
        left_out=case.left_out,
        **figures,
    )


class Majority:
    """The figure most outlets print: copies count as often as they are printed, which is what makes it a baseline."""

    name = "majority"
    version = "1"
    title = "Most outlets (baseline)"
    source = "declared by Variorum"
    independent = False

    def propose(self, case: Case) -> Proposal:
        """Return the figure with most outlets; a tie goes to the lower."""
        newest: dict[str, Figure] = {}
        for figure in case.figures:
            newest[figure.outlet] = figure
        votes = Counter(f.point if f.point is not None else f.low for f in newest.values())
        most = max(votes.values())
        best = min(point for point, count in votes.items() if count == most)
        used = [f for f in newest.values() if (f.point if f.point is not None else f.low) == best]
        sentence = f"{best} is printed by {most} of {len(newest)} outlets."
        return _proposal(self.name, "most outlets", sentence, case, used, low=best, best=best, high=best)


class Latest:
    """The statement that knows up to the latest time."""

    name = "latest"
    version = "1"
    title = "Latest (baseline)"
    source = "declared by Variorum"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the latest statement's bounds."""
        newest = case.figures[-1]
        when = newest.time or "an unknown time"
        sentence = f"The latest statement knows up to {when}."
        return _proposal(
            self.name,
            "latest as-of date",
            sentence,
            case,
            [newest],
            low=newest.low,
            best=newest.point,
            high=newest.high,
        )


class Widest:
    """From the lowest to the highest figure anybody gives."""

    name = "widest"
    version = "1"
    title = "Widest (baseline)"
    source = "declared by Variorum"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the hull of all statements."""
        low = min(f.low for f in case.figures)
        high = None if any(f.high is None for f in case.figures) else max(f.high or 0 for f in case.figures)
        sentence = f"Every statement lies between {low} and {'any number' if high is None else high}."
        return _proposal(self.name, "hull of all statements", sentence, case, list(case.figures), low=low, high=high)
