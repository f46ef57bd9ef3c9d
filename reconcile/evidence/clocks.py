"""The as-of clock: up to when a statement knows, and which of two statements knows later.

The last instant of `as_of` counts: a statement as of November knows more than one as of 6 November, 06:22 less than all
of that day. An open end ("2019-11-07/..") counts from where it begins.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claims.values.dates import end_of, start_of

Order = Literal["earlier", "later", "same", "unknown"]


@dataclass(frozen=True, slots=True)
class Clock:
    """One as-of date as instants, `YYYY-MM-DDTHH:MM:SS`; both None where it is not known."""

    start: str | None = None
    end: str | None = None

    @property
    def is_whole_day(self) -> bool:
        """Whether a day is named without hours."""
        start, end = self.start or "", self.end or ""
        return start[:10] == end[:10] and start.endswith("T00:00:00") and end.endswith("T23:59:59")

    def order(self, other: "Clock") -> Order:
        """Return whether this clock is earlier or later than `other`."""
        if self.end is None or other.end is None:
            return "unknown"
        if self.end == other.end:
            return "same"
        return "earlier" if self.end < other.end else "later"

    def meets(self, other: "Clock") -> bool:
        """Return whether both can speak of one time; an unknown clock can always."""
        return not self._ends_before(other) and not other._ends_before(self)

    def _ends_before(self, other: "Clock") -> bool:
        return self.end is not None and other.start is not None and self.end < other.start


@lru_cache(maxsize=4096)
def read_clock(as_of: str | None) -> Clock:
    """Return the clock of an EDTF as-of date."""
    if as_of is None:
        return Clock()
    start, end = start_of(as_of), end_of(as_of)
    return Clock(start or end, end or start)
