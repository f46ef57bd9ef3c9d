"""Several decisions, and the assertions they rest on, made up to be recorded as one act.

Owns how an act follows from what already holds of the assertions it is about: each decision builds on the one before
it on its item, a removal that stands in the way is undone first. Refuses to record; the store does that whole or not at
all.
"""

from collections.abc import Callable

from claims.decisions import fold_acts
from claims.models import Assertion, Decision
from claims.store.dossier import Dossier


class Acting:
    """Decisions in the making, on top of what the dossier holds now."""

    def __init__(self, dossier: Dossier, reviewer: str, now: str, new_id: Callable[[], str]) -> None:
        self.decisions: list[Decision] = []
        self.assertions: list[Assertion] = []
        self._dossier = dossier
        self._fixed = {"reviewer": reviewer, "decided_at": now}
        self._new_id = new_id
        self._known: dict[str, list[Decision]] = {}

    def __bool__(self) -> bool:
        return bool(self.decisions or self.assertions)

    def holds(self, assertion: Assertion) -> Decision | None:
        """Return the decision that holds of an assertion, those in the making included."""
        return fold_acts(self._on(assertion.subject)).get(assertion.id)

    def add(self, assertion: Assertion) -> None:
        """Enter a new assertion."""
        self.assertions.append(assertion)

    def confirm(self, assertion: Assertion) -> None:
        """Make an assertion evidence, undoing what removed it."""
        while (act := self.holds(assertion)) is not None and act.action != "confirm":
            self.undo(act)
        if act is None and assertion.tier:
            self._decide(assertion.item, action="confirm", assertion=assertion.id, seen=(assertion.id,))

    def reject(self, assertion: Assertion, reason: str, rationale: str = "", replaced_by: str | None = None) -> None:
        """Remove an assertion."""
        self._decide(
            assertion.item,
            action="reject",
            assertion=assertion.id,
            reason=reason,
            rationale=rationale,
            replaced_by=replaced_by,
            seen=(assertion.id,),
        )

    def undo(self, decision: Decision) -> None:
        """Undo a decision."""
        self._decide(decision.item, action="undo", undoes=decision.id)

    def _decide(self, item: tuple[str, str], **changes: object) -> None:
        known = self._on(item[0])
        head = next((decision.id for decision in reversed(known) if decision.item == item), None)
        fields = {"id": self._new_id(), "subject": item[0], "attribute": item[1], "based_on": head}
        decision = Decision.model_validate({**self._fixed, **fields, **changes})
        known.append(decision)
        self.decisions.append(decision)

    def _on(self, subject: str) -> list[Decision]:
        if subject not in self._known:
            self._known[subject] = list(self._dossier.subject_decisions(subject))
        return self._known[subject]
