"""What the review and the inbox of one reviewer share: how an act is signed, and which acts can be undone."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from claims.models import Decision
from tui.services.workspace import Workspace


def utc_now() -> str:
    """Return the time, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def make_id() -> str:
    """Return an id for a new decision."""
    return uuid.uuid4().hex


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
