"""Baselines from the truth-discovery literature, for large dossiers whose statements have no chains.

`truthfinder`: Yin, Han, Yu, Truth discovery with multiple conflicting information providers on the Web (IEEE TKDE 20,
2008). `accu_copy`: Dong, Berti-Equille, Srivastava, Integrating conflicting data: the role of source dependence (PVLDB
2, 2009), a variant of it: of two origins the less accurate is taken to copy the other; and what two share in the first
round is not yet held against either, so that copies that outnumber the others do not decide what copying is. Both learn
from many items how far each origin can be relied on, and apply that to one. What they propose depends on the whole
dossier, so they take part in `variorum replay` alone; from too few items they propose a blank.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Protocol

from reconcile.policies.case import Case, Policy, Proposal, Ruling, enter_figure, explain_all, make_proposal
from reconcile.policies.sources import SOURCE_DEPENDENCE, TRUTHFINDER, cite

LEAST_ITEMS = 30
"""Items with two origins or more from which reliability is learned at the least (declared by Variorum)."""

_ROUNDS = 20
_ENOUGH = 1e-4
"""No origin's reliability moves more than this in a round: learning is done."""

Claims = Mapping[str, int]
"""By origin: the figure it gives for one item."""

Weights = Mapping[str, float]
"""By origin: how far it can be relied on."""

Pair = tuple[str, str]
"""Two origins, sorted."""

Copying = Mapping[Pair, float]
"""The probability that one of two origins copies the other."""


class Learner(Policy, Protocol):
    """A policy that first learns from the cases of many items."""

    def learn(self, cases: Iterable[Case]) -> "Learner":
        """Return the policy as these cases teach it, the same in any order."""
        ...


def read_claims(case: Case) -> dict[str, int]:
    """Return what each origin gives: its newest figure; vague words give none."""
    return {f.origin: f.entered for f in case.latest_of_each_origin() if f.point is not None}


@dataclass(frozen=True, slots=True)
class _Learned:
    """What many items have taught."""

    items: int = 0
    weights: Weights = field(default_factory=dict)
    copying: Copying = field(default_factory=dict)


_UNTAUGHT = _Learned()


def _gather(cases: Iterable[Case]) -> list[Claims]:
    """Return the items that more than one origin speaks of, in an order that depends on nothing but them."""
    several = (claims for claims in map(read_claims, cases) if len(claims) > 1)
    return sorted(several, key=lambda claims: sorted(claims.items()))


def _answer(policy: Policy, learned: _Learned, case: Case, scores: Mapping[int, float]) -> Proposal:
    """Return the figure with the best score; a tie goes to the lower."""
    if learned.items < LEAST_ITEMS:
        sentence = f"It has {learned.items} items with several origins to learn from and needs {LEAST_ITEMS}."
        return make_proposal(policy, case, Ruling("too few items to learn from: blank", sentence))
    if not scores:
        return make_proposal(policy, case, Ruling("no usable figure: blank", "No origin gives a figure."))
    best = min(scores, key=lambda figure: (-round(scores[figure], 9), figure))
    pointed = (figure for figure in case.latest_of_each_origin() if figure.point is not None)
    sentence = f"{best} rests on the origins that {learned.items} items show to be the more reliable."
    why_not = explain_all(case.figures, "less reliable origins, or not their newest")
    return make_proposal(policy, case, enter_figure("most reliable origins", sentence, pointed, best, why_not))


def _start(items: Iterable[Claims], weight: float) -> dict[str, float]:
    """Return the same weight for every origin."""
    return dict.fromkeys(sorted({origin for claims in items for origin in claims}), weight)


def _by_figure(claims: Claims) -> dict[int, list[str]]:
    givers: dict[int, list[str]] = defaultdict(list)
    for origin in sorted(claims):
        givers[claims[origin]].append(origin)
    return givers


def _mean_scores(items: Sequence[Claims], scores: Sequence[Mapping[int, float]]) -> dict[str, float]:
    """Return, by origin, the mean score of the figures it gives; `scores` are those of each item's figures."""
    by_origin: dict[str, list[float]] = defaultdict(list)
    for claims, of_figures in zip(items, scores, strict=True):
        for origin, figure in claims.items():
            by_origin[origin].append(of_figures[figure])
    return {origin: math.fsum(values) / len(values) for origin, values in sorted(by_origin.items())}


def _is_settled(old: Weights, new: Weights) -> bool:
    return all(abs(new[origin] - old[origin]) < _ENOUGH for origin in new)


class TruthFinder:
    """Origins are as reliable as the figures they give, figures as likely as their origins are reliable."""

    name = "truthfinder"
    version = "1"
    title = "TruthFinder (learned baseline)"
    sources = TRUTHFINDER
    source = cite(TRUTHFINDER)
    independent = True

    _START = 0.9
    _DAMPING = 0.3
    _RELATED = 0.5

    def __init__(self, learned: _Learned = _UNTAUGHT) -> None:
        """Make it as taught; without an argument it has learned nothing and says so."""
        self.learned = learned

    def learn(self, cases: Iterable[Case]) -> "TruthFinder":
        """Return it with the reliability of every origin in `cases`."""
        items = _gather(cases)
        trust = _start(items, self._START)
        for _ in range(_ROUNDS):
            old, trust = trust, _mean_scores(items, [self._confidence(claims, trust) for claims in items])
            if _is_settled(old, trust):
                break
        return TruthFinder(_Learned(len(items), trust))

    def propose(self, case: Case) -> Proposal:
        """Return the figure with the highest confidence."""
        return _answer(self, self.learned, case, self._confidence(read_claims(case), self.learned.weights))

    def _confidence(self, claims: Claims, trust: Weights) -> dict[int, float]:
        """Return the confidence of each figure of one item: its origins' scores, and a share of those of near ones."""
        scores = {
            figure: math.fsum(-math.log(1 - min(trust.get(origin, self._START), 0.999)) for origin in origins)
            for figure, origins in _by_figure(claims).items()
        }
        adjusted = {
            figure: score
            + self._RELATED * math.fsum(scores[other] * _likeness(other, figure) for other in scores if other != figure)
            for figure, score in scores.items()
        }
        return {figure: 1 / (1 + math.exp(-self._DAMPING * score)) for figure, score in adjusted.items()}


def _likeness(a: int, b: int) -> float:
    """Return how far one count bears out another, from 1 (nearly equal) down to -0.5 (far off)."""
    return max(1 - 3 * abs(a - b) / max(a, b, 1), -0.5)


class AccuCopy:
    """Origins vote by their accuracy; a vote that is probably copied counts for what is probably its own."""

    name = "accu_copy"
    version = "1"
    title = "ACCU, aware of copying (learned baseline)"
    sources = SOURCE_DEPENDENCE
    source = cite(SOURCE_DEPENDENCE)
    independent = True

    _START = 0.8
    _FALSE_VALUES = 10
    _RATE = 0.8
    _PRIOR = 0.1
    _LEAST_SHARED = 5

    def __init__(self, learned: _Learned = _UNTAUGHT) -> None:
        """Make it as taught; without an argument it has learned nothing and says so."""
        self.learned = learned

    def learn(self, cases: Iterable[Case]) -> "AccuCopy":
        """Return it with the accuracy of every origin and the probable copying between them."""
        items = _gather(cases)
        accuracy = _start(items, self._START)
        shared = _shared_items(items, self._LEAST_SHARED)
        copying: dict[Pair, float] = {}
        for step in range(_ROUNDS):
            truths = [self._most_likely(claims, accuracy, copying) if step else None for claims in items]
            copying = {pair: self._copies(pair, numbers, items, truths, accuracy) for pair, numbers in shared.items()}
            chances = [self._chances(claims, accuracy, copying) for claims in items]
            old, accuracy = accuracy, _mean_scores(items, chances)
            if _is_settled(old, accuracy):
                break
        return AccuCopy(_Learned(len(items), accuracy, copying))

    def propose(self, case: Case) -> Proposal:
        """Return the most probable figure."""
        chances = self._chances(read_claims(case), self.learned.weights, self.learned.copying)
        return _answer(self, self.learned, case, chances)

    def _votes(self, claims: Claims, accuracy: Weights, copying: Copying) -> dict[int, float]:
        votes = {}
        for figure, origins in _by_figure(claims).items():
            ranked = sorted(origins, key=lambda origin: (-accuracy.get(origin, self._START), origin))
            votes[figure] = 0.0
            for number, origin in enumerate(ranked):
                own = self._independence(origin, ranked[:number], copying)
                sure = min(max(accuracy.get(origin, self._START), 0.01), 0.99)
                votes[figure] += own * math.log(self._FALSE_VALUES * sure / (1 - sure))
        return votes

    def _independence(self, origin: str, others: Iterable[str], copying: Copying) -> float:
        """Return how probably a vote is an origin's own rather than copied from one of the others."""
        return math.prod(1 - self._RATE * copying.get(_pair(origin, other), 0.0) for other in others)

    def _chances(self, claims: Claims, accuracy: Weights, copying: Copying) -> dict[int, float]:
        votes = self._votes(claims, accuracy, copying)
        if not votes:
            return {}
        top = max(votes.values())
        weights = {figure: math.exp(vote - top) for figure, vote in votes.items()}
        others = max(self._FALSE_VALUES + 1 - len(votes), 0) * math.exp(-top)
        total = math.fsum([*weights.values(), others])
        return {figure: weight / total for figure, weight in weights.items()}

    def _most_likely(self, claims: Claims, accuracy: Weights, copying: Copying) -> int:
        votes = self._votes(claims, accuracy, copying)
        return min(votes, key=lambda figure: (-round(votes[figure], 9), figure))

    def _copies(
        self,
        pair: Pair,
        numbers: Sequence[int],
        items: Sequence[Claims],
        truths: Sequence[int | None],
        accuracy: Weights,
    ) -> float:
        """Return the probability that one of the pair copies the other: errors they share say much."""
        one, two = (min(max(accuracy[origin], 0.01), 0.99) for origin in pair)
        right, wrong = one * two, (1 - one) * (1 - two) / self._FALSE_VALUES
        mean = (one + two) / 2
        log_ratio = math.log((1 - self._PRIOR) / self._PRIOR)
        for number in numbers:
            a, b = (items[number][origin] for origin in pair)
            if a != b:
                log_ratio -= math.log(1 - self._RATE)
            elif truths[number] in {a, None}:
                log_ratio += math.log(right / (mean * self._RATE + right * (1 - self._RATE)))
            else:
                log_ratio += math.log(wrong / ((1 - mean) * self._RATE + wrong * (1 - self._RATE)))
        return 1 / (1 + math.exp(min(log_ratio, 500)))


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _shared_items(items: Sequence[Claims], least: int) -> dict[Pair, list[int]]:
    """Return, by pair of origins, the numbers of the items that both speak of; only pairs with `least` or more."""
    shared: dict[Pair, list[int]] = defaultdict(list)
    for number, claims in enumerate(items):
        for pair in combinations(sorted(claims), 2):
            shared[pair].append(number)
    return {pair: numbers for pair, numbers in sorted(shared.items()) if len(numbers) >= least}


LEARNERS: tuple[Learner, ...] = (TruthFinder(), AccuCopy())
