"""The states of a data item and what follows from each, in plain words so that a first screen need load no more."""

from typing import Final, Literal, NamedTuple

State = Literal[
    "differ",
    "open",
    "stale",
    "contested",
    "needs_evidence",
    "undecided",
    "held",
    "resolved",
    "explained",
    "unreviewed",
    "said_once",
    "agreed",
]


class StateTraits(NamedTuple):
    """What follows from a state."""

    is_conflict: bool
    """Something cannot all be true, or a decision was needed: `variorum conflicts` lists it."""
    is_settled: bool
    """Nobody needs to do anything about it."""
    is_open: bool
    """It waits for a decision: reports count it as open, and policies are asked about it."""
    is_queued: bool
    """The reviewer's queue shows it unless a filter says otherwise."""


STATES: Final[dict[State, StateTraits]] = {
    "differ": StateTraits(is_conflict=True, is_settled=False, is_open=True, is_queued=True),
    "open": StateTraits(is_conflict=True, is_settled=False, is_open=True, is_queued=True),
    "stale": StateTraits(is_conflict=True, is_settled=False, is_open=True, is_queued=True),
    "contested": StateTraits(is_conflict=True, is_settled=False, is_open=False, is_queued=True),
    "needs_evidence": StateTraits(is_conflict=True, is_settled=False, is_open=False, is_queued=True),
    "undecided": StateTraits(is_conflict=True, is_settled=False, is_open=False, is_queued=True),
    "held": StateTraits(is_conflict=False, is_settled=False, is_open=False, is_queued=True),
    "resolved": StateTraits(is_conflict=True, is_settled=True, is_open=False, is_queued=False),
    "explained": StateTraits(is_conflict=True, is_settled=True, is_open=False, is_queued=False),
    "unreviewed": StateTraits(is_conflict=False, is_settled=False, is_open=False, is_queued=False),
    "said_once": StateTraits(is_conflict=False, is_settled=True, is_open=False, is_queued=False),
    "agreed": StateTraits(is_conflict=False, is_settled=True, is_open=False, is_queued=False),
}
"""Every state, the most pressing first.

`differ`: reviewers gave different verdicts and nobody has settled between them. `held` waits for a person's word (an
unstated scope, two texts) without being a conflict. `resolved` has an answer; `explained` has none, because a relation
accounts for the difference. Of what nothing contradicts, `agreed` rests on two independent origins or more that a
person has looked at, `said_once` on one, and `unreviewed` on none: its proposals wait in the inbox, not in the queue.
"""

CONFLICT_STATES: Final = tuple(state for state, traits in STATES.items() if traits.is_conflict)


def is_conflict(state: str, statements: int) -> bool:
    """Return whether an item in this state is or was a conflict; one statement that was accepted has met no other."""
    return state in CONFLICT_STATES and not (state == "resolved" and statements == 1)


QUEUED_STATES: Final = tuple(state for state, traits in STATES.items() if traits.is_queued)
UNSETTLED_STATES: Final = frozenset(state for state, traits in STATES.items() if not traits.is_settled)
SETTLED_STATES: Final = frozenset(state for state, traits in STATES.items() if traits.is_settled)
OPEN_STATES: Final = frozenset(state for state, traits in STATES.items() if traits.is_open)
