"""What policies say of values that are no counts: times, dates, places, actors, choices, texts.

They need no more than that values are equal or not, and for one of them how far one value bears out another. Each
origin has one voice, its newest statement. A tie goes to the value that was known first, then to the first by its
letters; the sentence says so.
"""

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from claims.grouping import group_by
from claims.records import Record
from claims.values import format_value
from claims.values.model import ActorValue, ChoiceValue, PlaceValue, TextValue, Value
from claims.vocabulary.model import Vocabulary, fold_name
from reconcile.evidence.reading import Reading
from reconcile.policies.learning import Claim, Learner
from reconcile.relations.origins import Grouping

_CLOSE_MINUTES: Final = 30
"""Two times this far apart bear each other out no more (declared by Variorum)."""


class ValueProposal(Record):
    """What a policy would say of an item whose values are no counts. It settles nothing."""

    policy: str
    version: str
    clause: str
    sentence: str
    value: str = ""
    """As printed; empty for a blank."""
    tied: tuple[str, ...] = ()
    """Values as good as the one it gives."""
    used: tuple[str, ...] = ()
    """Ids of the statements that give it."""


@dataclass(frozen=True, slots=True)
class ValueCase:
    """What origins say of one item."""

    claims: Mapping[str, str] = field(default_factory=dict)
    """By origin: what its newest statement is equal with."""
    printed: Mapping[str, str] = field(default_factory=dict)
    """By that: the value in words."""
    first: Mapping[str, str] = field(default_factory=dict)
    """By that: up to when the first statement of it knows."""
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By that: the statements that give it."""
    latest: str = ""
    """What the statement that knows up to the latest time gives; of several at that time the first by its letters."""


def build_value_case(
    readings: Sequence[Reading], revised: Set[str], vocabulary: Vocabulary, grouping: Grouping
) -> ValueCase:
    """Return the case of an item's own statements; those denied, retracted or since replaced give nothing."""
    current = [r for r in readings if r.stance in {"asserts", "suspects"} and r.id not in revised]
    ordered = sorted(current, key=lambda r: (_known_until(r), r.id))
    keys = {reading.id: equal_key(reading.value, vocabulary) for reading in ordered}
    by_key = group_by(ordered, lambda reading: keys[reading.id])
    last = [r for r in ordered if _known_until(r) == _known_until(ordered[-1])]
    return ValueCase(
        claims={grouping.origin_of.get(r.id, r.origin): keys[r.id] for r in ordered},
        printed={key: format_value(same[0].value) for key, same in by_key.items()},
        first={key: _known_until(same[0]) for key, same in by_key.items()},
        ids={key: tuple(sorted(r.id for r in same)) for key, same in by_key.items()},
        latest=min((keys[r.id] for r in last), default=""),
    )


def _known_until(reading: Reading) -> str:
    return reading.clock.end or ""


def equal_key(value: Value, vocabulary: Vocabulary) -> str:
    """Return what equal values share: a place and an actor by any name of theirs, a text in any case and order."""
    if isinstance(value, PlaceValue):
        return format_value(value.changed(name=vocabulary.place_name(value.name) or fold_name(value.name)))
    if isinstance(value, ActorValue):
        return fold_name(vocabulary.actor_name(value.name)) if value.known == "named" else value.known
    if isinstance(value, TextValue):
        return "; ".join(sorted(fold_name(part) for part in value.text.split(";")))
    return value.name if isinstance(value, ChoiceValue) else format_value(value)


def find_majority(case: ValueCase) -> ValueProposal:
    """Return the value that most independent origins give."""
    votes = Counter(case.claims.values())
    return _propose("majority", "3", case, votes, f"of {len(case.claims)} independent origins")


def find_latest(case: ValueCase) -> ValueProposal:
    """Return the value of the statement that knows up to the latest time."""
    return _propose("latest", "3", case, {case.latest: 1} if case.latest else {}, "knows up to the latest time")


def judge_learned(learner: Learner, case: ValueCase) -> ValueProposal:
    """Return the value that the origins give that many items show to be reliable; blank where it learned too little."""
    if learner.lack:
        clause = "too few items to learn from: blank"
        return ValueProposal(policy=learner.name, version=learner.version, clause=clause, sentence=learner.lack)
    scores = {str(claim): score for claim, score in learner.score(case.claims).items()}
    return _propose(learner.name, learner.version, case, scores, "most reliable origins")


def _propose(policy: str, version: str, case: ValueCase, scores: Mapping[str, float], how: str) -> ValueProposal:
    if not scores:
        return ValueProposal(policy=policy, version=version, clause="no value: blank", sentence="No origin gives one.")
    top = round(max(scores.values()), 9)
    best = sorted((key for key, score in scores.items() if round(score, 9) == top), key=lambda k: (case.first[k], k))
    chosen, *tied = best
    also = f"; as good is {', '.join(case.printed[key] for key in tied)}, which was known no earlier" if tied else ""
    weight = f"{scores[chosen]:g} {how}" if policy == "majority" else how
    return ValueProposal(
        policy=policy,
        version=version,
        clause="tie: the value known first" if tied else _CLAUSES.get(policy, "most reliable origins"),
        sentence=f"{case.printed[chosen]}: {weight}{also}.",
        value=case.printed[chosen],
        tied=tuple(case.printed[key] for key in tied),
        used=case.ids[chosen],
    )


_CLAUSES: Final = {"majority": "most independent origins", "latest": "latest as-of date"}


def similarity(a: Claim, b: Claim) -> float:
    """Return how far one value bears out another: times by nearness, everything else by the words they share.

    >>> similarity("18:00", "18:03") > 0 > similarity("18:00", "21:00")
    True
    >>> similarity("gate B12", "gate C4")
    0.0
    """
    one, two = _minutes(str(a)), _minutes(str(b))
    if one is not None and two is not None:
        apart = min(abs(one - two), 1440 - abs(one - two))
        return max(1 - 1.5 * apart / _CLOSE_MINUTES, -0.5)
    words, others = set(str(a).casefold().split()), set(str(b).casefold().split())
    return 1.5 * len(words & others) / max(len(words | others), 1) - 0.5


def _minutes(written: str) -> int | None:
    hours, colon, minutes = written[:5].partition(":")
    return int(hours) * 60 + int(minutes) if colon and hours.isdecimal() and minutes.isdecimal() else None
