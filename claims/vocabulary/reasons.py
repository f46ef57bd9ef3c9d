"""The reason codes of decisions, each with the digit that chooses it."""

import functools
from operator import attrgetter
from typing import Final, Literal

from claims.records import Record
from claims.vocabulary.loading import builtin_tables

TABLES: Final = ("decision", "difference", "waiting", "rejection", "proposal", "parting", "joining", "grading")
"""The tables that a reviewer chooses from: for an answer, a difference explained, no answer yet, an assertion set
aside, a proposal set aside, an event parted, events joined, a source graded.
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
NEEDS_WORDS: Final = frozenset({OTHER, "unfit"})
"""The codes that say nothing without a sentence."""


Standing = Literal["", "proposed", "confirmed"]
"""What a statement that a program proposed is by now; empty for one that a person entered."""


class Reason(Record):
    """One reason a reviewer can give with one key."""

    digit: int
    """0 where no digit chooses it."""
    code: str
    label: str
    help: str


def reasons_for(action: str, status: Standing = "") -> tuple[Reason, ...]:
    """Return the reasons that fit an act, by digit, then those that are chosen without one.

    A statement that a program proposed may have been misread; while nobody has confirmed it (`proposed`) that is what
    is asked first, and afterwards (`confirmed`) what its source did.
    """
    if action != "reject" or not status:
        return reasons_in(_TABLE_OF.get(action, "decision"))
    tables = ("proposal", "rejection") if status == "proposed" else ("rejection", "proposal")
    first, second = map(reasons_in, tables)
    return (*first, *(reason.changed(digit=0) for reason in second if reason.code not in NEEDS_WORDS))


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
    return next((reason for reason in reasons if written in {str(reason.digit or ""), reason.code}), None)
