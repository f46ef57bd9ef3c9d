"""The Global Terrorism Database's rule for differing casualty figures.

Source: GTD codebook (START, University of Maryland), casualties: as described in reconcile/README.md. Most recent
figure; one that is doubtful or rests on the perpetrators' claims is skipped; then the majority of independent
origins; then the lowest. Words too vague for a figure leave the field blank, never 0. Attackers are in the total.
"""

from collections import Counter

from reconcile.policies.case import Case, Figure, Proposal


class Gtd:
    """Most recent, then majority, then lowest."""

    name = "gtd"
    version = "1"
    title = "Global Terrorism Database"
    source = "GTD codebook, casualties, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return one figure or a blank."""
        figures, left_out = [], list(case.left_out)
        for figure in case.figures:
            why = _unusable(figure)
            if why:
                left_out.append((figure.id, why))
            else:
                figures.append(figure)
        if not figures:
            return self._proposal(
                "too vague or doubtful: blank", "No usable figure, so the field stays blank.", None, (), left_out, case
            )
        newest = max((figure.time or "") for figure in figures)
        latest = [f for f in figures if (f.time or "") == newest] if newest else figures
        points = {f.point for f in latest}
        if len(points) == 1:
            point = latest[0].point
            return self._proposal(
                "most recent figure", f"The most recent figure is {point}.", point, latest, left_out, case
            )
        votes = Counter({f.origin: f.point for f in latest}.values())
        (first, count), *others = votes.most_common()
        if not others or count > others[0][1]:
            used = [f for f in latest if f.point == first]
            sentence = f"{first} is given by {count} of {sum(votes.values())} independent origins of the latest date."
            return self._proposal("majority of independent origins", sentence, first, used, left_out, case)
        lowest = min(point for point in points if point is not None)
        used = [f for f in latest if f.point == lowest]
        return self._proposal(
            "no majority: the lowest",
            f"No figure has a majority, so the lowest, {lowest}.",
            lowest,
            used,
            left_out,
            case,
        )

    def _proposal(
        self,
        clause: str,
        sentence: str,
        point: int | None,
        used: "list[Figure] | tuple[()]",
        left_out: list[tuple[str, str]],
        case: Case,
    ) -> Proposal:
        return Proposal(
            policy=self.name,
            version=self.version,
            clause=clause,
            sentence=sentence,
            low=point,
            best=point,
            high=point,
            warning=case.warning,
            used=tuple(sorted(f.id for f in used)),
            left_out=tuple(sorted(left_out)),
        )


def _unusable(figure: Figure) -> str:
    if figure.point is None:
        return "too vague for a figure"
    if figure.by_perpetrator:
        return "rests on a perpetrator's claim"
    return "told as unconfirmed" if figure.doubtful else ""
