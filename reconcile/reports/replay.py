"""A policy applied to many items: what it proposes, and where it differs from reviewers and from other policies.

Owns the lean road from evidence to proposals, without pairs and minimal sets, which gives the proposals that
`build_item` gives. Refuses to decide: a replay is read and thrown away.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims.models import Assertion, Decision
from claims.records import Record
from claims.surroundings import Surroundings
from claims.vocabulary.model import Vocabulary
from reconcile.evidence.reading import ArticleInfo, read_assertions
from reconcile.items.build import belongs
from reconcile.items.resolution import fold_decisions
from reconcile.policies import Policy
from reconcile.policies.case import Case, build_case
from reconcile.relations.origins import find_copies, group_origins
from reconcile.relations.pairs import Context
from reconcile.relations.revisions import find_revised
from reconcile.reports.agreement import Answer, Rate, answer_words, proposal_answer

REVIEWERS = "reviewers"


@dataclass(frozen=True, slots=True)
class Posed:
    """One data item as a policy is asked about it."""

    item: str
    is_open: bool
    """Nobody has settled it."""
    case: Case
    settled: Answer | None = None
    """What reviewers accepted; None where they accepted nothing."""


class Line(Record):
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
    open: tuple[Line, ...]
    """Every open item, by id."""
    against_reviewers: tuple[Line, ...]
    """Settled items where it differs from what reviewers accepted, by id."""
    rates: tuple[Rate, ...]
    """Against the reviewers, then each other policy."""


def pose(
    key: tuple[str, str],
    evidence: Iterable[Assertion],
    decisions: Sequence[Decision],
    vocabulary: Vocabulary,
    articles: Mapping[str, ArticleInfo],
    *,
    accepted_only: bool = False,
    around: Mapping[str, Surroundings] | None = None,
) -> Case | None:
    """Return the case of a data item; None where it has no figure.

    Args: as for `build_item`, whose proposals follow from the same case.
    """
    standing = fold_decisions(decisions, key[1])
    removed = standing.removed_by()
    if accepted_only:
        evidence = [a for a in evidence if standing.status_of(a) != "proposed"]
    set_by = (standing.scope_of(), standing.independent, around, dict(standing.grades))
    every = read_assertions(evidence, vocabulary, articles, *set_by)
    readings = [r for r in every if r.id not in removed and belongs(r, key[1], vocabulary)]
    own = [r for r in readings if r.attribute.name == key[1]]
    if not own:
        return None
    revised = find_revised(readings, vocabulary)
    grouping = group_origins(readings, find_copies(readings, Context(vocabulary, frozenset(), revised)))
    return build_case(own, frozenset(revised), vocabulary, grouping)


def replay(policy: Policy, others: Sequence[Policy], items: Iterable[Posed]) -> Replay:
    """Return what `policy` says of `items`, beside the reviewers and `others`; the items are gone through once."""
    lines: list[Line] = []
    against: list[Line] = []
    same: Counter[str] = Counter()
    both: Counter[str] = Counter()
    asked = answered = 0
    for posed in items:
        proposal = policy.propose(posed.case)
        mine = proposal_answer(proposal)
        asked += 1
        answered += mine is not None
        answers = {REVIEWERS: posed.settled}
        answers |= {each.name: proposal_answer(each.propose(posed.case)) for each in others}
        differing = []
        for name, theirs in answers.items():
            if mine is None or theirs is None:
                continue
            both[name] += 1
            same[name] += mine == theirs
            if mine != theirs:
                differing.append((name, answer_words(theirs)))
        if posed.is_open or (differing and differing[0][0] == REVIEWERS):
            line = Line(
                item=posed.item,
                shown=proposal.answer,
                clause=proposal.clause,
                warning=proposal.warning,
                others=tuple(differing),
            )
            (lines if posed.is_open else against).append(line)
    names = (REVIEWERS, *(each.name for each in others))
    return Replay(
        policy=policy.name,
        version=policy.version,
        asked=asked,
        answered=answered,
        open=tuple(sorted(lines, key=lambda line: line.item)),
        against_reviewers=tuple(sorted(against, key=lambda line: line.item)),
        rates=tuple(Rate(other=name, same=same[name], both=both[name]) for name in names),
    )
