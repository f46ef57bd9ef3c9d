"""The base class of every exception that Variorum raises on purpose.

Subclasses live beside the code that raises them, take the facts (path, line, id), keep them as attributes and write
their own message: what happened, where, what to do next.
"""


class VariorumError(Exception):
    """Base of all errors that users, damaged files or the system can cause."""

    exit_code = 2


def reason_of(error: Exception) -> str:
    """Return why something failed: of the system's errors without their number and path."""
    return getattr(error, "strerror", None) or str(error)
