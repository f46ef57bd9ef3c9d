"""What a policy is given: the figures of one data item, with their origins, and the proposal it returns.

Owns how statements become figures and how they are grouped by origin. Refuses to prefer any: that is what policies
are for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from claims.records import Record
from claims.values import format_bounds
from claims.values.model import CountValue
from claims.vocabulary.model import TOTAL, Vocabulary
from reconcile.reading import Reading


class Proposal(Record):
    """What a policy would say of a data item. It proposes; a reviewer settles."""

    policy: str
    version: str
    clause: str
    """The clause of the codebook that decided."""
    sentence: str
    """How it decided, with the figures."""
    low: int | None = None
    best: int | None = None
    high: int | None = None
    """All None for a blank: the policy gives no figure."""
    pending: bool = False
    """The policy says to wait for more."""
    grade: str = ""
    warning: str = ""
    used: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """(assertion id, why)."""

    @property
    def shown(self) -> str:
        """The figures as printed: `17`, `15 to 19, best 15`, `pending`, `blank`."""
        if self.pending:
            return "pending"
        if self.low is None and self.high is None and self.best is None:
            return "blank"
        if self.low == self.high and self.low is not None:
            return str(self.low)
        shown = format_bounds(self.low, self.high)
        return shown if self.best is None else f"{shown}, best {self.best}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One statement of a count, as a codebook sees it."""

    id: str
    origin: str
    outlet: str
    point: int | None
    """The figure as it would be entered: exact or "at least" as stated, the middle of a loose one; None for vague
    words.
    """
    low: int
    high: int | None
    words: str
    """The surface form, for rules that read words such as "dozens"."""
    time: str | None
    doubtful: bool
    """Told as unconfirmed."""
    by_perpetrator: bool
    """The origin is an armed group."""


@dataclass(frozen=True, slots=True)
class Case:
    """The figures of one data item."""

    figures: tuple[Figure, ...]
    """Every one for the whole, or, where nobody counts the whole, for its parts (`warning` then says so); by time,
    then id.
    """
    left_out: tuple[tuple[str, str], ...] = ()
    warning: str = ""

    def latest_of_each_origin(self) -> list[Figure]:
        """Return the newest figure of each origin, by origin: one voice, one figure, however many outlets carry it."""
        newest: dict[str, Figure] = {}
        for figure in self.figures:
            newest[figure.origin] = figure  # figures come in time order
        return [newest[origin] for origin in sorted(newest)]


class Policy(Protocol):
    """A named, versioned decision rule."""

    name: str
    version: str
    title: str
    source: str
    """The document it follows."""
    independent: bool
    """Whether it counts origins rather than outlets."""

    def propose(self, case: Case) -> Proposal:
        """Return what the rule gives for a case with at least one figure."""
        ...


def build_case(readings: Sequence[Reading], revised: frozenset[str], vocabulary: Vocabulary) -> Case | None:
    """Return the case of an item's own counts; None where it has none."""
    counts = [r for r in readings if isinstance(r.value, CountValue)]
    left_out = [(r.id, f"it {r.stance}") for r in counts if r.stance not in {"asserts", "suspects"}]
    left_out += [(r.id, "its own origin has since said otherwise") for r in counts if r.id in revised]
    gone = {id_ for id_, _ in left_out}
    current = [r for r in counts if r.id not in gone]
    wholes = [r for r in current if r.scope == TOTAL]
    if not current:
        return None
    warning = ""
    chosen = wholes
    if not wholes:
        scopes = sorted({r.scope or "not stated" for r in current})
        chosen = [r for r in current if (r.scope or "not stated") == scopes[0]] if len(scopes) == 1 else []
        warning = f"nobody counts the whole; these are {', '.join(scopes)}"
        if not chosen:
            return Case(figures=(), left_out=tuple(left_out), warning=warning)
    left_out += [(r.id, f"it counts {r.scope or 'an unstated part'}") for r in current if r not in chosen]
    figures = sorted((_figure(r, vocabulary) for r in chosen), key=lambda f: (f.time or "", f.id))
    return Case(tuple(figures), tuple(sorted(left_out)), warning)


def _figure(reading: Reading, vocabulary: Vocabulary) -> Figure:
    value = reading.value
    assert isinstance(value, CountValue)
    actor = vocabulary.actors.get(reading.origin)
    return Figure(
        id=reading.id,
        origin=reading.origin,
        outlet=reading.outlet,
        point=_point(value),
        low=value.low,
        high=value.high,
        words=(reading.assertion.written or "").casefold(),
        time=reading.clock.end,
        doubtful=reading.stance == "suspects",
        by_perpetrator=actor is not None and actor.kind == "armed_group",
    )


def _point(value: CountValue) -> int | None:
    if value.hedge == "vague":
        return None
    if value.hedge in {"at_least", "more_than", "exact"} or value.high is None:
        return value.low
    if value.hedge in {"up_to", "at_most", "less_than", "nearly"}:
        return value.high
    return (value.low + value.high) // 2
