"""The base of every record: frozen, closed to unknown keys, equal only when every field is.

Owns the configuration that all stored or shown records share. Refuses mutation: a changed record is a new one, built
through the validating constructor (`model_copy(update=...)` skips validation, so it is not used here).
"""

from typing import Self

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record. Collections inside are tuples or frozensets, so that frozen means frozen all the way down."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def changed(self, **changes: object) -> Self:
        """Return a validated copy with `changes` applied."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate(fields | changes)
