"""A data item: its evidence, the conflicts found in it, and its answer today."""

from typing import Literal

from claims.models import Assertion, Decision, Stance, Status
from claims.records import Record
from reconcile.items.states import State, is_conflict
from reconcile.policies.case import DEFAULT_POLICY, Proposal
from reconcile.relations.pairs import Relation


class MinimalSet(Record):
    """Assertions that cannot all be true, and without any one of which the others can."""

    assertions: tuple[str, ...]
    """Ids, sorted."""
    explanation: str
    excess: int | None = None
    """By how much the figures of three statements and more miss each other."""


class Clash(Record):
    """The minimal sets that differ only in who says the same: those of "2" against those of "3"."""

    sides: tuple[tuple[str, ...], ...]
    """The ids on each side, sorted."""
    sets: int
    explanation: str
    """Of one set its own, of several the values with the statements and origins of each."""


class Way(Record):
    """Statements that, set aside together, leave nothing that excludes anything else, and what that would take."""

    assertions: tuple[str, ...]
    """Ids, sorted."""
    origins: int
    off: float | None
    """How far their figures would have to be off, added up; None where one of them has no figure to be off."""
    explanation: str


Doubt = Literal["incident", "group", "time", "reading"]
"""What a statement may be of another: incident, group of people, time; or it may be misread."""


class OddStatement(Record):
    """The one statement that takes part in most of what cannot all be true."""

    assertions: tuple[str, ...]
    """Ids, sorted: several where it was passed on."""
    sets: int
    """How many of the minimal sets it takes part in, those that rest on one voice counted once."""
    of_sets: int
    is_all: bool
    """Without it the rest can all be true."""
    doubts: tuple[Doubt, ...]
    """What is asked of it, likeliest first."""
    explanation: str


class Member(Record):
    """An assertion of the item with what follows from it and its article."""

    assertion: Assertion
    origin: str
    outlet: str
    article_name: str
    scope: str | None
    """As stated, or as a reviewer has set it."""
    key: str = ""
    """The same for equal values, by whatever name they are given; empty where it is unknown."""
    status: Status = "accepted"
    removed: str = ""
    """The act that took it out of the evidence: `reject` or `different_event`."""
    linked: bool = False
    """It belongs to another attribute and only bears on this item."""


class Verdict(Record):
    """What one reviewer makes of a data item."""

    decision: Decision
    answer: str = ""
    """The accepted value as printed; empty where nothing single is accepted, or what was accepted is gone."""
    stance: Stance = "asserts"
    """Of the accepted statement; where it denies or retracts a value, the answer says so and has no ends."""
    gone: str = ""
    """What was accepted and is evidence no longer, and why, in words; empty where it still is."""
    scope: str | None = None
    """Whose number the accepted value is."""
    low: str | None = None
    high: str | None = None


class Resolution(Record):
    """The answer to a data item today."""

    state: State
    answer: str = ""
    """The accepted value as printed; empty where nothing single is accepted."""
    stance: Stance = "asserts"
    """Of the accepted statement, as in a verdict."""
    gone: str = ""
    """What was accepted and is evidence no longer, as in a verdict."""
    low: str | None = None
    high: str | None = None
    decision: Decision | None = None
    """The decision that answers the item; None where nobody decided, where reviewers differ, or where the dossier's
    protocol asks for more reviews than there are.
    """
    verdicts: tuple[Verdict, ...] = ()
    """What reviewers said, each once, by name, where no decision answers the item yet."""
    unseen: tuple[str, ...] = ()
    """Ids of assertions that arrived after the decision and do not agree with it."""


class Item(Record):
    """One data item: its evidence, what it is to each other, and its answer today."""

    subject: str
    name: str
    """What people call its subject."""
    attribute: str
    severity: str
    importance: int
    explanation: str
    members: tuple[Member, ...]
    """Numbered from 1 on every face: those in conflict first, then by as-of date; set-aside ones last."""
    minimal_sets: tuple[MinimalSet, ...]
    clashes: tuple[Clash, ...] = ()
    """The minimal sets by value, those of most statements first."""
    odd: OddStatement | None = None
    """None where no statement takes part in more sets than any other, or nobody asked."""
    ways: tuple[Way, ...] = ()
    """The cheapest ways out of its contradictions, cheapest first, where asked for."""
    relations: tuple[Relation, ...]
    origins: tuple[tuple[str, tuple[str, ...]], ...]
    """Independent origins with the ids that rest on each."""
    resolution: Resolution
    proposals: tuple[Proposal, ...] = ()
    """What each policy would say, first that of the policy in force; of values that are no counts, those that need no
    other item.
    """
    policy: str = ""
    """The policy that the dossier goes by for this attribute; empty where it names none."""
    reviewers: tuple[str, ...] = ()
    """Who has settled the item, by a decision that still holds; sorted."""
    head: str | None = None
    """The latest decision on the item, undone or not: what the next one builds on."""
    notes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """What reviewers call it, to find it by."""
    assigned: tuple[str, ...] = ()
    """Who is asked to review it, sorted."""

    @property
    def id(self) -> str:
        """The item's id: subject/attribute."""
        return item_id(self.subject, self.attribute)

    @property
    def heading(self) -> str:
        """The item's id with the name of its subject in place of the key."""
        return heading_of(self.subject, self.name, self.attribute)

    @property
    def state(self) -> State:
        """One of `reconcile.items.states.STATES`."""
        return self.resolution.state

    @property
    def evidence(self) -> list[Member]:
        """The members that no decision has taken out, in their order."""
        return [member for member in self.members if not member.removed]

    @property
    def conflicting(self) -> set[str]:
        """The ids of the statements that take part in a minimal set."""
        return {id_ for each in self.minimal_sets for id_ in each.assertions}

    @property
    def settled_by(self) -> Decision | None:
        """The decision that settles it; None while it is not resolved."""
        return self.resolution.decision if self.state == "resolved" else None

    @property
    def awaited(self) -> tuple[str, ...]:
        """Those it is assigned to whose verdict is still to come, or to be looked at again since it went stale."""
        return tuple(name for name in self.assigned if self.state == "stale" or name not in self.reviewers)

    @property
    def policy_in_force(self) -> str:
        """The policy that the dossier goes by for this attribute, the default one where it names none."""
        return self.policy or DEFAULT_POLICY

    @property
    def proposal_in_force(self) -> Proposal | None:
        """What the policy in force proposes; None where it gives no figure."""
        proposals = (p for p in self.proposals if p.policy == self.policy_in_force)
        return next((p for p in proposals if not p.is_blank), None)

    @property
    def is_conflict(self) -> bool:
        """Whether it is or was a conflict: something cannot all be true, or a decision was needed."""
        return bool(self.minimal_sets) or is_conflict(self.state, len(self.members))


def item_id(subject: str, attribute: str) -> str:
    """Return the id of a data item."""
    return f"{subject}/{attribute}"


def heading_of(subject: str, name: str, attribute: str) -> str:
    """Return what an item is called where people read: its id where the subject has no other name than its key.

    >>> heading_of("attack-2019-11-tajikistan", "Attack, Tajikistan, November 2019", "killed")
    'Attack, Tajikistan, November 2019: killed'
    """
    return f"{name}: {attribute}" if name != subject else item_id(subject, attribute)


def split_item_id(written: str) -> tuple[str, str]:
    """Return (subject, attribute) of an item's id; the attribute is what follows the last slash.

    >>> split_item_id("flood/2021/killed")
    ('flood/2021', 'killed')
    """
    subject, _, attribute = written.rpartition("/")
    return subject, attribute
