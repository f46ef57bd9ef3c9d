"""The base of every record: frozen, closed to unknown keys, equal only when every field is.

Owns the configuration that all stored or shown records share. Refuses mutation: a changed record is a new one, built
through the validating constructor (`model_copy(update=...)` skips validation, so it is not used here).
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


_EMPTY: Final = ("", None)
_SCALARS: Final = frozenset({str, int, bool, type(None)})


def plain_content(value: Any) -> Any:
    """Return a record as plain content with its keys in order, which any JSON writer then makes canonical."""
    if isinstance(value, Record):
        held = value.__dict__
        return {
            name: held[name] if type(held[name]) in _SCALARS else plain_content(held[name])
            for name in _ordered_names(type(value))
            if name not in value.later or held[name] not in _EMPTY
        }
    return [plain_content(part) for part in value] if isinstance(value, tuple) else value


@functools.cache
def _ordered_names(record: type[Record]) -> tuple[str, ...]:
    return tuple(sorted(record.model_fields))
