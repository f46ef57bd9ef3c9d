"""What the review and the inbox of one reviewer share: how an act is signed, and which acts can be undone."""

import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from claims.errors import VariorumError
from claims.models import Decision
from claims.store.addresses import DossierError
from tui.services.acts import check_reviewer
from tui.services.pending_act import PendingAct
from tui.services.workspace import Workspace


def utc_now() -> str:
    """Return the time, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def make_id() -> str:
    """Return an id for a new decision."""
    return uuid.uuid4().hex


def sign(reviewer: str, because: str, error: type[VariorumError]) -> dict[str, str]:
    """Return who records something, when and why, as fields of its record; raise `error` where nobody does."""
    check_reviewer(reviewer, error)
    return {"id": make_id(), "rationale": because, "reviewer": reviewer, "decided_at": utc_now()}


class RecordedError(VariorumError):
    """Something went wrong after decisions were recorded; they are safe."""

    exit_code = 0

    def __init__(self, decisions: Sequence[Decision], error: DossierError) -> None:
        self.decisions = tuple(decisions)
        super().__init__(f"recorded {', '.join(one.id for one in decisions)}; the list follows ({error.problem})")


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """What was recorded at one stroke, and is undone at one stroke."""

    decisions: tuple[Decision, ...]


ActT = TypeVar("ActT", bound=RecordedAct)


class Session(Generic[ActT]):
    """One reviewer's work on one dossier."""

    def __init__(
        self,
        workspace: Workspace,
        reviewer: str,
        *,
        clock: Callable[[], str] = utc_now,
        new_id: Callable[[], str] = make_id,
    ) -> None:
        """Begin with nothing to undo."""
        self.workspace = workspace
        self.reviewer = reviewer
        self.clock = clock
        self.new_id = new_id
        self._history: list[ActT] = []
        """What this session recorded and has not undone, oldest first."""
        self.behind = ""
        """Why the queue does not show yet what was recorded last; empty where it does."""

    def follow(self, decisions: Iterable[Decision]) -> None:
        """Bring the queue up to date with what was recorded.

        Where that fails the lines stay marked as out of date, and the next who reads the queue does it.
        """
        self.behind = ""
        try:
            store = self.workspace.dossier
            self.workspace.refresh_subjects(store.item_decided(decision.id)[0] for decision in decisions)
        except DossierError as error:
            self.behind = error.problem

    def _start_act(self) -> PendingAct:
        return PendingAct(self.workspace.dossier, self.reviewer.strip(), self.clock(), self.new_id, self._known)

    def _known(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Return those of a subject's decisions that an act goes by."""
        return decisions
