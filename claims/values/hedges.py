"""Load the table of hedges: the words that turn a figure into a set, each with its rule and the rule's source.

An entry that lacks the bounds or the tolerance that its family needs is an error.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from claims.records import Record
from claims.values.model import Hedge


class HedgeEntry(Record):
    """One row of the table: words that share a meaning."""

    words: tuple[str, ...] = Field(min_length=1)
    """Lower-case surface forms."""
    place: Literal["before", "after", "alone", "whole", "pattern"]
    """Place of the words: beside a figure, instead of one, before the size of a whole, or known to the grammar."""
    family: Hedge
    share: Annotated[str, Field(pattern=r"^0\.\d+$")] | None = None
    """The tolerance as a share of the figure, a decimal string; only for `about` and `nearly` beside a figure."""
    low: int | None = None
    high: int | None = None
    """Bounds of words that replace a figure, both included; `high` None is open."""
    rule: str = Field(min_length=1)
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        beside = self.place in ("before", "after")
        if (self.share is not None) != (beside and self.family in ("about", "nearly")):
            raise ValueError(f"{self.words[0]!r}: about and nearly beside a figure need a share, nothing else has one")
        if (self.low is not None) != (self.place == "alone"):
            raise ValueError(f"{self.words[0]!r}: words that stand alone need a low bound, nothing else has one")
        return self

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"{self.words[0]!r}: low {self.low} is above high {self.high}")
        return self


@cache
def load_hedges() -> tuple[HedgeEntry, ...]:
    """Return the table in file order, read once a process."""
    path = Path(__file__).parents[1] / "vocabulary" / "data" / "hedges.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["hedge"]
    return tuple(HedgeEntry.model_validate(row | {"words": tuple(row["words"])}) for row in rows)
