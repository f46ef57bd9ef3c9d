"""Reason codes: one digit each, for accepting an answer and for rejecting an assertion."""

import functools

from claims.records import Record
from claims.vocabulary.loading import builtin_tables


class Reason(Record):
    """One reason a reviewer can give with one key."""

    digit: int
    code: str
    label: str
    help: str


@functools.cache
def decision_reasons() -> tuple[Reason, ...]:
    """Return the reasons for an answer, by digit."""
    return _reasons("decision")


@functools.cache
def rejection_reasons() -> tuple[Reason, ...]:
    """Return the reasons for setting an assertion aside, by digit."""
    return _reasons("rejection")


@functools.cache
def proposal_reasons() -> tuple[Reason, ...]:
    """Return the reasons for rejecting a proposal, by digit."""
    return _reasons("proposal")


@functools.cache
def every_rejection_reason() -> tuple[Reason, ...]:
    """Return whatever reason a rejected assertion may carry."""
    return (*rejection_reasons(), *proposal_reasons(), *_reasons("withdrawal"))


def find_reason(written: str, reasons: tuple[Reason, ...]) -> Reason | None:
    """Return the reason of that digit or code."""
    return next((reason for reason in reasons if written in {str(reason.digit), reason.code}), None)


def _reasons(section: str) -> tuple[Reason, ...]:
    entries = builtin_tables("reasons")[section]
    return tuple(sorted((Reason.model_validate(entry) for entry in entries), key=lambda reason: reason.digit))
