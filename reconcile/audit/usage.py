"""Finds what rests on one source or reviewer, and compares answers with and without it."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, get_args

from claims.models import Assertion
from claims.records import Record
from claims.vocabulary.model import Vocabulary
from reconcile.items.item import Item
from reconcile.policies import Proposal

Role = Literal["outlet", "relay", "origin", "reviewer"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)


class Use(Record):
    """An assertion that reached the dossier through the source."""

    assertion: str
    item: str
    role: Role
    """`origin` where it said so itself, `outlet` where it printed it, `relay` in between."""
    value: str
    quote: str
    article: str
    article_name: str


class Answer(Record):
    """What an item comes to."""

    state: str
    answer: str
    explanation: str
    minimal_sets: int
    origins: int
    proposals: tuple[tuple[str, str], ...]
    """What each policy would say."""


class Change(Record):
    """An item whose answer is another one without the source."""

    item: str
    what: tuple[str, ...]
    """`state`, `answer`, `conflict` (other sets cannot all be true), `evidence` (none is left), `policies`."""
    before: Answer
    after: Answer


class Usage(Record):
    """Everything that rests on one name."""

    name: str
    """Canonical."""
    assertions: tuple[Use, ...]
    decisions: tuple[str, ...]
    """Ids of the reviewer's decisions, and of those that accepted one of the assertions."""
    items: tuple[str, ...]
    """Every data item looked at."""
    changes: tuple[Change, ...]


def role_of(assertion: Assertion, outlet: str, name: str, vocabulary: Vocabulary) -> Role | None:
    """Return the part that `name` has in how the assertion came; the first speaker counts as its origin."""
    speakers = [vocabulary.speaker_name(speaker).casefold() for speaker in (outlet, *assertion.speakers)]
    sought = vocabulary.speaker_name(name).casefold()
    if sought not in speakers:
        return None
    if speakers[-1] == sought:
        return "origin"
    return "outlet" if speakers[0] == sought else "relay"


def bearing_items(assertions: Iterable[Assertion], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Return the keys of the data items that these assertions may change, in order."""
    keys = {(a.subject, target) for a in assertions for target in vocabulary.touched_by(a.attribute)}
    return sorted(keys | {a.item for a in assertions})


def compare_answers(before: Item, after: Item) -> Change | None:
    """Return what differs `after` the source is left out; None where nothing does."""
    was, now = _answer(before), _answer(after)
    differs: Mapping[str, bool] = {
        "state": was.state != now.state,
        "answer": was.answer != now.answer,
        "conflict": [s.assertions for s in before.minimal_sets] != [s.assertions for s in after.minimal_sets],
        "evidence": was.origins > 0 and not now.origins,
        "policies": was.proposals != now.proposals,
    }
    what = tuple(name for name, changed in differs.items() if changed)
    return Change(item=before.id, what=what, before=was, after=now) if what else None


def _answer(item: Item) -> Answer:
    resolution = item.resolution
    bounds = "" if resolution.low is None and resolution.high is None else f"{resolution.low} to {resolution.high}"
    return Answer(
        state=item.state,
        answer=resolution.answer or bounds,
        explanation=item.explanation,
        minimal_sets=len(item.minimal_sets),
        origins=len(item.origins),
        proposals=tuple((proposal.policy, _proposed(proposal)) for proposal in item.proposals),
    )


def _proposed(proposal: Proposal) -> str:
    if proposal.pending:
        return "pending"
    if proposal.value:
        return proposal.value
    return f"{proposal.low} / {proposal.best} / {proposal.high} {proposal.grade}".strip()
