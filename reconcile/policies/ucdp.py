"""The Uppsala Conflict Data Program's best, low and high estimates, and the sides they fall on.

Low is the lowest reliable figure, high the highest, best that of the most reliable source; where several are as
reliable, the lower one. Reliable is first who has the better grade, then who is named, then who is no party to the
fighting, then whom another independent origin bears out: that one does is enough, and how many do is no vote. The type
of violence says who the sides are; what they leave of the best estimate is unknown, and a sum above it is a warning.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from claims.vocabulary.model import TOTAL
from reconcile.policies.case import (
    NO_WHOLE,
    Case,
    Figure,
    Part,
    Proposal,
    Ruling,
    add_parts,
    disagreeing_copies,
    explain_all,
    make_proposal,
    with_figure,
)
from reconcile.policies.sources import UCDP, cite

STATE_BASED: Final = "state-based"
NON_STATE: Final = "non-state"
ONE_SIDED: Final = "one-sided"
SIDES: Final = ("side_a", "side_b", "civilians")
_FORCES: Final = "security_forces"
_ATTACKERS: Final = "attackers"


class Ucdp:
    """Best, low and high over independent origins."""

    name = "ucdp"
    version = "4"
    title = "Uppsala Conflict Data Program, GED"
    sources = UCDP
    source = cite(UCDP)
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return best, low and high, and the same by side."""
        return make_proposal(self, case, _rule(case))


def _rule(case: Case) -> Ruling:
    sides = _estimate_sides(case)
    counted = with_figure(sides)
    if not case.figures and not counted:
        return NO_WHOLE
    has_total = case.scope == TOTAL and bool(case.figures)
    whole, clause, how = _estimate_total(case) if has_total else _estimate_without_total(case, counted)
    if has_total:
        sides.append(_unknown(whole, counted))
    return Ruling(
        clause,
        f"Low {whole.low} and high {whole.high} {how}; {clause}, {whole.best}.",
        [f for f in case.figures if f.id in whole.used],
        low=whole.low,
        best=whole.best,
        high=whole.high,
        parts=sides if counted else [],
        warning="; ".join(filter(None, (_sum_check(whole, counted), _type_check(case, counted)))),
        beside=case.accounts.type_of_violence.ids if counted else (),
        why_not=explain_all((f for f in case.figures if f.doubtful), "unconfirmed, or graded doubtful"),
    )


def _estimate_sides(case: Case) -> list[Part]:
    scopes = _sides_of(case).items()
    return [case.part(side, scope, _estimate) if scope else Part(name=side) for side, scope in scopes]


def _sides_of(case: Case) -> Mapping[str, str]:
    """Return the scope that each side's dead are counted under; empty where the type of violence leaves none.

    Where a type is not set, the sides are read as those of a state and a group.
    """
    accounts = case.accounts
    violence = accounts.type_of_violence.value or STATE_BASED
    if violence == STATE_BASED:
        return {"side_a": _FORCES, "side_b": _ATTACKERS, "civilians": "civilians"}
    is_state = violence == ONE_SIDED and bool(accounts.states & {*accounts.accepted, *accounts.accused})
    return {"side_a": _FORCES if is_state else _ATTACKERS, "side_b": "", "civilians": "civilians"}


def _type_check(case: Case, counted: Sequence[Part]) -> str:
    """Return a warning where one side only is counted and nobody has set the type, which says whose it is."""
    forces = [side.name for side in counted if side.name != "civilians"]
    if case.accounts.type_of_violence.value or len(forces) != 1:
        return ""
    return "the type of violence is not set; the sides are read as those of a state and a group"


def _estimate_total(case: Case) -> tuple[Part, str, str]:
    """Return the estimate of a whole that is counted, its clause, and over what it was made."""
    count = len(case.latest_of_each_origin(_reliable(case.figures)))
    _, clause = _choose(case.figures)
    how = f"over {count} independent {'origin' if count == 1 else 'origins'}"
    return _estimate(TOTAL, case.figures), clause, how


def _estimate_without_total(case: Case, sides: Sequence[Part]) -> tuple[Part, str, str]:
    """Return the same where nobody counts the whole: the sum of the sides, or the one part that is counted."""
    if sides:
        return add_parts(TOTAL, sides), "best: the sum of the sides", "added up over the sides"
    return _estimate(TOTAL, case.figures), _choose(case.figures)[1], "for the part that is counted"


def _reliable(figures: Sequence[Figure]) -> Sequence[Figure]:
    return [f for f in figures if not f.doubtful] or figures


def _newest(figures: Sequence[Figure]) -> list[Figure]:
    newest = {figure.origin: figure for figure in _reliable(figures)}
    return [newest[origin] for origin in sorted(newest)]


def _best_graded(figures: Sequence[Figure]) -> list[Figure]:
    """Return those of the best grade, and those that nobody could judge, which stand neither before nor behind one."""
    top = min((f.grade for f in figures if f.grade), default="")
    return [f for f in figures if f.grade in {top, ""}]


def _corroborated(figures: Sequence[Figure]) -> list[Figure]:
    givers: dict[int, set[str]] = defaultdict(set)
    for figure in figures:
        givers[figure.entered].add(figure.origin)
    return [f for f in figures if len(givers[f.entered]) > 1]


_RELIABLE: Final[Sequence[tuple[str, Callable[[Sequence[Figure]], list[Figure]]]]] = (
    ("better graded", _best_graded),
    ("named", lambda figures: [f for f in figures if f.named]),
    ("no party to the fighting", lambda figures: [f for f in figures if not f.belligerent]),
    ("borne out independently", _corroborated),
)
"""What makes a source more reliable than another, in the order in which it counts."""


def _choose(figures: Sequence[Figure]) -> tuple[int, str]:
    """Return the best estimate with its clause."""
    left, why = _newest(figures), list[str]()
    if len({f.entered for f in left}) == 1:
        return left[0].entered, "best: the only figure of reliable sources"
    for word, narrow in _RELIABLE:
        narrowed = narrow(left)
        if narrowed and len(narrowed) < len(left):
            left = narrowed
            why.append(word)
        if len({f.entered for f in left}) == 1:
            return left[0].entered, f"best: the most reliable source ({', '.join(why)})"
    known = f" ({', '.join(why)})" if why else ""
    return min(f.entered for f in left), f"best: of equally reliable sources{known} the lower"


def _estimate(name: str, figures: Sequence[Figure]) -> Part:
    # A voice that two outlets give with two figures speaks once, and both figures are in the range.
    newest = [*_newest(figures), *disagreeing_copies(_reliable(figures))]
    return Part(
        name=name,
        low=min(f.low for f in newest),
        best=_choose(figures)[0],
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
