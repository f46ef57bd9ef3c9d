"""Findings: problems that a reader or a check reports about its input, as records with a place.

A finding is a value that is returned, never raised: one bad line costs that line only.
"""

from typing import Literal

from claims.records import Record

Severity = Literal["error", "warning", "note"]


class Finding(Record):
    """One thing worth telling a person about an input, a file or the dossier."""

    where: str
    """The file, `file:line`, ledger entry or record the finding is about."""
    message: str
    """What happened and what to do next, as a sentence."""
    about: str = ""
    """The rule or situation, as a short stable word: `quote-not-found`, `unknown-attribute`, ..."""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
