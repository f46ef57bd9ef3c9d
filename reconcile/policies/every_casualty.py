"""The Standards for Casualty Recording: a range, or pending until origins can be told apart.

Source: Every Casualty Counts, Standards for Casualty Recording: as described in reconcile/README.md. Corroboration
takes different outlets and different primary sources; an uncorroborated or contradicted figure is pending.
"""

from reconcile.policies.case import Case, Proposal


class EveryCasualty:
    """A range once two origins corroborate each other; pending before."""

    name = "every_casualty"
    version = "1"
    title = "Standards for Casualty Recording"
    source = "Every Casualty Counts, Standards for Casualty Recording, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return a figure, a range, or pending."""
        figures = case.latest_of_each_origin()
        outlets = {f.outlet for f in figures}
        low, high = max(f.low for f in figures), min((f.high for f in figures if f.high is not None), default=None)
        agree = high is None or low <= high
        corroborated = len(figures) > 1 and len(outlets) > 1
        if agree and corroborated:
            clause, sentence = "corroborated", f"{len(figures)} origins in {len(outlets)} outlets agree."
        elif agree:
            clause, sentence = "pending: one source", "Only one independent source; wait for corroboration."
        else:
            clause, sentence = (
                "pending: sources contradict",
                "Independent sources exclude each other; wait or investigate.",
            )
        settled = agree and corroborated
        used = {f.id for f in figures}
        left_out = [(f.id, "not the newest of its origin") for f in case.figures if f.id not in used]
        return Proposal(
            policy=self.name,
            version=self.version,
            clause=clause,
            sentence=sentence,
            low=low if settled else None,
            high=high if settled else None,
            best=low if settled and low == high else None,
            pending=not settled,
            warning=case.warning,
            used=tuple(sorted(used)),
            left_out=tuple(sorted((*case.left_out, *left_out))),
        )
