"""The Uppsala Conflict Data Program's best, low and high estimates, and the sides they fall on.

Source: UCDP GED codebook, best, low, high, deaths_a, deaths_b, deaths_civilians, deaths_unknown: as described in
reconcile/README.md. Low is the lowest reliable figure, high the highest; best is the figure most origins give, a tie
going to the lower. Words such as "at least" and "dozens" enter as low and high. Side A is read as the state's forces,
side B as the attackers; what the sides leave of the best estimate is unknown, and sides that exceed it are said to.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from claims.vocabulary.model import TOTAL
from reconcile.policies.case import Case, Figure, Part, Proposal, Ruling, add_parts, disagreeing_copies, make_proposal

SIDES = (("side_a", "security_forces"), ("side_b", "attackers"), ("civilians", "civilians"))
"""(side, scope), the scopes being those of the built-in tree of people."""


class Ucdp:
    """Best, low and high over independent origins."""

    name = "ucdp"
    version = "3"
    title = "Uppsala Conflict Data Program, GED"
    source = "UCDP GED codebook, best/low/high and sides, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return best, low and high, and the same by side."""
        return make_proposal(self, case, _rule(case))


_MOST_GIVE: Final = "best: the figure most origins give"


def _rule(case: Case) -> Ruling:
    sides = [case.part(side, scope, _estimate) for side, scope in SIDES]
    counted = [side for side in sides if side.low is not None]
    has_total = case.scope == TOTAL and bool(case.figures)
    whole, clause, how = _estimate_total(case) if has_total else _estimate_without_total(case, counted)
    unknown = [_unknown(whole, counted)] if has_total else []
    return Ruling(
        clause,
        f"Low {whole.low} and high {whole.high} {how}; {clause}, {whole.best}.",
        [f for f in case.figures if f.id in whole.used],
        low=whole.low,
        best=whole.best,
        high=whole.high,
        parts=[*sides, *unknown] if counted else [],
        warning=_sum_check(whole, counted),
        why_not={f.id: "unconfirmed, or graded doubtful" for f in case.figures if f.doubtful},
    )


def _estimate_total(case: Case) -> tuple[Part, str, str]:
    """Return the estimate of a whole that is counted, its clause, and over what it was made."""
    count = len(case.latest_of_each_origin(_reliable(case.figures)))
    clause = "best: tie, the lower" if _is_tied(case.figures) else _MOST_GIVE
    how = f"over {count} independent {'origin' if count == 1 else 'origins'}"
    return _estimate(TOTAL, case.figures), clause, how


def _estimate_without_total(case: Case, sides: Sequence[Part]) -> tuple[Part, str, str]:
    """Return the same where nobody counts the whole: the sum of the sides, or the one part that is counted."""
    if sides:
        return add_parts(TOTAL, sides), "best: the sum of the sides", "added up over the sides"
    whole = _estimate(TOTAL, case.figures) if case.figures else Part(name="")
    return whole, _MOST_GIVE, "for the part that is counted"


def _reliable(figures: Sequence[Figure]) -> Sequence[Figure]:
    return [f for f in figures if not f.doubtful] or figures


def _newest(figures: Sequence[Figure]) -> list[Figure]:
    newest = {figure.origin: figure for figure in _reliable(figures)}
    return [newest[origin] for origin in sorted(newest)]


def _votes(figures: Sequence[Figure]) -> Counter[int]:
    return Counter(figure.entered for figure in _newest(figures))


def _is_tied(figures: Sequence[Figure]) -> bool:
    votes = _votes(figures)
    return list(votes.values()).count(max(votes.values())) > 1


def _estimate(name: str, figures: Sequence[Figure]) -> Part:
    votes = _votes(figures)
    most = max(votes.values())
    # A voice that two outlets give with two figures has one vote, and both figures are in the range.
    newest = [*_newest(figures), *disagreeing_copies(_reliable(figures))]
    return Part(
        name=name,
        low=min(f.low for f in newest),
        best=min(figure for figure, count in votes.items() if count == most),
        high=max(f.highest for f in newest),
        used=tuple(sorted(f.id for f in newest)),
    )


def _unknown(whole: Part, sides: Sequence[Part]) -> Part:
    """Return what the sides leave of the best estimate; blank where they leave less than nothing."""
    rest = (whole.best or 0) - sum(side.best or 0 for side in sides)
    return Part(name="unknown") if rest < 0 else Part(name="unknown", low=rest, best=rest, high=rest)


def _sum_check(whole: Part, sides: Sequence[Part]) -> str:
    total = sum(side.best or 0 for side in sides)
    if whole.best is None or total <= whole.best:
        return ""
    return f"sum check: the sides add up to {total}, more than the best estimate, {whole.best}"
