"""The reason codes of decisions, each with the digit that chooses it."""

import functools
from operator import attrgetter
from typing import Final

from claims.records import Record
from claims.vocabulary.loading import builtin_tables

TABLES: Final = ("decision", "difference", "waiting", "rejection", "proposal")
"""The tables that a reviewer chooses from: for an answer, a difference explained, no answer yet, an assertion set
aside, a proposal set aside.
"""

_TABLE_OF: Final = {
    "reject": "rejection",
    "not_comparable": "difference",
    "different_event": "difference",
    "set_scope": "difference",
    "independent": "difference",
    "grade": "decision",
    "contested": "waiting",
    "needs_evidence": "waiting",
    "undecided": "waiting",
}

OTHER: Final = "other"
"""The code that says nothing without a sentence."""


class Reason(Record):
    """One reason a reviewer can give with one key."""

    digit: int
    code: str
    label: str
    help: str


def reasons_for(action: str) -> tuple[Reason, ...]:
    """Return the reasons that fit an act, by digit."""
    return reasons_in(_TABLE_OF.get(action, "decision"))


@functools.cache
def reasons_in(table: str) -> tuple[Reason, ...]:
    """Return the reasons of one of TABLES, by digit."""
    entries = builtin_tables("reasons")[table]
    return tuple(sorted(map(Reason.model_validate, entries), key=attrgetter("digit")))


@functools.cache
def every_rejection_reason() -> tuple[Reason, ...]:
    """Return whatever reason a rejected assertion may carry."""
    return (*reasons_in("rejection"), *reasons_in("proposal"), *reasons_in("withdrawal"))


def find_reason(written: str, reasons: tuple[Reason, ...]) -> Reason | None:
    """Return the reason of that digit or code."""
    return next((reason for reason in reasons if written in {str(reason.digit), reason.code}), None)
