"""Airwars' range with a grade.

Source: Airwars methodology, civilian harm grading: as described in reconcile/README.md. The least and the most
reported, with a grade: fair for two or more independent sources that agree somewhere, weak for one, contested where
they exclude each other. `confirmed` needs the belligerent's own acceptance, which is not computed here.
"""

from reconcile.policies.case import Case, Proposal


class Airwars:
    """Minimum and maximum over origins, graded."""

    name = "airwars"
    version = "1"
    title = "Airwars"
    source = "Airwars methodology, casualty range and grading, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the range and its grade."""
        figures = case.latest_of_each_origin()
        low = min(f.low for f in figures)
        high = max(f.high if f.high is not None else f.low for f in figures)
        ceiling = min((f.high for f in figures if f.high is not None), default=None)
        if len(figures) == 1:
            grade = "weak"
        elif ceiling is not None and max(f.low for f in figures) > ceiling:
            grade = "contested"
        else:
            grade = "fair"
        used = {f.id for f in figures}
        left_out = [(f.id, "not the newest of its origin") for f in case.figures if f.id not in used]
        return Proposal(
            policy=self.name,
            version=self.version,
            clause=f"range, graded {grade}",
            sentence=f"{len(figures)} independent origin(s) give {low} to {high}; graded {grade}.",
            low=low,
            high=high,
            grade=grade,
            warning=case.warning,
            used=tuple(sorted(used)),
            left_out=tuple(sorted((*case.left_out, *left_out))),
        )
