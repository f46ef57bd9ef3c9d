"""An act in preparation: the decisions and new assertions that the store then records as one.

Each decision builds on the one before it on its item, and what removed an assertion is undone before it is confirmed.
Items are those of now: an event may have been merged or split since a decision on it was made.
"""

from collections.abc import Callable, Sequence

from claims.decisions import effective, fold_acts
from claims.models import Assertion, Decision
from claims.store.dossier import Dossier, UnknownRecordError


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
        self._heads: dict[tuple[str, str], str | None] = {}

    def __bool__(self) -> bool:
        return bool(self.decisions or self.assertions)

    def decision_on(self, assertion: Assertion) -> Decision | None:
        """Return the decision in force on an assertion, those not yet recorded included."""
        return fold_acts(self._known(self._decisions(self._item_of(assertion)[0]))).get(assertion.id)

    def holds(self, decision: Decision) -> bool:
        """Return whether a recorded decision is still in force."""
        subject, _ = self._dossier.item_decided(decision.id)
        return any(each.id == decision.id for each in self._in_force(subject))

    def made_with(self, decision: Decision) -> list[Decision]:
        """Return the decisions in force that were made on its item at the same stroke, itself included, in order."""
        subject, attribute = self._dossier.item_decided(decision.id)
        here = [each for each in self._in_force(subject) if each.attribute == attribute]
        return [each for each in here if each.id == decision.id or (decision.batch and each.batch == decision.batch)]

    def _in_force(self, subject: str) -> list[Decision]:
        return effective(self._known(self._decisions(subject)))

    def add(self, assertion: Assertion) -> None:
        """Enter a new assertion."""
        self.assertions.append(assertion)

    def confirm(self, assertion: Assertion) -> None:
        """Make an assertion evidence, undoing what removed it."""
        while (decision := self.decision_on(assertion)) is not None and decision.action != "confirm":
            self.undo(decision)
        if decision is None and assertion.tier:
            self._decide(self._item_of(assertion), action="confirm", assertion=assertion.id, seen=(assertion.id,))

    def reject(self, assertion: Assertion, reason: str, rationale: str = "", replaced_by: str | None = None) -> None:
        """Remove an assertion."""
        self._decide(
            self._item_of(assertion),
            action="reject",
            assertion=assertion.id,
            reason=reason,
            rationale=rationale,
            replaced_by=replaced_by,
            seen=(assertion.id,),
        )

    def undo(self, decision: Decision, rationale: str = "") -> None:
        """Undo a recorded decision."""
        item = self._dossier.item_decided(decision.id)
        self._decide(item, action="undo", undoes=decision.id, rationale=rationale, batch=decision.batch)

    def _item_of(self, assertion: Assertion) -> tuple[str, str]:
        """Return the data item of an assertion that may have been read before its event was merged or split."""
        is_recorded = all(assertion.id != new.id for new in self.assertions)
        moved = is_recorded and self._dossier.subject_map().has_history
        return self._dossier.assertion(assertion.id).item if moved else assertion.item

    def _decide(self, item: tuple[str, str], **details: object) -> None:
        fields = {"id": self._new_id(), "subject": item[0], "attribute": item[1], "based_on": self._head(item)}
        decision = Decision.model_validate({**self._signature, **fields, **details})
        self._decisions(item[0]).append(decision)
        self._heads[item] = decision.id
        self.decisions.append(decision)

    def _head(self, item: tuple[str, str]) -> str | None:
        """Return the latest decision on an item, undone or not."""
        if item not in self._heads:
            try:
                recorded = self._dossier.decisions(item)
            except UnknownRecordError:
                recorded = ()
            self._heads[item] = recorded[-1].id if recorded else None
        return self._heads[item]

    def _decisions(self, subject: str) -> list[Decision]:
        if subject not in self._by_subject:
            self._by_subject[subject] = list(self._dossier.subject_decisions(subject))
        return self._by_subject[subject]
