"""Applies a policy to many items: what it proposes, and where it differs from reviewers and from other policies.

`build_replay_case` leads from evidence to proposals without pairs and minimal sets; the proposals are those that
`build_item` gives.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from claims.records import Record
from reconcile.items.evidence import Evidence, read_evidence
from reconcile.items.item import Resolution
from reconcile.policies import Policy
from reconcile.policies.accounts import read_accounts
from reconcile.policies.case import Case, Proposal, build_case
from reconcile.policies.learning import Claims, read_claims
from reconcile.policies.values import ValueCase, build_value_case, judge_value
from reconcile.relations.origins import group_origins
from reconcile.relations.pairs import Context
from reconcile.relations.relate import find_copies
from reconcile.reports.agreement import Answer, Rate, answer_words, proposal_answer

REVIEWERS = "reviewers"


@dataclass(frozen=True, slots=True)
class ReplayCase:
    """One data item as a policy is asked about it."""

    item: str
    is_open: bool
    """Nobody has settled it."""
    case: Case | ValueCase
    settled: Answer | None = None
    """What reviewers accepted; None where they accepted nothing."""


class ReplayLine(Record):
    """What the policy says of one item, and who says otherwise."""

    item: str
    shown: str
    clause: str
    warning: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """(policy or `reviewers`, its answer) of those that differ."""


class Replay(Record):
    """A policy over a dossier."""

    policy: str
    version: str
    asked: int
    answered: int
    """Items for which it gives a figure."""
    open: tuple[ReplayLine, ...]
    """Every open item, by id."""
    against_reviewers: tuple[ReplayLine, ...]
    """Settled items where it differs from what reviewers accepted, by id."""
    rates: tuple[Rate, ...]
    """Against the reviewers, then each other policy."""


def build_replay_case(evidence: Evidence, *, accepted_only: bool = False) -> Case | None:
    """Return the case of a data item, of which the proposals of `build_item` follow; None where it has no figure."""
    readings = read_evidence(evidence, accepted_only=accepted_only)
    if not readings.own:
        return None
    context = Context(evidence.vocabulary, frozenset(), readings.revised)
    grouping = group_origins(readings.in_force, find_copies(readings.in_force, context))
    accounts = read_accounts(readings.beside, evidence.decisions, evidence.vocabulary)
    return build_case(readings.own, frozenset(readings.revised), evidence.vocabulary, grouping, accounts)


def build_value_replay(evidence: Evidence, *, accepted_only: bool = False) -> ValueCase | None:
    """Return what origins say of a data item whose values are no counts; None where none says anything."""
    readings = read_evidence(evidence, accepted_only=accepted_only)
    context = Context(evidence.vocabulary, frozenset(), readings.revised)
    grouping = group_origins(readings.in_force, find_copies(readings.in_force, context))
    case = build_value_case(readings.own, frozenset(readings.revised), evidence.vocabulary, grouping)
    return case if case.claims else None


def replay(policy: Policy, others: Sequence[Policy], items: Iterable[ReplayCase]) -> Replay:
    """Return what `policy` says of `items`, beside the reviewers and `others`; the items are gone through once."""
    lines: list[ReplayLine] = []
    against: list[ReplayLine] = []
    same: Counter[str] = Counter()
    both: Counter[str] = Counter()
    asked = answered = 0
    for posed in items:
        proposal = propose_on(policy, posed.case)
        if proposal is None:
            continue
        mine = proposal_answer(proposal)
        asked += 1
        answered += mine is not None
        answers = _other_answers(posed, others) if mine is not None else {}
        both.update(answers.keys())
        differing = {name: answer_words(theirs) for name, theirs in answers.items() if theirs != mine}
        same.update(answers.keys() - differing.keys())
        if posed.is_open:
            lines.append(_line(posed, proposal, differing))
        elif REVIEWERS in differing:
            against.append(_line(posed, proposal, differing))
    names = (REVIEWERS, *(each.name for each in others))
    return Replay(
        policy=policy.name,
        version=policy.version,
        asked=asked,
        answered=answered,
        open=tuple(sorted(lines, key=attrgetter("item"))),
        against_reviewers=tuple(sorted(against, key=attrgetter("item"))),
        rates=tuple(Rate(other=name, same=same[name], both=both[name]) for name in names),
    )


def propose_on(policy: Policy, case: Case | ValueCase) -> Proposal | None:
    """Return what a policy says of a case; None for one of a kind that it does not judge."""
    return policy.propose(case) if isinstance(case, Case) else judge_value(policy, case)


def _answer_of(policy: Policy, posed: ReplayCase) -> Answer | None:
    proposal = propose_on(policy, posed.case)
    return proposal_answer(proposal) if proposal else None


def claims_of(case: Case | ValueCase) -> Claims:
    """Return what each origin gives for an item, from which learners learn."""
    return read_claims(case) if isinstance(case, Case) else case.claims


def settled_value(case: ValueCase, resolution: Resolution) -> Answer | None:
    """Return the value that reviewers accepted, as the case prints it; None where they accepted none."""
    decision = resolution.decision
    if decision is None or decision.action != "accept" or not resolution.answer:
        return None
    key = next((key for key, ids in case.ids.items() if decision.assertion in ids), None)
    return (case.printed[key] if key else resolution.answer,)


def _line(posed: ReplayCase, proposal: Proposal, differing: Mapping[str, str]) -> ReplayLine:
    return ReplayLine(
        item=posed.item,
        shown=proposal.answer,
        clause=proposal.clause,
        warning=proposal.warning,
        others=tuple(differing.items()),
    )


def _other_answers(posed: ReplayCase, others: Sequence[Policy]) -> dict[str, Answer]:
    """Return the answers of the reviewers and of other policies, of those that give one."""
    answers = {REVIEWERS: posed.settled} | {each.name: _answer_of(each, posed) for each in others}
    return {name: answer for name, answer in answers.items() if answer is not None}
