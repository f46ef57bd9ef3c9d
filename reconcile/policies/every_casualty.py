"""The Standards for Casualty Recording: a range, or pending until origins can be told apart.

Source: Every Casualty Counts, Standards for Casualty Recording: as described in reconcile/README.md. Corroboration
takes different outlets and different primary sources; an uncorroborated or contradicted figure is pending, unless the
recorder has said which source goes first: here, the one origin with the best grade of all. Everyone is counted, each
part by its status. Authors are not recorded in a dossier, so that test of the standard is not made.
"""

from collections.abc import Collection, Sequence

from reconcile.policies.case import Case, Figure, Part, Proposal, make_proposal

_STATUSES = ("civilians", "security_forces", "attackers")


class EveryCasualty:
    """A range once two origins corroborate each other; pending before."""

    name = "every_casualty"
    version = "2"
    title = "Standards for Casualty Recording"
    source = "Every Casualty Counts, Standards for Casualty Recording, as described in reconcile/README.md"
    independent = True

    def propose(self, case: Case) -> Proposal:
        """Return a figure, a range, or pending."""
        parts = [case.part(status, status, _recorded) for status in _STATUSES if status != case.scope]
        parts = [part for part in parts if part.low is not None]
        figures = case.latest_of_each_origin()
        if not figures:
            clause = "pending: nobody counts the whole"
            return make_proposal(self, case, clause, "Wait for a count of the whole.", (), parts=parts, pending=True)
        clause, sentence, answer = _judge(figures, {f.through or f.outlet for f in case.figures})
        if answer is None:
            return make_proposal(self, case, clause, sentence, figures, parts=parts, pending=True)
        low, high = answer.low, answer.high
        return make_proposal(
            self,
            case,
            clause,
            sentence,
            [f for f in figures if f.id in answer.used],
            parts=parts,
            low=low,
            best=low if low == high else None,
            high=high,
        )


def _judge(figures: Sequence[Figure], outlets: Collection[str]) -> tuple[str, str, Part | None]:
    """Return clause, sentence and the settled range; None for pending."""
    low, high = max(f.low for f in figures), min((f.high for f in figures if f.high is not None), default=None)
    used = tuple(sorted(f.id for f in figures))
    if high is not None and low > high:
        graded = sorted((f for f in figures if f.grade), key=lambda f: f.grade)
        if len(graded) == len(figures) and graded[0].grade < graded[1].grade:
            first = graded[0]
            sentence = f"{first.origin}, graded {first.grade}, goes before every other source."
            return "prioritised source", sentence, Part(name="", low=first.low, high=first.high, used=(first.id,))
        return "pending: sources contradict", "Independent sources exclude each other; wait or investigate.", None
    if len(figures) > 1 and len(outlets) > 1:
        sentence = f"{len(figures)} origins in {len(outlets)} outlets agree."
        return "corroborated", sentence, Part(name="", low=low, high=high, used=used)
    if len(figures) > 1:
        return "pending: one outlet", "Several sources, but all through one outlet; wait for another.", None
    return "pending: one source", "Only one independent source; wait for corroboration.", None


def _recorded(name: str, figures: Sequence[Figure]) -> Part:
    """Everyone of a status who is recorded: the range over origins, corroborated or not."""
    newest = {figure.origin: figure for figure in figures}.values()
    highs = [f.high for f in newest]
    return Part(
        name=name,
        low=min(f.low for f in newest),
        high=None if None in highs else max(high or 0 for high in highs),
        used=tuple(sorted(f.id for f in newest)),
    )
