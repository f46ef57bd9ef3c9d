"""The Armed Conflict Location & Event Data Project's most conservative figure.

Source: ACLED codebook, fatalities: as described in reconcile/README.md. The lowest figure reported; "tens", "dozens"
and "hundreds" count as 10, 12 and 100; the dispute goes into the notes. More sources are not more reliable.
"""

import re

from reconcile.policies.case import Case, Figure, Proposal

_WORDS = {"tens": 10, "dozens": 12, "hundreds": 100}


class Acled:
    """The lowest figure reported."""

    name = "acled"
    version = "1"
    title = "Armed Conflict Location & Event Data"
    source = "ACLED codebook, fatalities, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the lowest figure."""
        current = case.latest_of_each_origin()
        figures = {f.id: _figure(f) for f in current}
        lowest = min(figures.values())
        used = sorted(id_ for id_, figure in figures.items() if figure == lowest)
        words = next((f.words for f in current if f.id in used and f.point is None), "")
        clause = f"vague words: {words} counts as {lowest}" if words else "most conservative figure"
        left_out = [(f.id, "not the newest of its origin") for f in case.figures if f.id not in figures]
        told = ", ".join(str(figure) for figure in sorted(set(figures.values())))
        return Proposal(
            policy=self.name,
            version=self.version,
            clause=clause,
            sentence=f"The lowest of {told} is {lowest}.",
            low=lowest,
            best=lowest,
            high=lowest,
            warning=case.warning,
            used=tuple(used),
            left_out=tuple(sorted((*case.left_out, *left_out))),
        )


def _figure(figure: Figure) -> int:
    if figure.point is not None:
        return figure.point
    found = next((_WORDS[word] for word in _WORDS if re.search(rf"\b{word}\b", figure.words)), None)
    return figure.low if found is None else found
