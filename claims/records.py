"""The base of every record: frozen, closed to unknown keys, equal only when every field is.

A changed record is a new one, built through the validating constructor: `model_copy(update=...)` skips validation.
"""

import functools
from typing import Any, ClassVar, Final, Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record. Collections inside are tuples or frozensets, so that frozen means frozen all the way down."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    later: ClassVar[frozenset[str]] = frozenset()
    """Fields added since records were first stored: left out where empty, so that old content stays what it was."""

    def changed(self, **changes: object) -> Self:
        """Return a validated copy with `changes` applied."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate(fields | changes)


_SCALARS: Final = frozenset({str, int, bool, type(None)})


def plain_content(value: Any) -> Any:
    """Return a record as plain content with its keys in order, which any JSON writer then makes canonical."""
    if isinstance(value, Record):
        fields = value.__dict__
        return {
            name: fields[name] if type(fields[name]) in _SCALARS else plain_content(fields[name])
            for name in field_order(type(value))
            if name not in value.later or not is_empty(fields[name])
        }
    return list(map(plain_content, value)) if isinstance(value, tuple) else value


@functools.cache
def field_order(record: type[Record]) -> tuple[str, ...]:
    """Return the names of a record's fields in the order of canonical JSON."""
    return tuple(sorted(record.model_fields))


def is_empty(value: object) -> bool:
    """Return whether a field added later (`Record.later`) is left out of stored content for having this value."""
    return value is None or value in ("", ())
