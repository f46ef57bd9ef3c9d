"""What policies say of values that are no counts: times, dates, places, actors, choices, texts.

They need no more than that values are equal or not, and for one of them how far one value bears out another. Each
origin has one voice, its newest statement. A tie goes to the value that was known first, then to the first by its
letters; the sentence says so.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Final, cast

from claims.grouping import group_by
from claims.values import format_value
from claims.vocabulary.model import Vocabulary
from reconcile.evidence.reading import Reading, equal_key
from reconcile.policies.case import Policy, Proposal
from reconcile.policies.learning import LEARNERS, Learner
from reconcile.relations.origins import Grouping


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


def find_majority(case: ValueCase) -> Proposal:
    """Return the value that most independent origins give."""
    votes = Counter(case.claims.values())
    return _propose("majority", case, votes, "most independent origins", f"of {len(case.claims)} independent origins")


def find_latest(case: ValueCase) -> Proposal:
    """Return the value of the statement that knows up to the latest time."""
    scores = {case.latest: 1} if case.latest else {}
    return _propose("latest", case, scores, "latest as-of date", "knows up to the latest time")


RULES: Final[Mapping[str, Callable[[ValueCase], Proposal]]] = {"majority": find_majority, "latest": find_latest}
"""The policies that judge a value by its own item alone."""

JUDGES: Final = frozenset({*RULES, *(learner.name for learner in LEARNERS)})
"""Every policy that judges values that are no counts."""


def propose_values(case: ValueCase, in_force: str = "") -> tuple[Proposal, ...]:
    """Return what every rule says of an item, that of the policy in force first; nothing where no origin gives one."""
    ordered = sorted(RULES, key=lambda name: name != in_force)
    return tuple(RULES[name](case) for name in ordered) if case.claims else ()


def judge_value(policy: Policy, case: ValueCase) -> Proposal | None:
    """Return what a policy says of an item whose values are no counts; None for one that judges counts only."""
    if policy.name in RULES:
        return RULES[policy.name](case)
    learners = {learner.name for learner in LEARNERS}
    return judge_learned(cast(Learner, policy), case) if policy.name in learners else None


def judge_learned(learner: Learner, case: ValueCase) -> Proposal:
    """Return the value that the origins give that many items show to be reliable; blank where it learned too little."""
    if learner.lack:
        clause = "too few items to learn from: blank"
        return Proposal(policy=learner.name, version=learner.version, clause=clause, sentence=learner.lack)
    scores = {str(claim): score for claim, score in learner.score(case.claims).items()}
    return _propose(learner.name, case, scores, "most reliable origins", "most reliable origins", learner.version)


def _propose(
    policy: str, case: ValueCase, scores: Mapping[str, float], clause: str, how: str, version: str = "3"
) -> Proposal:
    if not scores:
        clause, sentence = "no value: blank", "No origin gives one."
        return Proposal(policy=policy, version=version, clause=clause, sentence=sentence)
    top = round(max(scores.values()), 9)
    best = sorted((key for key, score in scores.items() if round(score, 9) == top), key=lambda k: (case.first[k], k))
    chosen, *tied = best
    also = f"; as good is {', '.join(case.printed[key] for key in tied)}, which was known no earlier" if tied else ""
    weight = f"{scores[chosen]:g} {how}" if policy == "majority" else how
    others = (id_ for key, ids in case.ids.items() if key != chosen for id_ in ids)
    return Proposal(
        policy=policy,
        version=version,
        clause="tie: the value known first" if tied else clause,
        sentence=f"{case.printed[chosen]}: {weight}{also}.",
        value=case.printed[chosen],
        tied=tuple(case.printed[key] for key in tied),
        used=case.ids[chosen],
        left_out=tuple(sorted((id_, "it gives another value") for id_ in others)),
    )
