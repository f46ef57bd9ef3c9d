"""The states of a data item, and which ask for something: plain words, so that a first screen need load no more."""

from typing import Final, Literal

State = Literal["open", "resolved", "stale", "contested", "needs_evidence", "undecided", "held", "agreed"]

CONFLICT_STATES: Final = ("open", "stale", "contested", "needs_evidence", "undecided", "resolved")
UNSETTLED: Final = ("open", "stale", "contested", "needs_evidence", "undecided")
