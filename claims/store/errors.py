"""Errors of callers who name a missing record, or decide without having seen what others decided.

Errors of the file itself are in `claims.store.engine`, those of an entry in `claims.store.ledger`.
"""

from collections.abc import Sequence

from claims.errors import VariorumError
from claims.models import Decision, EventDecision
from claims.proof.reviewers import ROLE_WORDS, Refusal, Roster


class RedactionError(VariorumError):
    """Something cannot be taken out; nothing was."""


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
    """Somebody merged, split or renamed one of these events after the reviewer last saw it. Nothing was recorded."""

    def __init__(self, mine: EventDecision, theirs: EventDecision) -> None:
        self.mine = mine
        self.theirs = theirs
        super().__init__(
            f"{mine.subject}: {theirs.reviewer} has meanwhile decided on "
            f"{' and '.join(filter(None, (theirs.subject, theirs.other)))} "
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


class NotPermittedError(VariorumError):
    """The dossier lists its reviewers, and this one may not do this. Nothing was recorded."""

    def __init__(self, refusal: Refusal, roster: Roster) -> None:
        self.refusal = refusal
        if not refusal.needs:
            super().__init__(f"{refusal.message}; nothing was recorded")
            return
        able = ", ".join(f"{each.name} ({each.role})" for each in roster.those_who(refusal.needs)) or "nobody"
        admins = [each.name for each in roster.those_who("admin")]
        adding = f'variorum --reviewer "{admins[0]}" reviewers add "{refusal.name}" --role {refusal.needs}'
        super().__init__(
            f"{refusal.message}; those who may {ROLE_WORDS[refusal.needs]} in this dossier: {able}. "
            f"{' or '.join(admins)} can change that: {adding}; nothing was recorded"
        )


class NotSignedError(VariorumError):
    """A listed reviewer signs, and this record is not signed as it should be. Nothing was recorded."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        super().__init__(f"{name} is listed with a key: {problem}; nothing was recorded")
