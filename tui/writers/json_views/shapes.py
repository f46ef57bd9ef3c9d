"""The shapes of what `--format json` prints, as types that `variorum schema` publishes.

A key that is not here is not printed, and every key that is here always is.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, with_config
from typing_extensions import TypedDict

from claims.models import Decision, Stance, Status, SubjectKind
from reconcile.items.item import Doubt
from reconcile.items.states import State
from reconcile.policies.case import Part
from reconcile.reports.answers import Row
from reconcile.reports.timeline import Timeline

closed = with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))
"""Decorates a shape whose keys are all there are; its docstrings are published in its schema."""

Shape = tuple[Any, str]
"""A type that pydantic or msgspec describes, and the command that prints it."""

Id = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""SHA-256, in hex."""

_Filled = TypeVar("_Filled")


def fill_shape(shape: type[_Filled], record: object, **values: object) -> _Filled:
    """Return the dictionary of a `TypedDict`, its keys in their order: those in `values`, the others from `record`."""
    keys = shape.__annotations__
    return cast(_Filled, {key: values[key] if key in values else to_plain(getattr(record, key)) for key in keys})


def fill_shapes(shape: type[_Filled], records: Iterable[object]) -> list[_Filled]:
    """Return the dictionary of a `TypedDict` for each record."""
    return [fill_shape(shape, record) for record in records]


def to_plain(value: object) -> object:
    """Return a record, or a tuple of them, as plain dictionaries and lists."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return list(map(to_plain, value)) if isinstance(value, tuple) else value


@closed
class Member(TypedDict):
    """An assertion as a claims file has it, with what its article and the reviewers add."""

    article: str
    """Name of the article."""
    quote: str
    start: int
    """First character of the quote, from 0."""
    end: int
    """The character after its last."""
    subject: str
    subject_kind: SubjectKind
    attribute: str
    scope: str | None
    """As stated; null where the text does not say."""
    value: str | dict[str, Any]
    """As the article has it, or the bounds it was given by."""
    stance: Stance
    as_of: str | None
    """EDTF: up to when the statement knows."""
    chain: list[str]
    """Speakers from the outlet's informant back to the origin."""
    exhaustive: bool
    note: str
    id: Id
    low: int | str | None
    """Least value it allows; null is open."""
    high: int | str | None
    """Greatest value it allows; null is open."""
    number_start: int | None
    """Where a count's figure stands in the article."""
    number_end: int | None
    status: Status
    recorded_at: str
    """When it entered the dossier."""
    extracted_by: str
    tier: str
    """How a proposal came up; empty for what a person entered."""
    rule: str
    evidential: str
    """The words that say how it is known, such as "reportedly"; empty where there are none."""
    translation: str
    """The quote in another language; empty where nobody translated it."""
    translator: str
    article_id: Id
    outlet: str
    """Who printed it."""
    origin: str
    """Whoever said it first."""
    scope_in_force: str | None
    """As stated, or as a reviewer has set it."""
    removed: Literal["reject", "different_event"] | None
    """The act that took it out of the evidence."""
    linked: bool
    """It belongs to another attribute and bears on this item."""


@closed
class MinimalSet(TypedDict):
    """Statements that cannot all be true, and without any one of which the others can."""

    assertions: list[Id]
    explanation: str


@closed
class Clash(TypedDict):
    """The minimal sets that differ only in who says the same."""

    sides: list[list[Id]]
    """The statements of each value, those of most statements first."""
    sets: int
    """How many minimal sets that are."""
    explanation: str


@closed
class OddStatement(TypedDict):
    """The one statement that most of what cannot all be true has in common, with what to ask of it."""

    assertions: list[Id]
    """Several where one voice's statement was passed on."""
    sets: int
    """How many minimal sets it takes part in, those that rest on the same voices counted once."""
    of_sets: int
    """Of how many."""
    is_all: bool
    """Without it the rest can all be true."""
    doubts: list[Doubt]
    """What it may be of another, likeliest first."""
    explanation: str


@closed
class Way(TypedDict):
    """Statements that, set aside together, leave nothing that excludes anything else; the cheapest way is first."""

    assertions: list[Id]
    origins: int
    """On how many independent origins they rest."""
    off: float | None
    """How far their figures would have to be off, added up; null where one has no figure to be off."""
    explanation: str


@closed
class Relation(TypedDict):
    """What two statements are to each other."""

    a: Id
    b: Id
    relation: str
    conflict: bool
    explanation: str


@closed
class Origin(TypedDict):
    """An independent origin with the statements that rest on it."""

    origin: str
    assertions: list[Id]


@closed
class LeftOut(TypedDict):
    """A statement that a policy did not use."""

    assertion: Id
    why: str


@closed
class Proposal(TypedDict):
    """What a policy would say; low, best, high and value are all null where it says nothing."""

    policy: str
    version: str
    clause: str
    """The clause of the codebook that decided."""
    low: int | None
    best: int | None
    high: int | None
    value: str | None
    """Where the values are no counts: the one it gives."""
    tied: list[str]
    """Values as good as that one."""
    pending: bool
    """The policy says to wait for more."""
    grade: str | None
    parts: list[Part]
    """The sides or parts that the codebook enters apart."""
    sentence: str
    warning: str | None
    used: list[Id]
    left_out: list[LeftOut]
    beside: list[Id]
    """Statements of other attributes that decided with them: who accepted responsibility, say."""


@closed
class Verdict(TypedDict):
    """What one reviewer says, where no decision answers the item yet."""

    reviewer: str
    answer: str | None
    stance: Stance | None
    """Of the accepted statement: where it denies or retracts a value, the answer says so."""
    scope: str | None
    """Whose number the accepted value is."""
    low: str | None
    high: str | None
    decision: Decision


@closed
class Resolution(TypedDict):
    """The answer as it stands, with the decision it rests on."""

    state: State
    answer: str | None
    stance: Stance | None
    """Of the accepted statement: where it denies or retracts a value, the answer says so."""
    low: str | None
    high: str | None
    decision: Decision | None
    verdicts: list[Verdict]
    """Where reviewers differ, or fewer have decided than the protocol asks for."""
    unseen: list[Id]
    """Statements that arrived since and do not agree with the decision."""


@closed
class Item(TypedDict):
    """A data item."""

    id: str
    """Subject, slash, attribute."""
    subject: str
    name: str
    """What people call the subject."""
    attribute: str
    state: State
    severity: str
    """high, medium, low or none."""
    importance: int
    """What orders the list, most important first."""
    explanation: str
    members: list[Member]
    minimal_sets: list[MinimalSet]
    clashes: list[Clash]
    """The minimal sets by value."""
    odd: OddStatement | None
    ways: list[Way]
    """Ways out of the contradictions, cheapest first: fewest statements, then origins, then how far figures are off."""
    relations: list[Relation]
    origins: list[Origin]
    notes: list[str]
    policy: str | None
    """The policy that the dossier goes by for this item."""
    proposals: list[Proposal]
    resolution: Resolution
    figures: list[Row]
    """Its lines in the table of its event: the item, then each part that was counted apart."""
    timelines: list[Timeline]
    """Its counts over time, one for each scope; empty where nothing counted has a known time."""


@closed
class Head(TypedDict):
    """The newest ledger entry, which pins everything before it."""

    seq: int
    digest: str


@closed
class Report(TypedDict):
    """A conflict report."""

    dossier: str
    """The file's name, without its folder."""
    ledger_head: Head
    articles: int
    view: list[str]
    """What was left out, in words; empty for the whole dossier as it is."""
    conflicts: list[Item]
    held: list[Item]
    """What waits for a person's word without being a conflict."""
    agreed: list[Item]
    """What nothing contradicts: agreed or said once."""
    unreviewed: list[Item]
    """The same, but it rests on proposals that nobody has confirmed."""
