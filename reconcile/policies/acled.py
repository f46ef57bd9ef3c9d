"""The Armed Conflict Location & Event Data Project's most conservative figure.

Where reports differ or are vague, the most conservative estimate, the dispute in the notes; "tens", "dozens" and
"hundreds" count as 10, 12 and 100. How many sources give a figure does not count.
"""

import re
from collections.abc import Sequence

from claims.grouping import group_by
from claims.vocabulary.model import TOTAL
from reconcile.policies.case import NO_WHOLE, Case, Figure, Part, Proposal, Ruling, explain_all, make_proposal
from reconcile.policies.sources import ACLED, cite

_WORDS = {"tens": 10, "dozens": 12, "hundreds": 100}


class Acled:
    """The lowest figure reported."""

    name = "acled"
    version = "3"
    title = "Armed Conflict Location & Event Data"
    sources = ACLED
    source = cite(ACLED)
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return the lowest figure."""
        figures = case.latest_of_each_origin()
        return make_proposal(self, case, _rule(figures) if figures else _add_parts(case))


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


def _add_parts(case: Case) -> Ruling:
    """Return the least that the parts add up to where nobody counts the whole."""
    whole = case.part(TOTAL, TOTAL, _lowest)
    if whole.low is None:
        return NO_WHOLE
    used = [f for figures in case.by_scope.values() for f in figures if f.id in whole.used]
    sentence = f"Nobody counts the whole; the parts add up to {whole.low} at the least."
    return Ruling("most conservative figure of the parts", sentence, used, whole.low, whole.low, whole.low)


def _lowest(name: str, figures: Sequence[Figure]) -> Part:
    newest = {figure.origin: figure for figure in figures}.values()
    least = min(map(_figure, newest))
    used = tuple(sorted(f.id for f in newest if _figure(f) == least))
    return Part(name=name, low=least, best=least, high=least, used=used)


def _figure(figure: Figure) -> int:
    if figure.point is not None:
        return figure.point
    meanings = (meaning for word, meaning in _WORDS.items() if re.search(rf"\b{word}\b", figure.words))
    return next(meanings, figure.low)
