"""An act on proposals in preparation: the decisions and new assertions that the store then records as one.

Each decision builds on the one before it on its item, and what removed an assertion is undone before it is confirmed.
"""

from collections.abc import Callable, Sequence

from claims.decisions import fold_acts
from claims.models import Assertion, Decision
from claims.store.dossier import Dossier


class PendingAct:
    """Decisions and assertions not yet recorded, on top of what the dossier holds now."""

    def __init__(
        self,
        dossier: Dossier,
        reviewer: str,
        now: str,
        new_id: Callable[[], str],
        known: Callable[[Sequence[Decision]], Sequence[Decision]] = list,
    ) -> None:
        """Begin with nothing to record; `known` leaves of a subject's decisions those that the reviewer may know."""
        self.decisions: list[Decision] = []
        self.assertions: list[Assertion] = []
        self._dossier = dossier
        self._signature = {"reviewer": reviewer, "decided_at": now}
        self._new_id = new_id
        self._known = known
        self._by_subject: dict[str, list[Decision]] = {}

    def __bool__(self) -> bool:
        return bool(self.decisions or self.assertions)

    def decision_on(self, assertion: Assertion) -> Decision | None:
        """Return the decision in force on an assertion, those not yet recorded included."""
        return fold_acts(self._known(self._decisions(assertion.subject))).get(assertion.id)

    def add(self, assertion: Assertion) -> None:
        """Enter a new assertion."""
        self.assertions.append(assertion)

    def confirm(self, assertion: Assertion) -> None:
        """Make an assertion evidence, undoing what removed it."""
        while (decision := self.decision_on(assertion)) is not None and decision.action != "confirm":
            self.undo(decision)
        if decision is None and assertion.tier:
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

    def _decide(self, item: tuple[str, str], **details: object) -> None:
        earlier = self._decisions(item[0])
        head = next((decision.id for decision in reversed(earlier) if decision.item == item), None)
        fields = {"id": self._new_id(), "subject": item[0], "attribute": item[1], "based_on": head}
        decision = Decision.model_validate({**self._signature, **fields, **details})
        earlier.append(decision)
        self.decisions.append(decision)

    def _decisions(self, subject: str) -> list[Decision]:
        if subject not in self._by_subject:
            self._by_subject[subject] = list(self._dossier.subject_decisions(subject))
        return self._by_subject[subject]
