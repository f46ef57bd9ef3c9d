"""The error of parsing a value: what was written, why it cannot be read, what would be accepted."""

from claims.errors import VariorumError

_SHOWN = 60


class ValueProblem(VariorumError, ValueError):  # noqa: N818 - people meet the name: a problem with a value
    """A surface form that is not understood; never answered by a guess."""

    def __init__(self, written: object, why: str, accepted: str) -> None:
        self.written = written
        self.why = why
        self.accepted = accepted

        super().__init__(f"cannot read {_show(written)}: {why}; write {accepted}")


def _show(written: object) -> str:
    """Return what was written; repr() makes control and bidi characters visible, and written text is hostile input."""
    if isinstance(written, str):
        return repr(written[:_SHOWN]) + "..." * (len(written) > _SHOWN)
    if isinstance(written, dict):
        return "{" + ", ".join(f"{str(key)[:20]!r}: {_short(part)}" for key, part in list(written.items())[:4]) + "}"
    return _short(written)


def _short(part: object) -> str:
    if isinstance(part, int) and not isinstance(part, bool) and part.bit_length() > 128:
        return "a huge number"  # Python refuses to print integers beyond some thousand digits
    return repr(part)[:_SHOWN] if isinstance(part, str | int | float | None) else type(part).__name__
