"""What one reviewer sees of a dossier: all of it, or, reviewing blind, nothing that would tell what others decided."""

from collections.abc import Sequence

from claims.models import Decision
from reconcile.items.item import Item
from reconcile.items.knowledge import could_know_others, known_decisions
from tui.services.acts import DecisionError
from tui.services.blind_queue import BlindQueue, QueueLines
from tui.services.workspace import Workspace


class Sight:
    """What a reviewer sees who works in the open."""

    is_blind = False

    def __init__(self, workspace: Workspace, reviewer: str) -> None:
        self.reviewer = reviewer
        self._workspace = workspace

    @property
    def lines(self) -> QueueLines:
        """What lists of items are read from."""
        return self._workspace.dossier

    def item(self, key: tuple[str, str]) -> Item:
        """Return an item that is opened, computed now."""
        return self._workspace.item(key)

    def outcome(self, key: tuple[str, str]) -> Item:
        """Return an item as the reviewer's own act has left it, computed now: what a message may say of it."""
        return self._workspace.item(key)

    def item_if(self, key: tuple[str, str], more: Sequence[Decision]) -> Item:
        """Return an item as it would be after these decisions, which are not recorded."""
        return self._workspace.item_if(key, more)

    def decisions(self, key: tuple[str, str], *, opened: bool = True) -> Sequence[Decision]:
        """Return the decisions on an item, oldest first; where it is not `opened`, as lists may tell of them."""
        return self._workspace.dossier.decisions(key)

    def known(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Return those of a subject's decisions that lists and previews may tell of."""
        return decisions

    def can_undo(self, decision: Decision) -> bool:
        """Return whether the reviewer may undo a decision that they see."""
        return True

    def recorded_days(self, key: tuple[str, str] | None = None) -> list[str]:
        """Return the days on which something was recorded of an item, or of any; of decisions those that are seen."""
        dossier = self._workspace.dossier
        if key is None:
            return dossier.recorded_days(of_decisions=not self.is_blind)
        entered = dossier.recorded_at(a.id for a in dossier.evidence(key)).values()
        return sorted({at[:10] for at in (*entered, *(d.decided_at for d in self.decisions(key)))})

    def is_unaware(self, key: tuple[str, str]) -> bool:
        """Return whether the reviewer decides on an item without having seen what others say."""
        return False

    def check_open(self, what: str) -> None:
        """Check that something which tells of others may be shown.

        Raises:
            DecisionError: this reviewer works blind; `what` says what they asked for.
        """


class BlindSight(Sight):
    """What a reviewer sees who works blind: others are heard on an item once this reviewer has settled it."""

    is_blind = True

    def __init__(self, workspace: Workspace, reviewer: str) -> None:
        super().__init__(workspace, reviewer)
        self._lines = BlindQueue(workspace, reviewer)

    @property
    def lines(self) -> QueueLines:
        """What lists of items are read from."""
        return self._lines

    def item(self, key: tuple[str, str]) -> Item:
        """Return an item that is opened, computed now."""
        return self._workspace.item_seen_by(key, self.reviewer, opened=True)

    def outcome(self, key: tuple[str, str]) -> Item:
        """Return an item as the reviewer's own act has left it, computed now: what a message may say of it."""
        return self._workspace.item_seen_by(key, self.reviewer, opened=False)

    def item_if(self, key: tuple[str, str], more: Sequence[Decision]) -> Item:
        """Return an item as it would be after these decisions, which are not recorded."""
        return self._workspace.item_seen_by(key, self.reviewer, opened=True, more=more)

    def decisions(self, key: tuple[str, str], *, opened: bool = True) -> Sequence[Decision]:
        """Return the decisions on an item that the reviewer may know, oldest first."""
        every = self._workspace.dossier.subject_decisions(key[0])
        known = known_decisions(every, self.reviewer, key[1] if opened else "")
        ids = {decision.id for decision in known}
        return [decision for decision in self._workspace.dossier.decisions(key) if decision.id in ids]

    def known(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Return those of a subject's decisions that lists and previews may tell of."""
        return known_decisions(decisions, self.reviewer)

    def can_undo(self, decision: Decision) -> bool:
        """Return whether the reviewer may undo a decision: one of their own."""
        return decision.reviewer == self.reviewer

    def is_unaware(self, key: tuple[str, str]) -> bool:
        """Return whether the reviewer decides on an item without having seen what others say."""
        return not could_know_others(self._workspace.dossier.subject_decisions(key[0]), self.reviewer, key[1])

    def check_open(self, what: str) -> None:
        """Check that something which tells of others may be shown.

        Raises:
            DecisionError: this reviewer works blind; `what` says what they asked for.
        """
        raise DecisionError(f"{what} says what others decided, and you review blind; it is for whoever adjudicates")
