"""The Global Terrorism Database's rule for differing casualty figures.

Source: GTD codebook (START, University of Maryland), nkill, nkillter: as described in reconcile/README.md. Most recent
figure; one that is doubtful or rests on the perpetrators' claims is skipped; then the majority of independent
origins; then the lowest. Words too vague for a figure leave the field blank, never 0. Attackers are in the total, and
entered apart besides.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reconcile.policies.case import Case, Figure, Part, Proposal, make_proposal


@dataclass(frozen=True, slots=True)
class _Choice:
    point: int | None
    clause: str
    sentence: str
    used: tuple[Figure, ...] = ()


class Gtd:
    """Most recent, then majority, then lowest."""

    name = "gtd"
    version = "2"
    title = "Global Terrorism Database"
    source = "GTD codebook, casualties, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return one figure or a blank, and the attackers apart."""
        choice = _choose(case.figures)
        parts = [] if case.scope == "attackers" else [case.part("attackers", "attackers", _enter)]
        return make_proposal(
            self,
            case,
            choice.clause,
            choice.sentence,
            choice.used,
            why_not={f.id: _unusable(f) or "an earlier or less supported figure" for f in case.figures},
            parts=[part for part in parts if part.low is not None],
            low=choice.point,
            best=choice.point,
            high=choice.point,
        )


def _choose(every: Iterable[Figure]) -> _Choice:
    figures = [figure for figure in every if not _unusable(figure)]
    if not figures:
        return _Choice(None, "too vague or doubtful: blank", "No usable figure, so the field stays blank.")
    newest = max((figure.time or "") for figure in figures)
    latest = [f for f in figures if (f.time or "") == newest]
    points = {f.entered for f in latest}
    if len(points) == 1:
        point = latest[0].entered
        return _Choice(point, "most recent figure", f"The most recent figure is {point}.", tuple(latest))
    votes = Counter({f.origin: f.entered for f in latest}.values())
    (first, count), *others = votes.most_common()
    if not others or count > others[0][1]:
        used = tuple(f for f in latest if f.entered == first)
        sentence = f"{first} is given by {count} of {votes.total()} independent origins of the latest date."
        return _Choice(first, "majority of independent origins", sentence, used)
    lowest = min(points)
    used = tuple(f for f in latest if f.entered == lowest)
    return _Choice(lowest, "no majority: the lowest", f"No figure has a majority, so the lowest, {lowest}.", used)


def _enter(name: str, figures: Sequence[Figure]) -> Part:
    choice = _choose(figures)
    used = tuple(sorted(f.id for f in choice.used))
    return Part(name=name, low=choice.point, best=choice.point, high=choice.point, used=used)


def _unusable(figure: Figure) -> str:
    if figure.point is None:
        return "too vague for a figure"
    if figure.by_perpetrator:
        return "rests on a perpetrator's claim"
    if figure.graded_doubtful:
        return f"a reviewer graded {figure.graded_doubtful}"
    return "told as unconfirmed" if figure.doubtful else ""
