"""The error of parsing a value: what was written, why it cannot be read, what would be accepted."""

from claims.errors import VariorumError

_SHOWN = 60


class ValueProblem(VariorumError, ValueError):  # noqa: N818 - people meet the name: a problem with a value
    """A surface form that is not understood; never answered by a guess."""

    def __init__(self, written: object, why: str, accepted: str) -> None:
        self.written = written
        self.why = why
        self.accepted = accepted
        # repr() also makes control and bidi characters visible: written text is hostile input.
        if isinstance(written, str):
            shown = repr(written[:_SHOWN]) + ("..." if len(written) > _SHOWN else "")
        elif isinstance(written, dict):
            shown = (
                "{" + ", ".join(f"{str(key)[:20]!r}: {_short(part)}" for key, part in list(written.items())[:4]) + "}"
            )
        else:
            shown = _short(written)
        super().__init__(f"cannot read {shown}: {why}; write {accepted}")


def _short(part: object) -> str:
    if isinstance(part, int) and not isinstance(part, bool) and part.bit_length() > 128:
        return "a huge number"  # Python refuses to print integers beyond some thousand digits
    return repr(part)[:_SHOWN] if isinstance(part, str | int | float | None) else type(part).__name__
