"""The shapes of relating two assertions: the pair the gates are given, their verdict, and the relation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from claims.vocabulary.model import Vocabulary
from reconcile.comparison.outcome import Comparison
from reconcile.evidence.reading import Reading

RelationName = Literal[
    "different_event",
    "different_attribute",
    "identical",
    "same_origin",
    "relay_divergence",
    "equivalent",
    "compatible_bound",
    "refinement",
    "part_of_whole",
    "alias",
    "affiliation",
    "other_facet",
    "granularity",
    "self_update",
    "superseded",
    "downward_revision",
    "late_count",
    "status_progression",
    "scope_violation",
    "contradiction",
    "competing_claims",
    "denial",
    "position_change",
    "misattribution",
    "claim_vs_attribution",
    "modality_gap",
    "silence",
    "unknown_scope",
    "undecided",
]


HELD: Final = frozenset({"unknown_scope", "undecided"})
"""Relations that wait for a person's word before anything follows from them."""


Sentence = str | Callable[[], str]
"""Why something is so; where that takes a search through texts, what writes it once somebody asks."""


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """What two assertions are to each other."""

    a: str
    b: str
    """Ids, the smaller first."""
    relation: RelationName
    why: Sentence = field(repr=False)
    conflict: bool = False

    @property
    def explanation(self) -> str:
        """The reason in a sentence that holds both values."""
        return self.why if isinstance(self.why, str) else self.why()

    @property
    def _content(self) -> tuple[str, str, str, bool, str]:
        return self.a, self.b, self.relation, self.conflict, self.explanation

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Relation) and self._content == other._content

    def __hash__(self) -> int:
        return hash((self.a, self.b, self.relation))


Revision = Literal["raised", "corrected", "named", "edition"]
"""`raised`: the count has grown since, as such counts do; `corrected`: its origin has given it up; `named`: a text
names it as the figure that another has replaced; `edition`: the next edition of its article says otherwise.
"""


@dataclass(frozen=True, slots=True)
class Context:
    """What the gates may know beyond the pair."""

    vocabulary: Vocabulary
    sums: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    """(whole, part) ids where exact parts add up to their exact whole."""
    revised: Mapping[str, Revision] = field(default_factory=dict)
    """Assertions that have since been replaced (`find_revised`)."""
    closed: str | None = None
    """The last instant at which a higher figure was growth (`find_closing`); None where it still is."""
    overtaken: Mapping[str, int] = field(default_factory=dict)
    """By id, the least that all later statements count of what soon grew further (`find_overtaken`)."""
    uncounted: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """By the id of a whole: whom it leaves out, as (attribute, scope)."""


class Verdict(NamedTuple):
    """What a gate finds a pair to be."""

    name: RelationName
    why: Sentence
    conflict: bool = False


class Pair(NamedTuple):
    """Two readings, `a` before `b` by clock and then by id, with what several gates ask of them."""

    a: Reading
    b: Reading
    context: Context
    compared: Comparison
    link: str
    same_origin: bool
    order: str

    @property
    def one_voice(self) -> bool:
        """Whether one source speaks: the same, or a body and what it is part of (a ministry for its government)."""
        if self.same_origin:
            return True
        affiliations = self.context.vocabulary.affiliations
        return self.b.origin in affiliations(self.a.origin) or self.a.origin in affiliations(self.b.origin)

    @property
    def is_open(self) -> bool:
        """Whether what the earlier statement counts was still expected to grow."""
        return self.context.closed is None or self.a.clock.end is None or self.a.clock.end < self.context.closed

    @property
    def is_of_one_day(self) -> bool:
        """Whether both speak of one day and no hours tell which of the two knew more."""
        a, b = self.a.clock, self.b.clock
        days = {None if end is None else end[:10] for end in (a.start, a.end, b.start, b.end)}
        return None not in days and len(days) == 1 and (a.is_whole_day or b.is_whole_day)

    @property
    def is_undated(self) -> bool:
        """Whether nobody knows when either was said."""
        return self.a.clock.end is None and self.b.clock.end is None

    @property
    def in_two_articles(self) -> bool:
        """Whether the two are quoted from different articles."""
        return self.a.assertion.passage.article != self.b.assertion.passage.article

    @property
    def both_name_speakers(self) -> bool:
        """Whether each is put into somebody's mouth."""
        return bool(self.a.assertion.chain and self.b.assertion.chain)

    @property
    def both(self) -> str:
        return f"{self.a.phrase} and {self.b.phrase}"


def quantities(reading: Reading) -> tuple[float | None, float | None]:
    return reading.ends
