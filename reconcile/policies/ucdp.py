"""The Uppsala Conflict Data Program's best, low and high estimates.

Source: UCDP GED codebook, fatality estimates: as described in reconcile/README.md. Low is the lowest reliable figure,
high the highest; best is the figure most origins give, a tie going to the lower. Words such as "at least" and "dozens"
enter as low and high.
"""

from collections import Counter

from reconcile.policies.case import Case, Proposal


class Ucdp:
    """Best, low and high over independent origins."""

    name = "ucdp"
    version = "1"
    title = "Uppsala Conflict Data Program, GED"
    source = "UCDP GED codebook, best/low/high, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return best, low and high."""
        reliable = [f for f in case.latest_of_each_origin() if not f.doubtful] or case.latest_of_each_origin()
        used = {f.id for f in reliable}
        left_out = [(f.id, "not the newest of its origin, or unconfirmed") for f in case.figures if f.id not in used]
        low = min(f.low for f in reliable)
        highs = [f.high if f.high is not None else f.low for f in reliable]
        votes = Counter(f.point if f.point is not None else f.low for f in reliable)
        most = max(votes.values())
        best = min(point for point, count in votes.items() if count == most)
        tie = sum(1 for count in votes.values() if count == most) > 1
        clause = "best: tie, the lower" if tie else "best: the figure most origins give"
        return Proposal(
            policy=self.name,
            version=self.version,
            clause=clause,
            sentence=f"Low {low} and high {max(highs)} over {len(reliable)} independent origins; {clause}, {best}.",
            low=low,
            best=best,
            high=max(highs),
            warning=case.warning,
            used=tuple(sorted(used)),
            left_out=tuple(sorted((*case.left_out, *left_out))),
        )
