"""The Armed Conflict Location & Event Data Project's most conservative figure.

Source: ACLED, "How does ACLED code fatalities?" (Fatalities, knowledge base, 27 February 2023): where reports differ or
are vague, the most conservative estimate, the dispute in the notes; "tens", "dozens" and "hundreds" count as 10, 12
and 100. That more sources are not more reliable: as described in reconcile/README.md.
"""

import re
from collections.abc import Sequence

from claims.grouping import group_by
from reconcile.policies.case import NO_WHOLE, Case, Figure, Proposal, Ruling, explain_all, make_proposal

_WORDS = {"tens": 10, "dozens": 12, "hundreds": 100}


class Acled:
    """The lowest figure reported."""

    name = "acled"
    version = "2"
    title = "Armed Conflict Location & Event Data"
    source = "ACLED, How does ACLED code fatalities? (27 February 2023)"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the lowest figure."""
        figures = case.latest_of_each_origin()
        return make_proposal(self, case, _rule(figures) if figures else NO_WHOLE)


def _rule(figures: Sequence[Figure]) -> Ruling:
    by_figure = group_by(figures, _figure)
    reported = sorted(by_figure)
    lowest = reported[0]
    used = by_figure[lowest]
    words = next((f.words for f in used if f.point is None), "")
    clause = f"vague words: {words} counts as {lowest}" if words else "most conservative figure"
    listed = ", ".join(map(str, reported))
    sentence = f"The lowest of {listed} is {lowest}." if len(reported) > 1 else f"{lowest} is what is reported."
    why_not = explain_all(figures, "a higher figure")
    return Ruling(clause, sentence, used, low=lowest, best=lowest, high=lowest, why_not=why_not)


def _figure(figure: Figure) -> int:
    if figure.point is not None:
        return figure.point
    meanings = (meaning for word, meaning in _WORDS.items() if re.search(rf"\b{word}\b", figure.words))
    return next(meanings, figure.low)
