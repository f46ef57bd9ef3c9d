"""Errors of callers who name a missing record, or decide without having seen what others decided.

Errors of the file itself are in `claims.store.engine`, those of an entry in `claims.store.ledger`.
"""

from collections.abc import Sequence

from claims.errors import VariorumError
from claims.models import Decision, EventDecision


class UnknownRecordError(VariorumError):
    """Nothing in the dossier has this name or id."""

    def __init__(self, what: str, name: str, hint: str) -> None:
        self.what = what
        self.name = name
        super().__init__(f"no {what} {name!r} in the dossier; {hint}")


class AmbiguousNameError(VariorumError):
    """Several records have this name."""

    def __init__(self, what: str, name: str, ids: Sequence[str]) -> None:
        self.what = what
        self.name = name
        self.ids = tuple(ids)
        shown = ", ".join(each[:12] for each in ids[:4])
        super().__init__(f"{len(ids)} {what}s are called {name!r}: say which by id ({shown})")


class HeadMovedError(VariorumError):
    """Somebody decided this item after the reviewer last saw it. Nothing was recorded and nothing is lost."""

    def __init__(self, mine: Decision, theirs: Decision) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__(
            f"{mine.subject}/{mine.attribute}: {theirs.reviewer} decided it meanwhile ({theirs.action}, "
            f"{theirs.decided_at}: {theirs.rationale or theirs.reason or 'no reason given'}); look at both and decide "
            f"again on top of {theirs.id[:12]}"
        )


class EventMovedError(VariorumError):
    """Somebody merged or split one of these events after the reviewer last saw it. Nothing was recorded."""

    def __init__(self, mine: EventDecision, theirs: EventDecision) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__(
            f"{mine.subject}: {theirs.reviewer} has meanwhile decided on {theirs.subject} and {theirs.other} "
            f"({theirs.action}, {theirs.decided_at}: {theirs.rationale or 'no reason given'}); nothing was "
            f"recorded; look again with `variorum events show {theirs.subject}` and decide on top of it"
        )


class DecisionIdError(VariorumError):
    """A new decision was given the id of another one. Nothing was recorded."""

    def __init__(self, mine: Decision, recorded: Decision) -> None:
        self.mine = mine
        self.recorded = recorded
        super().__init__(
            f"the id {mine.id} belongs to another decision ({recorded.action} on {'/'.join(recorded.item)} by "
            f"{recorded.reviewer}); give each decision an id of its own; nothing was recorded"
        )
